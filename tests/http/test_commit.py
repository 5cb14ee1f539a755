"""200 means committed: when COMMIT itself fails, nobody is told otherwise and nothing is stored."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import Engine, text

from tests.http.caller import Caller
from tests.http.forms import people
from tests.support.tenants import Tenant

FailCommits = Callable[[str], None]


@pytest.fixture
def fail_commits(engine: Engine, tenant: Tenant) -> Iterator[FailCommits]:
    """From now on this tenant's imports do this when they commit."""
    with ExitStack() as stack:
        yield lambda action: stack.enter_context(deferred_trigger(engine, tenant, action))


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
    api: Caller, fail_commits: FailCommits, action, status
) -> None:
    api.imported(people(2))
    before = api.stored()
    fail_commits(action)
    response = api.post(people(4))
    assert (response.status_code, "created" in response.text) == (status, False)
    assert api.stored() == before


def test_after_a_failed_commit_the_same_request_succeeds(
    api: Caller, fail_commits: FailCommits
) -> None:
    flaky = "PERFORM 1; IF NOT EXISTS (SELECT FROM imports WHERE account_id = NEW.account_id AND id <> NEW.id) THEN "
    fail_commits(flaky + "PERFORM pg_terminate_backend(pg_backend_pid()); END IF")
    refused = api.post(people(3))
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json() == {
        "detail": "The service is busy or its database is away: repeat the request in a few seconds."
    }
