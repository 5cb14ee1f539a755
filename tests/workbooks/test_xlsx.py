"""XLSX: what a person sees in the sheet is what the rows hold."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader.workbook import read_workbook
from app.importer.rows import NOT_CALCULATED, Limits
from tests.workbooks.builders import (
    DOCUMENT,
    MAIN,
    notices,
    package,
    relationships,
    rows,
    tables,
    worksheet,
    xlsx,
    xlsx_parts,
)


def test_a_workbook_of_openpyxl_comes_out_as_people_see_it(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["customer_id", "name", "since", "seen", "active", "score", "phone"])
    moment = datetime.datetime(2024, 5, 1, 10, 0)  # noqa: DTZ001 - a workbook knows no time zones
    sheet.append(["007", "Zoë 🎉", datetime.date(2024, 5, 1), moment, True, 0.1, 393471234567])
    sheet.append([None, "  spaces  ", None, None, False, -2.50, 3.93471234567e11])
    workbook.save(tmp_path / "a.xlsx")

    assert rows(tmp_path / "a.xlsx", "xlsx") == [
        (1, ["customer_id", "name", "since", "seen", "active", "score", "phone"], None),
        (
            2,
            ["007", "Zoë 🎉", "2024-05-01", "2024-05-01T10:00:00", "TRUE", "0.1", "393471234567"],
            None,
        ),
        (3, ["", "  spaces  ", "", "", "FALSE", "-2.5", "393471234567"], None),
    ]


def test_shared_inline_and_rich_strings_are_joined_without_phonetic_readings(
    tmp_path: Path,
) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>in</t></r>\n'
        '<r><t xml:space="preserve"> line</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
        '<c r="C1" t="s"><v>0</v></c><c r="D1" t="str"><f>A1</f><v>text</v></c></row>',
        strings="<si><t>plain</t></si><si><r><rPr><b/></rPr><t>東</t></r> <r><t>京 &amp; x</t></r>"
        '<rPh sb="0" eb="1"><t>トウ</t></rPh><phoneticPr fontId="1"/></si>',
    )

    assert rows(path, "xlsx") == [(1, ["東京 & x", "in line", "plain", "text"], None)]


def test_escapes_are_undone_as_excel_does(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>',
        strings="<si><t>a_x000D_b</t></si><si><t>_x005F_x000D_</t></si><si><t>_x0000_</t></si>"
        "<si><t>_xD83D_</t></si>",
    )

    assert rows(path, "xlsx") == [(1, ["a\rb", "_x000D_", "\0", "_xD83D_"], None)]


def test_error_cells_keep_their_text(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="e"><f>NA()</f><v>#N/A</v></c><c r="B1" t="e"><v>#REF!</v></c></row>',
    )

    assert rows(path, "xlsx") == [(1, ["#N/A", "#REF!"], None)]


FORMULAS = {
    "a number": ("<f>1+1</f><v>2</v>", "", "2"),
    "a text": ("<f>A2</f><v>Anna</v>", 't="str"', "Anna"),
    "an error": ("<f>NA()</f><v>#N/A</v>", 't="e"', "#N/A"),
    "a shared string": ("<f>A2</f><v>0</v>", 't="s"', "shared"),
    "an empty shared string": ("<f>A2</f><v>1</v>", 't="s"', ""),
    "an empty text": ('<f>IF(1,"","")</f><v></v>', 't="str"', ""),
    "a closed empty text": ('<f>IF(1,"","")</f><v/>', 't="str"', ""),
    "an inline text": ("<f>A2</f><is><t>Anna</t></is>", 't="inlineStr"', "Anna"),
    "no value": ("<f>1+1</f>", "", NOT_CALCULATED),
    "no value, as openpyxl writes it": ("<f>1+1</f><v/>", "", NOT_CALCULATED),
    "no value of a text": ("<f>A2</f>", 't="str"', NOT_CALCULATED),
    "no value of a number": ("<f>A2</f><v></v>", 't="n"', NOT_CALCULATED),
    "no value of a shared formula": ('<f t="shared" si="0"/>', "", NOT_CALCULATED),
    "a value before the formula": ("<v>2</v><f>1+1</f>", "", "2"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_gives_the_value_it_had_or_says_that_it_has_none(
    name: str, tmp_path: Path
) -> None:
    content, attributes, expected = FORMULAS[name]
    path = xlsx(
        tmp_path / "a.xlsx",
        f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" {attributes}>{content}</c>'
        '<c r="C1"><v>3</v></c></row>',
        strings="<si><t>shared</t></si><si><t/></si>",
    )

    assert rows(path, "xlsx") == [(1, ["1", expected, "3"], None)]


def test_a_zero_for_every_formula_is_no_result(tmp_path: Path) -> None:
    """XlsxWriter and its kin write it, and ask for all to be calculated when the file is opened."""
    sheet = (
        '<row r="1"><c r="A1"><f>B1</f><v>0</v></c><c r="B1"><v>0</v></c><c r="C1"><f>1+1</f><v>2</v>'
        '</c><c r="D1" t="str"><f>A2</f><v>0</v></c></row>'
    )
    calculated, asked = '<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'

    path = xlsx(tmp_path / "a.xlsx", sheet, properties=asked)
    assert rows(path, "xlsx") == [(1, [NOT_CALCULATED, "0", "2", "0"], None)]
    path = xlsx(tmp_path / "b.xlsx", sheet, properties=calculated)
    assert rows(path, "xlsx") == [(1, ["0", "0", "2", "0"], None)]


def test_formulas_below_the_rows_are_no_cells(tmp_path: Path) -> None:
    parts = xlsx_parts()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns:xm="urn:x"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1'
        '</x:v></x:c><x:c r="B1"/></x:row></x:sheetData><x:extLst><xm:f>A1:A9</xm:f></x:extLst>'
        "</x:worksheet>"
    )

    assert rows(package(tmp_path / "a.xlsx", parts), "xlsx") == [(1, ["1"], None)]


INLINE = {
    "a string": ("<is><t>Ada</t></is>", "Ada"),
    "a string before a value": ("<is><t>Ada</t></is><v>0</v>", "Ada"),
    "a value before a string": ("<v>0</v><is><t>Ada</t></is>", "Ada"),
    "a value alone": ("<v>Ada</v>", "Ada"),
    "a value beside an empty string": ("<v>Ada</v><is/>", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", INLINE)
def test_an_inline_string_counts_and_a_value_stands_in_for_it(name: str, tmp_path: Path) -> None:
    content, expected = INLINE[name]
    path = xlsx(
        tmp_path / "a.xlsx",
        f'<row r="1"><c r="A1" t="inlineStr">{content}</c><c r="B1"><v>2</v></c></row>',
    )

    assert rows(path, "xlsx") == [(1, [expected, "2"], None)]


def test_an_inline_string_in_a_far_column_is_left_out(tmp_path: Path) -> None:
    cell = '<c r="D1" t="inlineStr"><v>0</v><is><t>far</t></is></c>'
    path = xlsx(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>')

    assert rows(path, "xlsx", Limits(columns=3)) == [(1, ["1"], None)]


def test_a_format_that_does_not_exist_is_the_general_one(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" s="77"><v>45413</v></c><c r="B1" s="-1"><v>7</v></c></row>',
        formats=["yyyy"],
    )

    assert rows(path, "xlsx") == [(1, ["45413", "7"], None)]


def test_dates_in_iso_8601_lose_midnight_and_fractions(tmp_path: Path) -> None:
    values = [
        "2024-05-01T00:00:00",
        "2024-05-01T10:00:00.12345678901234567",
        "2024-05-01",
        "10:30:00Z",
        "PT36H5M0.000S",
    ]
    cells = "".join(f'<c t="d"><v>{value}</v></c>' for value in values)

    assert rows(xlsx(tmp_path / "a.xlsx", f"<row>{cells}</row>"), "xlsx") == [
        (1, ["2024-05-01", "2024-05-01T10:00:00", "2024-05-01", "10:30:00", "36:05:00"], None)
    ]


def test_number_formats_that_carry_identifiers_are_applied(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" s="1"><v>42</v></c><c r="B1" s="2"><v>45413</v></c>'
        '<c r="C1" s="3"><v>5551234</v></c><c r="D1" s="0"><v>42</v></c><c r="E1" s="4"><v>0.5</v></c></row>',
        formats=["00000", "dd/mm/yyyy", "###\\-####", "h:mm"],
    )

    assert rows(path, "xlsx") == [(1, ["00042", "2024-05-01", "555-1234", "42", "12:00:00"], None)]


def test_dates_of_the_1904_system_are_four_years_later(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" s="1"><v>43951</v></c></row>',
        formats=["yyyy-mm-dd"],
        properties='<workbookPr date1904="1"/>',
    )

    assert rows(path, "xlsx") == [(1, ["2024-05-01"], None)]


def test_missing_cells_are_blank_and_rows_keep_their_own_numbers(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row><row r="4"/>'
        '<row r="9" s="1" customFormat="1"><c r="A9" s="0"/></row><row r="12"><c r="A12"><v>3</v></c></row>',
    )

    assert rows(path, "xlsx") == [(3, ["", "1", "", "2"], None), (12, ["3"], None)]


def test_rows_and_cells_without_references_follow_one_another(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>",
    )

    assert rows(path, "xlsx") == [(1, ["1", "", "2"], None), (3, ["3"], None)]


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of numbers: "B=7" is cell B with the value 7."""
    written = "".join(
        f'<c r="{letters}{number}"><v>{value}</v></c>'
        for letters, value in (cell.split("=") for cell in cells)
    )
    return f'<row r="{number}" {attributes}>{written}</row>'


SAME_NUMBERS = {
    "a row begun anew for each cell": (
        row(1, "A=1") + row(1, "C=3") + row(1, "B=2") + row(2, "A=4") + row(2, "B=5"),
        [(1, ["1", "2", "3"], None), (2, ["4", "5"], None)],
    ),
    "rows that all have one number": (
        row(2, "A=1", "B=2") + row(2, "A=3", "B=4") + row(2, "A=5", "B=6"),
        [(2, ["1", "2"], None), (2, ["3", "4"], None), (2, ["5", "6"], None)],
    ),
    "a sparse row among rows of one number": (
        row(2, "A=1") + row(2, "B=2") + row(2, "A=3") + row(2, "B=4"),
        [(2, ["1"], None), (2, ["", "2"], None), (2, ["3"], None), (2, ["", "4"], None)],
    ),
    "a number that comes back": (
        row(2, "A=1") + row(3, "A=2") + row(2, "B=3"),
        [(2, ["1"], None), (3, ["2"], None), (2, ["", "3"], None)],
    ),
    "a number that comes back after an empty row": (
        row(2, "A=1") + row(3) + row(2, "B=3"),
        [(2, ["1"], None), (2, ["", "3"], None)],
    ),
    "an empty piece of a row": (
        row(2, "A=1") + row(2) + row(2, "B=3"),
        [(2, ["1", "3"], None)],
    ),
    "rows from the last to the first": (
        row(3, "A=1") + row(2, "A=2") + row(1, "A=3"),
        [(3, ["1"], None), (2, ["2"], None), (1, ["3"], None)],
    ),
}


@pytest.mark.parametrize("name", SAME_NUMBERS)
def test_joins_rows_of_one_number_unless_a_cell_is_in_two_of_them(
    name: str, tmp_path: Path
) -> None:
    sheet, expected = SAME_NUMBERS[name]

    assert rows(xlsx(tmp_path / "a.xlsx", sheet), "xlsx") == expected


def test_joins_the_pieces_of_a_row_across_chunks(tmp_path: Path) -> None:
    sheet = "".join(row(n, "A=1") + row(n, "B=2") for n in range(1, 5_001))

    assert rows(xlsx(tmp_path / "a.xlsx", sheet), "xlsx") == [
        (n, ["1", "2"], None) for n in range(1, 5_001)
    ]


def test_counts_a_row_in_pieces_once(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", "".join(row(n, "A=1") + row(n, "B=2") for n in range(1, 12)))

    assert len(rows(path, "xlsx", Limits(rows=10))) == 11
    with pytest.raises(PayloadTooLarge, match="more rows"):
        rows(path, "xlsx", Limits(rows=9))


REFERENCES = {
    "small letters": (
        '<row r="2"><c r="a2"><v>1</v></c><c r="aB2"><v>2</v></c></row>',
        [(2, ["1", *[""] * 26, "2"], None)],
    ),
    "cells of the next row": (
        '<row r="3"><c r="A4"><v>1</v></c><c r="B4"><v>2</v></c></row><row><c><v>3</v></c></row>',
        [(4, ["1", "2"], None), (5, ["3"], None)],
    ),
    "rows without a number": (
        '<row><c r="A3"><v>1</v></c></row><row><c r="A7"><v>2</v></c><c r="B7"><v>3</v></c></row>',
        [(3, ["1"], None), (7, ["2", "3"], None)],
    ),
    "cells of two rows in one element": (
        '<row r="1"><c r="A1"><v>1</v></c><c r="A2"><v>2</v></c><c r="B2"><v>3</v></c></row>',
        [(1, ["1"], None), (2, ["2", "3"], None)],
    ),
    "an element for each cell, without a number": (
        '<row><c r="A1"><v>1</v></c></row><row><c r="B1"><v>2</v></c></row>'
        '<row><c r="A2"><v>3</v></c></row>',
        [(1, ["1", "2"], None), (2, ["3"], None)],
    ),
    "a row whose digits end the reference of another": (
        '<row r="2"><c r="A12"><v>1</v></c></row><row r="13"><c r="A13"><v>2</v></c></row>',
        [(12, ["1"], None), (13, ["2"], None)],
    ),
    "copied rows that kept the first one's references": (
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A2"><v>2</v></c></row>',
        [(2, ["1"], None), (2, ["2"], None)],
    ),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference_says_where_a_cell_stands(name: str, tmp_path: Path) -> None:
    sheet, expected = REFERENCES[name]

    assert rows(xlsx(tmp_path / "a.xlsx", sheet), "xlsx") == expected


@pytest.mark.parametrize("reference", ["2", "A", "A1:B2", "$A$1", "Á1", "A٣", "AAAA1"])
def test_refuses_a_reference_that_names_no_cell(reference: str, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", f'<row r="1"><c r="{reference}"><v>1</v></c></row>')

    with pytest.raises(InvalidRequest, match="no cell can be"):
        rows(path, "xlsx")


def test_a_cell_that_is_there_twice_spoils_its_row_only(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
    )

    assert rows(path, "xlsx") == [
        (1, ["2"], "The cell in column 1 is in the workbook twice: save it again."),
        (2, ["3"], None),
    ]


def test_hidden_sheets_and_chart_sheets_are_left_out(tmp_path: Path) -> None:
    parts = xlsx_parts()
    states = ["hidden", "visible", "veryHidden", "visible", "visible"]
    sheets = "".join(
        f'<sheet name="{state} {n}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, state in enumerate(states)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{sheets}</sheets></workbook>'
    )
    kinds = ["worksheet", "chartsheet", "worksheet", "worksheet", "worksheet"]
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        (f"rId{n}", kind, f"/xl/sheets/{n}.xml") for n, kind in enumerate(kinds)
    )
    for n in range(5):
        parts[f"xl/sheets/{n}.xml"] = worksheet(f"<row><c><v>{n}</v></c></row>")

    assert tables(package(tmp_path / "a.xlsx", parts), "xlsx") == [
        ("visible 3", [(1, ["3"], None)]),
        ("visible 4", [(1, ["4"], None)]),
    ]


def test_prefixed_elements_are_read_like_others(tmp_path: Path) -> None:
    parts = xlsx_parts()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )

    assert rows(package(tmp_path / "a.xlsx", parts), "xlsx") == [(1, ["1"], None)]


def test_the_claimed_dimension_is_not_believed(tmp_path: Path) -> None:
    parts = xlsx_parts()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:A1"/><sheetData><row r="1"><c r="A1"><v>1</v></c>'
        '<c r="C1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row></sheetData></worksheet>'
    )

    assert rows(package(tmp_path / "a.xlsx", parts), "xlsx") == [
        (1, ["1", "", "2"], None),
        (2, ["3"], None),
    ]


def test_rows_can_be_read_after_the_tables_are_forgotten(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        strings="<si><t>x</t></si>",
    )
    table = next(read_workbook(path, "xlsx", Limits()))

    assert list(table.rows) == [(1, ["x"], None)]


def test_a_sheet_is_opened_only_when_its_rows_are_asked_for(tmp_path: Path) -> None:
    parts = xlsx_parts()
    parts["xl/worksheets/sheet1.xml"] = "not XML"

    names = [
        table.name for table in read_workbook(package(tmp_path / "a.xlsx", parts), "xlsx", Limits())
    ]

    assert names == ["Sheet1"]


def test_rows_are_limited_and_the_header_is_none_of_them(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>" * 11)

    assert len(rows(path, "xlsx", Limits(rows=10))) == 11
    with pytest.raises(PayloadTooLarge, match="more rows"):
        rows(path, "xlsx", Limits(rows=9))


def test_leaves_out_far_cells_and_says_so(tmp_path: Path) -> None:
    fine = xlsx(tmp_path / "a.xlsx", row(1, "A=1") + '<row r="2"><c r="XFD2" s="0"/></row>')
    far = xlsx(tmp_path / "b.xlsx", row(1, "A=1", "D=1") + row(2, "D=1") + row(3, "C=2"))

    assert rows(fine, "xlsx") == [(1, ["1"], None)]
    assert notices(fine, "xlsx") == []
    assert rows(far, "xlsx", Limits(columns=3)) == [(1, ["1"], None), (3, ["", "", "2"], None)]
    assert notices(far, "xlsx", Limits(columns=3)) == [
        "Cells beyond column C are not read: remove the columns not needed"
    ]


def test_counts_hidden_rows_that_hold_something(tmp_path: Path) -> None:
    hidden = 'hidden="1"'
    sheet = (
        row(1, "A=1")
        + row(2, "A=2", attributes=hidden)
        + row(3, "A=3", attributes='hidden="0"')
        + row(4, attributes=hidden)
        + row(5, "A=5", attributes='hidden="true"')
    )
    path = xlsx(tmp_path / "a.xlsx", sheet)

    assert [number for number, _, _ in rows(path, "xlsx")] == [1, 2, 3, 5]
    assert notices(path, "xlsx") == [
        "2 rows hidden by a filter or by hand are read like the others: "
        "delete what should not be imported"
    ]


def test_unpacked_bytes_are_counted(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", "<row/>" * 100_000)

    with pytest.raises(PayloadTooLarge, match="unpacks to more"):
        rows(path, "xlsx", Limits(unpacked_bytes=500_000))


def test_an_encrypted_part_is_named_as_such(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    data = path.read_bytes()
    flagged = bytearray(data)
    at = flagged.find(b"PK\x01\x02")
    while at >= 0:
        flagged[at + 8] |= 1
        at = flagged.find(b"PK\x01\x02", at + 1)
    path.write_bytes(flagged)

    with pytest.raises(UnknownContent, match="without a password"):
        tables(path, "xlsx")


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(InvalidRequest, match="damaged"):
        tables(path, "xlsx")
