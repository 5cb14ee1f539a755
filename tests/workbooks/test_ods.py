"""ODS: values rather than displays, written once with a count."""

import itertools
from pathlib import Path

import pytest

from app.errors import PayloadTooLarge, UnknownContent
from app.importer.reader.workbook import read_workbook
from app.importer.rows import NOT_CALCULATED, Limits
from tests.workbooks.builders import notices, ods, package, rows, tables


def table(content: str, attributes: str = 'table:name="Sheet1"') -> str:
    return f"<table:table {attributes}>{content}</table:table>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def typed(kind: str, name: str, value: str, display: str) -> str:
    return cell(display, f'office:value-type="{kind}" office:{name}="{value}"')


def test_values_come_out_as_people_see_them(tmp_path: Path) -> None:
    content = row(
        cell("007"),
        typed("float", "value", "393471234567", "3.93E+11"),
        typed("float", "value", "3.93471234567E+11", "3.93E+11"),
        typed("float", "value", "42", "00042"),
        typed("float", "value", "1234.5", "1.234,50"),
        typed("percentage", "value", "0.5", "50%"),
        typed("date", "date-value", "2024-05-01", "01/05/24"),
        typed("date", "date-value", "2024-05-01T10:00:00.000000000", "01/05/24 10:00"),
        typed("date", "date-value", "2024-05-01T00:00:00", "01/05/24"),
        typed("time", "time-value", "PT09H05M00S", "9:05"),
        typed("time", "time-value", "PT036H0M0S", "36:00"),
        typed("boolean", "boolean-value", "true", "VERO"),
        cell("", 'office:value-type="string" office:string-value="hidden"'),
    )

    assert rows(ods(tmp_path / "a.ods", table(content)), "ods") == [
        (
            1,
            [
                "007",
                "393471234567",
                "393471234567",
                "00042",
                "1234.5",
                "0.5",
                "2024-05-01",
                "2024-05-01T10:00:00",
                "2024-05-01",
                "09:05:00",
                "36:00:00",
                "TRUE",
                "hidden",
            ],
            None,
        )
    ]


def test_error_cells_keep_their_text_or_a_general_one(tmp_path: Path) -> None:
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    content = row(cell("#N/A", error), cell("#RIF!", error), cell("Err:502", error))

    assert rows(ods(tmp_path / "a.ods", table(content)), "ods") == [
        (1, ["#N/A", "#RIF!", "#VALUE!"], None)
    ]


def test_text_keeps_its_runs_spaces_and_line_breaks_and_loses_notes(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>a note</text:p></office:annotation>"
    ruby = "<text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>トウ</text:ruby-text></text:ruby>"
    text = f'a<text:span>b<text:s text:c="2"/>c</text:span><text:s/><text:tab/>d{ruby}</text:p><text:p>e'
    content = row(
        f'<table:table-cell office:value-type="string">{note}<text:p>{text}</text:p></table:table-cell>'
    )

    assert rows(ods(tmp_path / "a.ods", table(content)), "ods") == [(1, ["ab  c \td東\ne"], None)]


@pytest.mark.parametrize(
    "shape", ["frame", "rect", "caption", "line", "ellipse", "path", "connector", "custom-shape"]
)
def test_the_text_of_a_drawing_is_not_its_cell_s(shape: str, tmp_path: Path) -> None:
    drawing = f"<draw:{shape}><text:p>note</text:p></draw:{shape}>"
    content = row(
        f'<table:table-cell office:value-type="string">{drawing}<text:p>Anna</text:p></table:table-cell>',
        f'<table:table-cell office:value-type="string"><text:p>Rossi{drawing}</text:p></table:table-cell>',
        f"<table:table-cell>{drawing}</table:table-cell>",
    )

    assert rows(ods(tmp_path / "a.ods", table(content)), "ods") == [(1, ["Anna", "Rossi"], None)]


def test_repeated_rows_and_cells_count_and_blank_ones_cost_nothing(tmp_path: Path) -> None:
    content = (
        row(
            '<table:table-cell table:number-columns-repeated="1024"/>',
            attributes='table:number-rows-repeated="3"',
        )
        + row(
            "<table:table-cell/>",
            cell("x", 'office:value-type="string" table:number-columns-repeated="2"'),
            '<table:covered-table-cell table:number-columns-repeated="1021"/>',
            attributes='table:number-rows-repeated="2"',
        )
        + row("<table:table-cell/>", attributes='table:number-rows-repeated="99999999"')
    )

    assert rows(ods(tmp_path / "a.ods", table(content)), "ods") == [
        (4, ["", "x", "x"], None),
        (5, ["", "x", "x"], None),
    ]


def test_visible_sheets_come_in_order_each_with_its_own_rows(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/>'
        '</style:style><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    sheets = (
        table(row(cell("hidden")), 'table:name="no" table:style-name="ta2"')
        + table(row(cell("1")), 'table:name="first" table:style-name="ta1"')
        + table("", 'table:name="empty"')
        + table(row(cell("2")) * 2, 'table:name="last"')
    )

    assert tables(ods(tmp_path / "a.ods", sheets, styles=styles), "ods") == [
        ("first", [(1, ["1"], None)]),
        ("empty", []),
        ("last", [(1, ["2"], None), (2, ["2"], None)]),
    ]


def test_asking_for_the_next_sheet_skips_the_rest_of_this_one(tmp_path: Path) -> None:
    sheets = table(row(cell("1")) * 5_000) + table(row(cell("2")), 'table:name="second"')
    found = read_workbook(ods(tmp_path / "a.ods", sheets), "ods", Limits())

    assert list(itertools.islice(next(found).rows, 2)) == [(1, ["1"], None), (2, ["1"], None)]
    assert list(next(found).rows) == [(1, ["2"], None)]


def test_a_table_within_a_cell_is_not_a_sheet(tmp_path: Path) -> None:
    inner = table(row(cell("inner")))
    content = row(
        f'<table:table-cell office:value-type="string"><text:p>outer</text:p>{inner}</table:table-cell>'
    )

    assert tables(ods(tmp_path / "a.ods", table(content)), "ods") == [
        ("Sheet1", [(1, ["outer"], None)])
    ]


def test_an_encrypted_ods_is_named_as_such(tmp_path: Path) -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        "</manifest:file-entry></manifest:manifest>"
    )
    parts: dict[str, str | bytes] = {
        "META-INF/manifest.xml": manifest,
        "content.xml": b"\x8a\x03 scrambled",
    }

    with pytest.raises(UnknownContent, match="without a password"):
        tables(package(tmp_path / "a.ods", parts), "ods")


def test_too_many_rows_are_refused_before_they_are_made(tmp_path: Path) -> None:
    content = row(cell("x"), attributes='table:number-rows-repeated="1000000"')

    with pytest.raises(PayloadTooLarge, match="more rows"):
        rows(ods(tmp_path / "a.ods", table(content)), "ods", Limits(rows=999))


def test_counts_rows_that_a_filter_or_a_user_has_hidden(tmp_path: Path) -> None:
    content = (
        row(cell("a"))
        + row(cell("b"), attributes='table:visibility="filter" table:number-rows-repeated="3"')
        + row(cell("c"), attributes='table:visibility="visible"')
        + row(cell("d"), attributes='table:visibility="collapse"')
        + row(attributes='table:visibility="collapse" table:number-rows-repeated="99"')
    )
    path = ods(tmp_path / "a.ods", table(content))

    assert [cells for _, cells, _ in rows(path, "ods")] == [
        ["a"],
        ["b"],
        ["b"],
        ["b"],
        ["c"],
        ["d"],
    ]
    assert notices(path, "ods")[0].startswith("4 rows hidden by a filter or by hand")


def test_leaves_out_far_cells_and_says_so(tmp_path: Path) -> None:
    content = row(cell("a"), '<table:table-cell table:number-columns-repeated="9"/>', cell("far"))
    path = ods(tmp_path / "a.ods", table(content))

    assert rows(path, "ods", Limits(columns=3)) == [(1, ["a"], None)]
    assert notices(path, "ods", Limits(columns=3)) == [
        "Cells beyond column C are not read: remove the columns not needed"
    ]


def test_a_formula_without_a_value_was_never_calculated(tmp_path: Path) -> None:
    formula = 'table:formula="of:=[.A1]"'
    content = row(
        f"<table:table-cell {formula}/>",
        f'<table:table-cell {formula} office:value-type="float"/>',
        f'<table:table-cell {formula} office:value-type="string" office:string-value=""/>',
        f'<table:table-cell {formula} office:value-type="string"/>',
        f'<table:table-cell {formula} office:value-type="float" office:value="0"/>',
        f"<table:table-cell {formula}><text:p/></table:table-cell>",
        cell("Anna", formula),
        cell("7"),
    )

    assert rows(ods(tmp_path / "a.ods", table(content)), "ods") == [
        (1, [NOT_CALCULATED, NOT_CALCULATED, "", "", "0", "", "Anna", "7"], None)
    ]


MASKS = [
    ("447911123456", "+44 7911 123456", "+44 7911 123456"),
    ("61234567", "06 1234567", "06 1234567"),
    ("612345678", "06 12 34 56 78", "06 12 34 56 78"),
    ("612345678", "06.12.34.56.78", "06.12.34.56.78"),
    ("3055551234", "(305) 555-1234", "(305) 555-1234"),
    ("393471234567", "+39 347 123 4567", "+39 347 123 4567"),
    ("39347123456", "+39 347 123 456", "+39 347 123 456"),
    ("42", "C-0042", "C-0042"),
    ("4.47911123456E11", "+44 7911 123456", "+44 7911 123456"),
    # The thousands, the currency or the sign of a number are no part of it.
    ("1234567", "1.234.567", "1234567"),
    ("1234567", "1,234,567", "1234567"),
    ("1234567", "12,34,567", "1234567"),
    ("1234567", "1\u00a0234\u00a0567", "1234567"),
    ("1234567", "1 234 567", "1234567"),
    ("1234567", "1'234'567", "1234567"),
    ("42", "€ 42", "42"),
    ("42", "42,00", "42"),
    ("42", "42 %", "42"),
    ("-42", "(42)", "-42"),
    ("42", "", "42"),
    ("0", "-", "0"),
    ("0", "", "0"),
    ("0", "000", "000"),
    ("42", "###", "42"),
    ("1234", "1.2E+03", "1234"),
    ("12.5", "125", "12.5"),
]


@pytest.mark.parametrize(("value", "display", "expected"), MASKS)
def test_a_number_behind_a_mask_is_what_people_see(
    value: str, display: str, expected: str, tmp_path: Path
) -> None:
    path = ods(tmp_path / "a.ods", table(row(typed("float", "value", value, display))))

    assert rows(path, "ods") == [(1, [expected], None)]


@pytest.mark.parametrize("kind", ["currency", "percentage"])
def test_currencies_and_percentages_are_their_values(kind: str, tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", table(row(typed(kind, "value", "42", "0042"))))

    assert rows(path, "ods") == [(1, ["42"], None)]
