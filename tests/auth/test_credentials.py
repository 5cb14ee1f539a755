"""Headers in, credentials out, or one refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth import Credentials, read_credentials
from app.errors import InvalidCredentials

NEITHER = "Send a valid JWT in the Authorization header or an API key in X-API-Key."
NOT_BEARER = "The Authorization header must read: Bearer <JWT>."
NOT_A_KEY = "The X-API-Key header must hold an API key and nothing else."


def refusal(*headers: tuple[bytes, bytes]) -> str:
    with pytest.raises(InvalidCredentials) as caught:
        read_credentials(headers)
    return caught.value.message


@pytest.mark.parametrize(
    ("headers", "token", "api_key"),
    [
        ([(b"authorization", b"Bearer a.b.c")], "a.b.c", None),
        ([(b"Authorization", b"bEARER  a.b.c")], "a.b.c", None),
        ([(b"authorization", b" \tBearer a.b.c \t")], "a.b.c", None),
        ([(b"authorization", b"Bearer a-b._c~+/==")], "a-b._c~+/==", None),
        ([(b"x-api-key", b"umz_1")], None, "umz_1"),
        ([(b"X-API-Key", b" umz_1 ")], None, "umz_1"),
        ([(b"X-API-Key", b"\tXkX")], None, "XkX"),
        ([(b"host", b"x"), (b"x-api-key", b"k"), (b"authorization", b"Bearer t")], "t", "k"),
        ([(b"authorization", b"Bearer umz_1")], None, "umz_1"),
        ([(b"authorization", b"bearer  umz_1"), (b"x-api-key", b"umz_1")], None, "umz_1"),
        ([(b"x-api-key", b"key.of.three")], None, "key.of.three"),
    ],
)
def test_credentials_are_found_in_either_header_or_both(headers, token, api_key) -> None:
    assert read_credentials(iter(headers)) == Credentials(token, api_key)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b" ",
        b"Bearer",
        b"Bearer ",
        b"Bearer\ta.b.c",
        b"Bearera.b.c",
        b"a.b.c",
        b"Basic dXNlcjpwYXNz",
        b"Digest username=x",
        b"Token a.b.c",
        b"Bearer a.b.c, Bearer d.e.f",
        b"Bearer a.b.c d",
        b"Bearer =",
        b"Bearer =a",
        b"Bearer a.b.c\0",
        b"Bearer a\0b",
        b"Bearer a.b.c\r\nX-API-Key: k",
        b"Bearer \xc3\xa9",
        b"Bearer \xff",
        "Bearer\u00a0a.b.c".encode(),
        b'Bearer "a.b.c"',
    ],
)
def test_anything_but_one_bearer_token_is_refused(value) -> None:
    assert refusal((b"authorization", value)) == NOT_BEARER
    assert refusal((b"authorization", value), (b"x-api-key", b"k")) == NOT_BEARER


@pytest.mark.parametrize(
    "value", [b"", b" \t", b"a b", b"k\0", b"k\n", b"\xc3\xa9", b"\xff", b"k\x7f"]
)
def test_anything_but_one_visible_key_is_refused(value) -> None:
    assert refusal((b"x-api-key", value)) == NOT_A_KEY
    assert refusal((b"x-api-key", value), (b"authorization", b"Bearer t")) == NOT_A_KEY


@pytest.mark.parametrize(
    "value",
    [b"Bearer Bearer a.b.c", b"bearer BEARER  a.b.c", b"Bearer Bearer umz_1", b"Bearer: Bearer x"],
)
def test_says_that_the_word_bearer_is_there_twice(value) -> None:
    assert refusal((b"authorization", value)) == (
        "The Authorization header has the word Bearer twice: write it once, before the token."
    )


@pytest.mark.parametrize(
    "value", [b"eyJhbGciOiJub25lIn0.e30.", b"Bearer eyJh.e30.c2ln", b"eyAi.e30.x"]
)
def test_says_that_a_jwt_was_sent_as_an_api_key(value) -> None:
    assert refusal((b"x-api-key", value)) == (
        "The X-API-Key header holds a JWT: send it in the Authorization header as Bearer <JWT>."
    )


def test_refuses_two_different_api_keys() -> None:
    assert refusal((b"authorization", b"Bearer umz_1"), (b"x-api-key", b"umz_2")) == (
        "Authorization and X-API-Key hold two different API keys: send one of them."
    )


def test_without_any_credential_the_refusal_names_both_ways() -> None:
    assert [refusal(), refusal((b"cookie", b"a=b"), (b"api-key", b"k"))] == [NEITHER, NEITHER]


def test_a_header_sent_twice_is_refused_even_when_both_say_the_same() -> None:
    twice = [(b"authorization", b"Bearer t"), (b"Authorization", b"Bearer t")]
    assert refusal(*twice) == "The Authorization header was sent 2 times: send it once."
    thrice = [(b"x-api-key", b"k")] * 3
    assert refusal(*thrice) == "The X-API-Key header was sent 3 times: send it once."


def test_credentials_never_print_themselves() -> None:
    assert repr(Credentials("token", "key")) == "Credentials()"


NAMES = st.sampled_from([b"authorization", b"X-Api-Key", b"host"]) | st.binary(max_size=8)
VALUES = st.binary(max_size=30) | st.binary(max_size=30).map(lambda rest: b"Bearer " + rest)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_no_headers_raise_anything_else(headers) -> None:
    try:
        found = read_credentials(headers)
    except InvalidCredentials:
        return
    values = [text for text in (found.token, found.api_key) if text is not None]
    assert values
    assert all(text.isascii() and text.isprintable() and " " not in text for text in values)
