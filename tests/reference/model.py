"""What an import means (docs/design.md#meaning) in slow, plain Python, for the set-based SQL to be compared with.

It shares no code with app: whatever the two had in common, the comparison could not judge.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Final

FIELDS: Final = ("customer_id", "name", "surname", "email", "phone", "status")
# "Three identifiers, strongest first: customer_id, email, phone."
IDENTIFIERS: Final = ("customer_id", "email", "phone")
# "The default list has the usual refusals in six languages": those that the tests use.
SUPPRESSED: Final = frozenset(
    {"do_not_contact", "do_not_call", "dnc", "unsubscribed", "opted_out", "désinscrit", "baja"}
)

Values = dict[str, str | None]  # by field; None is a blank
Identifier = tuple[str, str]  # its kind and its value


@dataclass(frozen=True)
class InputRow:
    """A row the normalizer let through; `row` is its number in the file.

    In a file whose id column is weak (`code`), ids are `weak_id` and no row has a customer_id.
    """

    row: int
    customer_id: str | None = None
    name: str | None = None
    surname: str | None = None
    email: str | None = None
    phone: str | None = None
    status: str | None = None
    weak_id: str | None = None

    @property
    def values(self) -> Values:
        return {name: getattr(self, name) for name in FIELDS}

    @property
    def has_only_a_weak_id(self) -> bool:
        return self.weak_id is not None and strongest(self.values) is None


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
    """The counts of docs/design.md#counts; `rejected` has, by row, the field of each of its errors.

    `unused`: how many rows have a weak id that is not their customer's customer_id in the end.
    """

    created: int
    updated: int
    targets_created: int
    targets_skipped: int
    rejected: dict[int, tuple[str | None, ...]]
    unused: int = 0


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
    # "A weak id is the last identifier, after phone."
    weak = WeakIds(world, rows, customer_of, suppressed)
    weak.match_and_apply()
    weak.store()
    # "Unchanged customers are not rewritten."
    for customer in world.customers:
        if customer.values != before.get(customer.key, customer.values):
            customer.version += 1
    # "Enrol the accepted rows' customers, in file order."
    targets_created = sum(
        enrol(world, campaign, customer_of[row], skip_if_in_other_campaigns, suppressed, weak)
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
        unused=sum(not weak.is_used(row) for row in rows if row.weak_id is not None),
    )


def fault(row: InputRow) -> str | None:
    """The field at fault in a rejected row: its ambiguous identifier, None when it has none."""
    # "A row with none of them is rejected."
    identifier = strongest(row.values)
    if row.has_only_a_weak_id:
        return "customer_id"
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
    """Whether the status is one of the suppressed, perhaps with a remark in brackets or a date behind it."""
    status = values["status"]
    if status is None:
        return False
    parts = [status, *re.split(r"[()/]", status)]
    words = plain_words(suppressed)
    return any(plain(re.sub(r"[\s\d/.-]+$", "", part)) in words for part in parts)


@cache
def plain_words(suppressed: frozenset[str]) -> frozenset[str]:
    """The suppressed statuses as they are compared."""
    # "`do_not_contact` is suppressed whatever list is set."
    return frozenset(plain(word) for word in (*suppressed, "do_not_contact"))


@cache
def plain(text: str) -> str:
    """A status or a name as they are compared."""
    # "Statuses are compared without case, accents, blanks and punctuation"
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text).casefold()
        if character.isalnum()
    )


class WeakIds:
    """What the weak ids of a file decide, once its e-mails and phones have decided.

    `customer_of` has the customer of each row accepted so far; accepted rows are added to it.
    """

    def __init__(
        self,
        world: World,
        rows: list[InputRow],
        customer_of: dict[int, Customer],
        suppressed: frozenset[str],
    ) -> None:
        self.world = world
        self.rows = [row for row in rows if row.weak_id is not None]
        self.customer_of = customer_of
        self.suppressed = suppressed
        # "Rows with neither e-mail nor phone that have the same weak id are one record."
        self.groups: dict[str, list[InputRow]] = {}
        for row in self.rows:
            if row.weak_id is not None and row.has_only_a_weak_id:
                self.groups.setdefault(row.weak_id, []).append(row)
        self.rejected = {weak_id for weak_id in self.groups if self.differ(self.groups[weak_id])}

    def match_and_apply(self) -> None:
        """Find or make the customers of the rows that have nothing but a weak id."""
        # All groups look at the customers as the passes by e-mail and phone left them.
        known = {weak_id: self.customers_of(weak_id) for weak_id in self.groups}
        self.rejected |= {weak_id for weak_id in self.groups if len(known[weak_id]) > 1}
        for customer in self.world.customers:
            self.rejected |= self.disagreeing(
                customer, [weak_id for weak_id in self.groups if known[weak_id] == [customer]]
            )
        for weak_id, rows in self.groups.items():
            if weak_id in self.rejected:
                continue
            values: Values = dict.fromkeys(FIELDS)
            for row in rows:
                overwrite(values, row.values, self.suppressed)
            (customer,) = known[weak_id] or [self.world.add({"customer_id": weak_id})]
            overwrite(customer.values, values, self.suppressed)
            self.customer_of |= {row.row: customer for row in rows}

    def disagreeing(self, customer: Customer, weak_ids: list[str]) -> set[str]:
        """Those of the customer's groups that have another name than the customer or, where the customer has none,
        a name when the groups disagree about it.
        """
        groups = {
            weak_id: self.groups[weak_id] for weak_id in weak_ids if weak_id not in self.rejected
        }
        found: set[str] = set()
        for kind in ("name", "surname"):
            names = {weak_id: self.names(rows, kind) for weak_id, rows in groups.items()}
            stored = customer.values[kind]
            allowed = set().union(*names.values()) if stored is None else {plain(stored)}
            if stored is not None or len(allowed) > 1:
                disputed = names if stored is None else {w: n - allowed for w, n in names.items()}
                found |= {weak_id for weak_id in disputed if disputed[weak_id]}
        return found

    def differ(self, rows: list[InputRow]) -> bool:
        """Whether two of the rows have different names or surnames."""
        return any(len(self.names(rows, kind)) > 1 for kind in ("name", "surname"))

    def names(self, rows: list[InputRow], kind: str) -> set[str]:
        """The different names, or surnames, of the rows."""
        return {plain(value) for row in rows if (value := row.values[kind]) is not None}

    def customers_of(self, weak_id: str) -> list[Customer]:
        """The customers that rows with this weak id ended at, and the one who has it as customer_id."""
        ended = [
            self.customer_of[row.row]
            for row in self.rows
            if row.weak_id == weak_id and row.row in self.customer_of
        ]
        return [
            customer
            for customer in self.world.customers
            if customer.values["customer_id"] == weak_id or customer in ended
        ]

    def store(self) -> None:
        """Give customers without a customer_id the first weak id of the file that is theirs alone."""
        # "A customer without customer_id takes the weak id that comes first in the file among those that its rows
        # brought, that have no other holder, and whose rows of the fourth pass, if any, were not rejected."
        theirs: dict[int, str] = {}
        for row in self.rows:
            customer = self.customer_of.get(row.row)
            if (
                row.weak_id is not None
                and row.weak_id not in self.rejected
                and customer is not None
                and customer.values["customer_id"] is None
                and self.customers_of(row.weak_id) == [customer]
            ):
                theirs.setdefault(customer.key, row.weak_id)
        for customer in self.world.customers:
            if customer.key in theirs:
                customer.values["customer_id"] = theirs[customer.key]

    def is_used(self, row: InputRow) -> bool:
        """Whether the row's weak id is its customer's customer_id now."""
        customer = self.customer_of.get(row.row)
        return customer is not None and customer.values["customer_id"] == row.weak_id

    def brought_by(self, customer: Customer) -> set[str]:
        """The weak ids of the customer's rows."""
        return {
            row.weak_id
            for row in self.rows
            if row.weak_id is not None and self.customer_of.get(row.row) is customer
        }


def enrol(
    world: World,
    campaign: str,
    customer: Customer,
    skip: bool,
    suppressed: frozenset[str],
    weak: WeakIds,
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
    # shares e-mail or phone with a suppressed customer of the account." "A customer that brings the
    # weak id of a suppressed customer is not enrolled."
    brought = weak.brought_by(customer)
    for other in world.customers:
        if is_suppressed(other.values, suppressed) and (
            other is customer
            or shares_address(other, customer)
            or other.values["customer_id"] in brought
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
