"""API keys: what is minted parses back, and nothing that was mistyped does."""

import re
import string
from hashlib import sha256
from uuid import UUID
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth import ParsedKey, mint, parse
from app.errors import InvalidCredentials

ACCOUNT = UUID("0192f3a4-5b6c-7d8e-9f01-23456789abcd")
KEY = mint(ACCOUNT).key
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase

MALFORMED = "This is not an API key: copy it again, whole."
MISTYPED = "The API key is mistyped: copy it again, whole."


def refusal(key: str) -> str:
    with pytest.raises(InvalidCredentials) as caught:
        parse(key)
    return caught.value.message


@given(st.uuids())
def test_a_minted_key_names_its_account_and_the_stored_hash(account_id) -> None:
    minted = mint(account_id)
    assert parse(minted.key) == ParsedKey(account_id, minted.hash)


def test_a_key_is_made_of_account_secret_and_checksum() -> None:
    minted = mint(ACCOUNT)
    assert re.fullmatch(rf"umz_{ACCOUNT.hex}_[0-9A-Za-z]{{36}}", minted.key)
    assert minted.hash == sha256(minted.key.encode()).digest()
    assert minted.hint == minted.key[-4:]


def test_the_format_never_changes() -> None:
    # Keys are kept in other people's servers: one minted by the first release must parse for good.
    key = "umz_0192f3a45b6c7d8e9f0123456789abcd_0000000000000000000000000000003HQE5n"
    hash = bytes.fromhex("6256c55a1b7dc66fd3b5ce45b32a4aecf9c277d5f4989477a56f42a20319b36d")
    assert parse(key) == ParsedKey(ACCOUNT, hash)


def test_a_thousand_keys_of_one_account_all_differ() -> None:
    assert len({mint(ACCOUNT).key for _ in range(1000)}) == 1000


def test_a_minted_key_never_prints_itself() -> None:
    minted = mint(ACCOUNT)
    assert minted.key not in repr(minted)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "umz",
        "umz__",
        "secret",
        KEY[:-1],
        KEY[1:],
        KEY + "0",
        KEY + "\n",
        " " + KEY,
        KEY + "\0",
        KEY.upper(),
        KEY.replace("umz_", "UMZ_"),
        KEY.replace("umz_", "ghp_"),
        KEY.replace("_", "-"),
        KEY.replace(ACCOUNT.hex, str(ACCOUNT)),
        KEY.replace(ACCOUNT.hex, ACCOUNT.hex.upper()),
        KEY.replace(ACCOUNT.hex, "g" * 32),
        KEY[:-1] + "é",
        KEY[:-1] + "\ud800",
        KEY[:4] + "\u0660" * 32 + KEY[36:],
        KEY * 1000,
    ],
    ids=range(21),
)
def test_what_does_not_look_like_a_key_is_refused(key) -> None:
    assert refusal(key) == MALFORMED


def test_two_letters_swapped_are_noticed() -> None:
    key = next(key for key in (mint(ACCOUNT).key for _ in range(100)) if key[40] != key[41])
    assert refusal(key[:40] + key[41] + key[40] + key[42:]) == MISTYPED


@given(st.integers(0, len(KEY) - 1), st.sampled_from("0123456789abcdefXYZ_"))
def test_no_single_letter_can_be_mistyped(position, letter) -> None:
    mistyped = KEY[:position] + letter + KEY[position + 1 :]
    if mistyped != KEY:
        assert refusal(mistyped) in (MALFORMED, MISTYPED)


def test_a_key_cannot_be_moved_to_another_account() -> None:
    assert refusal(KEY.replace(ACCOUNT.hex, "0" * 32)) == MISTYPED


@given(st.text())
def test_no_other_text_is_a_key(text) -> None:
    assert refusal(text) == MALFORMED


@given(st.uuids(), st.text(BASE62, min_size=30, max_size=30))
def test_the_checksum_is_the_crc32_in_base_62(account_id, secret) -> None:
    body = f"umz_{account_id.hex}_{secret}"
    number, digits = crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    key = body + digits
    assert parse(key) == ParsedKey(account_id, sha256(key.encode()).digest())
