"""Whatever happens to a workbook's bytes, it is read or refused: nothing else is ever raised."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ServiceError
from tests.workbooks.builders import ods, package, tables, wide, xlsb, xlsb_cell, xlsb_row, xlsx

ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45413.5</v></c></row>'
ODS_CELL = '<table:table-cell office:value-type="float" office:value="4"><text:p>4</text:p>'


def xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for column, value in enumerate(["текст", 1, 0.5, True, xlwt.Formula("1+1")]):
        sheet.write(0, column, value)
    book.save(str(path))
    return path


def honest(path: Path, kind: str) -> Path:
    if kind == "xls":
        return xls(path)
    if kind == "xlsx":
        return xlsx(path, ROW, strings="<si><t>a</t></si>", formats=["yyyy"])
    if kind == "ods":
        row = f"<table:table-row>{ODS_CELL}</table:table-cell></table:table-row>"
        return ods(path, f'<table:table table:name="S">{row}</table:table>')
    cells = xlsb_cell(7, 0, bytes(4)) + xlsb_cell(5, 1, struct.pack("<d", 4), 1)
    return xlsb(
        path, xlsb_row(0) + cells + xlsb_cell(6, 2, wide("b")), strings=["a"], formats=["yyyy"]
    )


def read_or_refused(path: Path, kind: str) -> bool:
    try:
        tables(path, kind)
    except ServiceError as error:
        return error.status in {413, 415, 422}
    return True


damage = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from([1, 2, 4]), st.binary(max_size=4)), max_size=4
)


def damaged(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, size, replacement in changes:
        at %= len(data) or 1
        data = data[:at] + replacement + data[at + size :]
    return data


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls", "ods"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=damage)
def test_a_damaged_file_is_read_or_refused(
    kind: str, tmp_path: Path, changes: list[tuple[int, int, bytes]]
) -> None:
    path = honest(tmp_path / "a", kind)
    path.write_bytes(damaged(path.read_bytes(), changes))

    assert read_or_refused(path, kind)


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(index=st.integers(0, 5), changes=damage)
def test_a_package_with_a_damaged_part_is_read_or_refused(
    kind: str, tmp_path: Path, index: int, changes: list[tuple[int, int, bytes]]
) -> None:
    with zipfile.ZipFile(honest(tmp_path / "a", kind)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = list(parts)[index % len(parts)]
    part = parts[name]
    parts[name] = damaged(part.encode() if isinstance(part, str) else part, changes)

    assert read_or_refused(package(tmp_path / "a", parts), kind)
