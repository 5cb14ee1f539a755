"""Which statuses mean "never contact": the words, in the form the SQL compares.

Both sides are folded by the database (`lower(... COLLATE "C")`), so a status is suppressed or not in one place
only. That folding knows A-Z alone, whatever the server's language; for other letters the usual spellings of
each word are listed instead.
"""

from collections.abc import Iterable
from typing import Final

# Spaces of every kind, hyphens and underscores: design 2 compares statuses without them.
SEPARATORS: Final = " \t\n\r\v\f_-\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2010\u2011\u202f\u205f\u3000"

_REMOVE: Final = str.maketrans("", "", SEPARATORS)


def suppressed_keys(statuses: Iterable[str]) -> list[str]:
    """The configured statuses as the SQL compares them."""
    keys = set()
    for status in statuses:
        bare = status.translate(_REMOVE)
        for spelling in (bare, bare.lower(), bare.upper(), bare.title(), bare.casefold()):
            keys.add(_ascii_lower(spelling))
    return sorted(keys - {""})


def _ascii_lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
