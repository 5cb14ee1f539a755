"""Alive, ready: what an orchestrator asks, and what callers hear while the database is away."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from app.config import Settings
from tests.contract.validation import contract_text
from tests.http.caller import SCOPES, Caller, address, bearer, refusal
from tests.http.conftest import OpenClient
from tests.http.forms import people
from tests.support.tenants import Tenant


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that is taken and refuses every connection: it is bound, and nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def away(settings: Settings, dead_port: int) -> Settings:
    """Settings whose database does not answer."""
    url = f"postgresql://nobody@127.0.0.1:{dead_port}/nothing"
    return settings.model_copy(update={"database_url": url})


def test_a_good_service_is_alive_and_ready(client: httpx.Client) -> None:
    for path in ("/healthz", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_without_its_database_the_service_starts_and_lives_but_is_not_ready(
    open_client: OpenClient, away: Settings
) -> None:
    client = open_client(away)
    assert client.get("/healthz").status_code == 200
    assert client.get("/openapi.json").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        503,
        {"status": "unavailable", "reason": "the database does not answer"},
    )


def test_without_its_database_a_caller_is_asked_to_come_back(
    open_client: OpenClient, away: Settings, tenant: Tenant
) -> None:
    api = Caller(open_client(away), tenant, away)
    for headers in (api.key, api.token(*SCOPES)):
        response = api.post(people(1), headers=headers, path=address(tenant.account_id))
        assert (response.status_code, response.headers["retry-after"]) == (503, "5")
        assert response.extensions["body_bytes_read"] == 0


def test_without_its_database_a_forged_token_is_still_a_401(
    open_client: OpenClient, away: Settings, tenant: Tenant
) -> None:
    api = Caller(open_client(away), tenant, away)
    forger = away.model_copy(update={"jwt_secret": ("f" * 40,)})
    response = api.post(people(1), headers=bearer(forger, tenant.account_id, *SCOPES))
    assert refusal(response) == (401, "The token's signature is not valid here.")


def test_a_database_that_is_not_migrated_is_not_ready(
    open_client: OpenClient, settings: Settings, empty_database: str
) -> None:
    client = open_client(settings.model_copy(update={"database_url": empty_database}))
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        503,
        {
            "status": "unavailable",
            "reason": "the database is not migrated: run `umanize migrate`",
        },
    )
    assert client.get("/healthz").status_code == 200


def test_the_contract_speaks_of_none_of_this() -> None:
    assert list(json.loads(contract_text())["paths"]) == ["/campaigns/{campaign_id}/targets:import"]
