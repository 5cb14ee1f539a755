"""The one address: how its campaign may be spelt, what lies beside it, and with which methods."""

from urllib.parse import quote
from uuid import UUID

import httpx
import pytest

from tests.http.caller import Caller, address, refusal
from tests.http.forms import people

ID = UUID("0192f3a4-5b6c-7d8e-9f01-23456789abcd")


def test_a_campaign_may_be_spelt_in_capitals(api: Caller) -> None:
    campaign = str(api.tenant.campaign()).upper()
    assert api.post(people(1), path=address(campaign)).status_code == 200


@pytest.mark.parametrize(
    "campaign",
    [
        "1",
        "null",
        ID.hex,
        f"{{{ID}}}",
        f"urn:uuid:{ID}",
        f" {ID}",
        f"{ID}\n",
        f"{ID}0",
        str(ID)[:-1],
        str(ID).replace("-", "_"),
        f"{ID.hex[:4]}-{ID.hex[4:]}",
        str(ID).replace("a", "g"),
        str(ID).replace("1", "\u0661"),
        str(ID).replace("-", "\u2010"),
        f"{ID}\0",
        "<script>alert(1)</script>".replace("/", ""),
        "9" * 5_000,
    ],
    ids=range(17),
)
def test_another_spelling_of_an_id_is_refused_without_being_repeated(
    api: Caller, campaign: str
) -> None:
    response = api.post(people(1), path=address(quote(campaign, safe="")))
    assert response.json() == {
        "detail": [
            {
                "loc": ["path", "campaign_id"],
                "msg": "Input should be a valid UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
                "type": "uuid_parsing",
            }
        ]
    }
    assert (response.status_code, response.extensions["body_bytes_read"]) == (422, 0)


@pytest.mark.parametrize(
    "path",
    [
        "/campaigns/{id}/targets:import/",
        "/campaigns/{id}/targets:import//",
        "/campaigns/{id}/targets",
        "/campaigns/{id}/targets:export",
        "/campaigns//targets:import",
        "/campaigns/{id}%2F/targets:import",
        "/Campaigns/{id}/targets:import",
        "//campaigns/{id}/targets:import",
        "/docs/",
        "/nothing",
    ],
)
def test_no_other_address_answers_or_redirects(api: Caller, path: str) -> None:
    response = api.post(people(1), path=path.format(id=api.tenant.campaign()))
    assert response.status_code in (404, 405)
    assert response.extensions["body_bytes_read"] == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
def test_only_post_is_allowed(client: httpx.Client, method: str) -> None:
    response = client.request(method, address(ID), content=people(1))
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.extensions["body_bytes_read"] == 0


def test_an_address_that_does_not_exist_is_answered_in_one_sentence(api: Caller) -> None:
    assert refusal(api.post(people(1), path="/nothing")) == (404, "Not Found")
