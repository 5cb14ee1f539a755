"""What cannot be done is said in one sentence and ends with 1; what was typed wrong ends with 2."""

import socket
from uuid import UUID

import pytest

from tests.cli.shell import Shell
from tests.support.tenants import Tenant

NOBODY = UUID(int=0)


@pytest.mark.parametrize(
    "words",
    [
        ("campaign", "create", "x", "--account", NOBODY),
        ("campaign", "list", "--account", NOBODY),
        ("customer", "list", "--account", NOBODY),
        ("key", "create", "--account", NOBODY),
        ("key", "list", "--account", NOBODY),
        ("token", "--account", NOBODY),
        ("account", "set-region", NOBODY, "IT"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_an_account_that_does_not_exist_is_named(shell: Shell, words) -> None:
    assert shell(*words).sentence == f"There is no account {NOBODY}."
    assert shell(*words, "--json").sentence == f"There is no account {NOBODY}."


def test_what_an_account_does_not_have_is_named(shell: Shell, tenant: Tenant) -> None:
    account = tenant.account_id
    outcome = shell("campaign", "set-status", NOBODY, "paused", "--account", account)
    assert outcome.sentence == f"Account {account} has no campaign {NOBODY}."
    outcome = shell("customer", "list", "--campaign", NOBODY, "--account", account)
    assert outcome.sentence == f"Account {account} has no campaign {NOBODY}."
    outcome = shell("key", "revoke", NOBODY, "--account", account)
    assert outcome.sentence == f"Account {account} has no key {NOBODY}."


def test_a_value_that_makes_no_sense_is_answered_with_those_that_do(
    shell: Shell, tenant: Tenant
) -> None:
    outcome = shell(
        "campaign", "set-status", tenant.campaign(), "open", "--account", tenant.account_id
    )
    assert outcome.sentence == (
        "'open' is no status: use one of draft, active, paused, completed, archived."
    )
    assert shell("account", "create", "x", "--region", "Italy").sentence == (
        "'Italy' is not a country code: write two letters such as IT or US."
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "A name must not be blank."),
        (" \u3000", "A name must not be blank."),
        ("Citt\udce0", "A name must be text in UTF-8, on one line."),  # a Latin-1 shell
        ("two\nlines", "A name must be text in UTF-8, on one line."),
    ],
    ids=["empty", "blank", "not UTF-8", "two lines"],
)
def test_a_name_that_is_none_is_refused(
    shell: Shell, tenant: Tenant, name: str, sentence: str
) -> None:
    account = ("--account", tenant.account_id)
    assert shell("account", "create", name).sentence == sentence
    assert shell("campaign", "create", name, *account).sentence == sentence
    assert shell("key", "create", *account, "--name", name or " ").sentence == sentence
    assert (tenant.rows("campaigns"), tenant.rows("api_keys")) == ([], [])


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("account", "nonsense"),
        ("account", "create"),
        ("campaign", "list"),
        ("campaign", "list", "--account", "1"),
        ("customer", "list", "--account", NOBODY, "--limit", "0"),
        ("key", "create", "--account", NOBODY, "--expires-in", "soon"),
        ("key", "create", "--account", NOBODY, "--expires-in", "0d"),
        ("key", "create", "--account", NOBODY, "--expires-in", "99999999d"),
        ("key", "create", "--account", NOBODY, "--expires-in", "999999999w"),
        ("token", "--account", NOBODY, "--expires-in", "-1h"),
        ("import", "/nonexistent.csv", "--campaign", NOBODY, "--account", NOBODY),
        ("import", "/", "--campaign", NOBODY, "--account", NOBODY),
        ("serve", "--port", "65536"),
        ("serve", "--port", "0"),
        ("imports", "--account", NOBODY, "--limit", "0"),
        ("serve", "--workers", "0"),
        ("account", "list", "--jsn"),
    ],
    ids=lambda words: " ".join(map(str, words)).replace("/", ""),
)
def test_wrong_usage_ends_with_2_and_prints_nothing_for_programs(shell: Shell, words) -> None:
    outcome = shell(*words)
    assert (outcome.code, outcome.output) == (2, "")
    assert "Usage: " in outcome.error
    assert "Traceback" not in outcome.error


def test_without_a_secret_no_token_can_be_made(
    shell: Shell, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UMANIZE_JWT_SECRET")
    outcome = shell("token", "--account", tenant.account_id)
    assert outcome.sentence == "No JWT secret is configured, so no token can be signed here."


def test_a_setting_that_makes_no_sense_is_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UMANIZE_MAX_ROWS", "many")
    for words in (("account", "list"), ("serve",), ("migrate",)):
        assert shell(*words).sentence.startswith("UMANIZE_MAX_ROWS: ")


def test_a_weak_secret_stops_the_server_before_it_starts(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UMANIZE_JWT_SECRET", "secret")
    assert shell("serve").sentence.startswith("A JWT secret must be at least 32 random bytes")


def test_a_database_that_is_away_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{port}/nothing")
        sentence = shell("account", "list").sentence
    assert sentence.startswith("The database does not answer: ")
    assert f"port {port}" in sentence


def test_a_url_that_is_none_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    assert shell("account", "list").sentence.startswith("The database does not answer: ")


def test_a_database_that_is_not_migrated_is_answered_with_the_cure(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, empty_database: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    expected = "The database is not migrated: run `umanize migrate`."
    assert shell("account", "list").sentence == expected
    assert shell("migrate").code == 0
    assert shell("account", "list").text == "No account yet."
