"""Which statuses mean "never contact": the words, in the form the SQL compares.

Stored and staged statuses are folded by the database alone, with fold_status() of the first migration. It knows
A-Z only, whatever the server's language; for other letters the usual spellings of each word are listed here.
"""

from functools import cache
from typing import Final

# As in fold_status(): spaces (NBSP too), hyphens and underscores do not count.
_REMOVE: Final = str.maketrans("", "", " \u00a0-_")


@cache  # the same setting for every import of a process
def suppressed_keys(statuses: tuple[str, ...]) -> list[str]:
    """The configured statuses as the SQL compares them."""
    keys = set()
    for status in statuses:
        bare = status.translate(_REMOVE)
        for spelling in (bare, bare.lower(), bare.upper(), bare.title(), bare.casefold()):
            keys.add(_ascii_lower(spelling))
    return sorted(keys - {""})


def _ascii_lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
