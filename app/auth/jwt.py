"""A JWT -> the Principal it names, or InvalidCredentials; and tokens of our own for the command line.

The token decides nothing about its own verification (RFC 8725): its `alg` and `kid` only choose among
configured keys, and its `jku`, `jwk`, `x5u` and `x5c` are never looked at.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import jwt

from app.auth.claims import read_principal
from app.auth.principal import Principal
from app.auth.signing_keys import Key, SigningKeys
from app.errors import InvalidCredentials, UsageError

_MAX_TOKEN_LENGTH: Final = (
    8192  # characters; servers cut headers at 8 to 64 KiB, real tokens have 0.3 to 3
)
_COMPACT: Final = re.compile(
    r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"
)  # RFC 7515 section 7.1
_MAX_LEEWAY: Final = 300.0  # seconds; RFC 7519 section 4.1.4: "usually no more than a few minutes"
_MALFORMED: Final = "The token is not a well-formed JWT."
_REASONS: Final[dict[type[Exception], str]] = {
    jwt.ExpiredSignatureError: "The token has expired: get a new one.",
    jwt.ImmatureSignatureError: "The token is not valid yet: is its issuer's clock right?",
    jwt.InvalidAudienceError: "The token is meant for another audience.",
    jwt.InvalidIssuerError: "The token comes from another issuer.",
    jwt.InvalidSignatureError: "The token's signature is not valid here.",
}


@dataclass(frozen=True)
class JwtSettings:
    """Which tokens are good. With no key at all none is, and API keys are the only way in.

    `secrets`: the first signs, all verify, so that one can be replaced while tokens of both are about.
    `public_key`: PEM; it or `jwks_url`, not both. `algorithms`: empty for what the keys are made for.
    `issuer`, `audience`: enforced when set; unset, a token that names an audience is for somebody else
    (RFC 7519 section 4.1.3). `leeway`: seconds two clocks may differ, up to 300.
    """

    secrets: tuple[str, ...] = field(default=(), repr=False)
    public_key: str | None = None
    jwks_url: str | None = None
    algorithms: tuple[str, ...] = ()
    issuer: str | None = None
    audience: str | None = None
    account_claim: str = "account_id"
    leeway: float = 60.0

    def __post_init__(self) -> None:
        if not 0 <= self.leeway <= _MAX_LEEWAY:
            raise UsageError(f"The JWT leeway must be 0 to {_MAX_LEEWAY:.0f} seconds.")


class TokenVerifier:
    """Verifies tokens by fixed settings. Built once: it reads the keys and caches published ones."""

    def __init__(self, settings: JwtSettings) -> None:
        self._settings = settings
        self._keys = _signing_keys(settings)

    def verify(self, token: str) -> Principal:
        """Who a token names.

        InvalidCredentials for any other string; Unavailable when the issuer's published keys cannot be
        fetched. With a JWKS URL a call may block for seconds: not for an event loop.
        """
        header = _read_header(token)
        algorithm, key_id = header.get("alg", ""), header.get("kid")
        for key in self._keys.candidates(algorithm, key_id):
            claims = self._claims(token, key, algorithm)
            if claims is not None:
                return read_principal(claims, self._settings.account_claim)
        raise InvalidCredentials(_REASONS[jwt.InvalidSignatureError])

    def _claims(self, token: str, key: Key, algorithm: str) -> dict[str, Any] | None:
        """The token's claims, or None when another key signed it."""
        settings = self._settings
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=settings.issuer,
                audience=settings.audience,
                leeway=settings.leeway,
                options={
                    "require": ["exp", "iat", "sub", settings.account_claim],
                    "enforce_minimum_key_length": True,  # a published key may be weak too
                    "verify_sub": False,  # PyJWT wants a string; claims.py takes a number too
                },
            )
        except jwt.InvalidSignatureError:
            return None
        except Exception as error:
            # All of them, not PyJWTError alone: a stranger's bytes must never become a 500.
            raise InvalidCredentials(_reason(error)) from error


def issue_token(
    settings: JwtSettings,
    account_id: UUID,
    subject: str,
    scopes: Iterable[str],
    lifetime: timedelta,
) -> str:
    """A token signed with the first secret, valid from now.

    UsageError when there is no secret, or when the same settings would not accept the token.
    """
    algorithm, secret = _signing_keys(settings).signer()
    if lifetime < timedelta(seconds=1):
        raise UsageError("A token must live for a second or more.")
    principal = Principal(account_id, subject, frozenset(scopes), "jwt")
    now = int(time.time())
    claims = {
        settings.account_claim: str(account_id),
        "sub": subject,
        "scope": " ".join(sorted(principal.scopes)),
        "iat": now,
        "exp": now + int(lifetime.total_seconds()),
        **({} if settings.issuer is None else {"iss": settings.issuer}),
        **({} if settings.audience is None else {"aud": settings.audience}),
    }
    token = jwt.encode(claims, secret, algorithm)
    _check_issued(settings, token, principal)
    return token


def _check_issued(settings: JwtSettings, token: str, principal: Principal) -> None:
    """The verifier's rules are the only statement of what a good token is."""
    try:
        accepted = TokenVerifier(settings).verify(token)
    except InvalidCredentials as error:
        raise UsageError(f"No such token can be made. {error.message}") from error
    if accepted != principal:
        raise UsageError("No such token can be made: it would name somebody else or other scopes.")


def _signing_keys(settings: JwtSettings) -> SigningKeys:
    return SigningKeys(
        secrets=settings.secrets,
        public_key=settings.public_key,
        jwks_url=settings.jwks_url,
        algorithms=settings.algorithms,
    )


def _read_header(token: str) -> dict[str, Any]:
    # Before anything is decoded, so that a flood of junk costs microseconds each.
    if len(token) > _MAX_TOKEN_LENGTH or _COMPACT.fullmatch(token) is None:
        raise InvalidCredentials(_MALFORMED)
    try:
        header = jwt.get_unverified_header(token)
    except Exception as error:
        raise InvalidCredentials(_MALFORMED) from error
    if "crit" in header:
        # RFC 7515 section 4.1.11: refuse extensions one does not understand; we understand none.
        raise InvalidCredentials("The token demands an extension this service does not know.")
    return header


def _reason(error: Exception) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"The token lacks the claim {error.claim}."
    return _REASONS.get(type(error), _MALFORMED)
