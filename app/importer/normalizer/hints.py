"""A quick look at a text: may a header of ours stand in it? Never stricter than the reading of headers.

Of the first rows of a file most are data, and each is asked whether it is a header: 0.02 ms a row here
spare 0.5 ms of reading each cell as a header.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from app.importer.normalizer.spelling import compact, without_accents
from app.importer.normalizer.vocabulary import header_aliases, header_words

_IDENTIFIERS: Final = ("phone", "email")
_IDS: Final = frozenset(("customer_id", "weak_id", "counter", "company_id", "number"))
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST_PART: Final = 3
_INNER: Final = (
    5  # letters of a noun in the middle of a longer word; shorter ones do not stand there
)


class _Hints(NamedTuple):
    """Words one of which every header has; or it has a longer word that begins, ends or is made of these.

    `starts` and `ends` are parts of longer words by their first and last letters, `inner` five letters of any.
    """

    words: frozenset[str]
    starts: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]
    inner: frozenset[str]


def may_name_identifier(text: str) -> bool:
    """Return whether a row's text may hold a header of an id, an e-mail or a phone."""
    return "#" in text or _may_hold(text, _identifier_hints())


def may_name_column(text: str) -> bool:
    """Return whether a text may be a header of any column that is read."""
    return "#" in text or _may_hold(text, _column_hints())


def _may_hold(text: str, hints: _Hints) -> bool:
    found = set(_LETTERS.findall(without_accents(text)))
    return not hints.words.isdisjoint(found) or any(
        word.startswith(hints.starts.get(word[:_SHORTEST_PART], ()))
        or word.endswith(hints.ends.get(word[-_SHORTEST_PART:], ()))
        or (len(word) > 2 * _INNER and _has_inner(word, hints.inner))
        for word in found
        if len(word) > _SHORTEST_PART
    )


def _has_inner(word: str, inner: frozenset[str]) -> bool:
    return any(word[start : start + _INNER] in inner for start in range(len(word) - _INNER))


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
    starts: dict[str, tuple[str, ...]] = {}
    ends: dict[str, tuple[str, ...]] = {}
    for part in glued:
        first, last = part[:_SHORTEST_PART], part[-_SHORTEST_PART:]
        starts[first] = (*starts.get(first, ()), part)
        ends[last] = (*ends.get(last, ()), part)
    return _Hints(
        frozenset(max(phrase.split(), key=len) for phrase in phrases),
        starts,
        ends,
        frozenset(part[:_INNER] for part in glued if len(part) >= _INNER),
    )
