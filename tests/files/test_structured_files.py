"""docs/design.md#workbooks, and what else is no delimited text: workbooks, JSON, and archives of either."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import (
    json_array,
    json_lines,
    lines,
    ods,
    packed,
    xls,
    xlsb,
    xlsx,
    xlsx_cell,
)
from tests.files.cases import Case, customer, new
from tests.reader.builders import gzipped, zipped
from tests.workbooks.builders import DOCUMENT, MAIN, relationships, worksheet, xlsx_parts

TABLE = [["email", "name"], ["anna@x.com", "Anna"]]
ANNA = customer(name="Anna", email="anna@x.com")
CSV = lines("email,name", "anna@x.com,Anna")
MOBILE = "+393471234567"


def sheet(markup: str, **shared: Any) -> bytes:
    """A workbook of one sheet with this markup."""
    return packed(xlsx_parts(markup, **shared))


def sheets(*tables: tuple[str, str]) -> bytes:
    """A workbook of several sheets: (state, markup) each."""
    numbered = list(enumerate(tables, 1))
    listed = "".join(
        f'<sheet name="Sheet{n}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (state, _) in numbered
    )
    files = xlsx_parts()
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{listed}</sheets></workbook>'
    )
    files["xl/_rels/workbook.xml.rels"] = relationships(
        (f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered
    )
    for n, (_, markup) in numbered:
        files[f"xl/worksheets/sheet{n}.xml"] = worksheet(markup)
    return packed(files)


def row(number: int, *cells: str) -> str:
    """A row of text cells."""
    written = (xlsx_cell(f"{'ABCDEF'[i]}{number}", cell) for i, cell in enumerate(cells))
    return f'<row r="{number}">{"".join(written)}</row>'


GOOD_SHEET = row(1, "email", "name") + row(2, "anna@x.com", "Anna")

FORMATS = [
    Case(f"the table as {name}", content, new(1), [ANNA])
    for name, content in {
        "XLSX": xlsx(TABLE),
        "XLSB": xlsb(TABLE),
        "XLS": xls(TABLE),
        "ODS": ods(TABLE),
        "JSON Lines": json_lines(TABLE),
        "a JSON array": json_array(TABLE),
        "one JSON object": b'{"email": "anna@x.com", "name": "Anna"}',
        "JSON with a BOM": b"\xef\xbb\xbf" + json_array(TABLE),
        "JSON in UTF-16": json_array(TABLE).decode().encode("utf-16"),
        "a gzipped CSV": gzipped(CSV),
        "a gzip of several members": gzipped(CSV[:20]) + gzipped(CSV[20:]),
        "a zipped CSV": zipped(("customers.csv", CSV)),
        "a zipped XLSX": zipped(("customers.xlsx", xlsx(TABLE))),
        "a gzipped XLS": gzipped(xls(TABLE)),
        "a zipped gzip": zipped(("customers.csv.gz", gzipped(CSV))),
        "a ZIP from a Mac": zipped(
            ("a.csv", CSV), ("__MACOSX/._a.csv", b"\0"), (".DS_Store", b"\0")
        ),
        "a ZIP with a folder": zipped(("folder/", b""), ("folder/a.csv", CSV)),
    }.items()
]

WORKBOOKS = [
    Case(
        "the first visible sheet with a header is read",
        sheets(
            ("hidden", row(1, "email") + row(2, "hidden@x.com")),
            ("veryHidden", row(1, "email") + row(2, "hidden@x.com")),
            ("visible", row(1, "Notes", "of May")),
            ("visible", GOOD_SHEET),
            ("visible", row(1, "email") + row(2, "later@x.com")),
        ),
        new(1),
        [ANNA],
        [(1, None, "Sheet 'Sheet5' has a header too and is not imported (1 row)")],
    ),
    Case(
        "a macro workbook is read like any other",
        packed(xlsx_parts(GOOD_SHEET), "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        new(1),
        [ANNA],
    ),
    Case(
        "shared strings, rich text and phonetic guides",
        sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
            '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>',
            strings="<si><t>email</t></si><si><t>name</t></si><si><t>anna@x.com</t></si>"
            "<si><r><t>An</t></r><r><t>na</t></r><rPh><t>anna</t></rPh></si>",
        ),
        new(1),
        [ANNA],
    ),
    Case(
        "numbers are shown without a fraction and without an exponent",
        xlsx([["customer_id", "phone"], [7, 3471234567], [123456789012345, 393471234568]]),
        new(2),
        [
            customer(customer_id="7", phone=MOBILE),
            customer(customer_id="123456789012345", phone="+393471234568"),
        ],
    ),
    Case(
        "a number of sixteen digits has lost one, and says so",
        xlsx([["customer_id"], [1234567890123450]]),
        new(0, rejected=1),
        [],
        [(2, "customer_id", "format the column as text and export again")],
    ),
    Case(
        "a text of digits keeps its zeros",
        xlsx([["customer_id"], ["007"], ["1234567890123456"]]),
        new(2),
        [customer(customer_id="007"), customer(customer_id="1234567890123456")],
    ),
    Case(
        "error cells of a workbook reject the row",
        sheet(
            row(1, "email", "name")
            + '<row r="2">'
            + xlsx_cell("A2", "anna@x.com")
            + '<c r="B2" t="e"><v>#N/A</v></c></row>'
        ),
        new(0, rejected=1),
        [],
        [(2, "name", "#N/A")],
    ),
    Case(
        "a cell to the right of the table is not read, and a notice says so",
        xlsx(
            [["email", "name"], ["anna@x.com", "Anna", "", "called in May"], ["bea@x.com", "Bea"]]
        ),
        new(2),
        [customer(email="anna@x.com", name="Anna"), customer(email="bea@x.com", name="Bea")],
        [(1, None, "Column D has no header and is not read")],
    ),
    Case(
        "a formula's last result is the cell",
        sheet(
            row(1, "email")
            + '<row r="2"><c r="A2" t="str"><f>B2&amp;C2</f><v>anna@x.com</v></c></row>'
        ),
        new(1),
        [customer(email="anna@x.com")],
    ),
    Case(
        "a date in a text field is written as ISO 8601",
        sheet(
            row(1, "email", "status")
            + '<row r="2">'
            + xlsx_cell("A2", "anna@x.com")
            + '<c r="B2" s="1"><v>46145</v></c></row>',
            formats=("dd/mm/yyyy",),
        ),
        new(1),
        [customer(email="anna@x.com", status="2026-05-03")],
    ),
]


@pytest.mark.parametrize("case", [*FORMATS, *WORKBOOKS], ids=str)
def test_a_structured_file_is_read(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
