"""The service as one tenant calls it: over whatever transport, with whichever credential."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import httpx

from app.auth import issue_token
from app.config import Settings
from app.main import jwt_settings
from tests.contract.validation import REFUSAL, assert_conforms, assert_contract
from tests.http.forms import CONTENT_TYPE, Part, form
from tests.support.tenants import Tenant

SCOPES = ("campaigns:import",)


def address(campaign: UUID | str) -> str:
    """Where a campaign's targets are imported."""
    return f"/campaigns/{campaign}/targets:import"


def bearer(settings: Settings, account_id: UUID, *scopes: str) -> dict[str, str]:
    """The header of somebody whose token carries `scopes`."""
    token = issue_token(jwt_settings(settings), account_id, "anna", scopes, timedelta(minutes=5))
    return {"Authorization": f"Bearer {token}"}


@dataclass
class Caller:
    """A tenant's server: it calls with an API key unless told otherwise."""

    client: httpx.Client
    tenant: Tenant
    settings: Settings
    content_type: dict[str, str] = field(default_factory=lambda: {"Content-Type": CONTENT_TYPE})

    @cached_property
    def key(self) -> dict[str, str]:
        """The header with the tenant's API key."""
        return {"X-API-Key": self.tenant.admin.create_key(self.tenant.account_id).key}

    def token(self, *scopes: str) -> dict[str, str]:
        """The header with a token of this tenant's account."""
        return bearer(self.settings, self.tenant.account_id, *scopes)

    def post(
        self,
        content: bytes | None = None,
        campaign: str = "A",
        *,
        body: Any = None,
        headers: dict[str, str] | None = None,
        params: Any = None,
        path: str | None = None,
        **options: Any,
    ) -> httpx.Response:
        """Send `content` as the file part (or `body` as it is) to a campaign of this tenant, or to `path`."""
        return self.client.post(
            path or address(self.tenant.campaign(campaign)),
            content=form(Part(content)) if content is not None else body,
            headers={**self.content_type, **(self.key if headers is None else headers)},
            params=params,
            **options,
        )

    def imported(self, content: bytes, campaign: str = "A", **options: Any) -> dict[str, Any]:
        """The answer to a file that must be accepted; every one is held to the contract."""
        return answer(self.post(content, campaign, **options))

    def stored(self) -> dict[str, list[dict[str, Any]]]:
        """All rows an import may write, with their physical addresses."""
        tables = ("customers", "campaign_targets", "imports")
        return {table: self.tenant.rows(table) for table in tables}


def answer(response: httpx.Response) -> dict[str, Any]:
    """The body of a 200."""
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json"), (
        response.text
    )
    body: dict[str, Any] = response.json()
    assert_contract(body)
    return body


def refusal(response: httpx.Response) -> tuple[int, Any]:
    """Status and detail of a refusal: for a 422 its `(loc, type)` pairs, otherwise the sentence."""
    body = response.json()
    assert response.headers["content-type"] == "application/json"
    assert list(body) == ["detail"]
    if response.status_code != 422:
        return response.status_code, body["detail"]
    assert_conforms(body, REFUSAL)
    return 422, [(tuple(entry["loc"]), entry["type"]) for entry in body["detail"]]
