"""Lists of headers that the header vocabulary was not made from, and how each header is read.

A list is read one header at a time: the header stands last, beside columns that make it a table.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import yaml

from app.errors import InvalidRequest
from app.importer.normalizer import Header, Normalizer, UnreadColumns, find_table, quote
from app.importer.rows import FIELDS, Row, Source, Table

FOLDER: Final = Path(__file__).parents[1] / "data" / "headers"
PERSONS: Final = ("Anna", "Bruno", "Carla", "Dario", "Elena")
# By field: cells of five rows, for an account in Italy.
CELLS: Final = {
    "phone": [f"347 12345{number}7" for number in range(5)],
    "email": [f"{person.lower()}@example.com" for person in PERSONS],
    "customer_id": [f"C-{number}" for number in range(5)],
    "name": [*PERSONS],
    "surname": ["Rossi", "Verdi", "Bianchi", "Neri", "Gallo"],
    "status": ["new", "active", "active", "new", "active"],
    "other": ["blue", "green", "red", "blue", "green"],
}

# read: as the field the list says. noticed: not read, but a notice or the refusal covers it.
# silent: not read, without a word. false: read as another of the contract's fields.
Outcome = Literal["read", "noticed", "silent", "false"]


class Reading(NamedTuple):
    """What became of one header of a list."""

    entry: dict[str, str]
    outcome: Outcome


class Column(NamedTuple):
    """A column of an export: `field` is the one expected, `read_as` the one it was read as."""

    program: str
    header: str
    field: str | None
    read_as: str | None


def headers(name: str) -> list[dict[str, str]]:
    """The entries of the list `name`.csv."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def exports() -> list[dict[str, Any]]:
    """The exports of exports.yaml, `lines` split into rows of cells."""
    entries: list[dict[str, Any]] = yaml.safe_load((FOLDER / "exports.yaml").read_text("utf-8"))
    for entry in entries:
        delimiter = entry.get("delimiter", ",")
        entry["rows"] = list(csv.reader(entry["lines"].splitlines(), delimiter=delimiter))
    return entries


def read_single(entry: dict[str, str], field: str, beside: Iterable[str]) -> Outcome:
    """How the entry's header is read as the last column of a table whose other columns are `beside`."""
    names = [*beside, entry["header"]]
    columns = [CELLS.get(name, CELLS["other"]) for name in names[:-1]] + [CELLS[field]]
    try:
        header, notices = read_table([names, *map(list, zip(*columns, strict=True))])
    except InvalidRequest:
        return "noticed"
    read_as = fields_of(header).get(len(names) - 1)
    if read_as in FIELDS:
        return "read" if read_as == field else "false"
    return "noticed" if any(quote(entry["header"]) in notice for notice in notices) else "silent"


def read_export(entry: dict[str, Any]) -> list[Column]:
    """The columns of an export that have one right answer; nothing is read of one that is refused."""
    names = entry["rows"][0]
    try:
        read_as = fields_of(read_table(entry["rows"], entry["region"])[0])
    except InvalidRequest:
        read_as = {}
    judged = [
        (index, name) for index, name in enumerate(names) if name not in entry.get("open", ())
    ]
    return [
        Column(entry["program"], name, entry["fields"].get(name), read_as.get(index))
        for index, name in judged
    ]


def read_kind(entry: dict[str, str]) -> str | None:
    """As what an opt-out header is read beside e-mail and phone."""
    names = ["email", "phone", entry["header"]]
    cells = [CELLS["email"], CELLS["phone"], ["no", "yes", "no", "no", "no"]]
    header, _ = read_table([names, *map(list, zip(*cells, strict=True))])
    return fields_of(header).get(2)


def read_table(cells: list[list[str]], region: str = "IT") -> tuple[Header, list[str]]:
    """The header found in these rows, and the messages of all notices once the rows are read."""
    rows: list[Row] = [(number, row, None) for number, row in enumerate(cells, 1)]
    table, header = find_table([Table("", iter(rows), Source("CSV", is_delimited=True))])
    normalizer, unread = (
        Normalizer(header, region=region, is_delimited=True),
        UnreadColumns(header, region),
    )
    data = list(table.rows)
    unread.watch(data)
    normalizer.normalize(data)
    notices = (*header.notices, *unread.notices(), *normalizer.notices())
    return header, [notice.message for notice in notices]


def fields_of(header: Header) -> dict[int, str]:
    """By column: the field, or the kind of extra column, it is read as."""
    extra = [item for item in header.extra.items() if item[0] != "ignore"]
    fed = [*extra, *header.columns]
    return {index: name for name, indices in fed for index in indices}
