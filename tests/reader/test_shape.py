import pytest

from app.importer.reader.shape import reject_slipped
from app.importer.rows import Gravity, Notice, Row

NAMES = ["id", "name", "email", "status"]
FULL = ["7", "Anna", "a@b.it", "hot"]


def judged(
    *rows: list[str],
    names: list[str] = NAMES,
    lone_identifiers: bool = False,
    broken: tuple[int, ...] = (),
    notices: list[Notice] | None = None,
) -> list[int]:
    """The numbers of the rows that get a problem; the header is row 1, those in `broken` have one."""
    numbered: list[Row] = [
        (number, cells, "torn" if number in broken else None)
        for number, cells in enumerate(rows, 2)
    ]
    found = list(
        reject_slipped(
            iter(numbered),
            names,
            [] if notices is None else notices,
            lone_identifiers=lone_identifiers,
        )
    )
    assert [row[:2] for row in found] == [row[:2] for row in numbered]
    return [number for number, _, problem in found if problem and number not in broken]


def test_a_single_row_of_another_width_is_rejected() -> None:
    for odd in (FULL[:3], FULL[:2], [*FULL, ""], [*FULL, "x"]):
        for place in (0, 7, 29):
            rows = [FULL] * 30
            rows[place] = odd
            assert judged(*rows) == [place + 2]


def test_it_is_rejected_beyond_the_judged_rows_too() -> None:
    rows = [FULL] * 5_000
    rows[4_321] = FULL[:3]
    rows[4_999] = FULL[:3]
    assert judged(*rows) == [4_323, 5_001]


def test_the_message_counts_the_cells() -> None:
    rows: list[Row] = [(n, FULL if n != 9 else FULL[:3], None) for n in range(2, 40)]
    found = {
        number: problem
        for number, _, problem in reject_slipped(iter(rows), NAMES, [], lone_identifiers=False)
        if problem
    }
    assert found == {
        9: "This row has 3 cells where the header has 4: a delimiter or a quote is missing, "
        "or there is one too many"
    }


def test_several_short_rows_in_a_run_left_out_their_blank_cells() -> None:
    assert judged(*[FULL] * 500, FULL[:2], FULL[:2], *[FULL] * 30, *[FULL[:3]] * 16) == []


def test_two_rows_that_a_line_end_has_made_of_one_are_rejected() -> None:
    five = [*FULL, "x"]
    assert judged(*[five] * 30, five[:3], five[:3], *[five] * 30, names=[*NAMES, "note"]) == [
        32,
        33,
    ]
    assert judged(*[five] * 30, five[:2], five[:4], *[five] * 30, names=[*NAMES, "note"]) == [
        32,
        33,
    ]


def test_what_other_quotes_leave_of_a_note_is_rejected() -> None:
    rest = [["several", " lines"], ["with commas", " and words"]]
    rows = [*[FULL] * 30, [*FULL, "first"], *rest, *[FULL] * 30]
    assert judged(*rows) == [32, 33, 34]


def test_two_rows_that_slipped_differently_are_no_run() -> None:
    assert judged(*[FULL] * 30, FULL[:3], [*FULL, ""], *[FULL] * 30) == [32, 33]


def test_the_first_row_of_a_block_of_excel_may_be_short_at_the_end_of_the_file() -> None:
    assert judged(*[FULL] * 31, FULL[:3]) == []
    assert judged(*[FULL] * 31, [*FULL, ""]) == [33]
    assert judged(*[FULL] * 32, FULL[:3]) == [34]


def test_a_short_row_in_a_small_file_gives_a_notice() -> None:
    for rows, said in ((4, 0), (5, 1), (19, 1), (20, 0)):
        notices: list[Notice] = []
        found = judged(*[FULL] * (rows - 2), FULL[:3], FULL, notices=notices)
        assert found == ([rows] if rows == 20 else [])
        assert [notice.message for notice in notices] == [
            f"Row {rows} has 3 cells where the header has 4: if a delimiter is missing in it, "
            "its values stand in the wrong columns"
        ] * said


def test_a_lone_address_below_other_widths_gives_no_notice() -> None:
    notices: list[Notice] = []
    assert judged(["a@b.it"], FULL, FULL[:2], lone_identifiers=True, notices=notices) == []
    assert notices == []


def test_two_short_rows_in_a_small_file_are_passed_over() -> None:
    notices: list[Notice] = []
    assert judged(*[FULL] * 9, FULL[:3], FULL[:3], notices=notices) == []
    assert judged(*[FULL] * 4, FULL[:3], *[FULL] * 4, FULL[:3], FULL, notices=notices) == []
    assert notices == []


def test_a_wider_row_in_a_small_file_has_slipped() -> None:
    assert judged(*[FULL] * 4, [*FULL, ""]) == [6]
    assert judged(*[FULL] * 3, [*FULL, ""]) == []


def test_halves_of_a_row_in_a_small_file_are_rejected() -> None:
    assert judged(*[FULL] * 4, FULL[:2], FULL[:3], *[FULL] * 4) == [6, 7]


def test_where_rows_leave_out_their_blank_cells_all_widths_are_usual() -> None:
    assert judged(*[FULL, FULL[:3], FULL, FULL[:2]] * 20) == []


def test_a_row_that_fills_a_column_others_leave_out_is_usual() -> None:
    notices: list[Notice] = []
    assert judged(*[FULL[:3]] * 50, FULL, *[FULL[:3]] * 50, notices=notices) == []
    assert notices == []


def test_a_notice_says_that_no_row_is_as_wide_as_the_header() -> None:
    notices: list[Notice] = []
    assert judged(*[FULL[:3]] * 50, notices=notices) == []
    assert notices == [
        Notice(
            Gravity.UNREAD,
            None,
            "The first 50 rows have 3 cells where the header has 4: is a delimiter missing in them, "
            "or one too many in the header?",
        )
    ]


TRAILING = {
    "in every line": ([*NAMES, ""], [*FULL, ""]),
    "in the rows only": (NAMES, [*FULL, ""]),
    "in the header only": ([*NAMES, ""], FULL),
    "several of them": ([*NAMES, "", ""], [*FULL, "", ""]),
}


@pytest.mark.parametrize(("names", "row"), TRAILING.values(), ids=TRAILING)
def test_a_delimiter_at_the_end_of_nearly_every_line_is_no_cell(
    names: list[str], row: list[str]
) -> None:
    notices: list[Notice] = []
    short = row[:1] + row[2:]
    assert judged(*[row] * 30, short, *[row] * 30, names=names, notices=notices) == [32]
    assert notices == []


def test_a_row_that_lacks_only_the_last_delimiter_is_whole() -> None:
    assert judged(*[[*FULL, ""]] * 30, FULL, *[[*FULL, ""]] * 30) == []


LONE = ["(67 rows)", "77", "Totale: 3", "Saluti e grazie", "31/12/2025", "2025-12-31", "a@b.it, x"]


@pytest.mark.parametrize("cell", LONE)
@pytest.mark.parametrize("lone_identifiers", [True, False])
def test_a_line_without_a_delimiter_is_rejected(cell: str, lone_identifiers: bool) -> None:
    assert judged(FULL, [cell], lone_identifiers=lone_identifiers) == [3]
    assert judged(*[FULL] * 30, [cell], [cell], lone_identifiers=lone_identifiers) == [32, 33]


@pytest.mark.parametrize("cell", ["a@b.it", " a.b@c-d.example ", "3471234567", "+39 (02) 123-456"])
def test_a_whole_phone_or_address_alone_is_passed_on_where_the_first_column_is_one(
    cell: str,
) -> None:
    assert judged(FULL, [cell], lone_identifiers=True) == []
    assert judged(FULL, [cell], lone_identifiers=False) == [3]


def test_blank_rows_have_any_width() -> None:
    assert judged(*[FULL] * 30, [" "], ["", ""], *[FULL] * 30, [""] * 9) == []


@pytest.mark.parametrize("names", [["email"], ["email", ""], ["email", " ", ""]])
def test_below_a_header_of_one_column_lines_have_one_cell(names: list[str]) -> None:
    assert judged(*[["a@b.it"]] * 30, ["x"], names=names) == []


def test_narrow_rows_beside_a_broken_line_are_the_rest_of_its_note() -> None:
    note = [["saluti", " Anna"], ["a", "presto"], ["ciao"]]
    rows = [*[FULL] * 30, FULL, *note, *[FULL] * 30]
    assert judged(*rows, broken=(32,)) == [33, 34, 35]
    assert judged(*[FULL] * 3, FULL, *note, *[FULL] * 3, broken=(5,)) == [6, 7, 8]
    assert judged(*[FULL] * 30, FULL[:2], note[0], FULL[:1], FULL, broken=(34,)) == [32, 33]
    assert judged(*[FULL] * 8, FULL[:2], note[0], FULL[:1], *[FULL] * 8, broken=(12,)) == [10, 11]


def test_a_block_of_short_rows_beside_a_broken_line_stays() -> None:
    block = [FULL[:3]] * 15
    assert judged(*[FULL] * 300, *block[:7], FULL, *block[7:], *[FULL] * 30, broken=(309,)) == []
