"""Identifiers minted here, not in the database: a lost answer can then be asked after by its id.

UUID version 7 (RFC 9562, section 5.7): ids ascend with time, so index inserts stay at the right-hand edge.
"""

import secrets
import time
from typing import Final
from uuid import UUID

COUNTER_DIGITS: Final = 8


def uuid7_prefix() -> str:
    """The first 24 of a version-7 UUID's 32 hex digits; the last eight are the caller's counter.

    A fixed-length counter in the low bits (RFC 9562, section 6.2, method 1): 42 random bits tell apart the
    imports of one millisecond, and a counter costs a tenth of a fresh uuid for each of a million rows.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(42)
    return f"{milliseconds:012x}7{random >> 30:03x}{0x80000000 | (random & 0x3FFFFFFF):08x}"


def uuid7() -> UUID:
    """A version-7 UUID."""
    return UUID(uuid7_prefix() + secrets.token_hex(COUNTER_DIGITS // 2))
