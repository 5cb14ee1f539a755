"""`kill -9` of the server in the middle of an import: all of it is stored or nothing, and a repetition ends it."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.faults.background import in_background
from tests.faults.conftest import Call
from tests.faults.disturbed import everything, file, nothing, prepared, undisturbed_seconds
from tests.faults.processes import Service, running_service
from tests.faults.stored import stored_and_imports
from tests.faults.torture import scaled
from tests.http.caller import answer

pytestmark = pytest.mark.slow

MOMENTS = scaled(3, 30)


@pytest.fixture(scope="module")
def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(database_url, tmp_path_factory.mktemp("victim")) as service:
        yield service


@pytest.fixture(scope="module")
def seconds(service: Service, engine: Engine) -> float:
    return undisturbed_seconds(service.server, engine)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_server_leaves_all_of_an_import_or_nothing(
    service: Service, call: Call, engine: Engine, settings: Settings, seconds: float, moment: int
) -> None:
    tenant = prepared(engine, settings)
    with in_background(call(service.server, tenant)) as start:
        request = start(file())
        time.sleep(seconds * (moment + 0.5) / MOMENTS)
        service.kill()
    possible = [everything()] if request.result() else [nothing(), everything()]
    assert stored_and_imports(tenant) in possible
    service.start()
    # Ten seconds: nothing of the dead server, its locks least of all, may stand in the way for longer.
    answer(call(service.server, tenant).post(file(), timeout=10))
    assert stored_and_imports(tenant)[0] == everything()[0]
