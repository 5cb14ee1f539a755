"""Published keys, fetched from a real HTTP server on this machine."""

import json
import threading

import pytest

from app.auth import JwtSettings, TokenVerifier
from app.auth.jwks import PublishedKeys
from app.errors import InvalidCredentials, Unavailable
from tests.auth.jwks import ec_jwk, oct_jwk, rsa_jwk
from tests.auth.tokens import ANNA, SECRET, claims, ec_key, encode, rsa_key, sign

UNKNOWN = "The token does not name a key its issuer publishes: get a new one."
SIGNATURE = "The token's signature is not valid here."
ALGORITHM = "The token is not signed in a way this service accepts."
MALFORMED = "The token is not a well-formed JWT."


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def refusal(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(InvalidCredentials) as caught:
        verifier.verify(token)
    return caught.value.message


def test_tokens_of_all_published_keys_are_good_after_one_fetch(issuer) -> None:
    verifier = TokenVerifier(JwtSettings(jwks_url=issuer.url))
    tokens = [encode(rsa_key(), "RS256", kid="rsa"), encode(ec_key(), "ES256", kid="ec")] * 2
    assert [verifier.verify(token) for token in tokens] == [ANNA] * 4
    assert issuer.asked == 1


def test_nothing_is_fetched_before_the_first_token(issuer) -> None:
    TokenVerifier(JwtSettings(jwks_url=issuer.url))
    assert issuer.asked == 0


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        (lambda: encode(rsa_key(3072), "RS256", kid="rsa"), SIGNATURE),
        (lambda: encode(rsa_key(), "RS256", kid="other"), UNKNOWN),
        (lambda: encode(rsa_key(), "RS256", kid=""), UNKNOWN),
        (lambda: encode(rsa_key(), "RS256", kid="RSA"), UNKNOWN),
        (lambda: encode(rsa_key(), "RS256"), UNKNOWN),
        (lambda: encode(rsa_key(), "RS256", kid="ec"), MALFORMED),
        (lambda: encode(rsa_key(), "RS256", kid="oct"), MALFORMED),
        (lambda: encode(rsa_key(), "RS256", kid="encryption"), UNKNOWN),
        (lambda: encode(rsa_key(), "PS256", kid="rsa"), ALGORITHM),
        (lambda: sign({"alg": "HS256", "kid": "oct"}, claims()), ALGORITHM),
        (lambda: sign({"alg": "HS256", "kid": "rsa"}, claims(), issuer_text()), ALGORITHM),
        (lambda: sign({"alg": "RS256", "kid": "oct"}, claims()), MALFORMED),
        (lambda: sign({"alg": "RS256", "kid": "rsa"}, claims()), SIGNATURE),
        (lambda: sign({"alg": "RS256", "kid": "\ud800"}, claims()), UNKNOWN),
        (lambda: sign({"alg": "RS256", "kid": ["rsa"]}, claims()), MALFORMED),
    ],
)
def test_a_token_of_any_other_key_is_refused(issuer, token, reason) -> None:
    issuer.publish(rsa_jwk(), ec_jwk(), oct_jwk(), rsa_jwk("encryption", use="enc"))
    assert refusal(TokenVerifier(JwtSettings(jwks_url=issuer.url)), token()) == reason


def issuer_text() -> str:
    return json.dumps(rsa_jwk())


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_weak_published_key_verifies_nothing(issuer) -> None:
    issuer.publish(rsa_jwk("weak", 1024))
    token = encode(rsa_key(1024), "RS256", kid="weak")
    assert refusal(TokenVerifier(JwtSettings(jwks_url=issuer.url)), token) == MALFORMED


def test_for_a_token_without_a_key_id_nobody_is_asked(issuer) -> None:
    verifier = TokenVerifier(JwtSettings(jwks_url=issuer.url))
    assert refusal(verifier, encode(rsa_key(), "RS256")) == UNKNOWN
    assert issuer.asked == 0


def test_the_urls_in_a_token_are_never_asked(issuer) -> None:
    verifier = TokenVerifier(JwtSettings(secrets=(SECRET,), jwks_url="http://127.0.0.1:1/"))
    header = {"alg": "HS256", "jku": issuer.url, "x5u": issuer.url}
    assert verifier.verify(sign(header, claims())) == ANNA
    assert issuer.asked == 0


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (404, b"not found"),
        (200, b""),
        (200, b"<html>"),
        (200, b"\xff\xfe\x00"),
        (200, b"[" * 100_000),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"keys": []}'),
        (200, b'{"keys": "rsa"}'),
        (200, b'{"keys": [1, {}, {"kty": "RSA"}, {"kty": []}]}'),
        (200, b'{"keys": [{"kty": "oct", "kid": "rsa"}]}'),
        (200, b'{"keys": [{"kty": "RSA", "alg": [], "kid": "rsa"}]}'),
        (200, b'{"keys": [{"kty": "RSA", "n": 1, "e": 2, "kid": "rsa"}]}'),
    ],
)
def test_without_the_issuers_keys_the_service_is_unavailable(issuer, status, body) -> None:
    issuer.status, issuer.body = status, body
    verifier = TokenVerifier(JwtSettings(jwks_url=issuer.url))
    with pytest.raises(Unavailable) as caught:
        verifier.verify(encode(rsa_key(), "RS256", kid="rsa"))
    assert caught.value.retry_after == 10
    assert caught.value.message == (
        "The keys that tokens are signed with cannot be fetched: repeat the request in a moment."
    )


def test_the_log_says_why_the_keys_could_not_be_fetched(issuer, caplog) -> None:
    issuer.status = 503
    with pytest.raises(Unavailable):
        PublishedKeys(issuer.url).find("rsa")
    (line,) = caplog.messages
    assert line.startswith("the JWKS cannot be fetched: PyJWKClientConnectionError(")
    assert "503" in line


def test_a_redirect_is_not_followed(issuer) -> None:
    issuer.status, issuer.location = 302, "file:///etc/hostname"
    with pytest.raises(Unavailable):
        PublishedKeys(issuer.url).find("rsa")


def test_an_issuer_who_does_not_listen_makes_the_service_unavailable() -> None:
    with pytest.raises(Unavailable):
        PublishedKeys("http://127.0.0.1:1/jwks.json").find("rsa")


def test_an_issuer_is_asked_over_https_too() -> None:
    # Nobody listens there: that it is asked at all shows that the address is taken.
    with pytest.raises(Unavailable):
        PublishedKeys("https://127.0.0.1:1/jwks.json").find("rsa")


def test_an_issuer_who_never_answers_is_not_waited_for(issuer, monkeypatch) -> None:
    monkeypatch.setattr("app.auth.jwks._TIMEOUT", 0.1)
    issuer.answering.clear()  # for ten seconds, after which the answer would be good
    with pytest.raises(Unavailable):
        PublishedKeys(issuer.url).find("rsa")


def test_a_failed_fetch_is_not_repeated_for_ten_seconds(issuer) -> None:
    issuer.status, clock = 500, Clock()
    keys = PublishedKeys(issuer.url, clock=clock)
    for _ in range(20):
        with pytest.raises(Unavailable):
            keys.find("rsa")
    assert issuer.asked == 1
    issuer.status, clock.now = 200, clock.now + 10
    assert keys.find("rsa") is not None


def test_a_thousand_forged_key_ids_cost_one_fetch_in_ten_seconds(issuer) -> None:
    clock = Clock()
    keys = PublishedKeys(issuer.url, clock=clock)
    assert {keys.find(f"forged-{number}") for number in range(1000)} == {None}
    assert issuer.asked == 1
    clock.now += 10
    assert {keys.find(f"forged-{number}") for number in range(1000)} == {None}
    assert issuer.asked == 2


def test_a_key_published_later_is_found_and_a_withdrawn_one_forgotten(issuer) -> None:
    clock = Clock()
    keys = PublishedKeys(issuer.url, clock=clock)
    assert keys.find("ec") is not None
    issuer.publish(rsa_jwk("new"))
    clock.now += 10
    assert [keys.find(kid) is not None for kid in ("ec", "new", "ec")] == [True, True, False]


def test_a_withdrawn_key_is_forgotten_after_five_minutes_without_an_unknown_one(issuer) -> None:
    clock = Clock()
    keys = PublishedKeys(issuer.url, clock=clock)
    assert keys.find("ec") is not None
    issuer.publish(rsa_jwk())
    clock.now += 299
    assert keys.find("ec") is not None
    clock.now += 1
    assert keys.find("ec") is None


def test_while_the_issuer_is_away_known_keys_serve_for_five_minutes(issuer) -> None:
    clock = Clock()
    keys = PublishedKeys(issuer.url, clock=clock)
    assert keys.find("rsa") is not None
    issuer.status, clock.now = 500, clock.now + 20
    with pytest.raises(Unavailable):
        keys.find("unknown, or new since")
    assert keys.find("rsa") is not None
    clock.now += 280
    with pytest.raises(Unavailable):
        keys.find("rsa")


def test_a_fetch_under_way_holds_up_nobody_with_a_known_key(issuer) -> None:
    clock = Clock()
    keys = PublishedKeys(issuer.url, clock=clock)
    assert keys.find("rsa") is not None
    clock.now += 20
    issuer.answering.clear()
    waiting = threading.Thread(target=keys.find, args=("forged",))
    waiting.start()
    while issuer.asked < 2:
        waiting.join(0.01)
    assert keys.find("rsa") is not None
    with pytest.raises(Unavailable):
        keys.find("forged too")
    issuer.answering.set()
    waiting.join()
    assert issuer.asked == 2


def test_many_callers_at_the_start_share_one_fetch(issuer) -> None:
    keys = PublishedKeys(issuer.url)
    found: list[bool] = []
    threads = [
        threading.Thread(target=lambda: found.append(keys.find("rsa") is not None))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8
    assert issuer.asked == 1
