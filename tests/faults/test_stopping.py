"""An operator stops the service, a client hangs up: what was begun is ended, and nothing is left lying about."""

from collections.abc import Iterator

import httpx
import pytest

from tests.faults.background import in_background
from tests.faults.conftest import Call, Serve
from tests.faults.crowds import crowd
from tests.faults.processes import Service, running_service
from tests.faults.waiting import locked_account, wait_until
from tests.http.caller import address, answer
from tests.http.forms import CONTENT_TYPE
from tests.http.real_server import STOP_SECONDS, head
from tests.support.tenants import Tenant

pytestmark = pytest.mark.slow

SIZE = 8 * 1024**2


@pytest.fixture(scope="module")
def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """For the clients who hang up: nothing of that may stop it."""
    with running_service(database_url, tmp_path_factory.mktemp("service")) as service:
        yield service


def test_a_service_told_to_stop_ends_the_import_it_runs_and_takes_no_other(
    serve: Serve, call: Call, tenant: Tenant
) -> None:
    service = serve()
    api = call(service.server, tenant)
    with in_background(api) as start:
        with locked_account(tenant) as lock:
            request = start(crowd(range(10)))
            lock.wait_for_queue()
            service.process.terminate()
            wait_until(
                lambda: is_refused(service.server.url), "the service takes no new connection"
            )
            assert service.process.poll() is None
        response = request.result()
    assert response is not None
    assert answer(response)["created"] == 10
    assert len(tenant.customers()) == 10
    # -15: uvicorn passes the signal on once it has stopped.
    assert service.process.wait(STOP_SECONDS) in (0, -15)
    assert "Traceback" not in service.log.read_text()
    assert service.uploads() == []


def is_refused(url: str) -> bool:
    try:
        httpx.get(f"{url}/healthz", timeout=1, trust_env=False)
    except httpx.TransportError:
        return True
    return False


@pytest.mark.parametrize(
    "sent", [0, SIZE // 2, SIZE - 1], ids=["nothing", "half", "all but a byte"]
)
def test_a_client_that_hangs_up_leaves_no_file_behind(
    service: Service, call: Call, tenant: Tenant, sent: int
) -> None:
    api = call(service.server, tenant)
    api.imported(crowd([1]))
    headers = {"Content-Type": CONTENT_TYPE, **api.key}
    with service.server.connect() as connection:
        connection.sendall(head(address(tenant.campaign()), headers, SIZE))
        wait_until(lambda: len(service.uploads()) == 1, "the upload has begun")
        connection.sendall(
            (b"--" + CONTENT_TYPE.partition("=")[2].encode() + b"\r\n").ljust(sent)[:sent]
        )
    wait_until(lambda: service.uploads() == [], "the upload is gone")
    assert len(tenant.rows("imports")) == 1
    assert "Traceback" not in service.log.read_text()


def test_a_client_that_hangs_up_before_its_answer_has_its_file_imported(
    service: Service, call: Call, tenant: Tenant
) -> None:
    api = call(service.server, tenant)
    with locked_account(tenant) as lock:
        client = httpx.Client(base_url=service.server.url, timeout=1, trust_env=False)
        impatient = type(api)(client, tenant, api.settings)
        with client, pytest.raises(httpx.ReadTimeout):
            impatient.post(crowd(range(5)), headers=api.key)
        lock.wait_for_queue()
    wait_until(lambda: len(tenant.rows("imports")) == 1, "the import is stored")
    assert len(tenant.customers()) == 5
    wait_until(lambda: service.uploads() == [], "the upload is gone")
    assert "Traceback" not in service.log.read_text()
