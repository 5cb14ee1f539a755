"""200 means committed: when COMMIT itself fails, nobody is told otherwise and nothing is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text

from tests.http.caller import Caller, refusal
from tests.http.forms import people
from tests.support.tenants import Tenant


@contextmanager
def deferred_trigger(engine: Engine, tenant: Tenant, action: str) -> Iterator[None]:
    """A deferred constraint is checked by COMMIT and by nothing before it."""
    name = f"fail_commit_{tenant.account_id.hex}"
    with engine.begin() as connection:
        connection.execute(
            text(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {action}; RETURN NULL; END $$"
            )
        )
        connection.execute(
            text(
                f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON imports "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                f"WHEN (NEW.account_id = '{tenant.account_id}') EXECUTE FUNCTION {name}()"
            )
        )
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP FUNCTION {name} CASCADE"))


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'", 500),
        ("RAISE EXCEPTION 'no' USING ERRCODE = 'serialization_failure'", 503),
        ("RAISE EXCEPTION 'no' USING ERRCODE = 'disk_full'", 503),
        ("PERFORM pg_terminate_backend(pg_backend_pid())", 503),
    ],
    ids=["constraint", "serialization", "disk full", "connection lost"],
)
def test_a_commit_that_fails_is_never_a_200_and_leaves_nothing(
    api: Caller, engine: Engine, action, status
) -> None:
    api.imported(people(2))
    before = api.stored()
    with deferred_trigger(engine, api.tenant, action):
        response = api.post(people(4))
    assert refusal(response)[0] == status
    assert api.stored() == before


def test_a_caller_who_is_told_to_repeat_the_request_succeeds_by_it(
    api: Caller, engine: Engine
) -> None:
    with deferred_trigger(engine, api.tenant, "PERFORM pg_terminate_backend(pg_backend_pid())"):
        refused = api.post(people(3))
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert api.imported(people(3))["created"] == 3


def test_of_our_own_failure_the_caller_learns_one_sentence_and_the_log_all(
    api: Caller, engine: Engine
) -> None:
    with deferred_trigger(engine, api.tenant, "RAISE EXCEPTION 'a secret' USING ERRCODE = '23514'"):
        response = api.post(people(1))
    assert refusal(response) == (
        500,
        "Something failed on the server's side: nothing was written.",
    )
    assert "a secret" in str(response.extensions["raised"])
