"""docs/design.md#phones: E.164 whatever a spreadsheet or a person made of them."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines, xlsx
from tests.files.cases import Case, customer, new
from tests.files.test_values import CURE, kept, rejected

MOBILE = "+393471234567"

ITALIAN = [
    kept(f"{written!r} is {MOBILE}", "phone", written, MOBILE)
    for written in (
        MOBILE,
        "3471234567",
        "347 123 45 67",
        "347/123.45-67",
        "(347) 1234567",
        "+39 (347) 1234567",
        "0039 347 1234567",
        "tel:+39-347-1234567",
        "'3471234567",
        "'+393471234567",
        "+39 ３４７ １２３４５６７",
        "٣٤٧١٢٣٤٥٦٧",
        "\u202a+39 347 1234567\u202c",
        "347\u00a01234567",
        "3471234567.0",
        "393471234567.0",
        "3.93471234567E+11",
        "3,93471234567E+11",
        "3.471234567E+09",
    )
]

PHONES = [
    *ITALIAN,
    kept("an Italian landline keeps its zero", "phone", "02 12345678", "+390212345678"),
    kept("the zero in brackets is dropped", "phone", "+44 (0)20 7946 0958", "+442079460958"),
    kept("a foreign number is read by its own plan", "phone", "+1 212 555 0123", "+12125550123"),
    kept("the region reads national numbers", "phone", "07400 123456", "+447400123456", "GB"),
    kept("the region's own way out", "phone", "011 39 347 1234567", MOBILE, "US"),
    kept(
        "the country code without its plus sign", "phone", "4915112345678", "+4915112345678", "DE"
    ),
    kept("00 where the region dials otherwise", "phone", "005511961234567", "+5511961234567", "BR"),
    kept("a one that Mexico no longer dials", "phone", "+52 1 55 1234 5678", "+525512345678", "MX"),
    kept("slashes between pairs", "phone", "06/12/34/56/78", "+33612345678", "FR"),
    kept("a foreign number without its plus sign", "phone", "447911123456", "+447911123456"),
    kept("a zero that Italy never dials", "phone", "+39 (0) 347 1234567", MOBILE),
    kept("a label of a form", "phone", "p:+393471234567", MOBILE),
    kept(
        "where no reading is valid, possible is enough: numbering plans go stale",
        "phone",
        "+39 999 1234567",
        "+399991234567",
    ),
    kept("with no region a number is its digits", "phone", "02 123-45678", "0212345678", None),
    kept("with no region a plus is enough", "phone", "+39 347 1234567", MOBILE, None),
    kept("three digits are the fewest", "phone", "118", "118", None),
    kept("fifteen digits are the most", "phone", "123456789012345", "123456789012345", None),
    rejected("two digits", "phone", "12", "12", None),
    rejected("sixteen digits", "phone", "1234567890123456", "", None),
    rejected("impossible in the account's country", "phone", "12", "12"),
    rejected("too long in the account's country", "phone", "3471234567890123"),
    rejected("too long in its own country", "phone", "+44 20 7946 0958 1234"),
    rejected("no such country code", "phone", "+999 347 1234567"),
    rejected("words", "phone", "ask her"),
    rejected("digits that Excel has lost", "phone", "3.93E+11", CURE),
    rejected("digits that an Italian Excel has lost", "phone", "3,93E+11", CURE),
    rejected("an error cell", "phone", "#N/A"),
    rejected("two numbers as Google joins them", "phone", "608-555-0123 ::: 608-555-0124"),
    rejected("two readings", "phone", "390642792", "may be +39390642792 or +390642792"),
    rejected("a zero that a spreadsheet took", "phone", "61234567", "has lost a zero"),
    rejected("a calculated number", "phone", "-9999999908", CURE, "IN"),
    rejected("two numbers", "phone", "3471234567 / 3477654321"),
    rejected("more than fifty characters of digits", "phone", "+39" + "3" * 50),
    Case(
        "the setting's region reads what an account without one sends",
        lines("phone", "3471234567"),
        new(1),
        [customer(phone=MOBILE)],
        region=None,
        settings={"default_region": "IT"},
    ),
    Case(
        "the account's region is stronger than the setting's",
        lines("phone", "3471234567"),
        new(1),
        [customer(phone=MOBILE)],
        settings={"default_region": "US"},
    ),
    Case(
        "a number cell of a workbook is a phone with all its digits",
        xlsx([["phone"], [3471234567], [393471234568.0]]),
        new(2),
        [customer(phone=MOBILE), customer(phone="+393471234568")],
    ),
    Case(
        "a plus sign that Excel would run as a formula comes back",
        lines("phone", "'+39 347 1234567"),
        new(1),
        [customer(phone=MOBILE)],
    ),
]


@pytest.mark.parametrize("case", PHONES, ids=str)
def test_a_phone_is_stored_or_rejected(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
