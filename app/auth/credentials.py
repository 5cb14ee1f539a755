"""Raw request headers -> the credentials they carry. Presence and shape only: nothing is trusted yet.

Every doubtful case is a refusal, never a guess: of two Authorization headers a proxy may have
checked the one and we the other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from app.errors import InvalidCredentials

# RFC 9110 section 11.4: scheme, spaces, token68. RFC 6750 section 2.1 names the scheme, any case.
_BEARER: Final = re.compile(rb"(?i:bearer) +([A-Za-z0-9\-._~+/]+=*)")
_BEARER_TWICE: Final = re.compile(rb"(?i:bearer[ \t:]+){2,}")
_VISIBLE_ASCII: Final = re.compile(rb"[\x21-\x7e]+")
_KEY_PREFIX: Final = "umz_"
# A JWT's first part is a JSON object in base64url: its brace becomes "ey".
_JWT: Final = re.compile(rb"(?:(?i:bearer)[ \t:]+)?ey[\w\-]*\.[\w\-]*\.[\w\-]*")


@dataclass(frozen=True)
class Credentials:
    """What the headers carry, at least one of the two; when both, both must be good."""

    token: str | None = field(repr=False)
    api_key: str | None = field(repr=False)


def read_credentials(headers: Iterable[tuple[bytes, bytes]]) -> Credentials:
    """The JWT and API key of ASGI raw headers; an API key sent as a bearer token is the API key.

    InvalidCredentials when there is neither, or a header is repeated, empty or malformed.
    """
    authorization: list[bytes] = []
    x_api_key: list[bytes] = []
    for name, value in headers:
        lowered = name.lower()
        if lowered == b"authorization":
            authorization.append(value)
        elif lowered == b"x-api-key":
            x_api_key.append(value)
    if not authorization and not x_api_key:
        raise InvalidCredentials  # its default message names both ways
    token, api_key = _bearer_token(authorization), _api_key(x_api_key)
    if token is None or not token.startswith(_KEY_PREFIX):
        return Credentials(token, api_key)
    if api_key not in (None, token):
        raise InvalidCredentials(
            "Authorization and X-API-Key hold two different API keys: send one of them."
        )
    return Credentials(token=None, api_key=token)


def _bearer_token(values: list[bytes]) -> str | None:
    value = _only(values, "Authorization")
    if value is None:
        return None
    match = _BEARER.fullmatch(value)
    if match is None and _BEARER_TWICE.match(value):
        raise InvalidCredentials(
            "The Authorization header has the word Bearer twice: write it once, before the token."
        )
    if match is None:
        raise InvalidCredentials("The Authorization header must read: Bearer <JWT>.")
    return match[1].decode("ascii")


def _api_key(values: list[bytes]) -> str | None:
    value = _only(values, "X-API-Key")
    if value is None:
        return None
    if _JWT.fullmatch(value):
        raise InvalidCredentials(
            "The X-API-Key header holds a JWT: send it in the Authorization header as Bearer <JWT>."
        )
    if _VISIBLE_ASCII.fullmatch(value) is None:
        raise InvalidCredentials("The X-API-Key header must hold an API key and nothing else.")
    return value.decode("ascii")


def _only(values: list[bytes], name: str) -> bytes | None:
    if len(values) > 1:
        raise InvalidCredentials(f"The {name} header was sent {len(values)} times: send it once.")
    return values[0].strip(b" \t") if values else None
