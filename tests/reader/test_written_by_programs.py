"""Text as real programs write it: Python's csv module, PostgreSQL's COPY, and what others are known to write."""

import csv
import io
import random
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.reader.builders import cells, read

NOTES = (
    "",
    "plain",
    "Via Roma 1, 20100 Milano",
    "a; b",
    'says "ciao"',
    '"whole"',
    "two\nlines",
    "first, of\n\nthree; lines\t",
    "D'Alò",
    "C:\\temp",
    '6" pipe, long',
)


def customers(seed: int) -> list[list[str]]:
    chance = random.Random(seed)
    header = ["id", "name", "email", "note", "status"]
    rows = [
        [str(n), chance.choice(NOTES), f"a{n}@b.it", chance.choice(NOTES), chance.choice("xy")]
        for n in range(40)
    ]
    return [header, *rows]


def written(table: list[list[str]], **options: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **options).writerows(table)
    return text.getvalue()


DIALECTS: dict[str, dict[str, Any]] = {
    "excel": {},
    "excel-tab": {"delimiter": "\t"},
    "unix": {"dialect": "unix"},
    "semicolons": {"delimiter": ";", "lineterminator": "\n"},
    "all but numbers in quotes": {"quoting": csv.QUOTE_NONNUMERIC},
    "single quotes": {"quotechar": "'", "quoting": csv.QUOTE_ALL},
    "single quotes where needed": {"quotechar": "'", "delimiter": ";"},
    "escapes": {"escapechar": "\\", "doublequote": False, "quoting": csv.QUOTE_ALL},
    "escapes where needed": {"escapechar": "\\", "doublequote": False, "delimiter": ";"},
    "escaped single quotes": {
        "quotechar": "'",
        "escapechar": "\\",
        "doublequote": False,
        "quoting": csv.QUOTE_ALL,
    },
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("options", DIALECTS.values(), ids=DIALECTS)
def test_what_python_writes_is_read_back(options: dict[str, Any], seed: int) -> None:
    table = customers(seed)
    assert cells(written(table, **options)) == table


@pytest.mark.parametrize("delimiter", ["\t", ",", "|"])
def test_escapes_without_any_quotes_are_read_back(delimiter: str) -> None:
    # As MySQL's INTO OUTFILE writes by default.
    table = customers(7)
    text = "".join(delimiter.join(escaped(cell, delimiter) for cell in row) + "\n" for row in table)
    assert cells(text) == table


def escaped(cell: str, delimiter: str) -> str:
    for char in ("\\", delimiter, "\n", '"'):
        cell = cell.replace(char, "\\" + char)
    return cell


COPIES = {
    "CSV": "FORMAT csv, HEADER",
    "all in quotes": "FORMAT csv, HEADER, FORCE_QUOTE *",
    "semicolons": "FORMAT csv, HEADER, DELIMITER ';'",
    "escapes": "FORMAT csv, HEADER, ESCAPE E'\\\\', FORCE_QUOTE *",
    "single quotes": "FORMAT csv, HEADER, QUOTE '''', FORCE_QUOTE *",
}


@pytest.mark.parametrize("options", COPIES.values(), ids=COPIES)
def test_what_postgres_copies_is_read_back(engine: Engine, options: str) -> None:
    table = customers(3)
    assert cells(copied(engine, table, options)) == table


def test_postgres_text_keeps_its_columns(engine: Engine) -> None:
    # It has no quotes, so those around a whole cell are taken for some; its escapes of line ends
    # are letters and stay.
    table = [
        row
        for row in customers(4)
        if '"whole"' not in row and not {"\n", "\\", "\t"} & set("".join(row))
    ]
    assert cells(copied(engine, table, "FORMAT text, HEADER")) == table


def copied(engine: Engine, table: list[list[str]], options: str) -> bytes:
    header, *rows = table
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        columns = ", ".join(f"{name} text" for name in header)
        cursor.execute(f"CREATE TEMPORARY TABLE written ({columns}) ON COMMIT DROP")
        cursor.executemany("INSERT INTO written VALUES (%s, %s, %s, %s, %s)", rows)
        with cursor.copy(f"COPY written TO STDOUT ({options})") as copy:
            return b"".join(map(bytes, copy))
    finally:
        connection.rollback()
        connection.close()


KNOWN = {
    "phpMyAdmin: all in quotes, NULL bare": (
        '"id";"name";"email"\n"1";NULL;"a@b.it"\n"2";"Rossi; Anna";NULL\n',
        [["1", "NULL", "a@b.it"], ["2", "Rossi; Anna", "NULL"]],
    ),
    "MySQL, optionally enclosed": (
        '"id"\t"name"\t"email"\n1\t"Anna \\"Nina\\""\t\\N\n2\t"two\\\nlines"\t"b@b.it"\n',
        [["1", 'Anna "Nina"', "\\N"], ["2", "two\nlines", "b@b.it"]],
    ),
    "PHP's fputcsv: quotes are doubled, those behind a backslash are not": (
        'id,name,path\n1,"Anna ""Nina""","C:\\a"\n2,"Bob ""B""","D:\\b c"\n',
        [["1", 'Anna "Nina"', "C:\\a"], ["2", 'Bob "B"', "D:\\b c"]],
    ),
    "a blank behind every delimiter": (
        'id, name, email\n1, "Rossi, Anna", "a@b.it"\n2, "Verdi", "b@b.it"\n',
        [["1", "Rossi, Anna", "a@b.it"], ["2", "Verdi", "b@b.it"]],
    ),
    "columns padded to one width": (
        '"id" ; "name"        ; "email"\n"1"  ; "Rossi; Anna" ; "a@b.it"\n"2"  ; "Verdi"       ; "b@b.it"\n',
        [["1", "Rossi; Anna", "a@b.it"], ["2", "Verdi", "b@b.it"]],
    ),
    "SAP: no quotes, texts with inches": (
        'id\tname\temail\n1\tTubi 3/4" Rossi\ta@b.it\n2\tBar "Sport"\tb@b.it\n',
        [["1", 'Tubi 3/4" Rossi', "a@b.it"], ["2", 'Bar "Sport"', "b@b.it"]],
    ),
    "a CSV that Excel opened in one column and saved": (
        'id,name,email\n"1,""Rossi, Anna"",a@b.it"\n"2,Bob ""B"" Verdi,b@b.it"\n3,Eve,c@b.it\n',
        [["1", "Rossi, Anna", "a@b.it"], ["2", 'Bob "B" Verdi', "b@b.it"], ["3", "Eve", "c@b.it"]],
    ),
    "a spreadsheet's guard around numbers": (
        'id;name;phone\n="0012";Anna;="+39 347 1234567"\n"=""0013""";Bob;"=""347"""\n',
        [['="0012"', "Anna", '="+39 347 1234567"'], ['="0013"', "Bob", '="347"']],
    ),
}


@pytest.mark.parametrize(("text", "rows"), KNOWN.values(), ids=KNOWN)
def test_what_other_programs_write_is_read(text: str, rows: list[list[str]]) -> None:
    found = [[cell.strip() for cell in row] for row in cells(text)]
    assert found[1:] == rows
    assert [row[2] for row in read(text.replace("\n", "\r\n"))] == [None] * len(found)
