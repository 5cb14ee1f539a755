"""The same customers written by every program at hand are the same table, whatever the format."""

from pathlib import Path

import pytest

from app.importer.reader import open_tables
from app.importer.rows import NOT_CALCULATED, Limits, Table

DATA = Path(__file__).parent.parent / "data" / "workbooks"

CUSTOMERS = [
    [
        *("customer_id", "name", "surname", "email", "phone"),
        *("status", "since", "active", "score", "branch"),
    ],
    [
        *("007", "Anna", "Rossi", "anna@example.com", "+393471234567"),
        *("hot", "2024-05-01", "TRUE", "0.5", "00042"),
    ],
    [
        *("8", "Zoë 🎉", "Müller & Söhne", "zoe@example.com", "393481234567"),
        *("", "2024-05-02", "FALSE", "-2.5", "00501"),
    ],
    [
        *("9", "李", "", "li@example.com", "06 1234567"),
        *("line one\nline two", "", "", "12", ""),
    ],
]
SINCE, BRANCH = 6, 9

# What a file itself holds otherwise: (row, column) -> the text.
OWN_WAYS: dict[str, dict[tuple[int, int], str]] = {
    name: {(1, SINCE): "45413", (2, SINCE): "45414", (1, BRANCH): "42", (2, BRANCH): "501"}
    for name in ("sheetjs.ods", "sheetjs_0.20.ods")
} | {"gnumeric_95.xls": {(2, 1): "Zoë ?", (3, 1): "?"}}

PROGRAMS = [
    path.name
    for path in sorted(DATA.iterdir())
    if path.suffix != ".md" and not path.stem.endswith("_details") and "formulas" not in path.stem
]
PROGRAMS_WITH_A_MASK = [name for name in PROGRAMS if not name.startswith("default_password")]


def only_table(name: str) -> tuple[Table, list[list[str]]]:
    """The only sheet of a file that holds anything, with its rows as wide as the header."""
    found = []
    for table in open_tables(DATA / name, Limits()):
        rows = list(table.rows)
        assert [problem for _, _, problem in rows if problem] == []
        if rows:
            width = len(rows[0][1])
            found.append((table, [cells + [""] * (width - len(cells)) for _, cells, _ in rows]))
    [(table, cells)] = found
    return table, cells


def test_there_are_files_of_every_format() -> None:
    assert len(PROGRAMS) > 30
    assert {Path(name).suffix for name in PROGRAMS} == {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


@pytest.mark.parametrize("name", PROGRAMS_WITH_A_MASK)
def test_every_program_s_customers_are_the_same_table(name: str) -> None:
    expected = [list(row) for row in CUSTOMERS]
    for (row, column), text in OWN_WAYS.get(name, {}).items():
        expected[row][column] = text

    table, cells = only_table(name)

    assert cells == expected
    assert table.name == "Leads"
    assert table.source.notices == []
    assert not table.source.is_delimited


@pytest.mark.parametrize("name", sorted({*PROGRAMS} - {*PROGRAMS_WITH_A_MASK}))
def test_a_default_password_changes_nothing(name: str) -> None:
    _, cells = only_table(name)

    assert cells == [row[:-1] for row in CUSTOMERS]


FORMATS = {
    "sheetjs.xlsx": "Excel workbook, sheet 'Leads'",
    "sheetjs.xlsb": "Excel binary workbook, sheet 'Leads'",
    "libreoffice.xls": "Excel 97 workbook, sheet 'Leads'",
    "gnumeric_95.xls": "Excel 95 workbook, sheet 'Leads'",
    "libreoffice.ods": "OpenDocument spreadsheet, sheet 'Leads'",
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_names_its_format_and_sheet(name: str) -> None:
    assert only_table(name)[0].source.format == FORMATS[name]


DETAILS = [
    ["name", "phone", "zip", "greeting", "hours", "since", "amount"],
    ["Anna", "+44 7911 123456", "00501", "Ciao Anna", "36:00:00", "2024-05-01T10:30:00", "1234567"],
    ["Bruno", "06 1234567", "20100", "", "06:00:00", "2024-05-02", "1234.5"],
    ["Carla", "(305) 555-1234", "00042", "#N/A", "12:00:00", "2024-05-03T23:59:59", "42"],
]


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*_details.*")))
def test_masks_durations_and_hidden_rows_are_what_people_see(name: str) -> None:
    table, cells = only_table(name)

    assert cells == DETAILS
    assert [notice.message for notice in table.source.notices] == [
        "1 row hidden by a filter or by hand is read like the others: "
        "delete what should not be imported"
    ]


CALCULATED = [["a@x.com", "a@x.comx", ""], ["b", "0", "#N/A"]]
FORMULAS = {
    "openpyxl.xlsx": [["a@x.com", *[NOT_CALCULATED] * 2], ["b", *[NOT_CALCULATED] * 2]],
    "libreoffice.xlsx": CALCULATED,
    "libreoffice.xls": CALCULATED,
    "libreoffice.ods": CALCULATED,
    "gnumeric.xlsx": CALCULATED,
    "xlsxwriter.xlsx": [["a@x.com", NOT_CALCULATED, "a@x.comx", NOT_CALCULATED]],
    "exceljs.xlsx": [["a@x.com", "a@x.comx", "", NOT_CALCULATED, NOT_CALCULATED]],
    "sheetjs.xlsx": [["a@x.com", "a@x.comx", "", NOT_CALCULATED, NOT_CALCULATED]],
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_have_their_results_or_none(name: str) -> None:
    tables = open_tables(DATA / f"formulas_{name}", Limits())
    _, *rows = [cells for table in tables for _, cells, _ in table.rows]

    width = len(FORMULAS[name][0])
    assert [cells + [""] * (width - len(cells)) for cells in rows] == FORMULAS[name]
