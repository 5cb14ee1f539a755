"""Columns that speak of one channel are counted, not applied."""

import pytest

from app.importer.normalizer.channels import asks_consent
from app.importer.rows import Gravity
from tests.normalizer.tables import header_of, read, values


def notice_of(name: str, *cells: str) -> str | None:
    """The notice about one such column."""
    header = header_of("email", name, one_channel=(1,))
    outcomes, notices = read(header, *([f"a{n}@x.com", cell] for n, cell in enumerate(cells)))
    assert [values(outcome).get("status") for outcome in outcomes] == [None] * len(cells)
    assert [notice[:2] for notice in notices] == [(Gravity.OPT_OUT, "status")] * len(notices)
    return notices[0].message if notices else None


def test_a_refusal_by_yes_is_counted_and_the_fix_named() -> None:
    assert notice_of("Unsubscribed from all email", "true", "", "false") == (
        "1 row says yes in 'Unsubscribed from all email', which is not read as an opt-out because it speaks of one "
        "channel: if these people must not be contacted, teach it: "
        "umanize column set 'Unsubscribed from all email' opt_out"
    )


def test_a_refusal_by_no_is_counted_and_the_fix_named() -> None:
    message = notice_of("Accepts Email Marketing", "no", "yes", "", "no")
    assert message is not None
    assert message.startswith("2 rows say no in 'Accepts Email Marketing', which")
    assert message.endswith("umanize column set 'Accepts Email Marketing' consent")


def test_other_words_in_an_opt_out_column_are_counted_too() -> None:
    message = notice_of("Opt-out reason", "too many calls", "", "moved")
    assert message is not None
    assert message.startswith("2 rows are filled in 'Opt-out reason'")


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Unsubscribed from all email", ["", "false", "no"]),
        ("Accepts Email Marketing", ["yes", "", "TRUE", "2024-03-12"]),
        ("SMS consent", ["yes", "web form"]),
    ],
)
def test_where_no_row_refuses_there_is_no_notice(name: str, cells: list[str]) -> None:
    assert notice_of(name, *cells) is None


@pytest.mark.parametrize(
    "name",
    ["Accepts Email Marketing", "accepts_sms_marketing", "SMS consent", "EmailOptIn", "Subscribed to newsletter",
     "Consenso email", "Accetta SMS", "Acepta correos", "Aceita e-mail", "Accepte les SMS", "E-Mail-Einwilligung"],
)  # fmt: skip
def test_knows_the_columns_that_ask_for_a_yes(name: str) -> None:
    assert asks_consent(name)


@pytest.mark.parametrize(
    "name",
    ["Unsubscribed from all email", "Email Opt Out", "emailOptedOut", "HasOptedOutOfFax", "Do not email", "SMS DNC",
     "Disiscritto newsletter", "Désabonné SMS", "Baja correo", "Consent withdrawn (email)", "Keine SMS", "Opt-out reason"],
)  # fmt: skip
def test_knows_the_columns_that_ask_for_a_refusal(name: str) -> None:
    assert not asks_consent(name)


@pytest.mark.parametrize("name", ["DNC reason", "Opt-out source", "Data verifica RPO"])
def test_a_name_that_speaks_of_no_channel_is_not_said_to(name: str) -> None:
    said = notice_of(name, "asked on the phone")
    assert said is not None
    assert "because its name is not clear" in said
