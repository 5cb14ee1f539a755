"""What cleaning reports of a file: exact counts, and the first errors as long as whole rows of them fit."""

import json
from dataclasses import asdict

from app.importer.cleaning import (
    BLOCK_CHARACTERS,
    BLOCK_ROWS,
    CleanReport,
    blocks,
    note_rejected,
    sort_out,
)
from app.importer.rows import Record, Row, RowError, RowKinds


def accepted(row: int, customer_id: str | None, email: str | None, phone: str | None) -> Record:
    return row, customer_id, None, None, email, phone, None


def rejected(row: int, entries: int = 1) -> list[RowError]:
    return [RowError(row, field, "bad") for field in ("email", "phone", "status")[:entries]]


def noted(max_errors: int, *rows: list[RowError]) -> CleanReport:
    report = CleanReport(header_row=1)
    for errors in rows:
        note_rejected(errors, report, max_errors)
    return report


def test_rows_are_listed_while_all_that_is_wrong_with_them_fits() -> None:
    report = noted(4, rejected(2), rejected(3, 2), rejected(4))
    assert report.errors == [*rejected(2), *rejected(3, 2), *rejected(4)]
    assert (report.rejected, report.first_unlisted) == (3, None)


def test_the_first_row_that_does_not_fit_ends_the_list_though_later_ones_would() -> None:
    report = noted(4, rejected(2, 2), rejected(3, 3), rejected(4), rejected(5))
    assert report.errors == rejected(2, 2)
    assert (report.rejected, report.first_unlisted) == (4, 3)


def test_a_row_that_is_told_late_may_be_the_first_unlisted_one() -> None:
    # An unclosed quote is known only when the rows after it have been read.
    assert noted(1, rejected(2), rejected(9), rejected(5), rejected(7)).first_unlisted == 5


def test_a_block_is_counted_by_outcome_and_by_the_strongest_identifier() -> None:
    report = CleanReport(header_row=1)
    records = [
        accepted(2, "1", None, None),
        accepted(3, "2", "a@x.com", "+391"),
        accepted(4, "3", "b@x.com", None),
        accepted(5, None, "c@x.com", "+392"),
        accepted(6, None, "d@x.com", None),
        accepted(8, None, None, "+393"),
    ]
    for _ in range(2):
        assert sort_out([*records[:5], rejected(7), records[5]], report, 9) == records
    assert (report.total, report.rejected) == (14, 2)
    assert report.kinds == RowKinds(6, 4, 2)


def test_in_a_file_of_weak_ids_rows_are_counted_by_what_is_stronger() -> None:
    report = CleanReport(header_row=1, weak_column="code")
    records = [
        accepted(2, "1", None, None),
        accepted(3, "2", "a@x.com", "+391"),
        accepted(4, "3", None, "+392"),
        accepted(5, None, None, "+393"),
        accepted(6, "4", None, None),
        accepted(7, "4", None, None),
    ]
    assert sort_out([*records], report, 9) == records
    assert report.kinds == RowKinds(0, 1, 2, 3)
    assert report.weak_ids == 5


def test_a_block_of_nothing_but_rejected_rows_is_counted_too() -> None:
    report = CleanReport(header_row=1)
    assert sort_out([rejected(2), rejected(3)], report, 1) == []
    assert (report.total, report.rejected, report.first_unlisted) == (2, 2, 3)
    assert report.kinds == RowKinds(0, 0, 0)


def sizes(*lengths: int) -> list[int]:
    """How many rows each block has, of rows with a cell of that length; none may be lost."""
    rows: list[Row] = [(number, ["", "x" * length], None) for number, length in enumerate(lengths)]
    made = list(blocks(iter(rows)))
    assert [row for block in made for row in block] == rows
    return [len(block) for block in made]


def test_rows_come_in_blocks_that_grow_to_their_size() -> None:
    assert sizes() == []
    assert sizes(*[1] * 130) == [1, 2, 4, 8, 16, 32, 64, 3]
    assert set(sizes(*[1] * 2_000)[7:-1]) == {BLOCK_ROWS}


def test_long_rows_come_in_blocks_of_few() -> None:
    assert sizes(*[BLOCK_CHARACTERS // 4] * 20)[3:-1] == [4, 4, 4]
    assert sizes(*[2 * BLOCK_CHARACTERS] * 3) == [1, 1, 1]
    assert sizes(1, 1, 1, 2 * BLOCK_CHARACTERS, 1, 1, 1) == [1, 2, 4]


def test_a_report_survives_json() -> None:
    report = CleanReport(3, 20, 2, RowKinds(4, 5, 9), [*rejected(4), RowError(7, None, "x")], 8)
    assert CleanReport.from_json(json.loads(json.dumps(asdict(report)))) == report
