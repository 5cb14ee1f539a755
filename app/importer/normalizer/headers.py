"""Finds the header of a table and says which columns feed which field.

A row is a header when it names an identifier; a name or a status alone never makes one. Of the first
rows the one that names the most fields is the header.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, NamedTuple

from app.errors import InvalidRequest
from app.importer.normalizer.columns import Columns, assign_columns
from app.importer.normalizer.hints import may_name_identifier
from app.importer.normalizer.near_miss import near_misses
from app.importer.normalizer.shapes import looks_like_email, looks_like_phone
from app.importer.normalizer.spelling import MAX_HEADER_LENGTH
from app.importer.normalizer.taught import Names, TaughtNames, listed, missing_headers
from app.importer.normalizer.text import is_blank
from app.importer.normalizer.unread import unread_columns
from app.importer.rows import FIELDS, IDENTIFIERS, Notice, Row, Table

SEARCHED_ROWS: Final = 30

_HINTS: Final = 3
_NO_NAMES: Final = TaughtNames()
_CELL_END: Final = "\x00"
# A row that holds a value is no header: "Tel. | 02 1234567" in a letterhead, or any row of customers. A month or a
# date is none: "01/2024".
_VALUE: Final = re.compile(
    r"(?:\A|\x00)\s*(?:[^\s@\x00]+@[^\s@.\x00]+(?:\.[^\s@.\x00]+)+"
    r"|(?!(?:\d\d[./-]){1,2}\d{4}\s*(?:\x00|\Z))(?:\+|0)[\d ()./-]{6,}|\d{9,15})\s*(?=\x00|\Z)"
)
_NUMBER_OR_DATE: Final = re.compile(r"[\d\s./:,-]*\d[\d\s./:,-]*")


@dataclass(frozen=True)
class Header:
    """Where the fields are.

    `number` is the header's row and `names` its cells as they came; `columns` gives each field the
    indices of its columns, best first. `is_weak`: the customer_id comes from a column such as `code`, which may number
    other things than customers. `extra` gives the columns that decide about a row without being stored, best first:
    "country", "area_code", "opt_out", "consent", and "one_channel" for those that speak of one channel only,
    "ignore" for those that are not to be read.
    """

    number: int
    names: list[str]
    columns: tuple[tuple[str, tuple[int, ...]], ...]
    notices: tuple[Notice, ...] = ()
    is_weak: bool = False
    extra: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class Found(NamedTuple):
    """A header, the rows below it, and the number of a header above it that has rows of its own."""

    header: Header
    rows: Iterator[Row]
    rival: int | None


class _Candidate(NamedTuple):
    """A row that may be the header; `score` counts its fields, then those that are strong.

    `is_label`: a name and its value, as in a letterhead: "Riferimento", "2024/01".
    """

    position: int
    score: tuple[int, int]
    filled: int
    is_label: bool


def find_table(
    tables: Iterable[Table], columns: Names | None = None, taught: Names | None = None
) -> tuple[Table, Header]:
    """Return the first table with a recognisable header, whose rows are those below it, and the header.

    `columns` are this request's own names for headers, `taught` the account's: header -> field, None to ignore it.
    InvalidRequest if no table has a header, or none has the headers that `columns` names, or two tables stand in one.
    """
    names = TaughtNames(columns, taught)
    seen: list[Row] = []
    refusal: InvalidRequest | None = None
    for table in tables:
        first = _first_rows(table.rows)
        found = _find(first, table.rows, names)
        if found is None:
            seen += first
        elif missing := names.missing(found.header.names):
            refusal = refusal or missing_headers(missing, found.header.names)
        elif found.rival is not None:
            raise _two_tables(found.rival, found.header.number)
        else:
            return replace(table, rows=found.rows), found.header
    raise refusal or unrecognised_header(seen)


def find_header(rows: Iterable[Row]) -> Header | None:
    """Return the header among the first 30 non-blank rows, which are read; None if there is none."""
    found = find_header_and_rows(iter(rows))
    return found[0] if found else None


def find_header_and_rows(rows: Iterator[Row]) -> tuple[Header, Iterator[Row]] | None:
    """Return the header among the first 30 non-blank rows, and the rows below it."""
    found = _find(_first_rows(rows), rows, _NO_NAMES)
    return (found.header, found.rows) if found else None


def is_header(cells: list[str], names: TaughtNames = _NO_NAMES) -> bool:
    """Return whether these cells name a field that says who a row is."""
    return _candidate(0, cells, names) is not None


def unrecognised_header(rows: Iterable[Row]) -> InvalidRequest:
    """Return the refusal of a file none of whose first rows is a header, or with no non-blank cell at all."""
    filled = [cells for _, cells, _ in rows if not all(map(is_blank, cells))]
    if not filled:
        return InvalidRequest("The file is empty: send one with a header and rows below it.")
    position, best = max(enumerate(filled), key=lambda row: _familiar(row[1]))
    hints = unread_columns(best, filled[position + 1 :])
    return InvalidRequest(
        f"No recognisable identifier column: found {listed(best)}. Name at least one column "
        f"{', '.join(IDENTIFIERS[:-1])} or {IDENTIFIERS[-1]}; also read: "
        f"{', '.join(field for field in FIELDS if field not in IDENTIFIERS)}, and their usual names "
        "in English, Spanish, Italian, Portuguese, French and German."
        + "".join(f" {hint}." for hint in hints[:_HINTS])
    )


def _first_rows(rows: Iterator[Row]) -> list[Row]:
    """The rows up to the 30th that is not blank."""
    first: list[Row] = []
    filled = 0
    for row in rows:
        first.append(row)
        filled += not all(map(is_blank, row[1]))
        if filled == SEARCHED_ROWS:
            break
    return first


def _find(first: list[Row], rest: Iterator[Row], names: TaughtNames) -> Found | None:
    candidates = [
        candidate
        for position, (_, cells, problem) in enumerate(first)
        if problem is None and (candidate := _candidate(position, cells, names))
    ]
    headers = [candidate for candidate in candidates if not _is_group(candidate, candidates, first)]
    # sorted() keeps the order of equals: the first of them is tried first.
    for candidate in sorted(headers, key=lambda candidate: candidate.score, reverse=True):
        position = candidate.position
        number, cells, _ = first[position]
        below = [row[1] for row in first[position + 1 :]]
        columns = assign_columns(cells, names.assigned(cells), below)
        if not _names_identifier(columns):
            continue
        notices = near_misses(cells, columns, names.assigned(cells))
        header = Header(number, cells, columns.fields, notices, columns.is_weak, columns.extra)
        rows = chain(first[position + 1 :], rest)
        return Found(header, rows, _rival(candidates, position, first))
    return None


def _candidate(position: int, cells: list[str], names: TaughtNames) -> _Candidate | None:
    """What a row names, if it may be a header. The strong fields decide between rows that name as many."""
    text = _CELL_END.join(cell[:MAX_HEADER_LENGTH] for cell in cells)
    if _VALUE.search(text) is not None:
        return None
    taught = names.assigned(cells)
    if not taught and not may_name_identifier(text):
        return None
    columns = assign_columns(cells, taught)
    if not _names_identifier(columns):
        return None
    fields = len(columns.fields)
    filled = [cell for cell in cells if not is_blank(cell)]
    is_label = (
        len(filled) == 2 and _NUMBER_OR_DATE.fullmatch(filled[1][:MAX_HEADER_LENGTH]) is not None
    )
    score = (fields, fields - columns.is_weak - is_label)
    return _Candidate(position, score, len(filled), is_label)


def _is_group(upper: _Candidate, candidates: Iterable[_Candidate], first: Sequence[Row]) -> bool:
    """Whether a row has the header right below it: "Phone" over "Home" and "Mobile"."""
    return any(
        lower.position > upper.position
        and lower.score >= upper.score
        and lower.filled > upper.filled
        and all(all(map(is_blank, row[1])) for row in first[upper.position + 1 : lower.position])
        for lower in candidates
    )


def _names_identifier(columns: Columns) -> bool:
    return any(field in IDENTIFIERS for field, _ in columns.fields)


def _rival(candidates: Iterable[_Candidate], chosen: int, first: Sequence[Row]) -> int | None:
    """The number of a header above the chosen one, if rows between them hold an e-mail or a phone."""
    for candidate in candidates:
        if candidate.position < chosen and not candidate.is_label:
            between = first[candidate.position + 1 : chosen]
            if any(_identifies(cell) for _, cells, _ in between for cell in cells):
                return first[candidate.position][0]
    return None


def _identifies(cell: str) -> bool:
    return looks_like_email(cell) or looks_like_phone(cell)


def _two_tables(upper: int, lower: int) -> InvalidRequest:
    return InvalidRequest(
        f"There are two tables: row {upper:,} and row {lower:,} are both headers, with rows below each. "
        "Send each table as a file of its own."
    )


def _familiar(cells: Sequence[str]) -> tuple[int, int]:
    names = [cell for cell in cells if not is_blank(cell)]
    fields = sum(len(indices) for _, indices in assign_columns(names, {}).fields)
    return fields, len(names)
