"""Good tokens are understood, whatever signed them, and unsafe settings stop the start."""

import json
import re
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from app.auth import JwtSettings, Principal, TokenVerifier, issue_token
from app.errors import InvalidCredentials, UsageError
from tests.auth.tokens import (
    ACCOUNT,
    ANNA,
    OLD_SECRET,
    SECRET,
    PrivateKey,
    claims,
    ec_key,
    encode,
    public_pem,
    rsa_key,
    sign,
)

HS256 = JwtSettings(secrets=(SECRET,))
HOUR = timedelta(hours=1)


def verify(token: str, settings: JwtSettings = HS256) -> Principal:
    return TokenVerifier(settings).verify(token)


def test_a_token_signed_with_the_secret_names_its_principal() -> None:
    assert verify(encode()) == ANNA


def test_while_a_secret_is_replaced_tokens_of_both_are_good() -> None:
    settings = JwtSettings(secrets=(SECRET, OLD_SECRET))
    assert [verify(encode(key), settings) for key in (SECRET, OLD_SECRET)] == [ANNA, ANNA]


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (rsa_key, "RS256"),
        (ec_key, "ES256"),
        (lambda: ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (lambda: ec.generate_private_key(ec.SECP521R1()), "ES512"),
        (ed25519.Ed25519PrivateKey.generate, "EdDSA"),
    ],
)
def test_a_public_key_verifies_with_the_algorithm_it_is_made_for(key, algorithm) -> None:
    private: PrivateKey = key()
    settings = JwtSettings(public_key=public_pem(private))
    assert verify(encode(private, algorithm), settings) == ANNA


def test_a_secret_and_a_public_key_serve_side_by_side() -> None:
    settings = JwtSettings(secrets=(SECRET,), public_key=public_pem(rsa_key()))
    tokens = [encode(), encode(rsa_key(), "RS256")]
    assert [verify(token, settings) for token in tokens] == [ANNA, ANNA]


def test_another_algorithm_of_the_same_key_is_accepted_when_pinned() -> None:
    settings = JwtSettings(public_key=public_pem(rsa_key()), algorithms=("PS256", "RS512"))
    assert verify(encode(rsa_key(), "PS256"), settings) == ANNA
    with pytest.raises(InvalidCredentials):
        verify(encode(rsa_key(), "RS256"), settings)


def test_dates_may_have_a_fraction_and_differ_by_the_leeway() -> None:
    now = claims()["iat"]
    token = encode(iat=now + 5, nbf=now + 5.5, exp=now - 5.5)
    assert verify(token) == ANNA


@pytest.mark.parametrize(("leeway", "late"), [(0.0, 0), (300.0, 290)])
def test_the_leeway_may_be_anything_from_none_to_five_minutes(leeway, late) -> None:
    settings = JwtSettings(secrets=(SECRET,), leeway=leeway)
    now = claims()["iat"]
    assert verify(encode(iat=now - 400, exp=now + 60 - late), settings) == ANNA


def test_allows_clocks_to_differ_by_a_minute_unless_set_otherwise() -> None:
    now = claims()["iat"]
    assert verify(encode(exp=now - 50, iat=now - 400)) == ANNA
    with pytest.raises(InvalidCredentials, match="has expired"):
        verify(encode(exp=now - 70, iat=now - 400))


def test_accepts_a_subject_that_is_a_number() -> None:
    assert verify(encode(sub=7)).subject == "7"


def test_a_token_of_8_kib_is_the_longest() -> None:
    tokens = [encode(note="x" * length) for length in range(5_900, 6_000)]
    by_length = {len(token): token for token in tokens}
    assert verify(by_length[8192]) == ANNA
    with pytest.raises(InvalidCredentials, match="not a well-formed JWT"):
        verify(by_length[8193])


@pytest.mark.parametrize("audience", ["import", ["other", "import"]])
def test_issuer_and_audience_are_compared_when_configured(audience) -> None:
    settings = JwtSettings(secrets=(SECRET,), issuer="https://id.example", audience="import")
    assert verify(encode(iss="https://id.example", aud=audience), settings) == ANNA


def test_the_account_claim_may_have_another_name_and_capitals() -> None:
    settings = JwtSettings(secrets=(SECRET,), account_claim="https://umanize/account")
    changes: dict[str, Any] = {"account_id": ..., "https://umanize/account": str(ACCOUNT).upper()}
    token = encode(**changes)
    assert verify(token, settings) == ANNA


@pytest.mark.parametrize(
    ("changes", "scopes"),
    [
        ({"scope": "a  b a"}, {"a", "b"}),
        ({"scope": ..., "scopes": ["a", "b"]}, {"a", "b"}),
        ({"scope": "a", "scopes": ["b"]}, {"a", "b"}),
        ({"scope": ...}, set()),
        ({"scope": "", "scopes": []}, set()),
        ({"scope": None, "scopes": None}, set()),
    ],
)
def test_scopes_are_words_or_a_list(changes, scopes) -> None:
    assert verify(encode(**changes)).scopes == frozenset(scopes)


def test_a_claim_given_twice_counts_by_its_last_value() -> None:
    payload = '{"sub": "bob", ' + json.dumps(claims()).removeprefix("{")
    assert verify(sign({"alg": "HS256"}, payload.encode())) == ANNA


@pytest.mark.parametrize(
    "extra", [{"jku": "http://127.0.0.1:9/"}, {"x5u": "file:///"}, {"jwk": {}}, {"x5c": [1]}]
)
def test_keys_embedded_in_the_header_are_never_looked_at(extra) -> None:
    assert verify(sign({"alg": "HS256", **extra}, claims())) == ANNA


def test_an_issued_token_is_good_and_expires() -> None:
    settings = JwtSettings(secrets=(SECRET, OLD_SECRET), issuer="us", audience="import", leeway=0)
    token = issue_token(settings, ACCOUNT, "anna", ["b", "a"], HOUR)
    assert verify(token, settings) == Principal(ACCOUNT, "anna", frozenset({"a", "b"}), "jwt")
    content = jwt.decode(token, SECRET, algorithms=["HS256"], audience="import")
    assert content["exp"] - content["iat"] == 3600


def test_an_issued_token_claims_nothing_that_is_not_configured() -> None:
    token = issue_token(HS256, ACCOUNT, "anna", ["a"], HOUR)
    content = jwt.decode(token, SECRET, algorithms=["HS256"])
    assert set(content) == {"account_id", "sub", "scope", "iat", "exp"}


def test_a_token_is_signed_with_the_first_secret_algorithm() -> None:
    settings = JwtSettings(secrets=(SECRET * 2,), algorithms=("HS512", "HS256"))
    token = issue_token(settings, ACCOUNT, "anna", [], HOUR)
    assert jwt.get_unverified_header(token)["alg"] == "HS512"
    assert verify(token, settings).subject == "anna"


def test_a_token_may_live_for_a_second() -> None:
    token = issue_token(HS256, ACCOUNT, "anna", [], timedelta(seconds=1))
    content = jwt.decode(token, SECRET, algorithms=["HS256"], leeway=60)
    assert content["exp"] - content["iat"] == 1


# A secret that no accepted algorithm uses signs nothing.
PUBLIC_ONLY = JwtSettings(
    secrets=(SECRET,), public_key=public_pem(rsa_key()), algorithms=("RS256",)
)


@pytest.mark.parametrize(
    ("settings", "subject", "scopes", "lifetime", "message"),
    [
        (JwtSettings(), "anna", [], HOUR, "No JWT secret is configured"),
        (JwtSettings(secrets=("short",)), "anna", [], HOUR, "at least 32 random bytes"),
        (PUBLIC_ONLY, "anna", [], HOUR, "No JWT secret is configured"),
        (HS256, "", [], HOUR, "claim sub must be"),
        (HS256, "anna\n", [], HOUR, "claim sub must be"),
        (HS256, "key:1", [], HOUR, "not beginning with 'key:'"),
        (HS256, "anna", ["a b"], HOUR, "other scopes"),
        (HS256, "anna", [], timedelta(0), "a second or more"),
        (HS256, "anna", [], -HOUR, "a second or more"),
        (HS256, "anna", [], timedelta.max, "claim exp must be"),
        (
            JwtSettings(secrets=(SECRET,), account_claim="sub"),
            "anna",
            [],
            HOUR,
            "an account's UUID",
        ),
        (JwtSettings(secrets=(SECRET,)), "a" * 8000, [], HOUR, "not a well-formed JWT"),
    ],
)
def test_a_token_that_would_not_be_accepted_is_not_issued(
    settings, subject, scopes, lifetime, message
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        issue_token(settings, ACCOUNT, subject, scopes, lifetime)


A_PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"secrets": ("x" * 31,)}, "secrets.token_urlsafe(32)"),
        ({"secrets": (SECRET, "")}, "at least 32 random bytes"),
        ({"secrets": (SECRET, "short")}, "at least 32 random bytes"),
        ({"secrets": ("\udcff" * 40,)}, "at least 32 random bytes"),
        ({"secrets": (public_pem(rsa_key()),)}, "not a public or private key"),
        ({"secrets": (SECRET,), "algorithms": ("HS512",)}, "at least 64 random bytes"),
        (
            {"secrets": (SECRET,), "algorithms": ("none",)},
            "'none' is not a JWT algorithm: use some of HS256, HS384,",
        ),
        ({"secrets": (SECRET,), "algorithms": ("hs256",)}, "'hs256' is not a JWT algorithm"),
        ({"secrets": (SECRET,), "algorithms": ("RS256",)}, "needs a public key or a JWKS URL"),
        ({"algorithms": ("HS256",)}, "needs a secret"),
        ({"public_key": public_pem(rsa_key()), "algorithms": ("HS256",)}, "needs a secret"),
        ({"public_key": public_pem(rsa_key()), "algorithms": ("ES256",)}, "does not fit"),
        ({"public_key": public_pem(ec_key()), "algorithms": ("ES384",)}, "does not fit"),
        ({"public_key": public_pem(rsa_key(1024))}, "at least 2048 bits"),
        (
            {"public_key": public_pem(ec.generate_private_key(ec.SECP256K1()))},
            "fit the algorithm ES256",
        ),
        ({"public_key": "ssh-rsa AAAA"}, "must be PEM text"),
        ({"public_key": A_PRIVATE_KEY}, "must be PEM text"),
        ({"public_key": public_pem(rsa_key()), "jwks_url": "https://id.example"}, "not both"),
        ({"jwks_url": "file:///etc/passwd"}, "must be an http:// or https:// address"),
        ({"jwks_url": "https://"}, "must be an http:// or https:// address"),
        ({"jwks_url": "http://[::1"}, "must be an http:// or https:// address"),
        ({"secrets": (SECRET,), "leeway": -1}, "0 to 300 seconds"),
        ({"secrets": (SECRET,), "leeway": float("nan")}, "0 to 300 seconds"),
    ],
)
def test_unsafe_settings_stop_the_start(settings, message) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        TokenVerifier(JwtSettings(**settings))


def test_settings_never_print_a_secret() -> None:
    assert SECRET not in repr(JwtSettings(secrets=(SECRET,)))
