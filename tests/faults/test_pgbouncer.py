"""Behind PgBouncer in transaction mode every transaction may land on another session, with another's leftovers."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.database import make_engine
from tests.faults.background import in_background
from tests.faults.conftest import Call
from tests.faults.crowds import crowd, person
from tests.faults.pooler import POOL_SIZE, running_pooler
from tests.faults.processes import Service, running_service
from tests.faults.stored import stored
from tests.http.caller import answer
from tests.support.tenants import Tenant

pytestmark = pytest.mark.slow

ROUNDS = 20


@pytest.fixture(scope="module")
def pooled_url(database_url: str) -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_pooler(database_url, Path(folder)) as url,
    ):
        yield url


@pytest.fixture(scope="module")
def service(pooled_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(pooled_url, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="module")
def pooled(pooled_url: str) -> Iterator[Engine]:
    """What another client of the pooler finds."""
    engine = make_engine(pooled_url, pool_size=POOL_SIZE)
    yield engine
    engine.dispose()


def test_imports_of_two_accounts_share_sessions_and_nothing_else(
    service: Service, call: Call, pooled: Engine, tenant: Tenant, other_tenant: Tenant
) -> None:
    files = [crowd(range(start, start + 40)) for start in range(0, ROUNDS * 20, 20)]
    with (
        in_background(call(service.server, tenant), 3) as ours,
        in_background(call(service.server, other_tenant), 3) as theirs,
    ):
        requests = [start(file) for file in files for start in (ours, theirs)]
    answers = [answer(response) for request in requests if (response := request.result())]
    assert len(answers) == 2 * ROUNDS
    everybody = sorted(map(person, range(ROUNDS * 20 + 20)), key=repr)
    for account in (tenant, other_tenant):
        found = stored(account)
        assert found.customers == everybody
        assert sorted(found.targets["A"], key=repr) == everybody
    for session in sessions(pooled):
        assert session == {
            "account": "",
            "lock_timeout": "0",
            "statement_timeout": "0",
            "prepared_statements": 0,
            "advisory_locks": 0,
        }
    assert "Traceback" not in service.log.read_text()


def sessions(pooled: Engine) -> list[dict[str, object]]:
    """What is left on each of the pooler's sessions, looked at together so that no session is seen twice."""
    query = text("""
        SELECT coalesce(current_setting('app.account_id', true), '') AS account,
            current_setting('lock_timeout') AS lock_timeout,
            current_setting('statement_timeout') AS statement_timeout,
            (SELECT count(*) FROM pg_prepared_statements) AS prepared_statements,
            (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
                AS advisory_locks
    """)
    with pooled.begin() as one, pooled.begin() as two:
        return [dict(connection.execute(query).mappings().one()) for connection in (one, two)]


def test_the_staging_tables_of_a_session_are_used_again(
    service: Service, call: Call, pooled: Engine, tenant: Tenant
) -> None:
    api = call(service.server, tenant)
    api.imported(crowd([1]))
    before = staging_tables(pooled)
    for number in range(2, 8):
        assert api.imported(crowd([number]))["created"] == 1
    assert before
    assert before <= staging_tables(pooled)


def staging_tables(pooled: Engine) -> set[int]:
    """The object ids of the temporary tables of each of the pooler's sessions."""
    query = text("SELECT oid::bigint FROM pg_class WHERE relnamespace = pg_my_temp_schema()")
    with pooled.begin() as one, pooled.begin() as two:
        return {oid for connection in (one, two) for oid in connection.scalars(query)}


def test_a_key_is_in_use_on_one_session_however_the_pooler_spreads_the_requests(
    service: Service, call: Call, tenant: Tenant
) -> None:
    api = call(service.server, tenant)
    with in_background(api, 6) as start:
        requests = [start(crowd(range(200)), {"Idempotency-Key": "a-key"}) for _ in range(6)]
    statuses = [response.status_code for request in requests if (response := request.result())]
    assert set(statuses) <= {200, 409}
    assert 200 in statuses
    assert len(tenant.rows("imports")) == 1
