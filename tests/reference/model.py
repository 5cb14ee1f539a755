"""What an import means (design 2) in slow, plain Python, for the set-based SQL to be compared with.

It shares no code with app: whatever the two had in common, the comparison could not judge.
"""

from dataclasses import dataclass, field
from typing import Final

FIELDS: Final = ("customer_id", "name", "surname", "email", "phone", "status")
# "Three identifiers, strongest first: customer_id, email, phone."
IDENTIFIERS: Final = ("customer_id", "email", "phone")
# "do_not_contact, do_not_call, dnc, unsubscribed, opted_out by default"
SUPPRESSED: Final = frozenset({"do_not_contact", "do_not_call", "dnc", "unsubscribed", "opted_out"})

Values = dict[str, str | None]  # by field; None is a blank
Identifier = tuple[str, str]  # its kind and its value


@dataclass(frozen=True)
class InputRow:
    """A row the normalizer let through; `row` is its number in the file."""

    row: int
    customer_id: str | None = None
    name: str | None = None
    surname: str | None = None
    email: str | None = None
    phone: str | None = None
    status: str | None = None

    @property
    def values(self) -> Values:
        return {name: getattr(self, name) for name in FIELDS}


@dataclass
class Record:
    """Rows with the same strongest identifier, merged; `rows` are their numbers."""

    identifier: Identifier
    values: Values = field(default_factory=lambda: dict.fromkeys(FIELDS))
    rows: list[int] = field(default_factory=list)


@dataclass
class Customer:
    """A stored customer; `version` counts how often it was written."""

    key: int
    values: Values
    version: int = 1


@dataclass
class World:
    """One account: customers in order of creation; by campaign, keys in order of enrolment."""

    customers: list[Customer] = field(default_factory=list)
    targets: dict[str, list[int]] = field(default_factory=dict)

    def add(self, values: Values) -> Customer:
        """Store a new customer; fields not given are blank."""
        customer = Customer(len(self.customers), dict.fromkeys(FIELDS) | values)
        self.customers.append(customer)
        return customer


@dataclass(frozen=True)
class Outcome:
    """The counts of design 2; `rejected` has, by row, the field of each of its errors."""

    created: int
    updated: int
    targets_created: int
    targets_skipped: int
    rejected: dict[int, tuple[str | None, ...]]


def import_rows(
    world: World,
    campaign: str,
    rows: list[InputRow],
    *,
    skip_if_in_other_campaigns: bool = False,
    suppressed: frozenset[str] = SUPPRESSED,
) -> Outcome:
    """Import rows, given in file order, into the world."""
    before = {customer.key: dict(customer.values) for customer in world.customers}
    world.targets.setdefault(campaign, [])
    records = merge(rows, suppressed)
    customer_of: dict[int, Customer] = {}
    # "Match, in three rounds: records with a customer_id, then records with an e-mail, then records
    # with only a phone. Each round sees the customers as the round before left them."
    for kind in IDENTIFIERS:
        of_this_round = [record for record in records if record.identifier[0] == kind]
        customer_of |= match_and_apply(world, of_this_round, suppressed)
    # "Unchanged customers are not rewritten."
    for customer in world.customers:
        if customer.values != before.get(customer.key, customer.values):
            customer.version += 1
    # "Enrol the accepted rows' customers, in file order."
    targets_created = sum(
        enrol(world, campaign, customer_of[row], skip_if_in_other_campaigns, suppressed)
        for row in sorted(customer_of)
    )
    # "Of a record's accepted rows one counts as `created` if the customer is new; all the others
    # count as `updated`."
    created = len(world.customers) - len(before)
    return Outcome(
        created=created,
        updated=len(customer_of) - created,
        targets_created=targets_created,
        targets_skipped=len(customer_of) - targets_created,
        rejected={row.row: (fault(row),) for row in rows if row.row not in customer_of},
    )


def fault(row: InputRow) -> str | None:
    """The field at fault in a rejected row: its ambiguous identifier, None when it has none."""
    # "A row with none of them is rejected."
    identifier = strongest(row.values)
    return None if identifier is None else identifier[0]


def strongest(values: Values) -> Identifier | None:
    """The strongest identifier among the values, None when they hold none.

    Among stored customers it is unique: that is the rule the database states.
    """
    for kind in IDENTIFIERS:
        value = values[kind]
        if value is not None:
            return kind, value
    return None


def merge(rows: list[InputRow], suppressed: frozenset[str]) -> list[Record]:
    """The rows' records, in the order of their first rows."""
    # "Accepted rows with the same strongest identifier become one record: cell by cell, in file
    # order, later non-blank values win."
    records: dict[Identifier, Record] = {}
    for row in rows:
        identifier = strongest(row.values)
        if identifier is None:
            continue
        record = records.setdefault(identifier, Record(identifier))
        overwrite(record.values, row.values, suppressed)
        record.rows.append(row.row)
    return list(records.values())


def match_and_apply(
    world: World, records: list[Record], suppressed: frozenset[str]
) -> dict[int, Customer]:
    """One round: the customer of each accepted row."""
    # "Within a round everybody looks at the customers as they stood when it began."
    matches, ambiguous = match(world.customers, records)
    customer_of: dict[int, Customer] = {}
    for record in records:
        # "All its rows are rejected."
        if record.identifier in ambiguous:
            continue
        # "A matched customer receives the record's non-blank values, identifiers included. A record
        # that matched nobody becomes a new customer."
        customer = matches.get(record.identifier) or world.add({})
        overwrite(customer.values, record.values, suppressed)
        customer_of |= dict.fromkeys(record.rows, customer)
    return customer_of


def match(
    customers: list[Customer], records: list[Record]
) -> tuple[dict[Identifier, Customer], set[Identifier]]:
    """Whom each record of a round matches, and which records are ambiguous."""
    matches: dict[Identifier, Customer] = {}
    ambiguous: set[Identifier] = set()
    # "A record tries its identifiers from the strongest down; candidates for an identifier are the
    # customers who have it, are not contradicted by a stronger one, and are not yet taken in this
    # round." All records try one kind before any tries the next, and "taken" means taken by an
    # earlier kind: so a stronger identifier wins over an earlier row.
    for level, kind in enumerate(IDENTIFIERS):
        taken = {customer.key for customer in matches.values()}
        for record in records:
            value = record.values[kind]
            if value is None or record.identifier in matches or record.identifier in ambiguous:
                continue
            candidates = [
                customer
                for customer in customers
                if customer.values[kind] == value
                and not contradicts(customer, record, IDENTIFIERS[:level])
                and customer.key not in taken
            ]
            # "Several candidates on the record's strongest identifier: all its rows are rejected;
            # several on a weaker one: that identifier decides nothing."
            if len(candidates) > 1 and kind == record.identifier[0]:
                ambiguous.add(record.identifier)
            # "One candidate: matched; if several records want the same customer, the one whose
            # first row comes first gets it and the others try on."
            if len(candidates) == 1 and candidates[0] not in matches.values():
                matches[record.identifier] = candidates[0]
    return matches, ambiguous


def contradicts(customer: Customer, record: Record, kinds: tuple[str, ...]) -> bool:
    """Whether customer and record have different identifiers of one of the kinds."""
    # "A stored customer contradicts a row when both have an identifier of some kind and they
    # differ: two people who share a phone but carry different customer_ids stay two people."
    for kind in kinds:
        ours, theirs = customer.values[kind], record.values[kind]
        if ours is not None and theirs is not None and ours != theirs:
            return True
    return False


def overwrite(values: Values, newer: Values, suppressed: frozenset[str]) -> None:
    """Put the newer non-blank values in the place of the older."""
    for name, value in newer.items():
        # "A blank cell or missing column keeps what is stored. An import never erases."
        if value is None:
            continue
        # "An import never replaces a suppressed status, stored or brought by an earlier row of the
        # same record."
        if name == "status" and is_suppressed(values, suppressed):
            continue
        values[name] = value


def is_suppressed(values: Values, suppressed: frozenset[str]) -> bool:
    """Whether the status is one of the suppressed."""
    status = values["status"]
    return status is not None and plain(status) in {plain(word) for word in suppressed}


def plain(status: str) -> str:
    """The status as statuses are compared."""
    # "compared without case, spaces, hyphens or underscores"
    return "".join(
        character
        for character in status.casefold()
        if not character.isspace() and character not in "-_"
    )


def enrol(
    world: World, campaign: str, customer: Customer, skip: bool, suppressed: frozenset[str]
) -> bool:
    """Enrol the customer unless a rule forbids it; whether a target was made."""
    targets = world.targets[campaign]
    # "Already enrolled here: nothing of the target changes, ever."
    if customer.key in targets:
        return False
    # "skip_if_in_other_campaigns: the customer is still created or updated, only the enrolment is
    # skipped, if they are a target of any other campaign of the account."
    if skip and any(customer.key in keys for keys in world.targets.values()):
        return False
    # "A customer who is suppressed once the rows are applied is not newly enrolled, nor is one who
    # shares e-mail or phone with a suppressed customer of the account."
    for other in world.customers:
        if is_suppressed(other.values, suppressed) and (
            other is customer or shares_address(other, customer)
        ):
            return False
    targets.append(customer.key)
    return True


def shares_address(one: Customer, other: Customer) -> bool:
    """Whether the two have the same e-mail or the same phone."""
    return any(
        one.values[kind] is not None and one.values[kind] == other.values[kind]
        for kind in ("email", "phone")
    )
