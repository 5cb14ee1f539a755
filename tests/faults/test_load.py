"""More than the service can take: no slot, no lock, no time, no disk. Always a 503, nothing written, and back again."""

import resource
from collections.abc import Iterator

import httpx
import pytest

from app.auth import mint
from app.config import Settings
from app.main import create_app
from tests.faults.background import in_background
from tests.faults.conftest import Call, Serve
from tests.faults.crowds import crowd
from tests.faults.processes import Service
from tests.faults.waiting import locked_account, wait_until
from tests.http.caller import Caller, refusal
from tests.http.forms import table
from tests.http.transport import InProcess
from tests.support.tenants import Tenant

pytestmark = pytest.mark.slow

MEBIBYTE = 1024**2


def assert_told_to_come_back(response: httpx.Response) -> str:
    """What a 503 says."""
    status, detail = refusal(response)
    assert (status, response.headers["retry-after"]) == (503, "5")
    return str(detail)


@pytest.fixture
def local(settings: Settings, tenant: Tenant) -> Iterator[Caller]:
    """A caller of a service in this process, whose constants a test may change."""
    transport = InProcess(create_app(settings))
    with httpx.Client(transport=transport, base_url="http://import") as client:
        yield Caller(client, tenant, settings)


def test_without_a_free_slot_an_import_is_told_to_come_back_and_everything_else_is_answered(
    serve: Serve, call: Call, tenant: Tenant, other_tenant: Tenant
) -> None:
    service = serve(UMANIZE_IMPORT_SLOTS="1", UMANIZE_SLOT_PATIENCE="0.2")
    api, other = call(service.server, tenant), call(service.server, other_tenant)
    with in_background(api) as start:
        with locked_account(tenant) as lock:
            first = start(crowd([1]))
            lock.wait_for_queue()
            told = assert_told_to_come_back(other.post(crowd([1])))
            forged = {"X-API-Key": mint(tenant.account_id).key}
            assert other.post(crowd([1]), headers=forged).status_code == 401
            assert (
                other.post(
                    crowd([1]), path=f"/campaigns/{tenant.account_id}/targets:import"
                ).status_code
                == 404
            )
            assert api.client.get("/readyz", timeout=5).status_code == 200
        response = first.result()
    assert (
        told == "As many imports as may are running already: repeat the request in a few seconds."
    )
    assert response is not None
    assert response.json()["created"] == 1
    assert other.imported(crowd([1]))["created"] == 1


def test_an_account_leaves_slots_to_the_others(
    serve: Serve, call: Call, tenant: Tenant, other_tenant: Tenant
) -> None:
    service = serve(
        UMANIZE_IMPORT_SLOTS="2", UMANIZE_IMPORT_SLOTS_PER_ACCOUNT="1", UMANIZE_SLOT_PATIENCE="0.2"
    )
    api, other = call(service.server, tenant), call(service.server, other_tenant)
    with in_background(api) as start:
        with locked_account(tenant) as lock:
            first = start(crowd([1]))
            lock.wait_for_queue()
            assert_told_to_come_back(api.post(crowd([1])))
            assert other.imported(crowd([1]))["created"] == 1
        assert first.result() is not None
    assert len(tenant.rows("imports")) == 1


def test_an_import_that_waits_too_long_for_its_account_is_told_so(
    local: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.LOCK_TIMEOUT", "300ms")
    local.imported(crowd([1]))
    before = local.stored()
    with locked_account(local.tenant):
        told = assert_told_to_come_back(local.post(crowd([1, 2])))
    assert (
        told
        == "Another import of this account is still running: repeat the request when it is done."
    )
    assert local.stored() == before
    assert local.imported(crowd([1, 2]))["created"] == 1


def test_a_statement_that_takes_too_long_is_a_503(
    local: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.imported(crowd([1]))
    before = local.stored()
    with locked_account(local.tenant):
        monkeypatch.setattr("app.database.STATEMENT_TIMEOUT", "300ms")
        assert_told_to_come_back(local.post(crowd([1, 2])))
    assert local.stored() == before


def starved_of_disk(service: Service) -> Service:
    """From now on no file of the service may grow beyond a MiB: the kernel refuses as on a full disk (EFBIG)."""
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (MEBIBYTE, MEBIBYTE))
    return service


def test_a_file_the_disk_has_no_room_for_is_a_503_and_nothing_of_it_stays(
    serve: Serve, call: Call, tenant: Tenant
) -> None:
    service = starved_of_disk(serve())
    api = call(service.server, tenant)
    told = assert_told_to_come_back(api.post(b"email\n" + b"x" * 3 * MEBIBYTE))
    assert told == "There is no room to receive the file now: try again later."
    assert api.imported(crowd([1]))["created"] == 1
    assert [row["total"] for row in tenant.rows("imports")] == [1]
    wait_until(lambda: service.uploads() == [], "the temporary folder is empty")


def test_a_list_of_rejected_rows_the_disk_has_no_room_for_is_a_503_and_nothing_is_written(
    serve: Serve, call: Call, tenant: Tenant
) -> None:
    # Each row comes back with the reason beside it: a list several times as long as the file.
    content = table("customer_id,email", "1,anna@example.com", *[",x"] * 20_000)
    service = starved_of_disk(serve())
    api = call(service.server, tenant)
    assert_told_to_come_back(api.post(content, headers=api.key | {"Accept": "text/csv"}))
    assert api.stored() == {"customers": [], "campaign_targets": [], "imports": []}
    assert api.imported(content)["skipped"] == 20_000
    wait_until(lambda: service.uploads() == [], "the temporary folder is empty")
