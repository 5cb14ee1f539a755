"""Blocks of the common case are read together; whatever is odd in any way, row by row."""

import pytest

from app.importer.normalizer import find_header
from app.importer.normalizer.phone import PhoneReader
from app.importer.normalizer.plain import PlainBlocks
from app.importer.rows import FIELDS, Record, Row

GOOD = ["C-1", "Anna", "Rossi", "Anna@Example.com", "347 123 4567", "new"]
RECORD = ("C-1", "Anna", "Rossi", "anna@example.com", "+393471234567", "new")


def read(*rows: list[str], names: tuple[str, ...] = FIELDS) -> list[Record] | None:
    header = find_header([(1, list(names), None)])
    assert header is not None
    columns = dict(header.columns)
    indices = [columns.get(field, (len(names),))[0] for field in FIELDS]

    def pick(cells: list[str]) -> tuple[str, ...]:
        return tuple(cells[index] for index in indices)

    numbered: list[Row] = [(number, cells, None) for number, cells in enumerate(rows, 2)]
    return PlainBlocks(list(names), pick, PhoneReader("IT")).read(numbered)


def changed(**values: str) -> list[str]:
    return [values.get(field, cell) for field, cell in zip(FIELDS, GOOD, strict=True)]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("customer_id", "", None),
        ("customer_id", "00e7", "00e7"),
        ("customer_id", "x" * 255, "x" * 255),
        ("name", "José María", "José María"),
        ("name", "-", "-"),
        ("surname", "", None),
        ("email", "", None),
        ("email", "B.C-d+e@Mail.Example.IT", "b.c-d+e@mail.example.it"),
        ("email", f"{'a' * 58}@x.com", f"{'a' * 58}@x.com"),
        ("phone", "", None),
        ("phone", "+1 650 253 0000", "+16502530000"),
        ("status", "s" * 50, "s" * 50),
    ],
)
def test_what_is_common_is_read_in_blocks(field: str, cell: str, value: str | None) -> None:
    record: list[str | None] = list(RECORD)
    record[FIELDS.index(field)] = value
    assert read(GOOD, changed(**{field: cell})) == [(2, *RECORD), (3, *record)]


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("customer_id", "NULL"),
        ("customer_id", "1.2E+05"),
        ("customer_id", "x" * 256),
        ("customer_id", "Customer_ID"),
        ("name", " Anna"),
        ("name", "Anna "),
        ("name", "'=1"),
        ("name", "#N/A"),
        ("name", "a\tb"),
        ("name", "Jose\u0301"),
        ("surname", "Err:502"),
        ("surname", "x" * 256),
        ("surname", "zero\u200bwidth"),
        ("email", "not an address"),
        ("email", "a@localhost.test"),
        ("email", "a@x.com|b@x.com"),
        ("email", f"{'a' * 60}@x.com"),
        ("phone", "12"),
        ("phone", "tel 347"),
        ("status", "s" * 51),
    ],
)
def test_one_odd_cell_leaves_the_block_to_be_read_row_by_row(field: str, cell: str) -> None:
    assert read(GOOD, changed(**{field: cell}), GOOD) is None


def test_a_row_that_is_short_long_damaged_or_nobody_leaves_the_block_too() -> None:
    assert read(GOOD, GOOD[:5]) is None
    assert read(GOOD, [*GOOD, ""]) is None
    assert read(GOOD, changed(customer_id="", email="", phone="")) is None
    assert read(GOOD, list(FIELDS)) is None


def test_one_identifier_of_any_kind_is_enough() -> None:
    alone = [("7", None, None), (None, "a@x.com", None), (None, None, "+393471234567")]
    rows = [
        changed(customer_id=id or "", email=email or "", phone=phone or "")
        for id, email, phone in alone
    ]
    assert read(*rows) == [
        (number, id, "Anna", "Rossi", email, phone, "new")
        for number, (id, email, phone) in enumerate(alone, 2)
    ]


def test_a_repeated_header_is_found_whatever_it_is_called() -> None:
    names = ("customer_id [a|b]", "name")
    assert read(["7", "Anna"], [*names], names=names) is None


def test_columns_that_are_missing_or_not_read_are_no_oddity() -> None:
    assert read(["#", "a@x.com"], ["", "b@x.com"], names=("notes", "email")) == [
        (2, None, None, None, "a@x.com", None, None),
        (3, None, None, None, "b@x.com", None, None),
    ]
