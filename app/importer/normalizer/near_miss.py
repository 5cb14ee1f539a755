"""Is an unknown header a known one misspelt? It is only ever asked, never assumed.

One edit is a letter more, less, other or swapped with its neighbour.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from app.importer.normalizer.columns import Columns
from app.importer.normalizer.meaning import meaning_of
from app.importer.normalizer.spelling import spellings, words
from app.importer.normalizer.text import quote
from app.importer.normalizer.vocabulary import ALL_LANGUAGES, header_aliases, header_words
from app.importer.rows import FIELDS, IDENTIFIERS, Gravity, Notice

_ONE_EDIT: Final = 5  # letters a name must have for one edit
_TWO_EDITS: Final = 8
_FIELD_OF: Final = {"given_name": "name", "full_name": "name"}


class _Known(NamedTuple):
    field: str
    languages: frozenset[str]
    edits: int


def near_misses(
    cells: Sequence[str], columns: Columns, taught: Collection[int]
) -> tuple[Notice, ...]:
    """Return a notice for each unknown header that is nearly a name of a field without a column."""
    supplied = dict(columns.fields)
    missing = tuple(field for field in FIELDS if field not in supplied)
    if not missing:
        return ()
    languages = _languages(columns)
    notices = []
    for index, cell in enumerate(cells):
        if index in columns.meanings or index in taught or meaning_of(cell):
            continue
        if field := closest_field(spellings(cell)[0], missing, languages):
            message = f"Column {quote(cell)} is not read; did you mean '{field}'?"
            notices.append(Notice(Gravity.UNREAD, field, message))
    return tuple(notices)


@lru_cache(maxsize=4096)  # 0.3 ms a header otherwise, for every small file
def closest_field(
    header: str, fields: tuple[str, ...], languages: frozenset[str] = ALL_LANGUAGES
) -> str | None:
    """Return the one of `fields` that has a name fewest edits away from a normalised header.

    An identifier is only proposed in the languages of the file's other headers: "Referente" is no "reference".
    """
    allowed = {
        name: known
        for name, known in _names().items()
        if known.field in fields and (known.field not in IDENTIFIERS or known.languages & languages)
    }
    best = min(
        (distance for spelling in _misspelt(header) for distance in _distances(spelling, allowed)),
        default=None,
    )
    return best[1] if best else None


def _distances(spelling: str, names: Mapping[str, _Known]) -> Iterator[tuple[int, str]]:
    letters = frozenset(spelling)
    for name, known in names.items():
        if abs(len(name) - len(spelling)) > known.edits:
            continue
        # An edit changes two letters at most: spares 95 % of 1,000 columns' three seconds.
        if len(letters.symmetric_difference(name)) > 2 * known.edits:
            continue
        for edits in range(1, known.edits + 1):
            if within(spelling, name, edits):
                yield edits, known.field
                break


def _misspelt(header: str) -> Iterator[str]:
    """The header whole, and its one unknown word if all others may stand beside a noun."""
    yield header
    separated = words(header)
    if len(separated) > 1:
        known = _words_beside()
        unknown = [word for word in separated if word not in known and not word.isdigit()]
        # "Company name" is spelt right, and means something else.
        if len(unknown) == 1 and unknown[0] not in _nouns():
            yield unknown[0]


@cache
def _names() -> dict[str, _Known]:
    """Every name of a field that has letters enough; the weak ids and last resorts are left out.

    ("State" is a place far more often than a "stato".)
    """
    aliases = {
        header: _known(_FIELD_OF.get(alias.role, alias.role), header, alias.languages)
        for header, alias in header_aliases().whole.items()
        if _FIELD_OF.get(alias.role, alias.role) in FIELDS
    }
    nouns = {
        word: _known(
            _FIELD_OF.get(noun.kind, noun.kind if name == "name" else name), word, noun.languages
        )
        for name in ("phone", "email", "name")
        for word, noun in header_words().fields[name].nouns.items()
    }
    return {name: known for name, known in (nouns | aliases).items() if known.edits}


@cache
def _nouns() -> frozenset[str]:
    fields = header_words().fields
    nouns = {word for name in ("phone", "email", "name") for word in fields[name].nouns}
    return frozenset(nouns.union(header_aliases().whole))


def _known(field: str, name: str, languages: frozenset[str]) -> _Known:
    edits = (len(name) >= _ONE_EDIT) + (len(name) >= _TWO_EDITS and field != "customer_id")
    return _Known(field, languages, edits)


@cache
def _words_beside() -> frozenset[str]:
    fields = header_words().fields
    beside = {word for name in ("phone", "email", "name") for word in fields[name].beside}
    return frozenset(word for phrase in beside for word in phrase.split())


def _languages(columns: Columns) -> frozenset[str]:
    """The languages that most of the headers which are read belong to."""
    counts: dict[str, int] = {}
    for index in {index for _, indices in columns.fields for index in indices}:
        for language in columns.meanings[index].languages:
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count == most)


def within(a: str, b: str, edits: int) -> bool:
    """At most so many edits apart."""
    start = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    a, b = a[start:], b[start:]
    if abs(len(a) - len(b)) > edits:
        return False
    if not a or not b or not edits:
        return len(a) + len(b) <= edits
    swapped = a[:2] == b[1::-1] and len(a) > 1
    return (
        within(a[1:], b[1:], edits - 1)
        or within(a[1:], b, edits - 1)
        or within(a, b[1:], edits - 1)
        or (swapped and within(a[2:], b[2:], edits - 1))
    )
