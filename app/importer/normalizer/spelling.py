"""A header as it is compared: without case, accents, punctuation and ornament.

`First_Name`, `firstName`, `FIRST-NAME` and `First name (required)` are all "first name".
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

# The longest alias has 31 characters, a form's question up to 150; a longer cell is prose.
MAX_HEADER_LENGTH: Final = 200
MAX_TAUGHT_LENGTH: Final = 300

_SEPARATORS: Final = re.compile(r"[\s_\-./:°\u2010-\u2015]+")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_HUMP: Final = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# At a header's end: "*", "(required)", "[text]", and an example such as "(e.g. +39 347 1234567)".
_ORNAMENT: Final = re.compile(
    r"\*+|\((?:required|obbligatorio|obligatorio|obrigatorio|obligatoire|pflichtfeld)\)|\[[^\[\]]*\]"
    r"|\([^()@]*@[^()]*\)|\((?:[^()\d]*\d){5}[^()]*\)"
)
_QUOTES: Final = (
    "\"'`\u00b4\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a?!\u00bf\u00a1 "
)
_UNPUNCTUATED: Final = re.compile(r"[^\W_]+")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")


def spellings(header: str) -> tuple[str, str]:
    """Return a header split at the humps of its camelCase, and not split (WhatsApp); "" if too long."""
    return _spellings(header) if len(header) <= MAX_HEADER_LENGTH else ("", "")


def normalise_header(name: str) -> str:
    """Return the form in which a taught header is stored and compared; "" for a blank one."""
    text = name[:MAX_TAUGHT_LENGTH]
    plain = " ".join(_UNPUNCTUATED.findall(_normalised(_HUMP.sub(" ", _visible(text)))))
    # "%" is all punctuation, and still a header.
    return plain or text.strip().casefold()


def compact(spelling: str) -> str:
    """Return a spelling without its blanks: `donotcontact` and "do not contact" are one header."""
    return spelling.replace(" ", "")


def words(spelling: str) -> list[str]:
    """Return the words of a spelling; digits are words of their own (`phone2`)."""
    return _WORD.findall(spelling)


def without_accents(text: str) -> str:
    """Return a text in lower case, its letters without accents."""
    if text.isascii():
        return text.lower()
    decomposed = normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not combining(char))


# A header costs 0.1 ms, and the same few come with every small file. Keys are short: callers choose them.
@lru_cache(maxsize=4096)
def _spellings(header: str) -> tuple[str, str]:
    plain = _visible(header)
    return _normalised(_HUMP.sub(" ", plain)), _normalised(plain)


def _visible(header: str) -> str:
    # "Phone #" is "Phone No.".
    return _UNSEEN.sub("", normalize("NFKC", header)).replace("#", " no ")


def _normalised(header: str) -> str:
    bare, previous = without_accents(header), None
    while bare != previous:
        previous, bare = bare, _without_ornament(bare)
    return bare


def _without_ornament(header: str) -> str:
    text = _SEPARATORS.sub(" ", header).strip(_QUOTES)
    for found in _ORNAMENT.finditer(text):
        if found.end() == len(text):
            return text[: found.start()]
    return text
