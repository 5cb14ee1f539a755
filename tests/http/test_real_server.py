"""Over a real network: `umanize serve`, real connections, real concurrency."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest

from app.auth import mint
from app.config import Settings
from tests.contract.validation import assert_contract, contract_text
from tests.http.caller import SCOPES, Caller, address, answer, refusal
from tests.http.forms import CONTENT_TYPE, Part, form, people
from tests.http.real_server import Server, head, read_answer
from tests.support.tenants import Tenant

LARGE = form(Part(people(3_500)))  # 200 kB


@pytest.fixture
def api(server: Server, tenant: Tenant, settings: Settings) -> Iterator[Caller]:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        yield Caller(client, tenant, settings)


@pytest.mark.parametrize("credential", ["key", "token"])
def test_a_file_is_imported_as_any_http_client_sends_it(api: Caller, credential) -> None:
    response = api.client.post(
        address(api.tenant.campaign()),
        files={"file": ("leads.csv", people(3))},
        headers=api.key if credential == "key" else api.token(*SCOPES),
    )
    assert answer(response)["created"] == 3
    assert len(api.tenant.customers()) == 3


def test_a_body_of_unsaid_length_is_imported(api: Caller) -> None:
    middle = len(LARGE) // 2
    response = api.post(body=iter([LARGE[:middle], LARGE[middle:]]))
    assert response.request.headers["transfer-encoding"] == "chunked"
    assert answer(response)["created"] == 3_500


def test_the_same_file_again_over_the_same_connection_changes_nothing(api: Caller) -> None:
    first = api.imported(people(1))
    before = api.stored()
    again = api.imported(people(1))
    assert (again["created"], again["targets_created"]) == (0, 0)
    assert again["target"] == first["target"]
    assert api.stored()["customers"] == before["customers"]
    assert api.stored()["campaign_targets"] == before["campaign_targets"]


def test_the_contract_is_served(api: Caller) -> None:
    assert api.client.get("/openapi.json").json() == json.loads(contract_text())


@dataclass(frozen=True)
class Case:
    """A request that is refused from its headers."""

    status: int
    bad_key: bool = False
    scopeless: bool = False
    campaign: str | None = None
    closed: bool = False
    query: str = ""


REFUSED = [
    Case(401, bad_key=True),
    Case(403, scopeless=True),
    Case(404, campaign="00000000-0000-4000-8000-000000000000"),
    Case(409, closed=True),
    Case(422, campaign="spring-offer"),
    Case(422, query="?skip_if_in_other_campaigns=maybe"),
]


def refused_head(api: Caller, case: Case, **extra: str) -> bytes:
    """The request's head; its body is never sent."""
    campaign = api.tenant.campaign()
    if case.closed:
        api.tenant.admin.set_campaign_status(api.tenant.account_id, campaign, "archived")
    headers = {"X-API-Key": mint(api.tenant.account_id).key} if case.bad_key else api.key
    if case.scopeless:
        headers = api.token("campaigns:read")
    path = address(case.campaign or campaign) + case.query
    return head(path, {"Content-Type": CONTENT_TYPE, **headers, **extra}, len(LARGE))


@pytest.mark.parametrize("case", REFUSED, ids=str)
@pytest.mark.parametrize("expect", [{}, {"Expect": "100-continue"}], ids=["plain", "expect"])
def test_the_refusal_comes_before_a_byte_of_the_body_was_sent(
    api: Caller, server: Server, case: Case, expect: dict[str, str]
) -> None:
    with server.connect() as connection:
        connection.sendall(refused_head(api, case, **expect))
        status, body = read_answer(connection)
    assert (status, list(json.loads(body))) == (case.status, ["detail"])


def test_a_client_that_asks_first_is_told_to_go_on_and_then_answered(
    api: Caller, server: Server
) -> None:
    headers = {"Content-Type": CONTENT_TYPE, **api.key, "Expect": "100-continue"}
    with server.connect() as connection:
        connection.sendall(head(address(api.tenant.campaign()), headers, len(LARGE)))
        assert read_answer(connection) == (100, b"")
        connection.sendall(LARGE)
        status, body = read_answer(connection)
    assert status == 200
    assert_contract(json.loads(body))


def test_a_client_that_sends_all_of_a_large_body_can_read_its_401(api: Caller) -> None:
    response = api.post(body=LARGE * 50, headers={"X-API-Key": mint(api.tenant.account_id).key})
    assert refusal(response) == (401, "This API key does not exist or was revoked.")


def test_a_body_that_says_it_is_over_the_limit_is_refused_before_it_is_sent(
    api: Caller, server: Server, settings: Settings
) -> None:
    headers = {"Content-Type": CONTENT_TYPE, **api.key}
    with server.connect() as connection:
        size = settings.max_upload_bytes + 1
        connection.sendall(head(address(api.tenant.campaign()), headers, size))
        status, _body = read_answer(connection)
    assert status == 413


def test_a_cut_connection_stores_nothing_and_the_next_request_is_served(
    api: Caller, server: Server
) -> None:
    headers = {"Content-Type": CONTENT_TYPE, **api.key}
    with server.connect() as connection:
        connection.sendall(head(address(api.tenant.campaign()), headers, len(LARGE)))
        connection.sendall(LARGE[: len(LARGE) // 2])
    assert api.imported(people(2))["created"] == 2
    assert [row["total"] for row in api.tenant.rows("imports")] == [2]


def test_the_same_file_from_several_callers_at_once_is_imported_once(api: Caller) -> None:
    key, campaign = api.key, address(api.tenant.campaign())  # made before the race begins
    with ThreadPoolExecutor(4) as pool:
        responses = list(
            pool.map(lambda _: api.post(people(200), headers=key, path=campaign), range(4))
        )
    bodies = [answer(response) for response in responses]
    assert sorted(body["created"] for body in bodies) == [0, 0, 0, 200]
    assert sorted(body["targets_created"] for body in bodies) == [0, 0, 0, 200]
    assert len(api.tenant.customers()) == 200
