"""A quick look at a text: may a header of ours stand in it? Never stricter than the reading of headers.

Of the first rows of a file most are data, and each is asked whether it is a header: 0.02 ms a row here
spare 0.5 ms of reading each cell as a header.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from app.importer.normalizer.spelling import compact, without_accents
from app.importer.normalizer.vocabulary import header_aliases, header_words

_IDENTIFIERS: Final = ("phone", "email")
_IDS: Final = frozenset(("customer_id", "weak_id", "counter", "company_id", "number"))
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST_PART: Final = 3
_SHORTEST_INNER: Final = 5  # of a noun in the middle of a longer word


class _Hints(NamedTuple):
    """Words one of which every header has; or it has one that begins, ends or holds these."""

    words: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    outer: re.Pattern[str]
    inner: re.Pattern[str]


def may_name_identifier(text: str) -> bool:
    """Return whether a row's text may hold a header of an id, an e-mail or a phone."""
    return "#" in text or _may_hold(text, _identifier_hints())


def may_name_column(text: str) -> bool:
    """Return whether a text may be a header of any column that is read."""
    return "#" in text or _may_hold(text, _column_hints())


def _may_hold(text: str, hints: _Hints) -> bool:
    found = set(_LETTERS.findall(without_accents(text)))
    return not hints.words.isdisjoint(found) or any(
        ((word[:3] in hints.starts or word[-3:] in hints.ends) and hints.outer.search(word))
        or (len(word) > 2 * _SHORTEST_INNER and hints.inner.search(word))
        for word in found
        if len(word) > _SHORTEST_PART
    )


@cache
def _identifier_hints() -> _Hints:
    known = header_words()
    nouns = [noun for name in _IDENTIFIERS for noun in known.fields[name].nouns]
    places = [phone for place in known.places for phone in place.phones]
    aliases = header_aliases().whole.items()
    return _hints([*nouns, *places], [header for header, alias in aliases if alias.role in _IDS])


@cache
def _column_hints() -> _Hints:
    known = header_words()
    nouns = [noun for field in known.fields.values() for noun in field.nouns]
    return _hints([*nouns, *known.one_channel], header_aliases().whole)


def _hints(nouns: Iterable[str], headers: Iterable[str]) -> _Hints:
    phrases = {*nouns, *headers}
    glued = {part for part in map(compact, phrases) if len(part) >= _SHORTEST_PART}
    whole = "|".join(sorted(glued))
    return _Hints(
        frozenset(max(phrase.split(), key=len) for phrase in phrases),
        frozenset(part[:3] for part in glued),
        frozenset(part[-3:] for part in glued),
        re.compile(rf"\A(?:{whole})|(?:{whole})\Z"),
        re.compile("|".join(sorted(part for part in glued if len(part) >= _SHORTEST_INNER))),
    )
