"""Finds the header of a table and says which columns feed which field.

A row is a header when it names an identifier; a name or a status alone never makes one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.errors import InvalidRequest
from app.importer.normalizer.aliases import MAX_HEADER_LENGTH, Alias, alias_table, spellings
from app.importer.normalizer.near_miss import closest_field
from app.importer.normalizer.text import is_blank, quote
from app.importer.rows import FIELDS, IDENTIFIERS, Gravity, Notice, Row, Table

SEARCHED_ROWS: Final = 30  # design 2, "Files"
_NAMED_HEADERS: Final = 20

_LAST: Final = 1_000_000  # a rank behind all of the table's
_FRENCH_NAMES: Final = frozenset(("prenom", "prenoms", "prenom client"))
_GERMAN_NAMES: Final = frozenset(("vorname", "rufname"))
_ADDRESS: Final = frozenset(
    "city citta ciudad cidade ville stadt zip cap cep plz provincia pais country".split()  # noqa: SIM905
)
_PLACES: Final = frozenset(("stato", "estado", "etat"))
_NUMBERS: Final = frozenset(("number", "numero", "nummer"))
_NUMBERED: Final = re.compile(r"number|numero|nummer|nr\b|\bno?\b")  # as in "n cliente", "kdnr"
# A letterhead above the table ("Tel. | 02 1234567") names a field and gives its value.
_VALUE: Final = re.compile(r"\s*(?:[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+|(?:\+|0)[\d ()./-]{6,})\s*")


@dataclass(frozen=True)
class Header:
    """Where the fields are.

    `number` is the header's row and `names` its cells as they came; `columns` gives each field the
    indices of its columns, best first. `is_weak`: the customer_id comes from a column such as `code`, which may number
    other things than customers. `extra` gives the columns that decide about a row without being stored, best first:
    "country", "area_code", "opt_out", "consent", and "one_channel" for those that speak of one channel only.
    """

    number: int
    names: list[str]
    columns: tuple[tuple[str, tuple[int, ...]], ...]
    notices: tuple[Notice, ...] = ()
    is_weak: bool = False
    extra: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def find_table(
    tables: Iterable[Table],
    columns: Mapping[str, str | None] | None = None,  # noqa: ARG001
    taught: Mapping[str, str | None] | None = None,  # noqa: ARG001
) -> tuple[Table, Header]:
    """The first table with a recognisable header, read up to and including it; else InvalidRequest.

    `columns` are this request's own names for headers, `taught` the account's: header -> field, None to ignore it.
    """
    seen: list[Row] = []
    for table in tables:
        if header := find_header(_remembered(table.rows, seen)):
            return table, header
    raise unrecognised_header(seen)


def find_header(rows: Iterable[Row]) -> Header | None:
    """The header among the first 30 non-blank rows; an iterator is left on the row below it."""
    searched = 0
    for number, cells, problem in rows:
        if all(map(is_blank, cells)):
            continue
        if problem is None and (header := _read_header(number, cells)):
            return header
        searched += 1
        if searched == SEARCHED_ROWS:
            break
    return None


def unrecognised_header(rows: Iterable[Row]) -> InvalidRequest:
    """The refusal of a file none of whose first rows is a header, or with no non-blank cell at all."""
    candidates = [names for _, cells, _ in rows if (names := [c for c in cells if not is_blank(c)])]
    if not candidates:
        return InvalidRequest("The file is empty: send one with a header and rows below it.")
    best = max(candidates, key=lambda names: (sum(map(_is_known, names)), len(names)))
    found = ", ".join(quote(name) for name in best[:_NAMED_HEADERS])
    more = f" and {len(best) - _NAMED_HEADERS} more" if len(best) > _NAMED_HEADERS else ""
    return InvalidRequest(
        f"No recognisable identifier column: found {found}{more}. Name at least one column "
        f"{', '.join(IDENTIFIERS[:-1])} or {IDENTIFIERS[-1]}; also read: "
        f"{', '.join(field for field in FIELDS if field not in IDENTIFIERS)}, and their usual names "
        "in English, Spanish, Italian, Portuguese, French and German."
    )


def _remembered(rows: Iterable[Row], seen: list[Row]) -> Iterator[Row]:
    for row in rows:
        seen.append(row)
        yield row


def _is_known(name: str) -> bool:
    return any(spelling in alias_table().aliases for spelling in spellings(name))


def _read_header(number: int, cells: list[str]) -> Header | None:
    table = alias_table()
    keys = [_known_spelling(cell) for cell in cells]
    found = _in_context(
        {
            index: (key, table.aliases[key])
            for index, key in enumerate(keys)
            if key in table.aliases
        },
        frozenset(keys),
    )
    columns = _by_field(found)
    is_weak = any(alias.low for _, alias in found.values() if alias.field == "customer_id") and all(
        alias.low for _, alias in found.values() if alias.field == "customer_id"
    )
    if not any(field in IDENTIFIERS for field, _ in columns):
        return None
    if any(_VALUE.fullmatch(cell[:MAX_HEADER_LENGTH]) for cell in cells):
        return None
    missing = tuple(field for field in FIELDS if field not in dict(columns))
    notices = _near_misses(cells, keys, missing)
    return Header(number, cells, columns, notices, is_weak)


def _known_spelling(cell: str) -> str:
    aliases, ignored = alias_table()
    split, whole = spellings(cell)
    return whole if split not in aliases and (whole in aliases or whole in ignored) else split


def _in_context(
    found: dict[int, tuple[str, Alias]], keys: frozenset[str]
) -> dict[int, tuple[str, Alias]]:
    """The rules of header_aliases.yaml by which a column's neighbours decide what it means."""
    numbered = any(a.field == "customer_id" and _NUMBERED.search(key) for key, a in found.values())
    has_surname = any(
        (a.field == "surname" and key != "nom")
        or (key == "nom" and keys & _FRENCH_NAMES)
        or (key == "name" and keys & _GERMAN_NAMES)
        for key, a in found.values()
    )
    read = {}
    for index, (key, alias) in found.items():
        match alias.field:
            case "surname" if key == "nom" and not keys & _FRENCH_NAMES:
                alias = Alias("name", _LAST, False)
            case "name" if key == "name" and keys & _GERMAN_NAMES:
                alias = Alias("surname", _LAST, False)
            case "full_name":
                alias = Alias("name", _LAST + alias.rank, False)
                if has_surname:
                    continue
            case "status" if key in _PLACES and keys & _ADDRESS:
                continue
            case "phone" if key in _NUMBERS and numbered:
                continue
        read[index] = (key, alias)
    return read


def _by_field(found: dict[int, tuple[str, Alias]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    columns = []
    for name in FIELDS:
        ranked = sorted(
            (alias.low, alias.rank, index)
            for index, (_, alias) in found.items()
            if alias.field == name
        )
        # The last resorts only if nothing better is in the file.
        if indices := tuple(index for low, _, index in ranked if low == ranked[0][0]):
            columns.append((name, indices))
    return tuple(columns)


def _near_misses(cells: list[str], keys: list[str], missing: tuple[str, ...]) -> tuple[Notice, ...]:
    aliases, ignored = alias_table()
    notices = []
    for cell, key in zip(cells, keys, strict=True):
        if key in aliases or key in ignored or key in _ADDRESS:
            continue
        if field := closest_field(key, missing):
            message = f"Column {quote(cell)} is not read; did you mean '{field}'?"
            notices.append(Notice(Gravity.UNREAD, field, message))
    return tuple(notices)
