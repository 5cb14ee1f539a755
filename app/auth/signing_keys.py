"""Configured key material -> the keys that may have signed a token, by algorithm (RFC 8725 section 3).

Whatever is weak or does not fit stops the start, never a request; and no algorithm ever meets a key of
another kind: a secret serves HS* only, a public key never does, "none" nobody can configure.
"""

from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWK, PyJWTError, get_algorithm_by_name

from app.auth.jwks import PublishedKeys
from app.errors import InvalidCredentials, UsageError

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
Key = bytes | PublicKey | PyJWK

_SECRET_ALGORITHMS: Final = ("HS256", "HS384", "HS512")
_PUBLIC_ALGORITHMS: Final = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
_PUBLISHED_DEFAULT: Final = ("RS256", "ES256")  # what identity providers sign with, unless told
_CURVE_ALGORITHMS: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}


class SigningKeys:
    """The keys of one configuration; UsageError when it makes no sense or is unsafe.

    `algorithms` pins what is accepted; empty means HS256 for secrets, the public key's own algorithm,
    RS256 and ES256 for a JWKS URL.
    """

    def __init__(
        self,
        *,
        secrets: Sequence[str],
        public_key: str | None,
        jwks_url: str | None,
        algorithms: Sequence[str],
    ) -> None:
        if public_key is not None and jwks_url is not None:
            raise UsageError("Configure a JWT public key or a JWKS URL, not both.")
        self._public_key = None if public_key is None else _read_public_key(public_key)
        self._published = None if jwks_url is None else PublishedKeys(jwks_url)
        self._algorithms = tuple(algorithms) or self._default_algorithms(secrets)
        for name in self._algorithms:
            self._check_algorithm(name, has_secret=bool(secrets))
        self._secrets = tuple(_read_secret(secret, self._secret_algorithms) for secret in secrets)

    def candidates(self, algorithm: object, key_id: str | None) -> Sequence[Key]:
        """The keys that may have signed a token with this header.

        InvalidCredentials when there is none; Unavailable when the published keys cannot be fetched.
        """
        if algorithm not in self._algorithms:
            raise InvalidCredentials("The token is not signed in a way this service accepts.")
        if algorithm in _SECRET_ALGORITHMS:
            return self._secrets
        if self._published is not None:
            return (_published_key(self._published, key_id),)
        return () if self._public_key is None else (self._public_key,)

    def signer(self) -> tuple[str, bytes]:
        """The algorithm and secret that new tokens are signed with; UsageError when there is none."""
        if not self._secrets or not self._secret_algorithms:
            raise UsageError("No JWT secret is configured, so no token can be signed here.")
        return self._secret_algorithms[0], self._secrets[0]

    @property
    def _secret_algorithms(self) -> tuple[str, ...]:
        return tuple(name for name in self._algorithms if name in _SECRET_ALGORITHMS)

    def _default_algorithms(self, secrets: Sequence[str]) -> tuple[str, ...]:
        public = () if self._public_key is None else (_natural_algorithm(self._public_key),)
        published = () if self._published is None else _PUBLISHED_DEFAULT
        return (*(("HS256",) if secrets else ()), *public, *published)

    def _check_algorithm(self, name: str, *, has_secret: bool) -> None:
        if name in _SECRET_ALGORITHMS:
            if not has_secret:
                raise UsageError(
                    f"The JWT algorithm {name} needs a secret, and none is configured."
                )
        elif name not in _PUBLIC_ALGORITHMS:
            known = ", ".join(_SECRET_ALGORITHMS + _PUBLIC_ALGORITHMS)
            raise UsageError(f"{name!r} is not a JWT algorithm: use some of {known}.")
        elif self._public_key is not None:
            _check_fit(self._public_key, name)
        elif self._published is None:
            raise UsageError(f"The JWT algorithm {name} needs a public key or a JWKS URL.")


def _published_key(published: PublishedKeys, key_id: str | None) -> PyJWK:
    key = None if key_id is None else published.find(key_id)
    if key is None:
        raise InvalidCredentials(
            "The token does not name a key its issuer publishes: get a new one."
        )
    return key


def _read_secret(secret: str, algorithms: Sequence[str]) -> bytes:
    # RFC 7518 section 3.2: at least as many bytes as the algorithm's hash, 32 for HS256.
    length = max((int(name.removeprefix("HS")) // 8 for name in algorithms), default=0)
    try:
        key = secret.encode()
        good = not any(_weakness(name, key) for name in algorithms)
    except (PyJWTError, ValueError):
        good = False  # empty, not text, or what PyJWT knows for an asymmetric key
    if not good:
        raise UsageError(
            f"A JWT secret must be at least {length} random bytes, not a public or private key. "
            f"To make one: python -c 'import secrets; print(secrets.token_urlsafe({length}))'"
        )
    return key


def _read_public_key(pem: str) -> PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(
            "The JWT public key must be PEM text: -----BEGIN PUBLIC KEY-----"
        ) from error
    if not isinstance(key, PublicKey):
        raise UsageError("The JWT public key must be RSA, P-256, P-384, P-521 or Ed25519.")
    _check_fit(key, _natural_algorithm(key))
    return key


def _natural_algorithm(key: PublicKey) -> str:
    if isinstance(key, rsa.RSAPublicKey):
        return "RS256"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "EdDSA"
    return _CURVE_ALGORITHMS.get(key.curve.name, "ES256")


def _check_fit(key: PublicKey, algorithm: str) -> None:
    try:
        weakness = _weakness(algorithm, key)
    except (PyJWTError, TypeError) as error:
        raise UsageError(f"The JWT public key does not fit the algorithm {algorithm}.") from error
    if weakness:
        raise UsageError("The JWT public key is too short: an RSA key needs at least 2048 bits.")


def _weakness(algorithm: str, key: PublicKey | bytes) -> str | None:
    implementation = get_algorithm_by_name(algorithm)
    return implementation.check_key_length(implementation.prepare_key(key))
