"""What a cell looks like, whatever its column is called: an e-mail address, a phone number."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from phonenumbers import NumberParseException, is_valid_number, parse

_EMAIL: Final = re.compile(r"(?:mailto:)?[^\s@<>]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+", re.IGNORECASE)
_DISPLAYED: Final = re.compile(r"[^<>]{0,80}<([^<>\s]+)>\s*")
_LABEL: Final = re.compile(
    r"(?:p|tel|telefono|phone|mobile|mob|cell|whatsapp)[.:]+\s*", re.IGNORECASE
)
_PHONE: Final = re.compile(r"\(?\+?[(\d][\d\s()./'\u00a0\u2010-\u2015-]{5,28}\d")
# Written with digits and separators, and no phones: dates, years, decimals, thousands, IP addresses, ZIP+4, CEP,
# social security and tax numbers.
_OTHER: Final = re.compile(
    r"\d{1,4}([./-])\d{1,2}\1\d{1,4}(?:\s.*)?|(?:19|20)\d\d[-/ ](?:19|20)\d\d|[1-9]\d{0,5}\.\d+|\d+\.\d\d?"
    r"|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\.\d{1,3}){3}|\d{5}-\d{3,4}|\d{3}-\d\d-\d{4}"
    r"|\d{3}\.\d{3}\.\d{3}-\d\d|\d\d\.\d{3}\.\d{3}/\d{4}-\d\d"
)
_GROUPED: Final = re.compile(r"[\s()/.-]")
_SUSPICIOUS: Final = re.compile(r"@|\d(?:[\s()./'\u00a0\u2010-\u2015-]*\d){6}")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_PLAIN_DIGITS: Final = 9  # without a region, fewer bare digits may number anything


def looks_like_email(cell: str) -> bool:
    """Whether a cell holds one e-mail address and nothing else but a display name."""
    text = cell[:300].strip()
    if "@" not in text:
        return False
    displayed = _DISPLAYED.fullmatch(text)
    return _EMAIL.fullmatch(displayed[1] if displayed else text) is not None


def looks_like_phone(cell: str, region: str | None = None) -> bool:
    """Whether a cell is written as a phone number, of `region` where it has no country code."""
    text = cell[:60].strip().lstrip("'")
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if not _PHONE.fullmatch(text) or _OTHER.fullmatch(text):
        return False
    digits = sum(map(str.isdigit, text))
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        return False
    if text.startswith(("+", "(+", "00")):
        return True
    if region is not None and _is_valid(text, region):
        return True
    if region is None:
        return digits >= _PLAIN_DIGITS or _GROUPED.search(text) is not None
    return text.startswith(("0", "(")) and _GROUPED.search(text) is not None


def may_look(values: Sequence[str]) -> bool:
    """Return whether any of these cells may be a phone or an e-mail: a quick look."""
    return _SUSPICIOUS.search("\n".join(values)) is not None


def look_of(values: Sequence[str], region: str | None = None) -> str | None:
    """Return "phone" or "email" if most of these cells are one, else None."""
    for field, is_one in (
        ("email", looks_like_email),
        ("phone", partial(looks_like_phone, region=region)),
    ):
        if sum(map(is_one, values)) * 2 > len(values):
            return field
    return None


def _is_valid(text: str, region: str) -> bool:
    try:
        return is_valid_number(parse(text, region))
    except NumberParseException:
        return False
