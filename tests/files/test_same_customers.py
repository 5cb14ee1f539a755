"""The same 10,000 customers in every format, dialect and encoding: the same answer, the same tables."""

import codecs
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import delimited, json_array, json_lines, ods, xls, xlsb, xlsx
from tests.files.cases import Counts, Customer, counts, ordered, placed, stored
from tests.reader.builders import gzipped, zipped
from tests.support.tenants import FIELDS, new_tenant

PEOPLE = 10_000
NAMES = (
    "Anna",
    "Niccolò",
    "Ζωή",
    "Андрей",
    "美咲",
    "שרה",
    "👩‍🚀",
    'Anna "Nina"',
    "a;b,c|d",
    "two\nlines",
)
REJECTED = range(7, PEOPLE, 1_000)  # their e-mail is none
REPEATED = 10  # the first rows come again at the end


class Table(NamedTuple):
    """A header and its rows, and who is stored once they are imported."""

    rows: list[list[str]]
    stored: list[Customer]


@cache
def table() -> Table:
    """Values in the very form in which they are stored, so that what goes in is what must come out."""
    people = list(map(person, range(PEOPLE)))
    accepted = [
        {name: cell or None for name, cell in zip(FIELDS, row, strict=True)}
        for number, row in enumerate(people)
        if number not in REJECTED
    ]
    return Table([list(FIELDS), *people, *people[:REPEATED]], ordered(accepted))


def person(number: int) -> list[str]:
    email = "" if number % 3 == 0 else f"anna{number}@example.com"
    return [
        f"C-{number:05}",
        NAMES[number % len(NAMES)],
        "" if number % 5 == 0 else f"Rossi {number}",
        "broken" if number in REJECTED else email,
        "" if number % 4 == 0 else f"+39347{number:07}",
        ("hot", "call back", "dnc", "")[number % 4],
    ]


def text(delimiter: str = ",", end: str = "\n", quote: str = '"') -> str:
    return delimited(table().rows, delimiter, end, quote)


def all_quoted() -> bytes:
    rows = ([cell.replace('"', '""') for cell in row] for row in table().rows)
    return "".join('"' + '","'.join(row) + '"\n' for row in rows).encode()


FORMATS: dict[str, Callable[[], bytes]] = {
    "commas": lambda: text().encode(),
    "semicolons": lambda: text(";").encode(),
    "tabs": lambda: text("\t").encode(),
    "pipes": lambda: text("|").encode(),
    "a sep= line": lambda: ("sep=;\n" + text(";")).encode(),
    "CRLF": lambda: text(end="\r\n").encode(),
    "CR": lambda: text(end="\r").encode(),
    "quotes around every cell": all_quoted,
    "UTF-8 with a BOM": lambda: codecs.BOM_UTF8 + text().encode(),
    "UTF-16 LE with a BOM": lambda: codecs.BOM_UTF16_LE + text().encode("utf-16-le"),
    "UTF-16 BE with a BOM": lambda: codecs.BOM_UTF16_BE + text().encode("utf-16-be"),
    "UTF-16 LE": lambda: text("\t").encode("utf-16-le"),
    "UTF-16 BE": lambda: text("\t").encode("utf-16-be"),
    "gzip": lambda: gzipped(text().encode()),
    "ZIP": lambda: zipped(("customers.csv", text().encode())),
    "XLSX": lambda: xlsx(table().rows),
    "XLSB": lambda: xlsb(table().rows),
    "XLS": lambda: xls(table().rows),
    "ODS": lambda: ods(table().rows),
    "JSON Lines": lambda: json_lines(table().rows),
    "a JSON array": lambda: json_array(table().rows),
}
WITHOUT_HEADER = ("JSON Lines", "a JSON array")  # there the first customer is row 1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_answer_and_the_same_tables(
    engine: Engine, settings: Settings, name: str
) -> None:
    tenant = new_tenant(engine)
    result = tenant.import_bytes(settings, FORMATS[name]())
    accepted = PEOPLE - len(REJECTED)
    enrolled = sum(customer["status"] != "dnc" for customer in table().stored)
    first = 1 if name in WITHOUT_HEADER else 2
    again = REPEATED - sum(number < REPEATED for number in REJECTED)
    assert counts(result) == Counts(
        total=PEOPLE + REPEATED,
        created=accepted,
        updated=again,
        skipped=len(REJECTED) + REPEATED - again,
        targets_created=enrolled,
        targets_skipped=accepted + again - enrolled,
    )
    bad = [*REJECTED, *(PEOPLE + number for number in REJECTED if number < REPEATED)]
    assert placed(result) == [(first + number, "email") for number in bad]
    assert stored(tenant) == table().stored
