"""Two credentials make one caller, who may do what both allow."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth import Principal, combine, key_principal
from app.errors import InvalidCredentials

ACCOUNT, OTHER, KEY_ID = UUID(int=1), UUID(int=2), UUID(int=3)
SCOPES = st.frozensets(st.sampled_from("abc"))


def person(*scopes: str, account_id: UUID = ACCOUNT) -> Principal:
    return Principal(account_id, "anna", frozenset(scopes), "jwt")


def server(*scopes: str) -> Principal:
    return key_principal(ACCOUNT, KEY_ID, frozenset(scopes))


def test_a_keys_principal_is_called_by_the_keys_id() -> None:
    assert server("a") == Principal(ACCOUNT, f"key:{KEY_ID}", frozenset({"a"}), "api_key")


def test_a_person_with_a_key_is_the_person_with_the_scopes_of_both() -> None:
    assert combine(person("a", "b"), server("b", "c")) == person("b")
    assert combine(server("b", "c"), person("a", "b")) == person("b")


def test_of_two_credentials_of_one_kind_the_first_gives_the_name() -> None:
    boss = Principal(ACCOUNT, "boss", frozenset("a"), "jwt")
    assert combine(person("a"), boss) == person("a")
    assert combine(boss, person("a")) == boss


def test_credentials_of_two_accounts_are_refused() -> None:
    with pytest.raises(InvalidCredentials, match="different accounts"):
        combine(person("a", account_id=OTHER), server("a"))


@given(SCOPES, SCOPES)
def test_a_second_credential_never_adds_a_scope(first, second) -> None:
    combined = combine(person(*first), server(*second))
    assert combined.scopes == first & second
