"""The whole way from the headers to the caller, with the keys a database knows."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from app.auth import JwtSettings, Principal, TokenVerifier
from app.auth.authenticator import LAST_USED_PRECISION, Authenticator
from app.database import account_transaction
from app.errors import InvalidCredentials, MissingScope
from app.models import ApiKey
from tests.auth.tokens import SECRET, encode
from tests.support.tenants import Tenant, new_tenant

SCOPE = "campaigns:import"
UNKNOWN = "This API key does not exist or was revoked."
EXPIRED = "This API key has expired: ask for a new one."

Header = tuple[bytes, bytes]


def authenticator(required_scope: str = SCOPE) -> Authenticator:
    return Authenticator(TokenVerifier(JwtSettings(secrets=(SECRET,))), required_scope)


def key_header(key: str) -> Header:
    return b"x-api-key", key.encode()


def token_header(tenant: Tenant, scope: str = SCOPE) -> Header:
    token = encode(account_id=str(tenant.account_id), scope=scope)
    return b"authorization", f"Bearer {token}".encode()


def caller(tenant: Tenant, *headers: Header) -> Principal:
    gate = authenticator()
    claim = gate.read(headers)
    assert claim.account_id == tenant.account_id
    with account_transaction(tenant.engine, claim.account_id) as connection:
        return gate.confirm(connection, claim)


def refusal(tenant: Tenant, *headers: Header) -> str:
    with pytest.raises(InvalidCredentials) as caught:
        caller(tenant, *headers)
    return caught.value.message


def uses(tenant: Tenant) -> dict[UUID, datetime | None]:
    return {row["id"]: row["last_used_at"] for row in tenant.rows("api_keys")}


def change_keys(tenant: Tenant, **values: datetime) -> None:
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        mine = ApiKey.account_id == tenant.account_id
        connection.execute(update(ApiKey).where(mine).values(**values))


def person(tenant: Tenant, *scopes: str) -> Principal:
    return Principal(tenant.account_id, "anna", frozenset(scopes), "jwt")


def test_a_key_is_a_caller_with_the_scope_asked_for(tenant: Tenant) -> None:
    created = tenant.admin.create_key(tenant.account_id)
    assert caller(tenant, key_header(created.key)) == Principal(
        tenant.account_id, f"key:{created.id}", frozenset({SCOPE}), "api_key"
    )


def test_a_token_alone_needs_no_key(tenant: Tenant) -> None:
    assert caller(tenant, token_header(tenant, "a b")) == person(tenant, "a", "b")


def test_a_token_and_a_key_together_are_the_person_with_the_scopes_of_both(tenant: Tenant) -> None:
    key = key_header(tenant.admin.create_key(tenant.account_id).key)
    assert caller(tenant, token_header(tenant, f"{SCOPE} b"), key) == person(tenant, SCOPE)
    assert caller(tenant, key, token_header(tenant, "b")) == person(tenant)


def test_a_good_token_never_saves_a_key_that_is_not(tenant: Tenant) -> None:
    revoked = tenant.admin.create_key(tenant.account_id)
    tenant.admin.revoke_key(tenant.account_id, revoked.id)
    expired = tenant.admin.create_key(tenant.account_id, None, timedelta(seconds=-1))
    token = token_header(tenant)
    assert refusal(tenant, token, key_header(revoked.key)) == UNKNOWN
    assert refusal(tenant, token, key_header(expired.key)) == EXPIRED
    assert set(uses(tenant).values()) == {None}


def test_a_good_key_never_saves_a_token_that_is_not(tenant: Tenant) -> None:
    created = tenant.admin.create_key(tenant.account_id)
    forged = encode("another-secret-another-secret-0001", account_id=str(tenant.account_id))
    token = (b"authorization", f"Bearer {forged}".encode())
    assert refusal(tenant, token, key_header(created.key)) == (
        "The token's signature is not valid here."
    )


def test_a_revoked_key_is_told_that_even_when_it_has_also_expired(tenant: Tenant) -> None:
    created = tenant.admin.create_key(tenant.account_id, None, timedelta(seconds=-1))
    assert refusal(tenant, key_header(created.key)) == EXPIRED
    tenant.admin.revoke_key(tenant.account_id, created.id)
    assert refusal(tenant, key_header(created.key)) == UNKNOWN


def test_a_key_is_looked_up_in_the_account_it_names_alone(tenant: Tenant) -> None:
    other = new_tenant(tenant.engine)
    gate = authenticator()
    claim = gate.read([key_header(other.admin.create_key(other.account_id).key)])
    with (
        account_transaction(tenant.engine, tenant.account_id) as connection,
        pytest.raises(InvalidCredentials, match="does not exist"),
    ):
        gate.confirm(connection, claim)


def test_a_use_is_noted_for_that_key_alone(tenant: Tenant) -> None:
    admin, account_id = tenant.admin, tenant.account_id
    used, idle = admin.create_key(account_id), admin.create_key(account_id)
    before = datetime.now(UTC)
    caller(tenant, key_header(used.key))
    noted = uses(tenant)
    assert noted[idle.id] is None
    last = noted[used.id]
    assert last is not None
    assert before <= last <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("spare", "written"), [(timedelta(seconds=30), False), (-timedelta(seconds=30), True)]
)
def test_a_use_is_noted_again_after_ten_minutes(tenant: Tenant, spare, written) -> None:
    key = key_header(tenant.admin.create_key(tenant.account_id).key)
    assert timedelta(minutes=10) == LAST_USED_PRECISION
    earlier = datetime.now(UTC) - timedelta(minutes=10) + spare
    change_keys(tenant, last_used_at=earlier)
    caller(tenant, key)
    assert (set(uses(tenant).values()) != {earlier}) is written


@pytest.mark.parametrize(("required", "scopes"), [("", ()), ("", ("x",)), (SCOPE, (SCOPE, "x"))])
def test_who_has_the_scope_may_import(tenant: Tenant, required, scopes) -> None:
    authenticator(required).authorize(person(tenant, *scopes))
    with pytest.raises(MissingScope, match=r"it needs the scope other\.$"):
        authenticator("other").authorize(person(tenant, *scopes))
