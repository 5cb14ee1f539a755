"""XLSB: no library here writes it, so its records are written by hand from [MS-XLSB]."""

import struct
from pathlib import Path

from tests.workbooks.builders import notices, record, rows, tables, wide, xlsb, xlsb_cell, xlsb_row

RK_REAL_HALF = struct.pack("<I", struct.unpack("<Q", struct.pack("<d", 0.5))[0] >> 32)


def rk(integer: int, *, hundredths: bool = False) -> bytes:
    return struct.pack("<I", (integer << 2 | 2 | hundredths) & 0xFFFFFFFF)


def double(value: float) -> bytes:
    return struct.pack("<d", value)


def test_every_kind_of_cell_comes_out_as_people_see_it(tmp_path: Path) -> None:
    sheet = xlsb_row(0) + b"".join(
        [
            xlsb_cell(7, 0, struct.pack("<I", 1)),
            xlsb_cell(2, 1, rk(-7)),
            xlsb_cell(2, 2, rk(123456, hundredths=True)),
            xlsb_cell(2, 3, RK_REAL_HALF),
            xlsb_cell(3, 4, b"\x2a"),
            xlsb_cell(4, 5, b"\1"),
            xlsb_cell(5, 6, double(393471234567.0)),
            xlsb_cell(6, 7, wide("in line 🎉")),
            xlsb_cell(1, 8, b""),
            xlsb_cell(8, 9, wide("formula") + bytes(8)),
            xlsb_cell(9, 10, double(2) + bytes(8)),
            xlsb_cell(10, 11, b"\0" + bytes(8)),
            xlsb_cell(11, 12, b"\x17" + bytes(8)),
            xlsb_cell(62, 13, b"\1" + wide("rich") + bytes(8)),
        ]
    )

    assert rows(xlsb(tmp_path / "a.xlsb", sheet, strings=["zero", "one"]), "xlsb") == [
        (
            1,
            [
                "one",
                "-7",
                "1234.56",
                "0.5",
                "#N/A",
                "TRUE",
                "393471234567",
                "in line 🎉",
                "",
                "formula",
                "2",
                "FALSE",
                "#REF!",
                "rich",
            ],
            None,
        )
    ]


def test_formats_and_sparse_rows_are_respected(tmp_path: Path) -> None:
    sheet = (
        xlsb_row(4)
        + xlsb_cell(5, 1, double(45413), 1)
        + xlsb_cell(2, 3, rk(42), 2)
        + xlsb_row(5)
        + xlsb_row(7)
        + xlsb_cell(2, 0, rk(1), 0)
    )

    assert rows(xlsb(tmp_path / "a.xlsb", sheet, formats=["dd/mm/yyyy", "00000"]), "xlsb") == [
        (5, ["", "2024-05-01", "", "00042"], None),
        (8, ["1"], None),
    ]


def test_hidden_sheets_are_left_out_and_unknown_records_passed_over(tmp_path: Path) -> None:
    sheet = record(1234, bytes(300)) + xlsb_row(0) + xlsb_cell(2, 0, rk(1))

    assert tables(xlsb(tmp_path / "a.xlsb", sheet, states=[1, 0, 2]), "xlsb") == [
        ("Sheet2", [(1, ["1"], None)])
    ]


def test_short_cells_stand_right_of_the_one_before(tmp_path: Path) -> None:
    plain = struct.pack("<I", 0)
    sheet = (
        xlsb_row(0)
        + record(18, plain + struct.pack("<I", 0))
        + record(12, plain)
        + record(13, struct.pack("<I", 1) + rk(42))
        + xlsb_cell(2, 4, rk(7))
        + record(16, plain + double(0.5))
        + record(14, plain + b"\x2a")
        + record(15, plain + b"\1")
        + record(17, plain + wide("text"))
        + xlsb_row(1)
        + record(13, plain + rk(8))
    )

    assert rows(xlsb(tmp_path / "a.xlsb", sheet, strings=["one"], formats=["00000"]), "xlsb") == [
        (1, ["one", "", "00042", "", "7", "0.5", "#N/A", "TRUE", "text"], None),
        (2, ["8"], None),
    ]


def test_counts_hidden_rows(tmp_path: Path) -> None:
    hidden = record(0, struct.pack("<IIHBBB", 1, 0, 300, 0, 0x10, 0) + bytes(4))
    sheet = xlsb_row(0) + xlsb_cell(2, 0, rk(1)) + hidden + xlsb_cell(2, 0, rk(2))
    path = xlsb(tmp_path / "a.xlsb", sheet)

    assert rows(path, "xlsb") == [(1, ["1"], None), (2, ["2"], None)]
    assert notices(path, "xlsb")[0].startswith("1 row hidden by a filter or by hand")


def test_a_format_that_does_not_exist_is_the_general_one(tmp_path: Path) -> None:
    sheet = xlsb_row(0) + xlsb_cell(5, 0, double(45413), 7)

    assert rows(xlsb(tmp_path / "a.xlsb", sheet), "xlsb") == [(1, ["45413"], None)]
