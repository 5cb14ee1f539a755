"""The claims of a token whose signature is verified -> a Principal.

PyJWT compares dates, issuer and audience; here stands what it leaves open: the types (it reads
`"exp": "9999999999"` as a number) and our own claims. A claim given twice counts by its last value, as RFC 7519
section 4 allows.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from app.auth.principal import KEY_SUBJECT_PREFIX, Principal
from app.errors import InvalidCredentials

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAX_SUBJECT_LENGTH: Final = 255
_MAX_DATE: Final = (
    253_402_300_799  # the last second of the year 9999: beyond it no datetime can follow
)


def read_principal(claims: Mapping[str, Any], account_claim: str) -> Principal:
    """Who the claims name; InvalidCredentials when one is missing or not of its type."""
    for name in ("exp", "iat", "nbf"):
        _check_date(claims, name)
    return Principal(
        account_id=_account_id(claims.get(account_claim), account_claim),
        subject=_subject(claims.get("sub")),
        scopes=_scopes(claims),
        kind="jwt",
    )


def _check_date(claims: Mapping[str, Any], name: str) -> None:
    # RFC 7519 section 2: a NumericDate may have a fraction. Python's json also reads NaN and Infinity.
    value = claims.get(name)
    if value is None and name not in claims:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MAX_DATE:
        raise InvalidCredentials(f"The token's claim {name} must be a date in seconds since 1970.")


def _account_id(value: object, account_claim: str) -> UUID:
    # UUID() alone would also read braces, urn:uuid: and hyphens anywhere (docs/design.md#refusals).
    if not isinstance(value, str) or _UUID.fullmatch(value) is None:
        raise InvalidCredentials(f"The token's claim {account_claim} must be an account's UUID.")
    return UUID(value)


def _subject(value: object) -> str:
    # It is written to the log and to the imports table: one printable line, and no API key's name.
    # RFC 7519 wants a string, but issuers that number their users write the number.
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if (
        not isinstance(value, str)
        or not 1 <= len(value) <= _MAX_SUBJECT_LENGTH
        or not value.isprintable()
        or value.startswith(KEY_SUBJECT_PREFIX)
    ):
        raise InvalidCredentials(
            "The token's claim sub must be 1 to 255 printable characters, not beginning with 'key:'."
        )
    return value


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """`scope` is a space-separated string (RFC 8693 section 4.2), `scopes` a list; a token may have both."""
    scope, scopes = claims.get("scope") or "", claims.get("scopes") or []
    if not isinstance(scope, str):
        raise InvalidCredentials("The token's claim scope must be a string of words.")
    if not isinstance(scopes, list) or not all(isinstance(name, str) for name in scopes):
        raise InvalidCredentials("The token's claim scopes must be a list of strings.")
    return frozenset([*scope.split(" "), *scopes]) - {""}
