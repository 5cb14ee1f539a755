"""docs/design.md#opt-outs: no file can lift an opt-out, and nobody who opted out is enrolled."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines
from tests.files.cases import Case, Counts, customer, new

STATUS = "email,status"


def suppressed(reason: str, status: str) -> Case:
    return Case(
        reason,
        lines(STATUS, f"anna@x.com,{status}", "bruno@x.com,active"),
        Counts(2, 2, 0, 0, 1, 1),
        [
            customer(email="anna@x.com", status=status),
            customer(email="bruno@x.com", status="active"),
        ],
    )


def enrolled_as(reason: str, status: str) -> Case:
    return Case(
        reason,
        lines(STATUS, f"anna@x.com,{status}"),
        new(1),
        [customer(email="anna@x.com", status=status)],
    )


OPT_OUTS = [
    *(
        suppressed(f"{status!r} is suppressed", status)
        for status in (
            "do_not_contact",
            "do_not_call",
            "dnc",
            "unsubscribed",
            "opted_out",
            "DNC",
            "Do Not Call",
            "do-not-contact",
            "OPTED OUT",
            "OptedOut",
            "Un-Subscribed",
            "d.n.c.",
            "Do Not Call (DNC)",
            "dnc 12/03/2024",
            "Non contattare!",
            "DÉSINSCRIT",
            "Widerspruch 2024",
            "Lead / não ligar",
        )
    ),
    *(
        enrolled_as(f"{status!r} is only a word", status)
        for status in ("dnc checked", "not dnc", "opted in", "subscribed", "chiamare")
    ),
    Case(
        "the setting says which statuses are suppressed",
        lines(STATUS, "anna@x.com,dnc", "bruno@x.com,never again"),
        Counts(2, 2, 0, 0, 1, 1),
        [
            customer(email="anna@x.com", status="dnc"),
            customer(email="bruno@x.com", status="never again"),
        ],
        settings={"suppressed_statuses": ("Never-Again",)},
    ),
    Case(
        "no file can lift a stored opt-out",
        lines(f"{STATUS},name", "anna@x.com,active,Anna"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", status="DNC", name="Anna")],
        before=[lines(STATUS, "anna@x.com,DNC")],
    ),
    Case(
        "nor one that an earlier row of the same record brought",
        lines(STATUS, "anna@x.com,dnc", "anna@x.com,active"),
        Counts(2, 1, 1, 0, 0, 2),
        [customer(email="anna@x.com", status="dnc")],
    ),
    Case(
        "a later row of the record opts out",
        lines(STATUS, "anna@x.com,active", "anna@x.com,dnc"),
        Counts(2, 1, 1, 0, 0, 2),
        [customer(email="anna@x.com", status="dnc")],
    ),
    Case(
        "a suppressed status is not replaced by another one either",
        lines(STATUS, "anna@x.com,unsubscribed"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", status="dnc")],
        before=[lines(STATUS, "anna@x.com,dnc")],
    ),
    Case(
        "a new customer_id with the e-mail of an opt-out is no way around",
        lines("customer_id,email", "2,anna@x.com"),
        Counts(1, 1, 0, 0, 0, 1),
        [
            customer(customer_id="1", email="anna@x.com", status="dnc"),
            customer(customer_id="2", email="anna@x.com"),
        ],
        before=[lines("customer_id,email,status", "1,anna@x.com,dnc")],
    ),
    Case(
        "a new customer_id with the phone of an opt-out is no way around",
        lines("customer_id,phone", "2,3471234567"),
        Counts(1, 1, 0, 0, 0, 1),
        [
            customer(customer_id="1", phone="+393471234567", status="dnc"),
            customer(customer_id="2", phone="+393471234567"),
        ],
        before=[lines("customer_id,phone,status", "1,3471234567,dnc")],
    ),
    Case(
        "an opt-out of the same file counts, wherever it stands",
        lines("customer_id,email,status", "1,anna@x.com,", "2,anna@x.com,dnc"),
        Counts(2, 2, 0, 0, 0, 2),
        [
            customer(customer_id="1", email="anna@x.com"),
            customer(customer_id="2", email="anna@x.com", status="dnc"),
        ],
    ),
    Case(
        "whoever opts out after enrolment stays a target, and is not enrolled anew",
        lines(STATUS, "anna@x.com,dnc"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", status="dnc")],
        before=[lines(STATUS, "anna@x.com,active")],
    ),
]


@pytest.mark.parametrize("case", OPT_OUTS, ids=str)
def test_an_opt_out_is_never_enrolled(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
