"""Sixty small files that once were read wrong without a word, each with the answer a careful person gives.

The files stand in tests/data/cases. Every test compares all that is stored, who is enrolled, and all errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from app.config import Settings
from app.schemas import CampaignTargetsImportResult
from tests.files.cases import Customer, customer, ordered, refusal, stored
from tests.support.tenants import Tenant, new_tenant

FOLDER: Final = Path(__file__).parent.parent / "data" / "cases"
ONE_MOBILE: Final = "+393471234567"


@dataclass(frozen=True)
class Given:
    """A file of tests/data/cases, and what comes of it.

    `errors` are (row, piece of the message) of rejected rows, `notices` pieces of the messages on the header's row, in
    order. `not_enrolled` are the e-mails or phones of customers who are stored but are no target.
    """

    name: str
    region: str
    stored: Sequence[Customer]
    errors: Sequence[tuple[int, str]] = ()
    notices: Sequence[str] = ()
    not_enrolled: Sequence[str] = ()
    header_row: int = 1

    def __str__(self) -> str:
        return self.name

    def check(self, engine: Engine, settings: Settings) -> None:
        tenant = new_tenant(engine, self.region)
        result = tenant.import_bytes(settings, given(self.name))
        assert said(result, self.header_row, of_header=False) == parts(self.errors)
        assert stored(tenant) == ordered(self.stored)
        assert enrolled(tenant) == len(self.stored) - len(self.not_enrolled)
        for contact in self.not_enrolled:
            assert contact not in contacts(tenant)
        notices = said(result, self.header_row, of_header=True)
        assert notices == parts([(self.header_row, piece) for piece in self.notices])


class Piece(str):
    """A piece of a message: equal to any message that holds it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and str(self) in str(other)

    __hash__ = str.__hash__


def parts(pieces: Sequence[tuple[int, str]]) -> list[tuple[int, Piece]]:
    return [(row, Piece(piece)) for row, piece in pieces]


def given(name: str) -> bytes:
    (path,) = FOLDER.glob(f"{name}*")
    return path.read_bytes()


def said(
    result: CampaignTargetsImportResult, header_row: int, *, of_header: bool
) -> list[tuple[int, str]]:
    return [
        (error.row, error.message)
        for error in result.errors
        if (error.row == header_row) is of_header
    ]


def enrolled(tenant: Tenant) -> int:
    return len(tenant.rows("campaign_targets"))


def contacts(tenant: Tenant) -> set[Any]:
    """The e-mails and phones of those who are enrolled."""
    people = {row["id"]: row for row in tenant.rows("customers")}
    targets = [people[row["customer_id"]] for row in tenant.rows("campaign_targets")]
    return {person[kind] for person in targets for kind in ("email", "phone")} - {None}


def opted_out(status: str, name: str, email: str) -> Given:
    return Given(name, "US", [customer(email=email, status=status)], not_enrolled=[email])


ROWS_AND_QUOTES = [
    Given(
        "20_",
        "IT",
        [
            customer(customer_id="2", name="Bruno", email="b@example.com"),
            customer(customer_id="3", name="Carla", email="c@example.com"),
        ],
        errors=[(2, "quote")],
    ),
    Given(
        "22_",
        "IT",
        [customer(customer_id=str(n), email=f"{c}@example.com") for n, c in enumerate("abc", 1)],
    ),
    Given(
        "23_",
        "US",
        [
            customer(email="a@example.com", status="do_not_call"),
            customer(email="b@example.com", status="do_not_call"),
        ],
        not_enrolled=["a@example.com", "b@example.com"],
    ),
    Given("G3-", "IT", [customer(name="Anna", email="a@example.com", phone=ONE_MOBILE)]),
    Given("G1-", "IT", [customer(customer_id="007", name="Anna", phone=ONE_MOBILE)]),
    Given(
        "G2-",
        "US",
        [customer(customer_id="7001", name="Ann", email="ann@example.com", phone="+16085550123")],
    ),
    Given(
        "16_",
        "GB",
        [
            customer(
                customer_id="0035e00000AbCdE",
                name="Ann",
                surname="Lee",
                email="ann@example.com",
                phone="+447700900123",
                status="Open",
            ),
            customer(
                customer_id="0035e00000AbCdF",
                name="Bob",
                surname="Ray",
                email="bob@example.com",
                phone="+447700900456",
                status="do_not_contact",
            ),
        ],
        errors=[(row, "") for row in (6, 7, 8, 9)],
        not_enrolled=["bob@example.com"],
    ),
    Given(
        "26_",
        "IT",
        [customer(customer_id="1", name="Anna", phone=ONE_MOBILE)],
        errors=[(3, "Totale")],
    ),
    Given(
        "B7-",
        "IT",
        [customer(customer_id="77", name="Anna", phone=ONE_MOBILE)],
        errors=[(3, "")],
    ),
]

OPT_OUTS = [
    Given(
        "A1-",
        "US",
        [
            customer(name="Ann", email="a1@example.com", status="do_not_contact"),
            customer(name="Bob", email="b1@example.com"),
        ],
        not_enrolled=["a1@example.com"],
    ),
    Given(
        "A3-",
        "US",
        [
            customer(customer_id="101", name="Ann", email="a3@example.com", status="NEW"),
            customer(customer_id="102", name="Bob", email="b3@example.com", status="NEW"),
        ],
        notices=["1 row"],
    ),
    Given(
        "A4a",
        "IT",
        [customer(email="a4@example.com", status="non contattare")],
        not_enrolled=["a4@example.com"],
    ),
    Given(
        "A4b",
        "IT",
        [customer(email="a4@example.com", status="désinscrit")],
        not_enrolled=["a4@example.com"],
    ),
    Given(
        "A4d",
        "IT",
        [customer(email="a4@example.com", status="dado de baja")],
        not_enrolled=["a4@example.com"],
    ),
    opted_out("opt-out", "A5a", "a5@example.com"),
    opted_out("Do Not Call (DNC)", "A5c", "a5@example.com"),
]

IDENTITIES = [
    Given(
        "B1-",
        "IT",
        [],
        errors=[(row, "'0000000000' is a placeholder") for row in (2, 3, 4)],
    ),
    Given(
        "B3-",
        "IT",
        [
            customer(name="Anna", email="a@example.com"),
            customer(name="Bruno", email="b@example.com"),
            customer(name="Carla", email="c@example.com"),
        ],
    ),
    Given(
        "B4-",
        "US",
        [
            customer(customer_id="003A", name="Ann", surname="Smith", email="ann@example.com"),
            customer(customer_id="003B", name="Bob", surname="Jones", email="bob@example.com"),
            customer(customer_id="003C", name="Cid", surname="Low", email="cid@example.com"),
        ],
    ),
    Given(
        "B5-",
        "US",
        [
            customer(name="Ann", phone="+16085550123"),
            customer(name="Bob", phone="+16085550124"),
        ],
        notices=["'PROMO10' in column 'code' stands for several people"],
    ),
]

PHONES = [
    Given("C1-", "DE", [customer(name="Anna", phone="+4915112345678")]),
    Given("C2-", "BR", [customer(name="Ana", phone="+5511961234567")]),
    Given(
        "C3-",
        "IT",
        [customer(name="Anna", phone=ONE_MOBILE), customer(name="Uwe", phone="+4915112345678")],
    ),
    Given("C3c", "BR", [customer(name="Ana", phone="+5511912345678")]),
    Given("C4-", "IN", [], errors=[(2, "'-9999999908'")]),
    Given("C6-", "MX", [customer(name="Ana", phone="+525512345678")]),
    Given("C7-", "FR", [customer(name="Anne", phone="+33612345678")]),
    Given(
        "C8-",
        "IT",
        [
            customer(
                customer_id="l:1234567890",
                name="Anna Rossi",
                email="anna@example.com",
                phone=ONE_MOBILE,
            )
        ],
    ),
    Given("F1-", "US", [], errors=[(2, "'608-555-0123 ::: 608-555-0124' holds several")]),
    Given(
        "06_",
        "IT",
        [customer(name="B", phone="+447911123456"), customer(name="C", phone="+39061234567")],
    ),
]

HEADERS = [
    Given(
        "D1-",
        "FR",
        [customer(name="Anne", surname="Durand", email="anne@example.com", phone="+33612345678")],
    ),
    Given(
        "D3-",
        "ES",
        [customer(name="Ana", surname="Gómez", email="ana@example.com", phone="+34612345678")],
    ),
    Given("D4-", "US", [customer(name="Ann Smith", email="ann@example.com", phone="+16085550123")]),
    Given("D6-", "US", [customer(name="Bob", surname="Jones", phone="+16085550199")]),
    Given("D9-", "DE", [customer(name="Anna", surname="Müller", phone="+4915112345678")]),
    Given(
        "D10",
        "IT",
        [customer(name="Mario", surname="Rossi", email="m@example.com", phone=ONE_MOBILE)],
    ),
    Given(
        "11_",
        "FR",
        [
            customer(
                customer_id="1",
                name="Anne",
                surname="Dupont",
                email="a@example.fr",
                phone="+33612345678",
            ),
            customer(customer_id="2", name="Paul", surname="Durand", phone="+33698765432"),
        ],
    ),
    Given(
        "12_",
        "IT",
        [customer(name="Anna", surname="Rossi", email="anna@example.com", phone=ONE_MOBILE)],
        errors=[(3, "addresses"), (3, "several")],
    ),
    Given(
        "14_",
        "IT",
        [
            customer(name="Niccolò", surname="Bianchi", email="nicco@example.it", phone=ONE_MOBILE),
            customer(name="Zoë", surname="D’Angelo", email="zoe@example.it", phone="+39065551234"),
        ],
    ),
    Given(
        "19_",
        "ES",
        [
            customer(
                customer_id="7", name="José Núñez", email="jose@example.es", phone="+34612345678"
            )
        ],
    ),
    Given(
        "E1-",
        "IT",
        [customer(name="Anna", surname="Rossi", email="a@example.com", phone=ONE_MOBILE)],
        header_row=4,
    ),
    Given(
        "E2-",
        "IT",
        [customer(name="Anna", surname="Rossi", email="a@example.com", phone=ONE_MOBILE)],
        header_row=2,
    ),
    Given("L1-", "US", [customer(name="Ann", surname="Smith", email="ann@example.com")]),
    Given(
        "J1-",
        "PL",
        [customer(name="Łukasz Świątek", email="a@example.com")],
    ),
]

TWO = [
    customer(customer_id="1", name="Anna", email="a@example.com"),
    customer(customer_id="2", name="Bruno", email="b@example.com"),
]

THREE = [
    customer(customer_id="1", name="Anna", email="a@example.com", phone=ONE_MOBILE),
    customer(customer_id="2", name="Bruno", email="b@example.com", phone="+393481234567"),
    customer(customer_id="3", name="Carla", email="c@example.com", phone="+393491234567"),
]

WORKBOOKS = [
    Given(
        "01_",
        "IT",
        [
            customer(customer_id="1", name="Anna", email="a@example.com", phone=ONE_MOBILE),
            customer(customer_id="2", name="Bruno", email="b@example.com", phone="+393481234567"),
        ],
    ),
    Given("02a", "IT", TWO),
    Given("03_", "IT", THREE),
    Given("04_", "IT", THREE),
    Given(
        "05_",
        "IT",
        [
            customer(customer_id="1", name="Anna", email="anna@example.com"),
            customer(customer_id="2", name="Bruno", email="bruno@example.com"),
        ],
    ),
    Given("02b", "IT", TWO),
    Given("07_", "IT", TWO),
    Given("09_", "IT", [customer(name="Anna", email="a@example.com")]),
    Given("18_", "IT", [], errors=[(2, "never calculated")]),
    Given(
        "I1-", "IT", [customer(name="Anna", email="a@example.com")], notices=["has a header too"]
    ),
    Given("I4-", "IT", [customer(name="Anna", email="a@example.com")], notices=["Column F"]),
]


@pytest.mark.parametrize(
    "case",
    [*ROWS_AND_QUOTES, *OPT_OUTS, *IDENTITIES, *PHONES, *HEADERS, *WORKBOOKS],
    ids=str,
)
def test_answers_as_a_careful_person_would(case: Given, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)


def test_refuses_sylk_by_its_name(engine: Engine, settings: Settings) -> None:
    status, message = refusal(new_tenant(engine), settings, given("24_"))
    assert (status, "SYLK" in message) == (415, True)
