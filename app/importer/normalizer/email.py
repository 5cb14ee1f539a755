"""An e-mail cell becomes one lower-case address with an ASCII domain, by email-validator's rules.

A plain address, short and matched by PLAIN_EMAIL, may only be what the library accepts; the rest is asked there.
"""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import normalize

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from app.importer.normalizer.no_mail import NO_MAIL, is_no_mail
from app.importer.normalizer.text import CellError, Placeholder, quote

MAX_EMAIL_LENGTH: Final = 254  # RFC 5321 4.5.3.1.3 with erratum 1690
MAX_EMAIL_CELL: Final = 2 * MAX_EMAIL_LENGTH  # room for a display name

# Whatever is this short keeps every limit of RFC 5321 (local part 64, label 63, domain 253).
PLAIN_EMAIL_LENGTH: Final = 64
_ATOM: Final = "[a-z0-9_+'-]++"
_LABEL: Final = "[a-z0-9]++(?:-[a-z0-9]++)*+"  # no "--": Punycode is the library's business
_RESERVED: Final = "|".join({name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES})
# Of lower-case ASCII: without regard to case it takes half as long again. Possessive, so that no
# address can make it backtrack. An apostrophe at the beginning may be a spreadsheet's.
_ADDRESS: Final = rf"(?!'|{NO_MAIL}){_ATOM}(?:\.{_ATOM})*+@(?:{_LABEL}\.)++(?!(?:{_RESERVED})(?:\||\Z))[a-z]{{2,}}"
PLAIN_EMAIL: Final = re.compile(_ADDRESS)  # 0.3 us against the library's 40
_PLAIN_EMAILS: Final = re.compile(rf"(?:(?:{_ADDRESS})?\|)*+")

# The full-width forms an East Asian keyboard leaves, and the small commercial at.
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFE6B: ord("@")}
_BETWEEN: Final = re.compile(r"[\s;,<>|\"()]+")
_MAILTO: Final = re.compile(r"mailto:\s*([^?]*)(?:\?.*)?", re.IGNORECASE)


def plain_email(text: str) -> str | None:
    """Return read_email() of a plain address; None of anything else."""
    if len(text) > PLAIN_EMAIL_LENGTH or not text.isascii():
        return None
    lower = text.lower()
    return lower if PLAIN_EMAIL.fullmatch(lower) else None


def plain_emails(cells: Sequence[str]) -> Sequence[str] | None:
    """read_email() of cells that are plain addresses or blank; None when any of them is neither."""
    if max(map(len, cells)) > PLAIN_EMAIL_LENGTH:
        return None
    text = "|".join(cells)
    lower = text.lower()
    if (
        text.count("|") >= len(cells)
        or not text.isascii()
        or not _PLAIN_EMAILS.fullmatch(f"{lower}|")
    ):
        return None
    return cells if lower == text else lower.split("|")


def read_email(text: str) -> str:
    """Return the address in a clean, non-blank cell, normalised.

    `mailto:` and a display name ("Anna Rossi <anna@example.com>") are taken off, and so is a
    trailing comma or semicolon: each of them says plainly which address is meant. Raise CellError
    when there is none, or several, and Placeholder for noemail@ and the like.
    """
    if plain := plain_email(text):
        return plain
    address = _unwrap(text.translate(_NARROW).strip(" ;,\t\r\n"))
    if len(address) > MAX_EMAIL_LENGTH:
        raise CellError(
            f"{quote(text)} is longer than the {MAX_EMAIL_LENGTH} characters of an e-mail address: shorten it"
        )
    if is_no_mail(f"{address.lower()}@"):  # "noemail" alone says so too
        raise Placeholder(text)
    try:
        valid = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise CellError(
            f"{quote(text)} is not an e-mail address: {_shortened(str(error))} Correct it or empty the cell."
        ) from None
    return f"{normalize('NFC', valid.local_part.lower())}@{valid.ascii_domain}"


def _unwrap(text: str) -> str:
    parts = {part.lower() for part in _BETWEEN.split(text) if "@" in part[1:-1]}
    if len(parts) > 1:
        raise CellError(f"{quote(text)} holds {len(parts)} addresses: leave one in the cell")
    if text.endswith(">"):
        text = text[text.rfind("<") + 1 : -1].strip()
    if mailto := _MAILTO.fullmatch(text):
        text = mailto[1]
    return text


def _shortened(reason: str) -> str:
    # The library lists every bad character: of a hostile cell, kilobytes.
    return reason if len(reason) <= 160 else f"{reason[:159]}…"
