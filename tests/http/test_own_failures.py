"""A failure of our own: the caller learns one sentence, the operator where it was, and nobody the row."""

import json
import logging

import httpx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from app.config import Settings
from app.logs import Formatter, configuration, describe
from tests.http.caller import SCOPES, Caller, refusal
from tests.http.conftest import OpenClient
from tests.http.forms import people
from tests.support.tenants import Tenant

EMAIL = "g.q@secret.example"
OWN_FAILURE = (500, "Something failed on the server's side: nothing was written.")
NOT_MIGRATED = (503, "The service's database is not migrated yet.")


@pytest.fixture
def failed(api: Caller, engine: Engine) -> httpx.Response:
    """An import that a constraint forbids: the server's error shows the whole row."""
    name = f"forbid_{api.tenant.account_id.hex}"
    condition = f"account_id <> '{api.tenant.account_id}'"
    with engine.begin() as connection:
        connection.execute(
            text(f"ALTER TABLE customers ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID")
        )
    try:
        return api.post(people(1))
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE customers DROP CONSTRAINT {name}"))


def logged(error: BaseException) -> str:
    """The line that the service writes about an exception."""
    info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "failed", None, info)
    line = Formatter(configuration()["formatters"]["json"]["fmt"]).format(record)
    traceback: str = json.loads(line)["exc_info"]
    return traceback


def test_it_is_answered_in_one_sentence_with_the_headers_of_every_answer(
    failed: httpx.Response,
) -> None:
    assert refusal(failed) == OWN_FAILURE
    assert len(failed.headers["X-Request-ID"]) == 36
    assert failed.headers["X-Content-Type-Options"] == "nosniff"


def test_it_is_logged_with_its_place_and_its_constraint(
    api: Caller, failed: httpx.Response
) -> None:
    line = logged(failed.extensions["raised"])
    assert line.startswith("Traceback (most recent call last):\n")
    assert "app/importer/merge.py" in line
    assert f"23514 customers forbid_{api.tenant.account_id.hex}" in line


def test_the_row_that_the_database_shows_in_its_error_is_not_logged(engine: Engine) -> None:
    # A table without row-level security: under it, PostgreSQL shows no row either.
    with engine.connect() as connection:
        connection.execute(
            text("CREATE TEMP TABLE people (email text CONSTRAINT no CHECK (false))")
        )
        with pytest.raises(IntegrityError) as caught:
            connection.execute(text("INSERT INTO people VALUES (:email)"), {"email": EMAIL})
    assert EMAIL in str(caught.value)
    assert EMAIL not in logged(caught.value)
    assert describe(caught.value) == "sqlalchemy.exc.IntegrityError: 23514 people no"


def test_its_request_is_logged_as_a_500(
    api: Caller, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    with caplog.at_level(logging.INFO, "umanize.request"):
        response: httpx.Response = request.getfixturevalue("failed")
    (line,) = [record for record in caplog.records if record.message == "request"]
    assert vars(line)["status"] == 500
    assert vars(line)["request_id"] == response.headers["X-Request-ID"]


def test_an_errors_own_words_are_not_logged() -> None:
    try:
        try:
            int(EMAIL)
        except ValueError as cause:
            raise KeyError(EMAIL) from cause
    except KeyError as error:
        line = logged(error)
    assert "\nbuiltins.ValueError\nTraceback" in line
    assert line.endswith("builtins.KeyError")
    assert EMAIL not in line


def test_the_systems_own_words_are() -> None:
    assert describe(OSError(28, "No space left")) == "builtins.OSError: [Errno 28] No space left"


def test_a_database_that_is_not_migrated_is_told_as_such(
    open_client: OpenClient, settings: Settings, empty_database: str, tenant: Tenant
) -> None:
    bare = settings.model_copy(update={"database_url": empty_database})
    api = Caller(open_client(bare), tenant, bare)
    path = f"/campaigns/{tenant.campaign()}/targets:import"
    for headers in (api.key, api.token(*SCOPES)):
        response = api.post(people(1), headers=headers, path=path)
        assert refusal(response) == NOT_MIGRATED
        assert response.headers["Retry-After"] == "5"
        assert response.extensions["body_bytes_read"] == 0
