import gc
import io
from pathlib import Path

import openpyxl
import pytest
import xlwt

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
