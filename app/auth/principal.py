"""Principal: who is calling, whichever credential said so. Nothing below the edge asks which one it was."""

from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID

from app.errors import InvalidCredentials

KEY_SUBJECT_PREFIX: Final = "key:"


@dataclass(frozen=True)
class Principal:
    """A caller: `subject` is a JWT's `sub`, or `key:<key id>` for an API key."""

    account_id: UUID
    subject: str
    scopes: frozenset[str]
    kind: Literal["jwt", "api_key"]


def key_principal(account_id: UUID, key_id: UUID, scopes: frozenset[str]) -> Principal:
    """The Principal of an API key that was found, unrevoked, in the account it names."""
    return Principal(account_id, f"{KEY_SUBJECT_PREFIX}{key_id}", scopes, "api_key")


def combine(first: Principal, second: Principal) -> Principal:
    """One caller who sent two good credentials; InvalidCredentials when they name two accounts.

    The scopes are those both carry: a second credential may narrow what the first allows, never widen
    it. The name is the JWT's where there is one, for a person says more than a key.
    """
    if first.account_id != second.account_id:
        raise InvalidCredentials("The JWT and the API key belong to different accounts: send one.")
    named = second if second.kind == "jwt" and first.kind != "jwt" else first
    return replace(named, scopes=first.scopes & second.scopes)
