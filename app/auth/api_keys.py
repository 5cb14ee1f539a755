"""API keys: `umz_<account>_<secret><checksum>`. A key itself is never stored, only its hash.

The account in front is a claim, trusted only once the hash is found in that account (docs/design.md#credentials). The
checksum, as in GitHub's tokens, refuses a mistyped key without asking the database and lets secret
scanners tell a key from noise; it proves nothing.
"""

import re
import secrets
import string
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from uuid import UUID
from zlib import crc32

from app.errors import InvalidCredentials

_BASE62: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SECRET_LENGTH: Final = 30  # log2(62) * 30 = 178 bits, GitHub's figure
_CHECKSUM_LENGTH: Final = 6  # 62**6 > 2**32, so that every CRC32 fits
_KEY: Final = re.compile(
    rf"(umz_([0-9a-f]{{32}})_[0-9A-Za-z]{{{_SECRET_LENGTH}}})([0-9A-Za-z]{{{_CHECKSUM_LENGTH}}})"
)


@dataclass(frozen=True)
class MintedKey:
    """A new key: `key` is shown once and forgotten, `hash` and `hint` (its last four characters) stored."""

    key: str = field(repr=False)
    hash: bytes
    hint: str


@dataclass(frozen=True)
class ParsedKey:
    """A well-formed key: look `hash` up among the keys of `account_id`."""

    account_id: UUID
    hash: bytes


def mint(account_id: UUID) -> MintedKey:
    """A new random key of this account."""
    secret = "".join(secrets.choice(_BASE62) for _ in range(_SECRET_LENGTH))
    body = f"umz_{account_id.hex}_{secret}"
    key = body + _checksum(body)
    # The last four are the checksum's: a list of keys shows no character of any secret.
    return MintedKey(key=key, hash=_hash(key), hint=key[-4:])


def parse(key: str) -> ParsedKey:
    """The account a key names and the hash to look up; InvalidCredentials when it is mistyped."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise InvalidCredentials("This is not an API key: copy it again, whole.")
    body, account, checksum = match.groups()
    if checksum != _checksum(body):
        raise InvalidCredentials("The API key is mistyped: copy it again, whole.")
    return ParsedKey(account_id=UUID(hex=account), hash=_hash(key))


def _hash(key: str) -> bytes:
    # A fast hash is right here: slow ones (argon2, bcrypt) make up for secrets that can be guessed, and
    # 178 random bits cannot. For the same reason an ordinary index look-up by hash leaks nothing:
    # whoever times it learns about hashes of keys they cannot aim.
    return sha256(key.encode("ascii")).digest()


def _checksum(body: str) -> str:
    number = crc32(body.encode("ascii"))
    digits = []
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return "".join(reversed(digits))
