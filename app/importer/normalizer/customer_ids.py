"""Which column is the customer_id: numbers of customers, else one column that may number anything."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.importer.normalizer.meaning import TAUGHT, Meaning
from app.importer.normalizer.text import is_blank
from app.importer.normalizer.vocabulary import header_aliases

_NUMBER_WORDS: Final = frozenset(("number", "numero", "nummer", "nr", "no", "nro", "n", "num"))
_NUMBER_ENDS: Final = ("nummer", "nr", "number")
_LONGEST_COUNT: Final = 9  # digits of a row's number

Sample = Sequence[Sequence[str]]


def customer_ids(
    found: Mapping[int, Meaning], spelled: frozenset[str], sample: Sample
) -> tuple[dict[int, str], bool]:
    """Return the columns of customer_id, with that role, and whether they are weak.

    A person's id comes before a company's, which is never one where a person has an id or an e-mail.
    """
    by_role: dict[str, list[int]] = {}
    for index, meaning in sorted(found.items(), key=lambda item: (item[1].rank, item[0])):
        by_role.setdefault(meaning.role, []).append(index)
    strong = by_role.get("customer_id", [])
    if taught := [index for index in strong if found[index].rank[0] == TAUGHT]:
        # An account's own numbers and another program's ids must not be taken for each other.
        return (
            dict.fromkeys(taught, "customer_id")
            | dict.fromkeys(set(strong) - set(taught), "ignore")
        ), False
    if strong:
        return {}, False
    weak = by_role.get("weak_id", []) + [
        index for index in by_role.get("counter", []) if not _counts_up(filled_cells(sample, index))
    ]
    people = not {"given_name", "surname"}.isdisjoint(by_role)
    beside = header_aliases().person_beside
    for index in weak:
        if people and not beside.get(found[index].spelling, frozenset()).isdisjoint(spelled):
            return {index: "customer_id"}, False
    if not weak and "email" not in by_role:
        weak = by_role.get("company_id", [])
    # One column only: ids of two kinds must not be compared, and a message names the column.
    filled = [index for index in weak if filled_cells(sample, index)] or weak
    return dict.fromkeys(filled[:1], "customer_id"), bool(filled)


def _counts_up(values: Sequence[str]) -> bool:
    """1, 2, 3, ... or from 0: the rows are numbered, not the customers."""
    if not all(
        value.isascii() and value.isdigit() and len(value) <= _LONGEST_COUNT for value in values
    ):
        return False
    numbers = list(map(int, values))
    return (
        bool(numbers)
        and numbers[0] in (0, 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def is_number(spelling: str) -> bool:
    """Return whether a header says that it is a number: "Kundennr."."""
    return any(w in _NUMBER_WORDS or w.endswith(_NUMBER_ENDS) for w in spelling.split())


def filled_cells(sample: Sample, index: int) -> list[str]:
    """Return the filled cells of a column, trimmed."""
    return [row[index].strip() for row in sample if len(row) > index and not is_blank(row[index])]
