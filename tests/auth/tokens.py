"""Builders of keys and tokens, the forged ones included: `sign` vouches for any bytes at all."""

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.auth import Principal

ACCOUNT = UUID("0192f3a4-5b6c-7d8e-9f01-23456789abcd")
SECRET = "s" * 32
OLD_SECRET = "o" * 32
ANNA = Principal(ACCOUNT, "anna", frozenset({"campaigns:import"}), "jwt")

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def rsa_key(size: int = 2048) -> rsa.RSAPrivateKey:
    """The one key of this size: all callers share it, as making one takes up to a second."""
    return _rsa_key(size)


@cache
def _rsa_key(size: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public_pem(key: PrivateKey) -> str:
    public = key.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def claims(**changes: Any) -> dict[str, Any]:
    """What Anna's good token claims; a change to `...` leaves that claim out."""
    now = int(time.time())
    good = {
        "account_id": str(ACCOUNT),
        "sub": "anna",
        "scope": "campaigns:import",
        "iat": now,
        "exp": now + 24 * 3600,  # tables are built at collection, a long test run earlier
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not ...}


def encode(
    key: Any = SECRET, algorithm: str = "HS256", kid: str | None = None, **changes: Any
) -> str:
    headers = None if kid is None else {"kid": kid}
    return jwt.encode(claims(**changes), key, algorithm, headers=headers)


def sign(header: Any, payload: Any, secret: str | bytes = SECRET) -> str:
    """A token with a good HS256 signature over any header and payload, JSON values or bytes."""
    signed = f"{segment(header)}.{segment(payload)}"
    key = secret.encode() if isinstance(secret, str) else secret
    return f"{signed}.{segment(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


def segment(content: Any) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(data).rstrip(b"=").decode()
