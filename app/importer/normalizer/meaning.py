"""What one header means, by its own words: a whole alias, or a noun among words that may stand beside it."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from app.importer.normalizer.hints import may_name_column
from app.importer.normalizer.spelling import (
    MAX_HEADER_LENGTH,
    compact,
    spellings,
    words,
)
from app.importer.normalizer.vocabulary import (
    ALL_LANGUAGES,
    CHANNELS,
    WORD_FIELDS,
    Beside,
    FieldWords,
    Noun,
    header_aliases,
    header_words,
)

TAUGHT: Final = -2  # the first of the ranks of a taught name: it comes before the contract's own
# The contract's own name comes before any other for these; a mobile comes before a "phone".
_BY_NAME_ALONE: Final = frozenset(("customer_id", "surname", "email", "status"))
_BEST: Final = (-1, 0, 0, 0)
_SHORTEST_COMPOUND: Final = 5
_LONGEST_COMPOUND: Final = 40
_ORDINAL: Final = re.compile(r"0?[1-9]|1[0-9]|20")
_UNSPLIT: Final = re.compile(r"[;|\t]")  # several headers in one cell: a line that was not split


class Meaning(NamedTuple):
    """The role of a column, how good a column it is for it (less is better), and why.

    Roles are fields of the contract, "given_name" and "full_name", kinds of ids ("weak_id", "company_id",
    "counter"), the extra columns, "number", "place", and "ignore".
    """

    role: str
    rank: tuple[int, int, int, int]
    spelling: str
    marks: frozenset[str] = frozenset()
    languages: frozenset[str] = ALL_LANGUAGES


class Parse(NamedTuple):
    """A header's words as one field knows them; `unknown` are those that it does not."""

    nouns: list[Noun]
    beside: list[Beside]
    ordinal: int
    unknown: list[str]


def meaning_of(header: str) -> Meaning | None:
    """Return what a header means by itself, None for one that is not read."""
    return _meaning(header) if len(header) <= MAX_HEADER_LENGTH else None


# Callers choose the headers, so the number kept is bounded; a file of a new program costs 0.02 ms a header.
@lru_cache(maxsize=8192)
def _meaning(header: str) -> Meaning | None:
    # Most of the cells that are asked about are data.
    if header.isascii() and not may_name_column(header):
        return None
    split, whole = spellings(header)
    if found := _alias(split) or _alias(whole):
        return found
    if _UNSPLIT.search(header):
        return None
    nouns = header_words().nouns
    for spelling in dict.fromkeys((split, whole)):
        separated = words_of(spelling)
        if nouns.isdisjoint(separated):
            continue
        if found := _channel(spelling, separated) or _read_words(spelling, separated):
            return found
    return None


def words_of(spelling: str) -> list[str]:
    """Return the words of a spelling, those written together taken apart."""
    return [part for word in words(spelling) for part in _parts(word)]


def parse(separated: Sequence[str], field: FieldWords, *, numbered: bool = True) -> Parse:
    """Return the words as `field` knows them; the longest phrase counts.

    `numbered`: a small number may stand among them ("Phone 2", "Apellido 1", a form's "3. Your name").
    """
    found = Parse([], [], 0, [])
    ordinal = position = 0
    while position < len(separated):
        for length in range(min(header_words().longest, len(separated) - position), 0, -1):
            phrase = " ".join(separated[position : position + length])
            if noun := field.nouns.get(phrase):
                found.nouns.append(noun)
                break
            if beside := field.beside.get(phrase):
                found.beside.append(beside)
                break
        else:
            length = 1
            if numbered and _ORDINAL.fullmatch(separated[position]):
                ordinal = max(ordinal, int(separated[position]))
            else:
                found.unknown.append(separated[position])
        position += length
    return found._replace(ordinal=ordinal)


def _alias(spelling: str) -> Meaning | None:
    aliases = header_aliases()
    alias = aliases.whole.get(spelling) or aliases.compact.get(compact(spelling))
    if alias is None:
        return None
    own = alias.order == 0 and alias.role in _BY_NAME_ALONE
    rank = _BEST if own else (0, 0, 0, alias.order)
    return Meaning(alias.role, rank, spelling, frozenset(), alias.languages)


def _read_words(spelling: str, separated: list[str]) -> Meaning | None:
    found = [
        meaning
        for name in WORD_FIELDS
        if (meaning := _read_field(name, header_words().fields[name], spelling, separated))
    ]
    return found[0] if len(found) == 1 else None


def _read_field(
    name: str, field: FieldWords, spelling: str, separated: list[str]
) -> Meaning | None:
    read = parse(separated, field)
    if read.unknown or not read.nouns or " ".join(separated) in field.exceptions:
        return None
    kinds = {noun.kind for noun in read.nouns}
    role = _name_role(kinds) if name == "name" else name
    quality = max([noun.rank for noun in read.nouns] + [beside.rank for beside in read.beside])
    order = min(noun.order for noun in read.nouns)
    rank = (int(quality >= field.last), order, quality, read.ordinal)
    if spelling == role and role in _BY_NAME_ALONE:
        rank = _BEST
    marks = frozenset(beside.mark for beside in read.beside) | kinds
    return Meaning(role, rank, spelling, marks, _shared([noun.languages for noun in read.nouns]))


def _name_role(kinds: set[str]) -> str:
    """A given name and a surname in one header are the full name."""
    return next(iter(kinds)) if len(kinds) == 1 else "full_name"


def _shared(languages: list[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*languages) or frozenset.union(*languages)


def _channel(spelling: str, separated: list[str]) -> Meaning | None:
    """An opt-out or a consent; of one channel only if other words stand beside it."""
    known = header_words()
    for role in CHANNELS:
        field = known.fields[role]
        if compact(spelling) in field.nouns:
            return Meaning(role, (0, 0, 0, 0), spelling)
        if (read := parse(separated, field, numbered=False)).nouns:
            return Meaning("one_channel" if read.unknown else role, (0, 0, 0, 0), spelling)
    text = f" {' '.join(separated)} "
    if any(f" {phrase} " in text or phrase == spelling for phrase in known.one_channel):
        return Meaning("one_channel", (0, 0, 0, 0), spelling)
    return None


@lru_cache(maxsize=8192)
def _parts(word: str) -> tuple[str, ...]:
    """The words that one was put together from ("emailadresse"); the word itself when there are none."""
    parts = header_words().parts
    if word in parts or not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND:
        return (word,)
    return _split(word) or (word,)


def _split(word: str) -> tuple[str, ...] | None:
    """The fewest known words that make `word`; the first ones as long as can be."""
    parts, heads = header_words().parts, _heads()
    best: list[tuple[str, ...] | None] = [None] * len(word) + [()]
    for start in range(len(word) - 2, -1, -1):
        if word[start : start + 2] not in heads:
            continue
        for end in range(len(word), start + 1, -1):
            rest, part = best[end], word[start:end]
            if rest is not None and part in parts:
                current = best[start]
                if current is None or len(rest) + 1 < len(current):
                    best[start] = (part, *rest)
    return best[0]


@cache
def _heads() -> frozenset[str]:
    return frozenset(part[:2] for part in header_words().parts)
