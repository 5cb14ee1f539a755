"""Rows below a header made by hand, as the normalizer reads them."""

from collections.abc import Sequence

from app.importer.normalizer import Header, Normalizer
from app.importer.rows import FIELDS, Notice, Record, Row, RowError

Outcome = Record | list[RowError]


def header_of(*names: str, is_weak: bool = False, **extra: tuple[int, ...]) -> Header:
    """A header whose columns are the contract's fields where they are called so; a `2` makes it the second best."""
    columns = {
        field: tuple(index for index, name in enumerate(names) if name.rstrip("2345") == field)
        for field in FIELDS
    }
    found = tuple((field, indices) for field, indices in columns.items() if indices)
    return Header(1, list(names), found, is_weak=is_weak, extra=extra)


def numbered(rows: Sequence[list[str]]) -> list[Row]:
    """The rows with their numbers below a header in row 1."""
    return [(number, cells, None) for number, cells in enumerate(rows, 2)]


def read(
    header: Header, *rows: list[str], is_delimited: bool = True
) -> tuple[list[Outcome], list[Notice]]:
    """What the rows become, studied first as an import does, and the notices."""
    normalizer = Normalizer(header, region="IT", is_delimited=is_delimited)
    studied = normalizer.study(iter(numbered(rows)), lambda: iter(numbered(rows)))
    return normalizer.normalize(list(studied)), normalizer.notices()


def values(outcome: Outcome) -> dict[str, str]:
    """A record's values by field, blanks aside."""
    assert isinstance(outcome, tuple), outcome
    return {field: str(v) for field, v in zip(FIELDS, outcome[1:], strict=True) if v is not None}


def message(outcome: Outcome) -> str:
    """The message of a row with one error."""
    assert isinstance(outcome, list), outcome
    [error] = outcome
    return error.message
