"""Web pages of other origins: none may call, unless the operator names them."""

import httpx
import pytest

from app.config import Settings
from tests.http.caller import Caller, address
from tests.http.conftest import OpenClient
from tests.http.forms import people
from tests.support.tenants import Tenant

ORIGIN = "https://app.example.com"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,x-api-key",
}


def cors(response: httpx.Response) -> dict[str, str]:
    prefix = "access-control-"
    return {name: value for name, value in response.headers.items() if name.startswith(prefix)}


@pytest.fixture
def open_to_app(open_client: OpenClient, settings: Settings, tenant: Tenant) -> Caller:
    """A service that lets one origin in."""
    changed = settings.model_copy(update={"cors_origins": (ORIGIN,)})
    return Caller(open_client(changed), tenant, changed)


def test_by_default_no_origin_is_let_in(api: Caller) -> None:
    preflight = api.client.options(address(api.tenant.campaign()), headers=PREFLIGHT)
    assert (preflight.status_code, cors(preflight)) == (405, {})
    response = api.post(people(1), headers=api.key | {"Origin": ORIGIN})
    assert (response.status_code, cors(response)) == (200, {})


def test_a_configured_origin_may_send_both_credentials_and_read_answers(
    open_to_app: Caller,
) -> None:
    preflight = open_to_app.client.options(
        address(open_to_app.tenant.campaign()), headers=PREFLIGHT
    )
    assert preflight.status_code == 200
    assert cors(preflight)["access-control-allow-origin"] == ORIGIN
    assert cors(preflight)["access-control-allow-methods"] == "POST"
    assert "access-control-allow-credentials" not in cors(preflight)  # no cookie is ever used
    allowed = cors(preflight)["access-control-allow-headers"].lower().replace(" ", "").split(",")
    assert {"authorization", "content-type", "x-api-key"} <= set(allowed)
    good = open_to_app.post(people(1), headers=open_to_app.key | {"Origin": ORIGIN})
    refused = open_to_app.post(people(1), headers={"Origin": ORIGIN})
    assert (good.status_code, refused.status_code) == (200, 401)
    assert cors(good) == cors(refused) == {"access-control-allow-origin": ORIGIN}


def test_another_origin_stays_out(open_to_app: Caller) -> None:
    stranger = {"Origin": "https://evil.example"}
    preflight = open_to_app.client.options(
        address(open_to_app.tenant.campaign()), headers=PREFLIGHT | stranger
    )
    assert preflight.status_code == 400
    assert "access-control-allow-origin" not in cors(preflight)
    response = open_to_app.post(people(1), headers=open_to_app.key | stranger)
    assert "access-control-allow-origin" not in cors(response)
