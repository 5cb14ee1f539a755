"""`kill -9` of the server in the middle of an import: all of it is stored or nothing, and a repetition ends it."""

import time
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.faults.conftest import Call
from tests.faults.crowds import crowd, person
from tests.faults.processes import Service, running_service
from tests.faults.requests import in_background
from tests.faults.stored import enrolled, stored_and_imports
from tests.faults.torture import scaled
from tests.http.caller import answer
from tests.support.tenants import Tenant, new_tenant

PEOPLE = scaled(10_000, 50_000)
KNOWN = PEOPLE // 2
MOMENTS = scaled(3, 30)


@pytest.fixture(scope="module")
def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(database_url, tmp_path_factory.mktemp("victim")) as service:
        yield service


@pytest.fixture(scope="module")
def file() -> bytes:
    """The first half changes customers, the second makes new ones."""
    return crowd(range(PEOPLE), "After")


@pytest.fixture
def known(tenant: Tenant, settings: Settings) -> Tenant:
    """A tenant who has the first half already."""
    tenant.import_bytes(settings, crowd(range(KNOWN), "Before"))
    return tenant


@pytest.fixture(scope="module")
def seconds(service: Service, engine: Engine, file: bytes) -> float:
    """How long the import takes when nobody disturbs it."""
    tenant = new_tenant(engine)
    headers = {"X-API-Key": tenant.admin.create_key(tenant.account_id).key}
    address = f"{service.server.url}/campaigns/{tenant.campaign()}/targets:import"
    started = time.monotonic()
    httpx.post(
        address, files={"file": file}, headers=headers, timeout=60, trust_env=False
    ).raise_for_status()
    return time.monotonic() - started


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_server_leaves_all_of_an_import_or_nothing(
    service: Service, call: Call, known: Tenant, file: bytes, seconds: float, moment: int
) -> None:
    before = enrolled([person(number, "Before") for number in range(KNOWN)])
    after = enrolled([person(number, "After") for number in range(PEOPLE)])
    with in_background(call(service.server, known)) as start:
        request = start(file)
        time.sleep(seconds * (moment + 0.5) / MOMENTS)
        service.kill()
    nothing, everything = (before, 1), (after, 2)
    possible = [nothing, everything] if request.result() is None else [everything]
    assert stored_and_imports(known) in possible

    service.start()
    repeated = answer(call(service.server, known).post(file, timeout=10))
    assert (repeated["total"], repeated["skipped"]) == (PEOPLE, 0)
    assert stored_and_imports(known)[0] == after
