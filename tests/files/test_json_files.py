"""docs/design.md#files, JSON Lines and JSON arrays: values are the text they are in the file."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.cases import Case, Counts, customer, new

JSON = [
    Case(
        "numbers keep every digit",
        b'{"customer_id": 12345678901234567890, "phone": 393471234567}\n',
        new(1),
        [customer(customer_id="12345678901234567890", phone="+393471234567")],
    ),
    Case(
        "null is a blank",
        b'{"email": "anna@x.com", "name": null}\n',
        new(1),
        [customer(email="anna@x.com")],
    ),
    Case(
        "true is text",
        b'{"email": "anna@x.com", "status": true}\n',
        new(1),
        [customer(email="anna@x.com", status="true")],
    ),
    Case(
        "the columns are the union of the keys",
        b'{"email": "anna@x.com"}\n{"name": "Bea", "email": "bea@x.com", "colour": "red"}\n',
        new(2),
        [customer(email="anna@x.com"), customer(email="bea@x.com", name="Bea")],
    ),
    Case(
        "a line that is no object is a rejected row",
        b'{"email": "anna@x.com"}\n{"email": "bea@x.com"}\nnot JSON\n[1]\n{"email": "cleo@x.com"}\n{}\n',
        new(3, rejected=2),
        [customer(email=f"{name}@x.com") for name in ("anna", "bea", "cleo")],
        [(3, None, "JSON"), (4, None, "JSON")],
    ),
    Case(
        "a list or an object in a column that is read rejects the row",
        b'{"email": "anna@x.com"}\n{"email": ["bea@x.com"]}\n',
        new(1, rejected=1),
        [customer(email="anna@x.com")],
        [(2, "email", "list")],
    ),
    Case(
        "an array's element that is no object is a rejected row",
        b'[{"email": "anna@x.com"}, {"email": "bea@x.com"}, 7, null]',
        Counts(4, 2, 0, 2, 2, 0),
        [customer(email="anna@x.com"), customer(email="bea@x.com")],
        [(3, None, "object"), (4, None, "object")],
    ),
    Case(
        "half a character rejects its row",
        b'{"email": "anna@x.com"}\n{"email": "bea@x.com", "name": "\\ud83d"}\n',
        new(1, rejected=1),
        [customer(email="anna@x.com")],
        [(2, None)],
    ),
    Case(
        "escapes are characters",
        b'{"email": "anna@x.com", "name": "Nicco\\u0300 \\ud83d\\ude00"}\n',
        new(1),
        [customer(email="anna@x.com", name="Niccò 😀")],
    ),
    Case(
        "a list of words in a column that is not read is passed over",
        b'{"email": "anna@x.com", "tags": ["a"]}\n',
        new(1),
        [customer(email="anna@x.com")],
    ),
    Case(
        "an object that is not read gives a notice",
        b'\n{"id": "7", "email": "anna@x.com", "properties": {"phone": "347"}}\n',
        new(1),
        [customer(customer_id="7", email="anna@x.com")],
        [(0, None, "'properties' holds an object and is not read: send flat objects")],
    ),
]


@pytest.mark.parametrize("case", JSON, ids=str)
def test_json_is_read(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
