"""COPY's text format: what it would take for its own is escaped, whatever else the block holds."""

import pytest

from app.importer.copy_format import encode_records
from app.importer.rows import Record

PLAIN: Record = (2, "C-1", "Anna", "Bini", "a@x.com", "+393471234567", "new")
PLAIN_LINE = b"7\t2\tC-1\tAnna\tBini\ta@x.com\t+393471234567\tnew\t\n"


def test_a_record_is_one_line_of_its_position_its_number_and_its_fields() -> None:
    assert encode_records([PLAIN], 7) == PLAIN_LINE


def test_a_weak_id_stands_behind_the_fields() -> None:
    line = b"7\t2\t\tAnna\tBini\ta@x.com\t+393471234567\tnew\tC-1\n"
    assert encode_records([PLAIN], 7, is_weak=True) == line


def test_a_weak_id_is_escaped_like_all_values() -> None:
    record: Record = (2, "a\tb", None, None, "a@x.com", None, None)
    assert encode_records([record], 1, is_weak=True) == b"1\t2\t\t\t\ta@x.com\t\t\ta\\tb\n"


def test_a_blank_is_nothing_between_two_tabs() -> None:
    assert encode_records([(3, None, None, None, None, None, None)], 1) == b"1\t3\t\t\t\t\t\t\t\n"


def test_no_records_are_no_bytes() -> None:
    assert encode_records([], 1) == b""


def test_letters_of_every_script_are_utf_8() -> None:
    record: Record = (2, None, "Žofie 李", None, "a@x.com", None, None)
    assert encode_records([record], 1) == "1\t2\t\tŽofie 李\t\ta@x.com\t\t\t\n".encode()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a\\b", b"a\\\\b"),
        ("a\tb", b"a\\tb"),
        ("a\nb", b"a\\nb"),
        ("a\rb", b"a\\rb"),
        ("\\N", b"\\\\N"),
        ("\\\t\n\r", b"\\\\\\t\\n\\r"),
    ],
)
@pytest.mark.parametrize("column", range(1, 7))
def test_what_copy_takes_for_its_own_is_escaped_in_every_column(
    text: str, escaped: bytes, column: int
) -> None:
    values: list[str | None] = [None] * 6
    values[column - 1] = text
    a, b, c, d, e, f = values
    line = b"6\t5" + b"\t" * column + escaped + b"\t" * (7 - column) + b"\n"
    assert encode_records([(5, a, b, c, d, e, f), PLAIN], 6) == line + PLAIN_LINE
