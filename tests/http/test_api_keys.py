"""API keys as the database knows them, and scopes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from app.auth import mint
from app.config import Settings
from app.database import account_transaction
from tests.http.caller import SCOPES, Caller, address, bearer, refusal
from tests.http.conftest import OpenClient
from tests.http.forms import people
from tests.support.tenants import Tenant

UNKNOWN = (401, "This API key does not exist or was revoked.")


def last_used(tenant: Tenant) -> list[datetime | None]:
    return [row["last_used_at"] for row in tenant.rows("api_keys")]


def used_before(tenant: Tenant, age: timedelta) -> None:
    """Pretend that the tenant's keys were last used so long ago."""
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        connection.execute(
            text("UPDATE api_keys SET last_used_at = now() - :age WHERE account_id = :id"),
            {"age": age, "id": tenant.account_id},
        )


def test_a_key_that_was_never_made_is_refused(api: Caller) -> None:
    unknown = {"X-API-Key": mint(api.tenant.account_id).key}
    assert refusal(api.post(people(1), headers=unknown)) == UNKNOWN


def test_a_revoked_key_is_refused_from_the_next_request_on(api: Caller) -> None:
    admin, account_id = api.tenant.admin, api.tenant.account_id
    created = admin.create_key(account_id)
    headers = {"X-API-Key": created.key}
    api.imported(people(1), headers=headers)
    admin.revoke_key(account_id, created.id)
    assert refusal(api.post(people(1), headers=headers)) == UNKNOWN
    assert refusal(api.post(people(1), headers=headers | api.token(*SCOPES))) == UNKNOWN


def test_an_expired_key_is_refused_and_not_counted_as_used(api: Caller) -> None:
    created = api.tenant.admin.create_key(api.tenant.account_id, None, timedelta(seconds=-1))
    response = api.post(people(1), headers={"X-API-Key": created.key})
    assert refusal(response) == (401, "This API key has expired: ask for a new one.")
    assert last_used(api.tenant) == [None]


def test_a_key_that_will_expire_is_good_until_then(api: Caller) -> None:
    created = api.tenant.admin.create_key(api.tenant.account_id, None, timedelta(hours=1))
    assert api.imported(people(1), headers={"X-API-Key": created.key})["created"] == 1


def test_another_accounts_key_does_not_open_this_campaign(
    api: Caller, settings: Settings, other_tenant: Tenant
) -> None:
    other = Caller(api.client, other_tenant, settings)
    response = api.post(people(1), headers=other.key)
    assert refusal(response) == (404, "There is no such campaign in your account.")


def test_a_key_and_a_token_of_two_accounts_are_nobody(
    api: Caller, settings: Settings, other_tenant: Tenant
) -> None:
    both = api.key | bearer(settings, other_tenant.account_id, *SCOPES)
    assert refusal(api.post(people(1), headers=both)) == (
        401,
        "The JWT and the API key belong to different accounts: send one.",
    )


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ({}, "Send a valid JWT in the Authorization header or an API key in X-API-Key."),
        ({"X-API-Key": ""}, "The X-API-Key header must hold an API key and nothing else."),
        ({"X-API-Key": "guess"}, "This is not an API key: copy it again, whole."),
        ({"Authorization": "Bearer"}, "The Authorization header must read: Bearer <JWT>."),
        (
            {"Authorization": "Basic YW5uYTphbm5h"},
            "The Authorization header must read: Bearer <JWT>.",
        ),
        ({"Authorization": "Bearer a.b.c"}, "The token is not a well-formed JWT."),
    ],
    ids=["none", "empty", "guess", "no token", "basic", "no jwt"],
)
def test_a_malformed_credential_is_a_401(api: Caller, headers, sentence) -> None:
    response = api.post(people(1), headers=headers)
    assert refusal(response) == (401, sentence)
    assert response.extensions["body_bytes_read"] == 0


def test_a_bad_key_is_not_saved_by_a_good_token(api: Caller) -> None:
    both = {"X-API-Key": mint(api.tenant.account_id).key} | api.token(*SCOPES)
    assert refusal(api.post(people(1), headers=both)) == UNKNOWN


def test_the_last_use_is_written_coarsely(api: Caller) -> None:
    api.imported(people(1))
    first = api.tenant.rows("api_keys")
    api.imported(people(1))
    assert api.tenant.rows("api_keys") == first
    used_before(api.tenant, timedelta(minutes=9))
    nine_minutes_ago = api.tenant.rows("api_keys")
    api.imported(people(1))
    assert api.tenant.rows("api_keys") == nine_minutes_ago
    used_before(api.tenant, timedelta(minutes=11))
    api.imported(people(1))
    (used,) = last_used(api.tenant)
    assert used is not None
    assert datetime.now(UTC) - used < timedelta(minutes=1)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"], ids=["empty", "pdf"])
def test_the_last_use_is_written_even_when_the_import_fails(api: Caller, content) -> None:
    assert api.post(content).status_code in (415, 422)
    assert None not in last_used(api.tenant)
    assert len(last_used(api.tenant)) == 1


def test_a_token_without_the_scope_may_not_import(api: Caller) -> None:
    expected = (
        403,
        "This credential may not import targets: it needs the scope campaigns:import.",
    )
    assert refusal(api.post(people(1), headers=api.token())) == expected
    assert refusal(api.post(people(1), headers=api.token("campaigns"))) == expected
    both = api.token("campaigns:read") | api.key
    assert refusal(api.post(people(1), headers=both)) == expected


@pytest.mark.parametrize(
    ("required", "scopes", "status"),
    [
        ("", (), 200),
        ("", ("anything",), 200),
        ("leads.write", ("leads.write",), 200),
        ("leads.write", SCOPES, 403),
    ],
)
def test_the_scope_asked_for_is_a_setting(
    open_client: OpenClient, settings: Settings, tenant: Tenant, required, scopes, status
) -> None:
    changed = settings.model_copy(update={"required_scope": required})
    api = Caller(open_client(changed), tenant, changed)
    assert api.post(people(1), headers=api.token(*scopes)).status_code == status
    assert api.post(people(1)).status_code == 200  # an API key carries the scope, whatever its name


def test_a_key_names_its_account_but_proves_it_only_by_its_secret(
    client: httpx.Client, other_tenant: Tenant, api: Caller
) -> None:
    forged = mint(other_tenant.account_id).key
    campaign: UUID = other_tenant.campaign()
    response = api.post(people(1), headers={"X-API-Key": forged}, path=address(campaign))
    assert refusal(response) == UNKNOWN
