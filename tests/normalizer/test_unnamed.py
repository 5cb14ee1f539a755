"""Filled cells that the header gives no name are covered by one notice."""

import pytest

from app.importer.normalizer.unnamed import column_letters
from app.importer.rows import Gravity, RowError
from tests.normalizer.tables import header_of, message, read, values


def test_a_note_beside_the_table_of_a_workbook_is_not_read() -> None:
    header = header_of("email", "name", "phone")
    rows = [["a@x.com", "Anna", "", "called in May"], ["b@x.com", "Bea", ""]]
    outcomes, notices = read(header, *rows, is_delimited=False)
    assert [values(outcome) for outcome in outcomes] == [
        {"email": "a@x.com", "name": "Anna"},
        {"email": "b@x.com", "name": "Bea"},
    ]
    assert notices == [
        (
            Gravity.UNREAD,
            None,
            "Column D has no header and is not read: name the column if it matters",
        )
    ]


def test_in_a_line_of_text_a_surplus_cell_rejects_the_row() -> None:
    outcomes, notices = read(header_of("email", "name"), ["a@x.com", "Rossi", "Anna"])
    assert outcomes == [
        [
            RowError(
                2,
                None,
                "This row has more cells than the header ('Anna' has no column): "
                "put quotes around a cell that contains the delimiter, or name the column.",
            )
        ]
    ]
    assert notices == []


def test_several_columns_share_one_notice() -> None:
    header = header_of("email")
    _, [notice] = read(header, ["a@x.com", "", "x", "y"], ["b@x.com", "z"], is_delimited=False)
    assert notice.message.startswith("Columns B, C, D have no header and are not read")
    _, [notice] = read(header, ["a@x.com", *"123456789"], is_delimited=False)
    assert notice.message.startswith("Columns B, C, D, E, F and 4 more have no header")


@pytest.mark.parametrize("is_delimited", [True, False])
def test_a_column_below_a_blank_cell_of_the_header_is_named_too(is_delimited: bool) -> None:
    rows = [["a@x.com", "", "Anna"], ["b@x.com", "VIP", "Bea"], ["c@x.com"]]
    outcomes, [notice] = read(header_of("email", "", "name"), *rows, is_delimited=is_delimited)
    assert len([values(outcome) for outcome in outcomes]) == 3
    assert notice.message.startswith("Column B has no header and is not read")


def test_the_running_numbers_of_a_program_are_no_reason() -> None:
    rows = [[str(n), f"a{n}@x.com"] for n in range(12)]
    assert read(header_of("", "email"), *rows)[1] == []


def test_blank_surplus_cells_are_nothing() -> None:
    outcomes, notices = read(header_of("email"), ["a@x.com", " ", ""], is_delimited=False)
    assert (values(outcomes[0]), notices) == ({"email": "a@x.com"}, [])


def test_a_row_that_is_nothing_but_a_note_is_rejected() -> None:
    outcomes, _ = read(header_of("email", "name"), ["", "", "see sheet 2"], is_delimited=False)
    assert message(outcomes[0]).startswith("This row has no customer_id, e-mail or phone")


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_as_a_spreadsheet_calls_them(index: int, letters: str) -> None:
    assert column_letters(index) == letters
