"""Builders of JSON Web Keys."""

from typing import Any

from jwt.algorithms import ECAlgorithm, HMACAlgorithm, RSAAlgorithm

from tests.auth.tokens import SECRET, ec_key, rsa_key


def rsa_jwk(kid: str = "rsa", size: int = 2048, **extra: Any) -> dict[str, Any]:
    return RSAAlgorithm.to_jwk(rsa_key(size).public_key(), as_dict=True) | {"kid": kid} | extra


def ec_jwk(kid: str = "ec") -> dict[str, Any]:
    return ECAlgorithm.to_jwk(ec_key().public_key(), as_dict=True) | {"kid": kid}


def oct_jwk(kid: str = "oct") -> dict[str, Any]:
    return HMACAlgorithm.to_jwk(SECRET, as_dict=True) | {"kid": kid}
