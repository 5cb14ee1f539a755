"""Rows, sheets and formulas of a workbook, from the file to the stored customers."""

import io
import struct
from pathlib import Path

import pytest
import xlwt
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import ods_table, packed, xls
from tests.files.cases import Case, Refusal, customer, new
from tests.files.test_structured_files import row, sheet, sheets
from tests.workbooks.builders import compound, xlsx_parts

DATA = Path(__file__).parent.parent / "data" / "workbooks"
ANNA = customer(name="Anna", email="anna@x.com")
ZOE = customer(name="Zoe", email="zoe@x.com")
TABLE = [["email", "name"], ["anna@x.com", "Anna"], ["zoe@x.com", "Zoe"]]


def torn(content: str) -> str:
    """The same rows, each cell in a row element of its own."""
    return content.replace("</c><c", "</c></row><row><c")


def by_column(content: bytes) -> bytes:
    """An XLS of xlwt with the cells of its first sheet stored column by column."""
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    stream = content[start:]
    records, at = [], 0
    while at + 4 <= len(stream) and (kind := struct.unpack_from("<H", stream, at)[0]):
        size = struct.unpack_from("<H", stream, at + 2)[0]
        records.append((kind, stream[at : at + 4 + size]))
        at += 4 + size
    places = [index for index, (kind, _) in enumerate(records) if kind in (0xFD, 0x203, 0x27E)]
    cells = sorted(
        (records[index][1] for index in places),
        key=lambda cell: struct.unpack_from("<HH", cell, 4)[::-1],
    )
    for index, cell in zip(places, cells, strict=True):
        records[index] = (0, cell)
    return compound({"Workbook": b"".join(data for _, data in records)})


def stream_of(content: bytes) -> bytes:
    return content[content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") :]


def two_sheets_xls() -> bytes:
    book = xlwt.Workbook()
    for name, person in (("Clienti", "anna"), ("Altri", "zoe")):
        written = book.add_sheet(name)
        for number, cells in enumerate((("email", "name"), (f"{person}@x.com", person.title()))):
            for column, cell in enumerate(cells):
                written.write(number, column, cell)
    hidden = book.add_sheet("Vecchi")
    hidden.visibility = 2
    hidden.write(0, 0, "email")
    hidden.write(1, 0, "hidden@x.com")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def two_sheets_ods() -> bytes:
    def table(*people: str) -> str:
        return "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
                for text in (cell.split(","))
            )
            + "</table:table-row>"
            for cell in ("email,name", *people)
        )

    return ods_table(
        table("anna@x.com,Anna")
        + '</table:table><table:table table:name="Altri">'
        + table("zoe@x.com,Zoe")
    )


GOOD = row(1, "email", "name") + row(2, "anna@x.com", "Anna") + row(3, "zoe@x.com", "Zoe")
HIDDEN_ROW = GOOD.replace('<row r="3">', '<row r="3" hidden="1">')
FAR_CELL = '<c r="ALM1" t="inlineStr"><is><t>x</t></is></c>'

ROWS = [
    Case("a row element for each cell is one row", sheet(torn(GOOD)), new(2), [ANNA, ZOE]),
    Case(
        "cells in small letters are cells",
        sheet(GOOD.replace('r="A', 'r="a').replace('r="B', 'r="b')),
        new(2),
        [ANNA, ZOE],
    ),
    Case(
        "rows that are numbered one too low are where their cells say",
        sheet(row(1, "email", "name") + '<row r="1">' + row(2, "anna@x.com", "Anna")[11:]),
        new(1),
        [ANNA],
    ),
    Case("an XLS stored column by column", by_column(xls(TABLE)), new(2), [ANNA, ZOE]),
    Case(
        "an XLS whose stream is named in capitals",
        compound({"WORKBOOK": stream_of(xls(TABLE))}),
        new(2),
        [ANNA, ZOE],
    ),
    Case(
        "an XLS with another workbook embedded in it",
        compound(
            {
                "MBD0001/Workbook": stream_of(xls([["email"], ["wrong@x.com"]])),
                "Workbook": stream_of(xls(TABLE)),
            }
        ),
        new(2),
        [ANNA, ZOE],
    ),
    Case(
        "hidden rows are imported, and one notice counts them",
        sheet(HIDDEN_ROW),
        new(2),
        [ANNA, ZOE],
        [(1, None, "1 row hidden by a filter or by hand is read like the others")],
    ),
]

SHEETS = [
    Case(
        "a wide first sheet is passed over",
        sheets(("visible", f'<row r="1">{FAR_CELL}</row>'), ("visible", GOOD)),
        new(2),
        [ANNA, ZOE],
    ),
    Case(
        "a wide sheet loses its far cells",
        sheet(GOOD.replace("</row>", FAR_CELL + "</row>", 1)),
        new(2),
        [ANNA, ZOE],
        [(1, None, "Cells beyond column ALL are not read")],
    ),
    *(
        Case(
            f"a second sheet of an {kind} is named with its rows",
            content,
            new(1),
            [ANNA],
            [(1, None, "Sheet 'Altri' has a header too and is not imported (1 row)")],
        )
        for kind, content in {"XLS": two_sheets_xls(), "ODS": two_sheets_ods()}.items()
    ),
]

REAL = [
    customer(
        customer_id="007",
        name="Anna",
        surname="Rossi",
        email="anna@example.com",
        phone="+393471234567",
        status="hot",
    ),
    customer(
        customer_id="8",
        name="Zoë 🎉",
        surname="Müller & Söhne",
        email="zoe@example.com",
        phone="+393481234567",
    ),
    customer(
        customer_id="9",
        name="李",
        email="li@example.com",
        phone="+39061234567",
        status="line one\nline two",
    ),
]
PROGRAMS = [
    Case(name, (DATA / name).read_bytes(), new(3), REAL)
    for name in (
        "sheetjs.xlsx",
        "sheetjs.xlsb",
        "sheetjs.xls",
        "sheetjs.ods",
        "exceljs.xlsx",
        "libreoffice.xlsx",
        "libreoffice.xls",
        "libreoffice.ods",
        "poi.xls",
        "default_password_agile.xlsx",
        "default_password_rc4.xls",
    )
]

REFUSED = [
    Refusal("a SYLK file", b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"email"\r\nE\r\n', 415, "SYLK"),
    Refusal("a DIF file", b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n', 415, "DIF"),
    Refusal("an FODS file", b'<?xml version="1.0"?>\n<office:document>', 415, "FODS"),
    Refusal(
        "a workbook under a password",
        compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        415,
        "save it without a password",
    ),
    Refusal("a workbook of hidden sheets", sheets(("hidden", GOOD)), 422, "empty"),
    Refusal(
        "a workbook without a sheet", packed({**xlsx_parts(), "xl/workbook.xml": "<x/>"}), 422, ""
    ),
]


@pytest.mark.parametrize("case", [*ROWS, *SHEETS, *PROGRAMS], ids=str)
def test_a_workbook_is_imported(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_file_is_refused(case: Refusal, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
