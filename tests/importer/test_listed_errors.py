"""docs/design.md#messages, `errors`: the first entries by row whatever their kind, no row cut in two, and how many were left out."""

from dataclasses import replace
from itertools import groupby

import pytest

from app.importer.cleaning import CleanReport
from app.importer.merge import MergeCounts, Rejection
from app.importer.result import build_result, listed_errors, rejection_error
from app.importer.rows import Gravity, Notice, RowError

NOTICE = Notice(Gravity.UNREAD, "phone", "notice")
REST = "rejected from here on: fix the rows above and send the file again to see the rest"


def bad(row: int, field: str | None = "email") -> RowError:
    return RowError(row, field, "bad")


def report(*errors: RowError, first_unlisted: int | None = None) -> CleanReport:
    """A report of rejected rows with different numbers."""
    entries = [len(list(of_row)) for _, of_row in groupby(errors, key=lambda error: error.row)]
    found = CleanReport(header_row=1, errors=list(errors), entries=entries)
    return replace(found, first_unlisted=first_unlisted)


def listed(
    found: CleanReport, *ambiguous: RowError, skipped: int, max_errors: int
) -> list[RowError]:
    return list(listed_errors(found, list(ambiguous), skipped, max_errors))


def test_errors_of_both_kinds_stand_in_the_order_of_their_rows() -> None:
    assert listed(report(bad(2), bad(5)), bad(3), bad(7), skipped=4, max_errors=4) == [
        bad(2),
        bad(3),
        bad(5),
        bad(7),
    ]


def test_entries_of_one_row_stay_in_the_order_they_were_found_in() -> None:
    found = [bad(2, "name"), bad(2, "email"), bad(2, None)]
    assert listed(report(*found), skipped=1, max_errors=3) == found


def test_one_row_too_many_is_counted_on_its_own_row() -> None:
    assert listed(report(bad(2), bad(5)), bad(3), skipped=3, max_errors=2) == [
        bad(2),
        bad(3),
        RowError(5, None, f"1 more row was {REST}"),
    ]


def test_several_rows_too_many_are_counted_with_their_thousands() -> None:
    found = report(bad(2), first_unlisted=4)
    assert listed(found, skipped=1235, max_errors=1) == [
        bad(2),
        RowError(4, None, f"1,234 more rows were {REST}"),
    ]


def test_a_row_whose_entries_do_not_all_fit_is_left_out_as_a_whole() -> None:
    found = report(bad(2), bad(3, "email"), bad(3, "phone"))
    assert listed(found, skipped=2, max_errors=2) == [
        bad(2),
        RowError(3, None, f"1 more row was {REST}"),
    ]


def test_after_a_row_that_was_left_out_no_later_row_is_listed_though_it_would_fit() -> None:
    found = report(bad(3, "email"), bad(3, "phone"))
    assert listed(found, bad(9), skipped=2, max_errors=1) == [
        RowError(3, None, f"2 more rows were {REST}")
    ]


@pytest.mark.parametrize(("ambiguous", "first_left_out"), [(4, 4), (5, 4), (9, 4)])
def test_nothing_is_listed_from_the_first_row_that_the_report_does_not_know(
    ambiguous: int, first_left_out: int
) -> None:
    found = report(bad(2), first_unlisted=4)
    assert listed(found, bad(ambiguous), skipped=3, max_errors=9) == [
        bad(2),
        RowError(first_left_out, None, f"2 more rows were {REST}"),
    ]


def test_an_ambiguous_row_before_the_first_unlisted_one_is_listed_while_there_is_room() -> None:
    found = report(bad(2), first_unlisted=9)
    assert listed(found, bad(4), skipped=3, max_errors=2)[:2] == [bad(2), bad(4)]
    assert listed(found, bad(4), skipped=3, max_errors=1)[1:] == [
        RowError(4, None, f"2 more rows were {REST}")
    ]


def test_a_notice_on_the_header_takes_room_and_is_no_rejected_row() -> None:
    found = replace(report(bad(2), bad(3)), notices=[NOTICE])
    assert listed(found, skipped=2, max_errors=2) == [
        RowError(1, "phone", "notice"),
        bad(2),
        RowError(3, None, f"1 more row was {REST}"),
    ]


def test_a_notice_that_had_no_room_is_not_told_as_a_rejected_row() -> None:
    assert listed(replace(report(), notices=[NOTICE]), skipped=0, max_errors=0) == []


def test_two_rejected_rows_with_one_number_are_listed_and_counted_as_two() -> None:
    found = CleanReport(
        header_row=1, errors=[bad(2, "email"), bad(2, "phone"), bad(3)], entries=[1, 1, 1]
    )
    assert listed(found, bad(3), skipped=4, max_errors=9) == [*found.errors, bad(3)]
    assert listed(found, bad(3), skipped=4, max_errors=1)[1:] == [
        RowError(2, None, f"3 more rows were {REST}")
    ]


def test_a_rejected_row_numbered_like_the_header_is_no_notice() -> None:
    found = replace(report(bad(1), bad(2)), notices=[NOTICE])
    assert listed(found, skipped=2, max_errors=2)[1:] == [
        bad(1),
        RowError(2, None, f"1 more row was {REST}"),
    ]


@pytest.mark.parametrize(("field", "called"), [("email", "e-mail"), ("phone", "phone")])
def test_an_ambiguous_row_says_how_many_share_what_and_what_decides(
    field: str, called: str
) -> None:
    assert rejection_error(Rejection(7, field, 3, 1)) == RowError(
        7,
        field,
        f"3 customers share this {called}: add a customer_id column to say which one is meant",
    )


def test_every_count_of_the_answer_comes_from_the_file_and_the_merge() -> None:
    found = CleanReport(header_row=1, total=20, rejected=1, errors=[bad(2)], entries=[1])
    counts = MergeCounts(created=5, targets_created=7, rejections=[Rejection(4, "email", 2, 1)])
    answer = build_result(found, counts, max_errors=10)
    assert answer.model_dump(exclude={"errors", "target"}) == {
        "total": 20,
        "created": 5,
        "updated": 13,
        "skipped": 2,
        "targets_created": 7,
        "targets_skipped": 11,
    }
    assert [(error.row, error.field) for error in answer.errors] == [(2, "email"), (4, "email")]
