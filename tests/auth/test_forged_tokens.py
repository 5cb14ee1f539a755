"""Every forged, stale or malformed token is refused with its reason, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth import JwtSettings, TokenVerifier
from app.errors import InvalidCredentials
from tests.auth.forged_tokens import (
    ALGORITHM,
    AUDIENCE,
    HS256,
    MALFORMED,
    REFUSALS,
    SIGNATURE,
    SUBJECT,
    VERIFIER,
    good,
    ours,
)
from tests.auth.tokens import (
    ANNA,
    SECRET,
    claims,
    ec_key,
    encode,
    public_pem,
    rsa_key,
    segment,
    sign,
)

PUBLIC_ONLY = TokenVerifier(JwtSettings(public_key=public_pem(rsa_key())))


def refusal(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(InvalidCredentials) as caught:
        verifier.verify(token)
    return caught.value.message


@pytest.mark.parametrize(("token", "reason"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_bad_token_is_refused_with_its_reason(token, reason) -> None:
    assert refusal(VERIFIER, token) == reason


def test_the_good_token_all_the_bad_ones_are_made_from_is_good() -> None:
    assert VERIFIER.verify(good()) == ANNA


def test_an_audience_nobody_configured_is_another_audience() -> None:
    verifier = TokenVerifier(JwtSettings(secrets=(SECRET,)))
    assert refusal(verifier, encode(aud="billing")) == AUDIENCE


def test_without_any_key_every_token_is_refused() -> None:
    assert refusal(TokenVerifier(JwtSettings()), encode()) == ALGORITHM


@pytest.mark.parametrize("cut", [str, str.strip])
def test_a_public_key_is_never_taken_for_a_secret(cut) -> None:
    secret = cut(public_pem(rsa_key()))
    assert refusal(PUBLIC_ONLY, sign(HS256, claims(), secret)) == ALGORITHM
    assert refusal(PUBLIC_ONLY, sign({"alg": "RS256"}, claims(), secret)) == SIGNATURE


def test_another_private_key_does_not_sign_for_ours() -> None:
    assert refusal(PUBLIC_ONLY, encode(rsa_key(3072), "RS256")) == SIGNATURE
    assert refusal(PUBLIC_ONLY, encode(ec_key(), "ES256")) == ALGORITHM


@pytest.mark.parametrize("signature", [b"\0" * 64, b"\0", b"\xff" * 64, b"\0" * 63])
def test_a_made_up_elliptic_signature_is_no_signature(signature) -> None:
    verifier = TokenVerifier(JwtSettings(public_key=public_pem(ec_key())))
    token = f"{segment({'alg': 'ES256'})}.{segment(claims())}.{segment(signature)}"
    assert refusal(verifier, token) == SIGNATURE


def test_a_refusal_never_repeats_the_token() -> None:
    told = [
        refusal(VERIFIER, token) for token in ("hunter2", "umz_hunter2.a.b", good(sub="hunter2\0"))
    ]
    assert told == [MALFORMED, MALFORMED, SUBJECT]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
HEADERS = st.fixed_dictionaries(
    {"alg": st.just("HS256") | JSON},
    optional=dict.fromkeys(("kid", "typ", "crit", "b64"), JSON),
)
CLAIM_NAMES = ("exp", "iat", "nbf", "sub", "iss", "aud", "jti", "account_id", "scope", "scopes")
CHANGES = st.fixed_dictionaries({}, optional=dict.fromkeys(CLAIM_NAMES, JSON))


def verdict(token: str) -> bool:
    """Whether a token is accepted; anything but a Principal or InvalidCredentials fails the test."""
    try:
        return VERIFIER.verify(token).kind == "jwt"
    except InvalidCredentials:
        return False


@given(HEADERS, CHANGES)
def test_no_signed_content_raises_anything_else(header, changes) -> None:
    accepted = verdict(sign(header, {**ours(), **changes}))
    assert not accepted or header["alg"] == "HS256"


@given(st.text() | st.lists(st.binary(max_size=60).map(segment), max_size=5).map(".".join))
def test_no_unsigned_text_is_accepted(text) -> None:
    assert not verdict(text)


@given(st.integers(0, len(good()) - 1), st.characters())
def test_no_letter_of_a_token_can_be_changed(position, letter) -> None:
    token = good()
    changed = token[:position] + letter + token[position + 1 :]
    assert verdict(changed) == (changed == token)
