"""XLSX, XLSB and ODS made to hurt: each ends as a refusal, in a child with 400 MiB and 10 s of CPU."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workbooks.builders import (
    DOCUMENT,
    MAIN,
    Parts,
    ods,
    package,
    record,
    repeated,
    worksheet,
    xlsb,
    xlsb_cell,
    xlsb_row,
    xlsx,
    xlsx_parts,
)
from tests.workbooks.child import outcome

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
OPEN_SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>'
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 16}">' for n in range(12))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'

Build = Callable[[Path], Path]


def with_part(name: str, content: str | bytes) -> Build:
    return lambda path: package(path, {**xlsx_parts(), name: content})


def without_part(name: str) -> Build:
    def build(path: Path) -> Path:
        parts = xlsx_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
        del parts[name]
        return package(path, parts)

    return build


def with_sheet(sheet_data: str) -> Build:
    return lambda path: xlsx(path, sheet_data)


def flood(name: str, start: str, block: str, megabytes: int, sheet: str = "") -> Build:
    """A part that goes on and on: `block` over and over, without an end."""

    def build(path: Path) -> Path:
        parts: Parts = {**xlsx_parts(sheet), name: start}
        blocks = block.encode() * (65_536 // len(block) + 1)
        return repeated(path, parts, name, blocks, megabytes * 16)

    return build


def duplicated_part(path: Path) -> Path:
    xlsx(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet1.xml", worksheet(""))
    return path


def lying_size(path: Path) -> Path:
    """The directory claims 10 bytes for a sheet that unpacks to a megabyte."""
    parts = xlsx_parts("<row/>" * 150_000)
    data = bytearray(package(path, parts).read_bytes())
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    path.write_bytes(data.replace(real, (10).to_bytes(4, "little")))
    return path


def endless_directory(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(name, content)
        for number in range(70_000):
            archive.writestr(f"{number}/{'x' * 30}", b"")
    return path


def bzip2(path: Path) -> Path:
    return package(path, xlsx_parts(), zipfile.ZIP_BZIP2)


def many_sheets_of_one_part(path: Path) -> Path:
    parts = xlsx_parts()
    sheets = '<sheet name="s" sheetId="1" r:id="rId1"/>' * 100_000
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{sheets}</sheets></workbook>'
    )
    return package(path, parts)


SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
HOSTILE_XLSX: dict[str, tuple[Build, int, str]] = {
    "entity bomb": (with_part(SHEET, BOMB + worksheet("&m;")), 422, "document type"),
    "external entity": (with_part(SHEET, EXTERNAL + worksheet("&a;")), 422, "document type"),
    "entity bomb in the workbook part": (
        with_part("xl/workbook.xml", BOMB + "<x/>"),
        422,
        "document type",
    ),
    "absurd row": (
        with_sheet('<row r="1"><c r="A99999999999"><v>1</v></c></row>'),
        422,
        "no cell can be",
    ),
    "absurd row number": (
        with_sheet('<row r="99999999999"><c><v>1</v></c></row>'),
        422,
        "no sheet has a row",
    ),
    "row zero": (with_sheet('<row r="0"><c><v>1</v></c></row>'), 422, "no sheet has a row"),
    "row number of 5,000 digits": (with_sheet(f'<row r="{"9" * 5000}"/>'), 422, "damaged"),
    "absurd column": (
        with_sheet('<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>'),
        422,
        "no cell can be",
    ),
    "column past the last": (
        with_sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
        422,
        "column ZZZ",
    ),
    "a million columns": (
        with_sheet("<row>" + "<c><v>1</v></c>" * 1_000_000),
        413,
        "16,384 columns",
    ),
    "string that is not there": (
        with_sheet('<row r="1"><c t="s"><v>7</v></c></row>'),
        422,
        "damaged",
    ),
    "string before the first": (
        with_sheet('<row r="1"><c t="s"><v>-1</v></c></row>'),
        422,
        "damaged",
    ),
    "missing sheet": (without_part(SHEET), 422, "missing"),
    "missing strings": (without_part(STRINGS), 422, "missing"),
    "missing workbook": (without_part("xl/workbook.xml"), 422, "missing"),
    "missing relationships": (without_part("_rels/.rels"), 422, "missing"),
    "truncated markup": (with_part(SHEET, worksheet("<row>")[:-30]), 422, "damaged"),
    "not markup": (with_part(SHEET, b"\x00\x01\x02"), 422, "damaged"),
    "part twice": (duplicated_part, 422, "twice"),
    "many sheets of one part": (many_sheets_of_one_part, 422, "same part"),
    "endless empty rows": (flood(SHEET, OPEN_SHEET, "<row/>", 64), 422, "1,048,576 rows"),
    "endless empty cells": (flood(SHEET, OPEN_SHEET + "<row>", "<c/>", 64), 413, "16,384 columns"),
    "lying size": (lying_size, 422, "damaged"),
    "endless directory": (endless_directory, 422, "tens of thousands"),
    "bzip2": (bzip2, 422, "unusual method"),
    "deep nesting": (flood(SHEET, OPEN_SHEET, "<a>", 8), 422, "absurd"),
    "deep nesting of cells": (
        flood(SHEET, OPEN_SHEET + '<row r="1">', '<c r="A1">', 8),
        422,
        "absurd",
    ),
    "endless attribute": (flood(SHEET, '<worksheet a="', "a", 64), 422, "absurd"),
    "endless comment": (flood(SHEET, OPEN_SHEET + "<!--", "a", 64), 422, "absurd"),
    "endless value": (
        flood(SHEET, OPEN_SHEET + "<row><c><v>", "1", 64),
        422,
        "1,048,576 characters",
    ),
    "endless inline string": (
        flood(SHEET, OPEN_SHEET + '<row><c t="inlineStr"><is>', "<t>aaaaaaaaaaaaaaaa</t>", 64),
        422,
        "1,048,576 characters",
    ),
    "endless shared string": (
        flood(STRINGS, f'<sst xmlns="{MAIN}"><si>', "<r><t>aaaaaaaaaaaaaaaa</t></r>", 64, SHARED),
        422,
        "1,048,576 characters",
    ),
    "endless pieces of one row": (
        flood(SHEET, OPEN_SHEET, '<row r="1"/>', 64),
        422,
        "1,048,576 rows",
    ),
}


@pytest.mark.parametrize("name", HOSTILE_XLSX)
def test_a_hostile_xlsx_is_refused(name: str, tmp_path: Path) -> None:
    build, status, words = HOSTILE_XLSX[name]

    refusal = outcome(build(tmp_path / "hostile"), "xlsx")

    assert refusal["status"] == status
    assert words in str(refusal["message"])


FAR_ODS_CELL = (
    '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048575"/>'
    '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
    '<table:table-cell office:value-type="string" table:number-columns-repeated="1000000000">'
    "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
)
FAR_CELLS: dict[str, tuple[Build, str]] = {
    "xlsx": (
        with_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "xlsx",
    ),
    "rows of 1,001 cells": (
        with_sheet(("<row>" + "<c/>" * 1_000 + "<c><v>1</v></c></row>") * 1_000),
        "xlsx",
    ),
    "xlsb": (
        lambda path: xlsb(path, xlsb_row(1_048_575) + xlsb_cell(5, 16_383, bytes(8))),
        "xlsb",
    ),
    "xlsb, an absurd column": (
        lambda path: xlsb(path, xlsb_row(0) + xlsb_cell(5, 0xFFFFFFFF, bytes(8))),
        "xlsb",
    ),
    "ods": (lambda path: ods(path, FAR_ODS_CELL), "ods"),
}


@pytest.mark.parametrize("name", FAR_CELLS)
def test_a_far_cell_costs_nothing(name: str, tmp_path: Path) -> None:
    build, kind = FAR_CELLS[name]

    assert outcome(build(tmp_path / "a"), kind) == {"rows": 0}


@pytest.mark.slow
def test_a_million_formatted_empty_rows_are_no_rows(tmp_path: Path) -> None:
    empty = '<row r="2" s="1" customFormat="1"><c r="A2" s="0"/></row>' * 1_000_000
    assert outcome(xlsx(tmp_path / "a.xlsx", SHARED.replace("s", "str") + empty), "xlsx") == {
        "rows": 1
    }


def table(content: str, name: str = "Sheet1") -> str:
    return f'<table:table table:name="{name}">{content}</table:table>'


def cell(attributes: str = "", text: str = "x") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def row(content: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{content}</table:table-row>"


HOSTILE_ODS = {
    "repeated rows": (
        row(cell(), 'table:number-rows-repeated="1048576"') * 3,
        422,
        "no sheet has a row",
    ),
    "a billion rows": (
        row(cell(), 'table:number-rows-repeated="1000000000"'),
        422,
        "no sheet has a row",
    ),
    "number of 5,000 digits": (
        row(cell(f'table:number-columns-repeated="{"9" * 5000}"')),
        422,
        "damaged",
    ),
    "repeated never": (row(cell('table:number-columns-repeated="0"')), 422, "less than once"),
    "a billion spaces": (
        row(cell(text='<text:s text:c="1000000000"/>')),
        422,
        "1,048,576 characters",
    ),
    "spaces in many steps": (
        row(cell(text='<text:s text:c="99999"/>' * 99)),
        422,
        "1,048,576 characters",
    ),
    "endless paragraphs": (
        row(cell(text="</text:p><text:p>" + ("a" * 999 + "</text:p><text:p>") * 9999)),
        422,
        "1,048,576",
    ),
    "deep nesting": (row("<table:table-cell>" * 100_000), 422, "absurd"),
}


@pytest.mark.parametrize("name", HOSTILE_ODS)
def test_a_hostile_ods_is_refused(name: str, tmp_path: Path) -> None:
    content, status, words = HOSTILE_ODS[name]

    refusal = outcome(ods(tmp_path / "hostile", table(content)), "ods")

    assert refusal["status"] == status
    assert words in str(refusal["message"])


HOSTILE_XLSB = {
    "absurd row": (xlsb_row(0xFFFFFFFF) + xlsb_cell(5, 0, bytes(8)), 422, "no sheet has a row"),
    "huge record": (b"\x05\xff\xff\xff\x7f", 422, "huge record"),
    "cut record": (b"\x05\x7f", 422, "damaged"),
    "short cell": (xlsb_row(0) + record(5, b"\0"), 422, "damaged"),
    "long string": (xlsb_row(0) + xlsb_cell(6, 0, b"\xff\xff\xff\x7f"), 422, "damaged"),
    "string that is not there": (xlsb_row(0) + xlsb_cell(7, 0, b"\7\0\0\0"), 422, "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE_XLSB)
def test_a_hostile_xlsb_is_refused(name: str, tmp_path: Path) -> None:
    content, status, words = HOSTILE_XLSB[name]

    refusal = outcome(xlsb(tmp_path / "hostile", content), "xlsb")

    assert refusal["status"] == status
    assert words in str(refusal["message"])
