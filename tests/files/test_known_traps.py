"""What public files do to importers (docs/design.md#reading-text, docs/design.md#reading-workbooks), each by its name."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines, ods, ods_row, ods_table, packed, xls, xlsb, xlsx, xlsx_cell
from tests.files.cases import Case, Counts, counts, customer, new, stored
from tests.support.tenants import Tenant
from tests.workbooks.builders import xlsx_parts

ANNA = customer(name="Anna", email="anna@x.com")


def sheet(*rows: str) -> bytes:
    return packed(xlsx_parts("".join(rows)))


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADER_ROW = row(1, xlsx_cell("A1", "email"), xlsx_cell("B1", "name"))


def test_one_column_of_addresses_has_no_delimiter(tenant: Tenant, settings: Settings) -> None:
    # csv.Sniffer calls "l" the delimiter of such a file.
    addresses = [f"{name}.{n}@mail.example.com" for n in range(50) for name in ("paul", "lola")]
    result = tenant.import_bytes(settings, lines("email", *addresses))
    assert (counts(result), {c["email"] for c in stored(tenant)}) == (new(100), set(addresses))


def test_an_unclosed_quote_does_not_swallow_the_file(tenant: Tenant, settings: Settings) -> None:
    rows = [f"a{n}@x.com,Anna {n}" for n in range(5_000)]
    rows[10] = 'a10@x.com,"Anna 10'
    result = tenant.import_bytes(settings, lines("email,name", *rows))
    assert counts(result) == new(4_999, rejected=1)
    assert [error.row for error in result.errors] == [12]


def test_a_cell_of_more_than_131072_characters_is_a_bad_cell_and_no_more(
    tenant: Tenant, settings: Settings
) -> None:
    content = lines("email,name,note", f"a@x.com,{'n' * 140_000},", f"b@x.com,Bea,{'x' * 140_000}")
    result = tenant.import_bytes(settings, content)
    assert counts(result) == new(1, rejected=1)
    assert [(e.row, e.model_dump()["field"]) for e in result.errors] == [(2, "name")]


@pytest.mark.parametrize("write", [xlsx, xlsb, xls, ods])
def test_duplicated_rows_of_a_workbook_are_all_read(
    tenant: Tenant, settings: Settings, write
) -> None:
    # calamine drops them.
    people = [["email", "name"], ["anna@x.com", "Anna"], ["anna@x.com", "Anna"], ["x"], ["x"]]
    result = tenant.import_bytes(settings, write(people))
    assert counts(result) == Counts(4, 1, 1, 2, 1, 1)
    assert [error.row for error in result.errors] == [4, 5]


def test_rows_that_an_ods_repeats_are_rows(tenant: Tenant, settings: Settings) -> None:
    markup = ods_row(["email"]) + ods_row(["anna@x.com"], 3) + ods_row([""], 9) + ods_row(["x"], 2)
    result = tenant.import_bytes(settings, ods_table(markup))
    assert counts(result) == Counts(5, 1, 2, 2, 1, 2)
    assert [error.row for error in result.errors] == [14, 15]


TRAPS = [
    Case(
        "#N/A in a workbook is an error and no blank",
        sheet(HEADER_ROW, row(2, xlsx_cell("A2", "a@x.com"), '<c r="B2" t="e"><v>#N/A</v></c>')),
        new(0, rejected=1),
        [],
        [(2, "name", "#N/A")],
    ),
    Case(
        "_x0000_ is NUL, and rejects the row",
        sheet(
            HEADER_ROW,
            row(
                2,
                xlsx_cell("A2", "a@x.com"),
                '<c r="B2" t="inlineStr"><is><t>An_x0000_na</t></is></c>',
            ),
            row(3, xlsx_cell("A3", "anna@x.com"), xlsx_cell("B3", "Anna")),
        ),
        new(1, rejected=1),
        [ANNA],
        [(2, "name", "U+0000")],
    ),
    Case(
        "_x005F_x0000_ is the text _x0000_",
        xlsx([["email", "name"], ["anna@x.com", "_x0000_"]]),
        new(1),
        [customer(email="anna@x.com", name="_x0000_")],
    ),
    Case(
        "a blank cell in the far corner is nothing",
        sheet(
            HEADER_ROW,
            row(2, xlsx_cell("A2", "anna@x.com"), xlsx_cell("B2", "Anna")),
            row(1_048_576, '<c r="XFD1048576" s="0"/>'),
        ),
        new(1),
        [ANNA],
    ),
    Case(
        "a row at the very bottom is a row",
        sheet(HEADER_ROW, row(1_048_576, xlsx_cell("A1048576", "x"))),
        new(0, rejected=1),
        [],
        [(1_048_576, "email")],
    ),
    Case(
        "a semicolon file with a comma in every line, and an odd quote",
        lines("email;name;note", 'anna@x.com;Anna;12" pipe, long', 'bea@x.com;Bea;"3,5"'),
        new(2),
        [ANNA, customer(email="bea@x.com", name="Bea")],
    ),
    Case(
        "a form feed and other odd blanks end no line",
        lines("email,name", "anna@x.com,An\u2028na"),
        new(1),
        [customer(email="anna@x.com", name="An\u2028na")],
    ),
    Case(
        "a header twice in one row",
        lines("email,email,name", ",anna@x.com,Anna"),
        new(1),
        [ANNA],
    ),
    Case(
        "a title with as many cells as the table",
        lines("Report,May,2026", "email,name,colour", "anna@x.com,Anna,red"),
        new(1),
        [ANNA],
    ),
    Case(
        "the letter I of Istanbul",
        lines("email", "İ@x.com", "i@x.com"),
        new(2),
        [customer(email="i\u0307@x.com"), customer(email="i@x.com")],
    ),
]


@pytest.mark.parametrize("case", TRAPS, ids=str)
def test_a_trap_is_stepped_over(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)


def test_a_value_in_the_far_corner_costs_a_notice(engine: Engine, settings: Settings) -> None:
    # 1.6 KB that make calamine allocate 512 GiB.
    far = sheet(HEADER_ROW, row(1_048_576, xlsx_cell("XFD1048576", "far")))
    notice = (1, None, "Cells beyond column ALL are not read")
    Case("far", far, Counts(0, 0, 0, 0, 0, 0), [], [notice]).check(engine, settings)
