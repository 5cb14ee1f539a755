"""XLS: written by xlwt where it can, and by hand where it is about records."""

import datetime
import struct
from pathlib import Path

import pytest
import xlwt

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader.xls_text import Segments, Text
from app.importer.rows import NOT_CALCULATED, Limits
from tests.workbooks.builders import compound, notices, rows, tables
from tests.workbooks.child import outcome


def formatted(code: str) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.num_format_str = code
    return style


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def ole(
    path: Path, stream: bytes, name: str = "Workbook", table: dict[int, int] | None = None
) -> Path:
    """A compound file of one stream, which begins in sector 2."""
    path.write_bytes(compound({name: stream}, table))
    return path


def workbook(
    sheet: bytes, globals_: bytes = b"", version: int = 0x0600, name: bytes = b"\1\0S"
) -> bytes:
    """The stream of a workbook with one visible sheet."""
    bof = record(0x809, struct.pack("<HH12x", version, 5))
    formats = record(0xE0, struct.pack("<HH16x", 0, 0))
    end = record(0x0A)
    offset = len(bof) + len(globals_) + len(formats) + 4 + 6 + len(name) + len(end)
    bound = record(0x85, struct.pack("<IBB", offset, 0, 0) + name)
    return bof + globals_ + formats + bound + end + bof + sheet + end


def number(row: int, column: int, value: float, cell_format: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, cell_format, value))


def test_a_workbook_of_xlwt_comes_out_as_people_see_it(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    hidden = book.add_sheet("hidden")
    hidden.visibility = 1
    hidden.write(0, 0, "no")
    sheet = book.add_sheet("Città 漢")
    for column, text in enumerate(["customer_id", "naïve", "漢字 🎉"]):
        sheet.write(0, column, text)
    sheet.write(2, 0, 393471234567)
    sheet.write(2, 1, datetime.date(2024, 5, 1), formatted("DD/MM/YYYY"))
    sheet.write(2, 2, 42, formatted("00000"))
    sheet.write(2, 4, True)
    sheet.write(2, 5, -7)
    sheet.write(2, 6, 0.1)
    sheet.row(2).set_cell_error(7, 0x2A)
    sheet.write(2, 8, 12.34)
    book.save(str(tmp_path / "a.xls"))

    assert tables(tmp_path / "a.xls", "xls") == [
        (
            "Città 漢",
            [
                (1, ["customer_id", "naïve", "漢字 🎉"], None),
                (
                    3,
                    [
                        "393471234567",
                        "2024-05-01",
                        "00042",
                        "",
                        "TRUE",
                        "-7",
                        "0.1",
                        "#N/A",
                        "12.34",
                    ],
                    None,
                ),
            ],
        )
    ]


def test_shared_strings_run_on_through_continued_records(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    texts = [("ж" if n % 2 else "a") * 700 + str(n) for n in range(100)]
    for row, text in enumerate(texts):
        sheet.write(row, 0, text)
    book.save(str(tmp_path / "a.xls"))

    assert rows(tmp_path / "a.xls", "xls") == [(n, [text], None) for n, text in enumerate(texts, 1)]


def test_a_string_that_many_cells_show_is_held_once(tmp_path: Path) -> None:
    """Gathered before the first row: 65,536 cells of 32,767 characters would be gigabytes."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row in range(3):
        sheet.write(row, 0, "Milano" * 1_000)
    book.save(str(tmp_path / "a.xls"))

    texts = [cells[0] for _, cells, _ in rows(tmp_path / "a.xls", "xls")]

    assert texts[0] is texts[1] is texts[2]


def test_a_string_may_change_its_width_where_it_is_continued() -> None:
    data = Segments([struct.pack("<HB", 4, 0) + b"ab", b"\1" + "ж".encode("utf-16-le"), b"\0d"])

    assert Text().read(data) == "abжd"


def test_rich_and_phonetic_strings_give_their_text_only() -> None:
    rich = struct.pack("<HBH", 2, 8, 1) + b"ab" + bytes(4)
    phonetic = struct.pack("<HBI", 1, 5, 6) + "東".encode("utf-16-le") + bytes(6)
    data = Segments([struct.pack("<II", 3, 3) + rich + phonetic + struct.pack("<HB", 1, 0) + b"z"])

    assert list(Text().read_shared(data)) == ["ab", "東", "z"]


def formula(column: int, value: bytes, flags: int = 0, kind: int = 0x06) -> bytes:
    return record(kind, struct.pack("<HHH", 0, column, 0) + value + struct.pack("<HI", flags, 0))


TEXT_FOLLOWS = b"\0\0\0\0\0\0\xff\xff"
EMPTY_TEXT = b"\3\0\0\0\0\0\xff\xff"


def string(text: str) -> bytes:
    return record(0x207, struct.pack("<HB", len(text), 0) + text.encode("latin-1"))


def test_formulas_give_the_value_they_had(tmp_path: Path) -> None:
    sheet = (
        formula(0, struct.pack("<d", 2.0))
        + formula(1, TEXT_FOLLOWS)
        + record(0x4BC, bytes(8))
        + string("text")
        + formula(2, b"\1\0\1\0\0\0\xff\xff")
        + formula(3, b"\2\0\x07\0\0\0\xff\xff")
        + formula(4, EMPTY_TEXT)
        + formula(5, TEXT_FOLLOWS)
        + string("")
        + formula(6, bytes(8))
        + formula(7, struct.pack("<d", 1.0), flags=3)
        + number(0, 8, 5.0)
    )

    assert rows(ole(tmp_path / "a.xls", workbook(sheet)), "xls") == [
        (1, ["2", "text", "TRUE", "#DIV/0!", "", "", "0", "1", "5"], None)
    ]


@pytest.mark.parametrize("kind", [0x06, 0x206, 0x406])
def test_formulas_of_older_record_types_are_read(kind: int, tmp_path: Path) -> None:
    sheet = formula(0, struct.pack("<d", 2.0), kind=kind) + formula(1, TEXT_FOLLOWS, kind=kind)

    assert rows(ole(tmp_path / "a.xls", workbook(sheet + string("x"))), "xls") == [
        (1, ["2", "x"], None)
    ]


def test_a_formula_that_was_never_calculated_says_so(tmp_path: Path) -> None:
    sheet = (
        formula(0, bytes(8), flags=3)
        + formula(1, bytes(8), flags=2)
        + formula(2, TEXT_FOLLOWS)
        + number(0, 3, 5.0)
        + formula(4, TEXT_FOLLOWS)
    )

    assert rows(ole(tmp_path / "a.xls", workbook(sheet)), "xls") == [
        (1, [NOT_CALCULATED, NOT_CALCULATED, NOT_CALCULATED, "5", NOT_CALCULATED], None)
    ]


def test_a_zero_is_a_result_where_a_formula_has_one(tmp_path: Path) -> None:
    """As OpenOffice wrote it: every formula is to be calculated when the file is opened."""
    sheet = formula(0, bytes(8), flags=2) + formula(1, struct.pack("<d", 5.0), flags=2)

    assert rows(ole(tmp_path / "a.xls", workbook(sheet)), "xls") == [(1, ["0", "5"], None)]


def test_a_formula_of_xlwt_was_never_calculated(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, xlwt.Formula('HYPERLINK("mailto:a@x.com";"a@x.com")'))
    sheet.write(0, 1, xlwt.Formula("1+1"))
    book.save(str(tmp_path / "a.xls"))

    assert rows(tmp_path / "a.xls", "xls") == [(1, [NOT_CALCULATED, NOT_CALCULATED], None)]


def test_several_packed_numbers_in_a_record_and_charts_within_a_sheet(tmp_path: Path) -> None:
    packed = struct.pack("<HHHIHIH", 0, 1, 0, 7 << 2 | 2, 0, 123456 << 2 | 3, 2)
    chart = record(0x809, struct.pack("<HH12x", 0x0600, 0x20)) + number(0, 9, 9.0) + record(0x0A)

    assert rows(ole(tmp_path / "a.xls", workbook(chart + record(0xBD, packed))), "xls") == [
        (1, ["", "7", "1234.56"], None)
    ]


def test_excel_95_writes_its_strings_in_a_code_page(tmp_path: Path) -> None:
    label = record(0x204, struct.pack("<HHHH", 0, 0, 0, 3) + "Жук".encode("cp1251"))
    stream = workbook(label, record(0x42, struct.pack("<H", 1251)), version=0x0500, name=b"\1S")

    assert tables(ole(tmp_path / "a.xls", stream, name="Book"), "xls") == [
        ("S", [(1, ["Жук"], None)])
    ]


@pytest.mark.parametrize(
    ("code_page", "codec", "text"),
    [
        (10000, "mac-roman", "Müller"),
        (10001, "shift_jis", "山田"),
        (10006, "mac-greek", "Γιώργος"),
        (10007, "mac-cyrillic", "Жук"),
        (10029, "mac-latin2", "Łukasz"),
        (10081, "mac-turkish", "Gökçe Işık"),
        (1250, "cp1250", "Świątek"),
        (932, "cp932", "山田"),
    ],
)
def test_excel_95_on_a_macintosh_has_code_pages_of_its_own(
    code_page: int, codec: str, text: str, tmp_path: Path
) -> None:
    encoded = text.encode(codec)
    label = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(encoded)) + encoded)
    page = record(0x42, struct.pack("<H", code_page))
    stream = workbook(label, page, version=0x0500, name=b"\1S")

    assert rows(ole(tmp_path / "a.xls", stream, name="Book"), "xls") == [(1, [text], None)]


def font(charset: int) -> bytes:
    return record(
        0x31, struct.pack("<HHHHHBBBBB5s", 160, 0, 0, 400, 0, 0, 0, charset, 0, 5, b"Arial")
    )


@pytest.mark.parametrize(
    ("globals_", "text"),
    [
        (font(0) + font(204) + font(238), "Жук"),
        (font(238), "Ćóę"),
        (font(0), "Æóê"),
        (b"", "Æóê"),
        (record(0x42, struct.pack("<H", 1252)) + font(204), "Æóê"),
        (record(0x31), "Æóê"),
    ],
)
def test_a_font_tells_the_code_page_that_no_record_names(
    globals_: bytes, text: str, tmp_path: Path
) -> None:
    label = record(0x204, struct.pack("<HHHH", 0, 0, 0, 3) + b"\xc6\xf3\xea")
    stream = workbook(label, globals_, version=0x0500, name=b"\1S")

    assert rows(ole(tmp_path / "a.xls", stream, name="Book"), "xls") == [(1, [text], None)]


def test_a_format_that_cannot_be_read_is_the_general_one(tmp_path: Path) -> None:
    eight_bit = record(0x41E, struct.pack("<HB", 164, 10) + b"dd/mm/yyyy")
    cell_format = record(0xE0, struct.pack("<HH16x", 0, 164))
    sheet = number(0, 0, 45413.0) + number(0, 1, 45413.0, 77)

    path = ole(tmp_path / "a.xls", workbook(sheet, eight_bit + cell_format))

    assert rows(path, "xls") == [(1, ["45413", "45413"], None)]


def test_an_empty_text_may_end_behind_its_count(tmp_path: Path) -> None:
    label = record(0x204, struct.pack("<HHHH", 0, 0, 0, 0)) + number(0, 1, 7.0)

    assert rows(ole(tmp_path / "a.xls", workbook(label)), "xls") == [(1, ["", "7"], None)]


def test_shared_strings_that_are_cut_short_end_there(tmp_path: Path) -> None:
    strings = struct.pack("<II", 3, 3) + b"\4\0\0Anna" + b"\x05\0\0Ros"
    cell = record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))

    path = ole(tmp_path / "a.xls", workbook(cell, record(0xFC, strings)))

    assert rows(path, "xls") == [(1, ["Anna"], None)]


def test_refuses_a_cell_of_a_shared_string_that_was_cut(tmp_path: Path) -> None:
    strings = struct.pack("<II", 2, 2) + b"\4\0\0Anna" + b"\x05\0\0Ros"
    cell = record(0xFD, struct.pack("<HHHI", 0, 0, 0, 1))

    with pytest.raises(InvalidRequest, match="damaged"):
        rows(ole(tmp_path / "a.xls", workbook(cell, record(0xFC, strings))), "xls")


def test_dates_of_the_1904_system_are_four_years_later(tmp_path: Path) -> None:
    globals_ = record(0x22, b"\1\0") + record(0xE0, struct.pack("<HH16x", 0, 14))

    path = ole(tmp_path / "a.xls", workbook(number(0, 0, 43951.0), globals_))

    assert rows(path, "xls") == [(1, ["2024-05-01"], None)]


def test_another_office_file_is_unknown_content(tmp_path: Path) -> None:
    with pytest.raises(UnknownContent, match="without a workbook"):
        tables(ole(tmp_path / "a.doc", b"", "WordDocument"), "xls")


ORDERS: dict[str, list[tuple[int, int]]] = {
    "row by row": sorted((row, column) for row in range(4) for column in range(3)),
    "column by column": sorted(
        ((row, column) for row in range(4) for column in range(3)), key=lambda at: at[::-1]
    ),
    "from the last cell to the first": sorted(
        ((row, column) for row in range(4) for column in range(3)), reverse=True
    ),
}


@pytest.mark.parametrize("order", ORDERS)
def test_gathers_the_cells_of_a_row_whatever_their_order(order: str, tmp_path: Path) -> None:
    sheet = b"".join(number(row, column, 10 * row + column) for row, column in ORDERS[order])

    assert rows(ole(tmp_path / "a.xls", workbook(sheet)), "xls") == [
        (row + 1, [str(10 * row + column) for column in range(3)], None) for row in range(4)
    ]


def test_a_cell_that_is_there_twice_spoils_its_row_only(tmp_path: Path) -> None:
    sheet = number(1, 0, 1.0) + number(0, 0, 2.0) + number(1, 0, 3.0)

    assert rows(ole(tmp_path / "a.xls", workbook(sheet)), "xls") == [
        (1, ["2"], None),
        (2, ["3"], "The cell in column 1 is in the workbook twice: save it again."),
    ]


def test_leaves_out_far_cells_and_counts_hidden_rows(tmp_path: Path) -> None:
    def row_record(row: int, flags: int) -> bytes:
        return record(0x208, struct.pack("<HHHHHHHH", row, 0, 9, 255, 0, 0, flags, 0x0F))

    sheet = b"".join(row_record(row, 0x120 if row in (1, 3) else 0x100) for row in range(4))
    sheet += b"".join(number(row, 0, 1.0) for row in range(3)) + number(2, 300, 1.0)
    path = ole(tmp_path / "a.xls", workbook(sheet))

    assert rows(path, "xls", Limits(columns=200)) == [(row, ["1"], None) for row in (1, 2, 3)]
    far, hidden = notices(path, "xls", Limits(columns=200))
    assert far == "Cells beyond column GR are not read: remove the columns not needed"
    assert hidden.startswith("1 row hidden by a filter or by hand")


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    sheet = b"".join(number(row, 0, 1.0) for row in range(41))

    with pytest.raises(PayloadTooLarge, match="more rows"):
        rows(ole(tmp_path / "a.xls", workbook(sheet)), "xls", Limits(rows=10))


def test_sheets_that_claim_one_place_are_counted(tmp_path: Path) -> None:
    stream = workbook(number(0, 0, 1.0), record(0x85, struct.pack("<IBB", 0, 0, 0) + b"\1\0S") * 99)

    with pytest.raises(PayloadTooLarge, match="unpacks to more"):
        tables(ole(tmp_path / "a.xls", stream), "xls", Limits(unpacked_bytes=100_000))


def test_an_ancient_workbook_is_refused_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="older than Excel 95"):
        tables(ole(tmp_path / "a.xls", workbook(b"", version=0x0400)), "xls")


HOSTILE = {
    "string that is not there": (
        workbook(record(0xFD, struct.pack("<HHHI", 0, 0, 0, 7))),
        {},
        422,
        "damaged",
    ),
    "short record": (workbook(record(0x203, b"\0\0")), {}, 422, "damaged"),
    "cut string": (
        workbook(record(0x204, struct.pack("<HHHHB", 0, 0, 0, 999, 0) + b"ab")),
        {},
        422,
        "damaged",
    ),
    "chain in a circle": (workbook(number(0, 0, 1.0) * 600), {5: 3}, 422, "damaged"),
    "directory in a circle": (workbook(b""), {1: 1}, 422, "damaged"),
    "chain out of the file": (workbook(number(0, 0, 1.0) * 600), {5: 4_000_000}, 422, "damaged"),
    "not a workbook": (b"\xff" * 4096, {}, 422, "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_xls_is_refused(name: str, tmp_path: Path) -> None:
    stream, links, status, words = HOSTILE[name]

    refusal = outcome(ole(tmp_path / "hostile", stream, table=links), "xls")

    assert refusal["status"] == status
    assert words in str(refusal["message"])
