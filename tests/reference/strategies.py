"""Random histories of one account: who was there before, then one to five imports.

The pools are tiny on purpose: the algorithm is interesting only where identifiers collide.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Final

from hypothesis import strategies as st

from tests.reference.model import (
    FIELDS,
    IDENTIFIERS,
    SUPPRESSED,
    InputRow,
    Outcome,
    Record,
    Values,
    World,
    import_rows,
    merge,
    strongest,
)

# What the normalizer leaves as it is, so that a file means the same to the model and the service.
POOLS: Final = {
    "customer_id": ("7", "007", "A1", "a1"),  # four people: compared exactly, as text
    "email": tuple(f"person{n}@example.com" for n in range(1, 5)),
    "phone": tuple(f"+39061234560{n}" for n in range(1, 5)),
}
NAMES: Final = (None, "Anna", "Bruno", "ÀNNA")  # the last is the first, as names are compared
WEAK_HEADER: Final = "code"
OPT_OUTS: Final = (
    "do_not_contact", "DNC", "Opted-Out", "DESINSCRIT", "Baja 12/03/2024", "Lead (do not call)",
)  # fmt: skip
# One opt-out blocks all who share its address: with more of them hardly anybody is enrolled.
STATUSES: Final = (None, "active", None, "Lead / new 2024") * 2
ONE_KIND: Final = tuple((kind,) for kind in IDENTIFIERS)
MOSTLY_ALL_KINDS: Final = (IDENTIFIERS,) * 3 + (("email", "phone"),)
CAMPAIGNS: Final = ("A", "B")
MAX_ROWS: Final = 12
FIRST_ROW: Final = 2  # row 1 is the header


@dataclass(frozen=True)
class ImportStep:
    """One import of a history; `is_taught`: its customer_ids stand under a weak header that the request names so."""

    campaign: str
    rows: tuple[InputRow, ...]
    skip_if_in_other_campaigns: bool
    is_taught: bool = False

    @property
    def columns(self) -> dict[str, str | None]:
        """The request's own names for headers."""
        return {WEAK_HEADER: "customer_id"} if self.is_taught else {}

    def to_csv(self) -> bytes:
        return to_csv(self.rows, is_taught=self.is_taught)

    def run(self, world: World) -> Outcome:
        return import_rows(
            world,
            self.campaign,
            list(self.rows),
            skip_if_in_other_campaigns=self.skip_if_in_other_campaigns,
        )


@dataclass(frozen=True)
class History:
    """The customers `outside` put in by other means than an import, and the imports after them."""

    outside: tuple[Values, ...]
    imports: tuple[ImportStep, ...]

    def world(self) -> World:
        """The account as the first import finds it."""
        world = World()
        for values in self.outside:
            world.add(values)
        return world


def numbered(cells: Iterable[Values], *, is_weak: bool = False) -> tuple[InputRow, ...]:
    """The rows of a file with these cells below its header; `is_weak`: its ids are weak."""
    rows = (InputRow(number, **values) for number, values in enumerate(cells, FIRST_ROW))
    return tuple(map(weakened, rows)) if is_weak else tuple(rows)


def weakened(row: InputRow) -> InputRow:
    """The row with its customer_id as a weak id. One that has nothing else gets a name: else it is no data row."""
    weak = replace(row, weak_id=row.customer_id, customer_id=None)
    is_bare = weak.has_only_a_weak_id and not (row.name or row.surname)
    return replace(weak, name="Anna") if is_bare else weak


def strengthened(row: InputRow) -> InputRow:
    """The row of the same file with its id column named customer_id."""
    return row if row.weak_id is None else replace(row, customer_id=row.weak_id, weak_id=None)


def to_csv(rows: Iterable[InputRow], *, is_taught: bool = False) -> bytes:
    """The file whose rows these are, when they are numbered from 2 without a gap."""
    rows = list(rows)
    is_weak = is_taught or any(row.weak_id is not None for row in rows)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([WEAK_HEADER if is_weak and name == "customer_id" else name for name in FIELDS])
    for row in rows:
        writer.writerow(strengthened(row).values.values())
    return text.getvalue().encode()


def may_contest(one: Record, other: Record) -> bool:
    """Whether two records (or one and itself) can want the same customer in the same round."""
    return one.identifier[0] == other.identifier[0] and any(
        one.values[kind] is not None and one.values[kind] == other.values[kind]
        for kind in IDENTIFIERS
    )


def reordered(rows: tuple[InputRow, ...], random: Random) -> tuple[InputRow, ...]:
    """The file in another order, kept inside records and among those that may contest a customer; rows with weak ids
    keep theirs, for the first of them gives its customer the id.
    """
    record_of = {row: record for record in merge(list(rows), SUPPRESSED) for row in record.rows}

    def must_follow(row: InputRow, earlier: InputRow) -> bool:
        if row.weak_id is not None and earlier.weak_id is not None:
            return True
        one, other = record_of.get(row.row), record_of.get(earlier.row)
        return one is not None and other is not None and may_contest(one, other)

    waiting, order = list(rows), list[InputRow]()
    while waiting:
        free = [
            row
            for index, row in enumerate(waiting)
            if not any(must_follow(row, earlier) for earlier in waiting[:index])
        ]
        chosen = random.choice(free)
        waiting.remove(chosen)
        order.append(chosen)
    return tuple(replace(row, row=number) for number, row in enumerate(order, FIRST_ROW))


def cells(
    kinds: tuple[str, ...] = IDENTIFIERS, statuses: tuple[str | None, ...] = STATUSES
) -> st.SearchStrategy[Values]:
    """The cells of one row that has one or more identifiers, of these kinds only."""
    # Blanks let the weaker identifiers decide; the first two values, drawn twice as often, make
    # for ambiguous and contested customers (a history in five, a history in thirty).
    blanks = (None, None) if len(kinds) > 1 else ()
    by_field: dict[str, st.SearchStrategy[str | None]] = {
        "customer_id": st.none(),
        "name": st.sampled_from(NAMES),
        "surname": st.sampled_from(NAMES),
        "email": st.none(),
        "phone": st.none(),
        "status": st.sampled_from(statuses),
    }
    for kind in kinds:
        by_field[kind] = st.sampled_from(blanks + POOLS[kind] + POOLS[kind][:2])
    return st.fixed_dictionaries(by_field).filter(lambda values: strongest(values) is not None)


@st.composite
def one_person_under_several_ids(
    draw: st.DrawFn, statuses: tuple[str | None, ...]
) -> tuple[InputRow, ...]:
    """A file of weak ids: rows with an e-mail, most of them one person's without a name, and rows with a name only."""
    found: list[Values] = []
    for customer_id in POOLS["customer_id"][:3]:
        own: Values = {
            "customer_id": customer_id,
            "name": draw(st.sampled_from(NAMES)),
            "surname": draw(st.sampled_from((None, None, "Anna", "Bruno"))),
            "email": None,
            "phone": None,
        }
        for _ in range(draw(st.sampled_from((0, 1, 1, 2)))):
            other = {"name": draw(st.sampled_from((own["name"], own["name"], None, "ÀNNA")))}
            found.append(own | other | {"status": draw(st.sampled_from(statuses))})
        for _ in range(draw(st.sampled_from((0, 1, 1)))):
            email = draw(st.sampled_from((*POOLS["email"][:1] * 4, POOLS["email"][1])))
            name = draw(st.sampled_from((None, None, None, "Anna")))
            blank = dict.fromkeys(FIELDS) | {"customer_id": customer_id}
            found.append(blank | {"email": email, "name": name})
    return numbered(draw(st.permutations(found)), is_weak=True)


def nobody() -> st.SearchStrategy[Values]:
    """The cells of a row without an identifier, yet not blank: a blank row is no data row."""
    return st.just(dict.fromkeys(FIELDS) | {"name": "Nobody"})


def outside_customers(statuses: tuple[str | None, ...]) -> st.SearchStrategy[tuple[Values, ...]]:
    """Customers that obey the database's unique rules and often share an e-mail or a phone."""
    anyone, no_customer_id = cells(IDENTIFIERS, statuses), cells(("email", "phone"), statuses)
    few = st.lists(anyone, max_size=8, unique_by=strongest)
    # Left alone, lists stay so short that ambiguous e-mails are rare.
    many = st.lists(anyone, min_size=4, max_size=8, unique_by=strongest)
    # Without these, all customer_ids are soon known and there is nothing left to adopt or contest.
    adoptable = st.lists(no_customer_id, min_size=1, max_size=8, unique_by=strongest)
    return (few | many | adoptable).map(tuple)


@st.composite
def histories(draw: st.DrawFn, *, unidentified: bool = False) -> History:
    """Imports into two campaigns, some of an earlier file; `unidentified`: rows without identifier.

    In a third of the histories every file has one kind of identifier only, which is how the same
    people come in by e-mail one day and by phone the next. Elsewhere a file in four has no customer_id.
    The ids of every other file are weak; an earlier one may come again with its id column renamed.
    """
    one_kind = draw(st.sampled_from((False, False, True)))
    statuses = STATUSES + draw(st.sampled_from(((), OPT_OUTS[:1], OPT_OUTS)))
    outside = draw(outside_customers(statuses))
    imports: list[ImportStep] = []
    for _ in range(draw(st.integers(1, 5))):
        kinds = draw(st.sampled_from(ONE_KIND if one_kind else MOSTLY_ALL_KINDS))
        is_weak = draw(st.booleans())
        row = cells(kinds, statuses)
        if unidentified:
            row = st.one_of([row] * 7 + [nobody()])
        few = st.lists(row, max_size=MAX_ROWS)
        many = st.lists(row, min_size=MAX_ROWS // 2, max_size=MAX_ROWS)
        files = (few | many).map(partial(numbered, is_weak=is_weak))
        if is_weak:
            files |= one_person_under_several_ids(statuses)
        if imports:
            earlier = [step.rows for step in imports]
            renamed = [tuple(map(strengthened, rows)) for rows in earlier]
            files |= st.sampled_from(earlier) | st.sampled_from(earlier + renamed)
        rows = draw(files)
        is_strong = not any(each.weak_id for each in rows)
        imports.append(
            ImportStep(
                campaign=draw(st.sampled_from(CAMPAIGNS)),
                rows=rows,
                skip_if_in_other_campaigns=draw(st.sampled_from((False, False, False, True))),
                is_taught=is_strong and draw(st.booleans()),
            )
        )
    return History(outside, tuple(imports))
