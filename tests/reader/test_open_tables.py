import gc
import io
from pathlib import Path

import openpyxl
import pytest
import xlwt

from app.errors import ServiceError
from app.importer.reader import open_tables
from app.importer.rows import Limits, Row
from tests.reader.builders import cells, gzipped, zipped

ROWS = [["id", "email"], ["1", "a@b.it"]]


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Customers")
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [xlsx(), xls(), gzipped(xlsx()), zipped(("customers.xlsx", xlsx())), gzipped(xls())],
    ids=["xlsx", "xls", "xlsx in gzip", "xlsx in zip", "xls in gzip"],
)
def test_a_workbook_is_recognised_by_its_content_packed_or_not(content: bytes) -> None:
    assert cells(content) == ROWS


def first_rows(path: Path) -> list[Row]:
    """Takes the table and lets go of everything else, as a careless caller would."""
    table = next(open_tables(path, Limits()))
    gc.collect()
    return list(table.rows)


def test_the_rows_of_a_packed_file_outlive_the_iterator_of_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "customers"
    path.write_bytes(gzipped(b"id,email\n1,a@b.it\n"))
    assert first_rows(path) == [(1, ["id", "email"], None), (2, ["1", "a@b.it"], None)]


def test_a_file_that_is_not_read_to_its_end_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "customers"
    path.write_bytes(b"id,email\n1,a@b.it\n")
    (table,) = open_tables(path, Limits())
    assert (table.name, next(table.rows)) == ("", (1, ["id", "email"], None))
    del table
    gc.collect()  # an open file would be a warning, and a warning is an error


FORMATS = {
    "CSV, comma, UTF-8": "id,name\n1,Zoë\n".encode(),
    "CSV, semicolon, Windows-1252": "id;name\n1;Zoë\n".encode("cp1252"),
    "text, tab, UTF-16": "id\tname\n1\tZoë\n".encode("utf-16"),
    "text, vertical bar, UTF-8": b"id|name\n1|Zoe\n",
    "text, '^', UTF-8": b"sep=^\nid^name\n1^Zoe\n",
    "text, one column, UTF-8": b"email\na@b.it\n",
    "JSON Lines, UTF-8": b'{"id": 1}\n',
    "JSON array, UTF-8": b'[{"id": 1}]',
}


@pytest.mark.parametrize(("words", "content"), FORMATS.items(), ids=FORMATS)
def test_the_source_says_the_format_before_the_first_row(
    words: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "customers"
    path.write_bytes(content)
    (table,) = open_tables(path, Limits())
    assert table.source.format == words
    assert table.source.is_delimited == (not words.startswith("JSON"))
    assert len(list(table.rows)) == 2


ENDS = {
    "Ctrl-Z": "\x1a",
    "many of them": "\x1a" * 77,
    "NULs": "\0" * 9,
    "more NULs than text": "\0" * 9_000,
    "Ctrl-Z and NULs": "\x1a" + "\0" * 500,
    "NULs over several blocks": "\0" * 600_000,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_what_marks_the_end_of_an_old_file_is_no_row(end: str, codec: str) -> None:
    assert cells(("id,email\r\n1,a@b.it\r\n" + end).encode(codec)) == ROWS
    assert cells(("id,email\r\n1,a@b.it" + end).encode(codec)) == ROWS


def test_separators_of_units_and_records_are_dropped() -> None:
    assert cells("id,em\x1fail\n\x1e1,\x1fa@b.it\x1f\n\x1e\n") == ROWS


def test_the_same_characters_in_a_text_stay() -> None:
    assert cells("id,email\n1,a\x1a\0b\n2,x\0\n3,y\n")[1:] == [
        ["1", "a\x1a\0b"],
        ["2", "x\0"],
        ["3", "y"],
    ]


def test_a_file_of_nothing_but_nuls_is_refused() -> None:
    with pytest.raises(ServiceError):
        cells("\0" * 9_000)
