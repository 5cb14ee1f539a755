"""docs/design.md#identity: merge, match in three rounds, apply."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines
from tests.files.cases import Case, Counts, customer, new

IDS = "customer_id,email,phone,name"
TWO_SHARE_AN_EMAIL = lines(IDS, "1,a@x.com,,", "2,a@x.com,,")
TWO_SHARE_A_PHONE = lines(IDS, "1,,+39347111111,", "2,,+39347111111,")
SHARED_EMAIL = [customer(customer_id=id_, email="a@x.com") for id_ in "12"]
SHARED_PHONE = [customer(customer_id=id_, phone="+39347111111") for id_ in "12"]

MERGE = [
    Case(
        "a row without identifiers is rejected",
        lines(IDS, ",,,Anna"),
        new(0, rejected=1),
        [],
        [(2, None)],
    ),
    Case(
        "a customer_id is compared as text",
        lines(IDS, "007,,,", "7,,,", "7.0,,,", "a,,,", "A,,,"),
        new(5),
        [customer(customer_id=id_) for id_ in ("007", "7", "7.0", "a", "A")],
    ),
    Case(
        "e-mails are compared normalised",
        lines(IDS, ",Anna@X.com,,", ", anna@x.COM ,,"),
        Counts(2, 1, 1, 0, 1, 1),
        [customer(email="anna@x.com")],
    ),
    Case(
        "phones are compared normalised",
        lines(IDS, ",,347 1234567,", ",,+39 347-123-4567,"),
        Counts(2, 1, 1, 0, 1, 1),
        [customer(phone="+393471234567")],
    ),
    Case(
        "later non-blank values win, cell by cell, and blank ones do not",
        lines(IDS, "1,a@x.com,,Anna", "1,,,Rosa", "1,b@x.com,,"),
        Counts(3, 1, 2, 0, 1, 2),
        [customer(customer_id="1", email="b@x.com", name="Rosa")],
    ),
    Case(
        "only the strongest identifier merges rows",
        lines(IDS, "1,a@x.com,,Anna", "2,a@x.com,,Bruno"),
        new(2),
        [
            customer(customer_id="1", email="a@x.com", name="Anna"),
            customer(customer_id="2", email="a@x.com", name="Bruno"),
        ],
    ),
    Case(
        "a rejected row takes no part in a record",
        lines(IDS, "1,,,Anna", "1,@,,Rosa"),
        new(1, rejected=1),
        [customer(customer_id="1", name="Anna")],
        [(3, "email")],
    ),
    Case(
        "two who share a phone but not a customer_id stay two",
        lines(IDS, "2,,+39347111111,Bruno"),
        new(1),
        [
            customer(customer_id="1", phone="+39347111111", name="Anna"),
            customer(customer_id="2", phone="+39347111111", name="Bruno"),
        ],
        before=[lines(IDS, "1,,+39347111111,Anna")],
    ),
    Case(
        "an identifier that differs contradicts a weaker one that agrees",
        lines(IDS, ",b@x.com,+39347111111,"),
        new(1),
        [
            customer(email="a@x.com", phone="+39347111111"),
            customer(email="b@x.com", phone="+39347111111"),
        ],
        before=[lines(IDS, ",a@x.com,+39347111111,")],
    ),
    *(
        Case(
            f"{word!r} identifies nobody",
            lines("customer_id|email|phone", f"{word}|{word}|{word}"),
            new(0, rejected=1),
            [],
            [(2, None)],
        )
        for word in ("NULL", r"\N", "N/A", "NA", "none", "nil", "n.d.", "n/d", "-", "--", " nUlL ")
    ),
    Case(
        "an export's NULLs do not become one customer",
        lines(IDS, "NULL,NULL,347 1234567,NULL", r"NULL,NULL,347 1234568,\N"),
        new(2),
        [
            customer(phone="+393471234567", name="NULL"),
            customer(phone="+393471234568", name=r"\N"),
        ],
    ),
]

MATCH = [
    Case(
        "a customer known by e-mail receives its customer_id",
        lines(IDS, "C-1,anna@x.com,,"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(customer_id="C-1", email="anna@x.com", name="Anna")],
        before=[lines(IDS, ",anna@x.com,,Anna")],
    ),
    Case(
        "a customer known by phone receives its e-mail",
        lines(IDS, ",anna@x.com,+39347111111,"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", phone="+39347111111")],
        before=[lines(IDS, ",,+39347111111,")],
    ),
    Case(
        "each round sees what the round before it left",
        lines(IDS, ",anna@x.com,,Anna", "C-1,anna@x.com,,"),
        Counts(2, 1, 1, 0, 1, 1),
        [customer(customer_id="C-1", email="anna@x.com", name="Anna")],
    ),
    Case(
        "the strongest identifier is tried first",
        lines(IDS, "1,b@x.com,,Found"),
        Counts(1, 0, 1, 0, 0, 1),
        [
            customer(customer_id="1", email="b@x.com", name="Found"),
            customer(email="b@x.com"),
        ],
        before=[lines(IDS, "1,a@x.com,,", ",b@x.com,,")],
    ),
    Case(
        "a customer whom several records want goes to the first, and the others try on",
        lines(IDS, ",b@x.com,+39347111111,B", ",c@x.com,+39347111111,C"),
        Counts(2, 1, 1, 0, 1, 1),
        [
            customer(email="b@x.com", phone="+39347111111", name="B"),
            customer(email="c@x.com", phone="+39347111111", name="C"),
        ],
        before=[lines(IDS, ",,+39347111111,A")],
    ),
    Case(
        "several customers on the strongest identifier reject all the record's rows",
        lines(IDS, ",a@x.com,,Anna", ",a@x.com,,Rosa"),
        Counts(2, 0, 0, 2, 0, 0),
        SHARED_EMAIL,
        [
            (2, "email", "2 customers share this e-mail: add a customer_id column"),
            (3, "email", "2 customers share this e-mail: add a customer_id column"),
        ],
        before=[TWO_SHARE_AN_EMAIL],
    ),
    Case(
        "the same holds for a phone that is all a row has",
        lines(IDS, ",,347 111111,"),
        Counts(1, 0, 0, 1, 0, 0),
        SHARED_PHONE,
        [(2, "phone", "2 customers share this phone")],
        before=[TWO_SHARE_A_PHONE],
    ),
    Case(
        "several customers on a weaker identifier decide nothing",
        lines(IDS, ",c@x.com,+39347111111,Carla"),
        new(1),
        [*SHARED_PHONE, customer(email="c@x.com", phone="+39347111111", name="Carla")],
        before=[TWO_SHARE_A_PHONE],
    ),
    Case(
        "a customer_id says which of two is meant",
        lines(IDS, "2,a@x.com,,Bruno"),
        Counts(1, 0, 1, 0, 0, 1),
        [SHARED_EMAIL[0], SHARED_EMAIL[1] | {"name": "Bruno"}],
        before=[TWO_SHARE_AN_EMAIL],
    ),
    Case(
        "a new customer_id makes a new customer beside two who share its e-mail",
        lines(IDS, "3,a@x.com,,"),
        new(1),
        [*SHARED_EMAIL, customer(customer_id="3", email="a@x.com")],
        before=[TWO_SHARE_AN_EMAIL],
    ),
    Case(
        "within a round everybody looks at the customers as they stood when it began",
        lines(IDS, "1,b@x.com,,", "2,b@x.com,,"),
        Counts(2, 1, 1, 0, 1, 1),
        [customer(customer_id="1", email="b@x.com"), customer(customer_id="2", email="b@x.com")],
        before=[lines(IDS, "1,a@x.com,,")],
    ),
    Case(
        "whoever is rejected in one round is so though a later round rejects nobody",
        lines(IDS, "7,,,", ",a@x.com,,", ",,+39347333333,"),
        new(2, rejected=1),
        [
            *SHARED_EMAIL,
            customer(customer_id="7"),
            customer(phone="+39347333333"),
        ],
        [(3, "email", "2 customers share")],
        before=[TWO_SHARE_AN_EMAIL],
    ),
    Case(
        "as many are taken by a later round's e-mail as by its phone, and all of them change",
        lines(IDS, "7,,,", ",b@x.com,,Bea", ",c@x.com,+39347444444,Carla"),
        Counts(3, 1, 2, 0, 1, 2),
        [
            customer(customer_id="7"),
            customer(email="b@x.com", name="Bea"),
            customer(email="c@x.com", phone="+39347444444", name="Carla"),
        ],
        before=[lines(IDS, ",b@x.com,,", ",,+39347444444,")],
    ),
]

APPLY = [
    Case(
        "a matched customer receives what is not blank and keeps the rest",
        lines("email,name,surname,status", "anna@x.com,,Bianchi,"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", name="Anna", surname="Bianchi", status="hot")],
        before=[lines("email,name,surname,status", "anna@x.com,Anna,Rossi,hot")],
    ),
    Case(
        "a missing column keeps what is stored",
        lines("email", "anna@x.com"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", name="Anna", phone="+393471234567")],
        before=[lines("email,name,phone", "anna@x.com,Anna,3471234567")],
    ),
    Case(
        "a word for NULL keeps a stored identifier",
        lines("customer_id,email,phone", "C-1,NULL,n.d."),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(customer_id="C-1", email="anna@x.com", phone="+393471234567")],
        before=[lines("customer_id,email,phone", "C-1,anna@x.com,3471234567")],
    ),
    Case(
        "a customer may change e-mail and phone under one customer_id",
        lines(IDS, "1,new@x.com,+39347222222,"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(customer_id="1", email="new@x.com", phone="+39347222222")],
        before=[lines(IDS, "1,old@x.com,+39347111111,")],
    ),
    Case(
        "the same file again rejects the same rows and matches the others",
        lines(IDS, "1,a@x.com,,", ",@,,", ",b@x.com,,"),
        Counts(3, 0, 2, 1, 0, 2),
        [customer(customer_id="1", email="a@x.com"), customer(email="b@x.com")],
        [(3, "email")],
        before=[lines(IDS, "1,a@x.com,,", ",@,,", ",b@x.com,,")],
    ),
]


@pytest.mark.parametrize("case", [*MERGE, *MATCH, *APPLY], ids=str)
def test_rows_become_customers(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
