"""The words and whole headers that name a field: header_words.yaml and header_aliases.yaml as tables."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import yaml

from app.importer.normalizer.spelling import compact

ALL_LANGUAGES: Final = frozenset(("en", "es", "it", "pt", "fr", "de", "nl", "ca", "pl"))
# Roles that one header may have by its words. The three of a name are distinguished by the columns beside them.
WORD_FIELDS: Final = ("phone", "email", "name", "country", "area_code")
CHANNELS: Final = ("opt_out", "consent")

_SHORTEST_PART: Final = 3  # of a word written together with others
_SHORT_PARTS: Final = frozenset(("nr", "no", "id"))

Lists = Mapping[str, Any]


class Noun(NamedTuple):
    """A word that names a field. `kind`: its list in the file; `order`: the place of that list."""

    kind: str
    order: int
    rank: int
    languages: frozenset[str]


class Beside(NamedTuple):
    """A word that may stand beside a field's nouns, the list it is from and that list's rank."""

    mark: str
    rank: int


class FieldWords(NamedTuple):
    """The words of one field. A column of rank `last` or a later one comes after all others."""

    nouns: Mapping[str, Noun]
    beside: Mapping[str, Beside]
    exceptions: frozenset[str]
    last: int


class Place(NamedTuple):
    """Headers that are phones in a file with two of `others`: Outlook's "Ufficio"."""

    phones: Mapping[str, int]
    others: frozenset[str]


class Words(NamedTuple):
    """header_words.yaml. `parts` may be written together; `nouns` are the words all nouns are made of."""

    fields: Mapping[str, FieldWords]
    one_channel: frozenset[str]
    places: tuple[Place, ...]
    no_phones: frozenset[str]
    other_numbers: frozenset[str]
    parts: frozenset[str]
    nouns: frozenset[str]
    longest: int


class Alias(NamedTuple):
    """What a whole header means, and its place in the lists."""

    role: str
    order: int
    languages: frozenset[str]


class Aliases(NamedTuple):
    """header_aliases.yaml. What the headers `unless` and `person_beside` mean depends on the others."""

    whole: Mapping[str, Alias]
    compact: Mapping[str, Alias]
    unless: Mapping[str, frozenset[str]]
    person_beside: Mapping[str, frozenset[str]]


@cache
def header_words() -> Words:
    """Return header_words.yaml, read once a process."""
    lists = _load("header_words.yaml")
    fields = {name: _field(lists[name], lists["beside"]) for name in (*WORD_FIELDS, *CHANNELS)}
    one_channel = frozenset(lists["one_channel"]) | frozenset(map(compact, lists["one_channel"]))
    nouns = [noun for field in fields.values() for noun in field.nouns] + [*one_channel]
    filler = {word for word, _ in _entries(lists["beside"]["filler"])}
    parts = {*nouns, *(word for field in fields.values() for word in field.beside)} - filler
    return Words(
        fields,
        one_channel,
        tuple(map(_place, lists["places"].values())),
        frozenset(lists["no_phones"]),
        frozenset(lists["other_numbers"]),
        frozenset(part for part in parts if len(part) >= _SHORTEST_PART) | _SHORT_PARTS,
        frozenset(word for noun in nouns for word in noun.split()),
        max(len(phrase.split()) for phrase in parts | filler),
    )


@cache
def header_aliases() -> Aliases:
    """Return header_aliases.yaml, read once a process."""
    lists = _load("header_aliases.yaml")
    unless, person_beside = (
        {name: frozenset(others) for name, others in lists.pop(section).items()}
        for section in ("unless", "person_beside")
    )
    whole: dict[str, Alias] = {}
    for role, languages in lists.items():
        named = {"ignore": {"all": languages}}.get(role, languages)
        own = [(role.replace("_", " "), ALL_LANGUAGES)] if role in ("customer_id", "status") else []
        for order, (header, spoken) in enumerate([*own, *_entries(named)]):
            known = whole.get(header)
            if known is None:
                whole[header] = Alias(role, order, spoken)
            elif known.role == role:
                whole[header] = known._replace(languages=known.languages | spoken)
    by_letters = {compact(header): alias for header, alias in whole.items()}
    return Aliases(whole, by_letters, unless, person_beside)


def _load(name: str) -> dict[str, Any]:
    # Every value a text ("no" is a word here), by C where the library has it: 4 ms instead of 60.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a base loader makes texts only
    return loaded


def _field(lists: Lists, shared: Lists) -> FieldWords:
    beside: dict[str, Beside] = {}
    ranks: dict[str, int] = {}
    for rank, names in enumerate(lists["beside"]):
        for name in names:
            ranks[name] = rank
            for word, _ in _entries({**shared, **lists.get("lists", {})}[name]):
                beside[word] = Beside(name, rank)
    like = lists.get("like", {})
    nouns: dict[str, Noun] = {}
    order = 0
    for kind, languages in lists["nouns"].items():
        rank = ranks.get(like.get(kind, ""), 0)
        for word, spoken in _entries(languages):
            # Written together too: FIRSTNAME.
            for spelling in {word, compact(word)}:
                known = nouns.setdefault(spelling, Noun(kind, order - (kind in like), rank, spoken))
                nouns[spelling] = known._replace(languages=known.languages | spoken)
        order += kind not in like
    last = int(lists.get("last", len(lists["beside"])))
    return FieldWords(nouns, beside, frozenset(lists.get("except", ())), last)


def _place(lists: Lists) -> Place:
    kinds = ("private", "office")
    phones = {name: rank for rank, kind in enumerate(kinds, 1) for name in lists[kind]}
    return Place(phones, frozenset(lists["others"]))


def _entries(languages: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """The entries of {language: [...]}, or of a bare list, with the languages they are from."""
    if not isinstance(languages, dict):
        languages = {"all": languages}
    for language, words in languages.items():
        spoken = ALL_LANGUAGES if language == "all" else frozenset((language,))
        yield from ((word, spoken) for word in words)
