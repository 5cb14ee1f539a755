"""Sessions are terminated, and Postgres itself crashes, in the middle of an import: all or nothing, and back again."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from app.config import Settings
from app.database import make_engine
from tests.faults.background import in_background
from tests.faults.conftest import Call
from tests.faults.crowds import crowd
from tests.faults.disturbed import everything, file, nothing, prepared, undisturbed_seconds
from tests.faults.postgres import OwnPostgres, own_postgres
from tests.faults.processes import Service, running_service
from tests.faults.stored import stored_and_imports
from tests.faults.torture import scaled
from tests.http.caller import answer, refusal
from tests.support.tenants import new_tenant

pytestmark = pytest.mark.slow

MOMENTS = scaled(2, 30)

Disturb = Callable[[OwnPostgres, Engine], None]


@pytest.fixture(scope="module")
def own() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def database_url(own: OwnPostgres) -> str:
    return own.url


@pytest.fixture(scope="module")
def engine(own: OwnPostgres) -> Iterator[Engine]:
    engine = make_engine(own.url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def service(own: OwnPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(own.url, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="module")
def seconds(service: Service, engine: Engine) -> float:
    return undisturbed_seconds(service.server, engine)


def terminate(_postgres: OwnPostgres, engine: Engine) -> None:
    """End every other session, as an operator may."""
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.execute(text(query))


def crash(postgres: OwnPostgres, _engine: Engine) -> None:
    postgres.crash()


@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("disturb", [terminate, crash])
def test_an_import_whose_session_dies_is_stored_whole_or_not_at_all(
    service: Service,
    call: Call,
    own: OwnPostgres,
    engine: Engine,
    settings: Settings,
    seconds: float,
    disturb: Disturb,
    moment: int,
) -> None:
    tenant = prepared(engine, settings)
    api = call(service.server, tenant)
    with in_background(api) as start:
        request = start(file())
        time.sleep(seconds * (moment + 0.5) / MOMENTS)
        disturb(own, engine)
    response = request.result()
    assert response is not None
    found = stored_and_imports(tenant)
    if response.status_code == 200:
        assert found == everything()
    else:
        assert (refusal(response)[0], found) == (503, nothing())
    answer(api.post(file(), timeout=10))
    assert stored_and_imports(tenant) == (everything()[0], found[1] + 1)


def test_a_stopped_database_is_a_503_until_it_is_back_and_the_service_stays_the_same(
    service: Service, call: Call, own: OwnPostgres, engine: Engine
) -> None:
    api = call(service.server, new_tenant(engine))
    assert api.imported(crowd(range(3)))["created"] == 3
    own.stop()
    response = api.post(crowd(range(6)), timeout=10)
    ready = api.client.get("/readyz")
    alive = api.client.get("/healthz")
    own.start()
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert (ready.status_code, alive.status_code) == (503, 200)
    assert api.imported(crowd(range(6)))["created"] == 3
