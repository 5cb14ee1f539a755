"""Refusals that need no file, and which of several comes first: 401, 422, 403, 404, 409, then the body.

Every request here carries a large good file, and not one byte of it may have been read.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.auth import mint
from app.config import Settings
from tests.http.caller import SCOPES, Caller, address, refusal
from tests.http.forms import people
from tests.support.tenants import Tenant

LARGE = people(3_500)  # 200 kB

UNKNOWN_KEY = "This API key does not exist or was revoked."
NO_SCOPE = "This credential may not import targets: it needs the scope campaigns:import."
NO_CAMPAIGN = "There is no such campaign in your account."
CLOSED = "The campaign is completed or archived: import into one that is still open."
BAD_ID = (("path", "campaign_id"), "uuid_parsing")
BAD_OPTION = (("query", "skip_if_in_other_campaigns"), "bool_parsing")
MAYBE = {"skip_if_in_other_campaigns": "maybe"}


@dataclass(frozen=True)
class Faults:
    """What is wrong with a request; nothing, unless said."""

    credential: str = "good"
    campaign: str = "open"
    option: str = "good"
    body: str = "good"


def send(api: Caller, faults: Faults) -> httpx.Response:
    credentials: dict[str, dict[str, str]] = {
        "good": api.token(*SCOPES),
        "bad": {"X-API-Key": mint(api.tenant.account_id).key},
        "none": {},
        "scopeless": api.token("campaigns:read"),
    }
    if faults.campaign == "closed":
        api.tenant.admin.set_campaign_status(
            api.tenant.account_id, api.tenant.campaign(), "completed"
        )
    paths = {"misspelt": address("spring-offer"), "unknown": address(uuid4())}
    headers = credentials[faults.credential]
    if faults.body == "bad":
        headers = headers | {"Content-Type": "text/csv"}
    response = api.post(
        LARGE,
        headers=headers,
        path=paths.get(faults.campaign),
        params=MAYBE if faults.option == "bad" else None,
    )
    assert response.extensions["body_bytes_read"] == 0
    return response


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (Faults("bad", "misspelt", "bad", "bad"), (401, UNKNOWN_KEY)),
        (Faults("bad", "unknown", "good", "bad"), (401, UNKNOWN_KEY)),
        (Faults("bad", "closed", "good", "bad"), (401, UNKNOWN_KEY)),
        (Faults("bad", "open", "bad", "good"), (401, UNKNOWN_KEY)),
        (Faults("bad", "open", "good", "good"), (401, UNKNOWN_KEY)),
        (Faults("scopeless", "misspelt", "bad", "bad"), (422, [BAD_ID])),
        (Faults("scopeless", "unknown", "bad", "bad"), (422, [BAD_OPTION])),
        (Faults("scopeless", "closed", "bad", "good"), (422, [BAD_OPTION])),
        (Faults("good", "misspelt", "good", "bad"), (422, [BAD_ID])),
        (Faults("good", "unknown", "bad", "bad"), (422, [BAD_OPTION])),
        (Faults("good", "open", "bad", "good"), (422, [BAD_OPTION])),
        (Faults("scopeless", "unknown", "good", "bad"), (403, NO_SCOPE)),
        (Faults("scopeless", "closed", "good", "bad"), (403, NO_SCOPE)),
        (Faults("scopeless", "open", "good", "good"), (403, NO_SCOPE)),
        (Faults("good", "unknown", "good", "bad"), (404, NO_CAMPAIGN)),
        (Faults("good", "unknown", "good", "good"), (404, NO_CAMPAIGN)),
        (Faults("good", "closed", "good", "bad"), (409, CLOSED)),
        (Faults("good", "closed", "good", "good"), (409, CLOSED)),
    ],
    ids=str,
)
def test_of_several_faults_the_first_in_order_is_told_and_the_body_left_unread(
    api: Caller, faults: Faults, expected: tuple[int, Any]
) -> None:
    assert refusal(send(api, faults)) == expected
    assert api.stored() == {"customers": [], "campaign_targets": [], "imports": []}


@pytest.mark.parametrize("credential", ["none", "bad"])
def test_a_401_names_the_way_to_authenticate(api: Caller, credential) -> None:
    response = send(api, replace(Faults(), credential=credential))
    assert (response.status_code, response.headers["www-authenticate"]) == (
        401,
        'Bearer realm="umanize"',
    )


def test_another_accounts_campaign_looks_exactly_like_none(
    api: Caller, other_tenant: Tenant
) -> None:
    theirs = api.post(LARGE, path=address(other_tenant.campaign()))
    nobodys = api.post(LARGE, path=address(uuid4()))
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)
    del theirs.headers["X-Request-ID"], nobodys.headers["X-Request-ID"]
    assert theirs.headers == nobodys.headers
    assert theirs.extensions["body_bytes_read"] == 0


def test_another_accounts_closed_campaign_is_no_409(api: Caller, other_tenant: Tenant) -> None:
    campaign = other_tenant.campaign()
    other_tenant.admin.set_campaign_status(other_tenant.account_id, campaign, "archived")
    assert refusal(api.post(LARGE, path=address(campaign))) == (404, NO_CAMPAIGN)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("draft", 200), ("active", 200), ("paused", 200), ("completed", 409), ("archived", 409)],
)
def test_only_completed_and_archived_campaigns_take_no_targets(
    api: Caller, status, expected
) -> None:
    api.tenant.admin.set_campaign_status(api.tenant.account_id, api.tenant.campaign(), status)
    assert api.post(people(1)).status_code == expected


@pytest.mark.parametrize("option", ["maybe", "", "2", "null", "true,false", " "])
def test_the_option_is_true_or_false(api: Caller, option) -> None:
    response = api.post(LARGE, params={"skip_if_in_other_campaigns": option})
    assert refusal(response) == (422, [BAD_OPTION])
    assert response.extensions["body_bytes_read"] == 0


def test_the_option_is_said_once(api: Caller) -> None:
    params = [("skip_if_in_other_campaigns", "true"), ("skip_if_in_other_campaigns", "false")]
    response = api.post(LARGE, params=params)
    assert refusal(response) == (422, [(BAD_OPTION[0], "too_many_values")])


def test_a_token_of_an_account_that_does_not_exist_finds_no_campaign(
    client: httpx.Client, settings: Settings, tenant: Tenant
) -> None:
    stranger = Caller(client, replace(tenant, account_id=uuid4()), settings)
    response = stranger.post(
        LARGE, headers=stranger.token(*SCOPES), path=address(tenant.campaign())
    )
    assert refusal(response) == (404, NO_CAMPAIGN)
