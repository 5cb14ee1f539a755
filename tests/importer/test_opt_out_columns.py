"""A file's opt-out columns are judged before its first row is given away, by a second reading if need be."""

from pathlib import Path
from typing import Any

import pytest

from app.importer import cleaning
from app.importer.cleaning import CleanReport, CleanRequest, clean
from app.importer.error_list import list_rejected
from app.importer.normalizer import Header
from app.importer.normalizer.opt_outs import SAMPLE_ROWS
from app.importer.rows import Limits, Table

HEADER = Header(1, ["email", "dnc"], (("email", (0,)),), extra={"opt_out": (1,)})
OPTED_OUT = b"do_not_contact"


@pytest.fixture(autouse=True)
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Table]:
    """The tables that were opened; every one has HEADER in its first row."""
    opened: list[Table] = []

    def find(tables: Any, *_: Any) -> tuple[Table, Header]:
        table = next(tables)
        next(table.rows)
        opened.append(table)
        return table, HEADER

    monkeypatch.setattr(cleaning, "find_table", find)
    return opened


def request(tmp_path: Path, *answers: str) -> CleanRequest:
    path = tmp_path / "file.csv"
    rows = (f"a{n}@x.com,{answer}" for n, answer in enumerate(answers))
    path.write_text("\n".join(["email,dnc", *rows]))
    return CleanRequest(path, "IT", Limits(), 10)


def cleaned(request: CleanRequest) -> tuple[bytes, CleanReport]:
    blocks = clean(request)
    copied = b""
    while True:
        try:
            copied += next(blocks)
        except StopIteration as end:
            return copied, end.value


def test_reports_how_many_rows_a_column_opted_out(tmp_path: Path) -> None:
    copied, report = cleaned(request(tmp_path, "yes", "no", "", "TRUE", ""))
    assert (copied.count(OPTED_OUT), report.opted_out, report.notices) == (2, 2, [])


def test_reads_a_usual_file_once(tmp_path: Path, readings: list[Table]) -> None:
    _, report = cleaned(request(tmp_path, *["no"] * (3 * SAMPLE_ROWS)))
    assert (len(readings), report.total) == (1, 3 * SAMPLE_ROWS)


def test_reads_the_whole_file_before_it_gives_up_a_column(
    tmp_path: Path, readings: list[Table]
) -> None:
    answers = ["forse"] * SAMPLE_ROWS + ["yes"] * (20 * SAMPLE_ROWS)
    copied, report = cleaned(request(tmp_path, *answers))
    assert len(readings) == 2
    assert (report.rejected, report.opted_out) == (SAMPLE_ROWS, 20 * SAMPLE_ROWS)
    assert copied.count(OPTED_OUT) == 20 * SAMPLE_ROWS


def test_gives_up_a_column_of_other_things_with_a_notice(
    tmp_path: Path, readings: list[Table]
) -> None:
    answers = ["22-08"] * (2 * SAMPLE_ROWS)
    copied, report = cleaned(request(tmp_path, *answers))
    assert (len(readings), report.rejected, copied.count(OPTED_OUT)) == (2, 0, 0)
    assert [notice.message for notice in report.notices] == [
        "Column 'dnc' is not read as an opt-out: 2,000 of its 2,000 filled cells are neither yes nor no ('22-08'): "
        "write yes or no"
    ]


def test_lists_the_rows_that_an_unclear_answer_rejected(tmp_path: Path) -> None:
    asked = request(tmp_path, *["no"] * 30, "forse", "yes")
    listed = b"".join(list_rejected(asked, {})).decode()
    assert listed.splitlines()[1:] == [
        "32,status: 'forse' in column 'dnc' is neither yes nor no: write yes or no,a30@x.com,forse"
    ]
