"""The alias table: which field a header means, and how much better than another header it does.

Whole strings only, never substrings: `email consent` is not an e-mail address.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple
from unicodedata import combining, normalize

import yaml

from app.importer.rows import FIELDS

MAX_HEADER_LENGTH: Final = 100  # the longest alias has 31; a longer cell is prose, not a header

_SEPARATORS: Final = re.compile(r"[\s_\-./:#°\u2010-\u2015]+")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_HUMP: Final = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ORNAMENT: Final = re.compile(
    r"\*+|\((?:required|obbligatorio|obligatorio|obrigatorio|obligatoire|pflichtfeld)\)|\[[^\[\]]*\]"
)
_QUOTES: Final = "\"'`\u00b4\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a "


class Alias(NamedTuple):
    """A field, how good a column of this name is for it (0 is best), and whether it is a last resort."""

    field: str
    rank: int
    low: bool


class AliasTable(NamedTuple):
    """Every alias by its normalised spelling; `full_name` stands as a field of its own."""

    aliases: dict[str, Alias]
    ignored: frozenset[str]


def spellings(header: str) -> tuple[str, str]:
    """A header as it is compared: as one word per hump of its camelCase, and without (WhatsApp)."""
    return _spellings(header) if len(header) <= MAX_HEADER_LENGTH else ("", "")


# The same few headers come again with every small file: 0.1 ms each. What is kept must be short, for strangers choose it.
@lru_cache(maxsize=4096)
def _spellings(header: str) -> tuple[str, str]:
    plain = _UNSEEN.sub("", normalize("NFKC", header))
    return _normalised(_HUMP.sub(" ", plain)), _normalised(plain)


def _normalised(header: str) -> str:
    bare = "".join(char for char in normalize("NFD", header.casefold()) if not combining(char))
    previous = None
    while bare != previous:
        previous, bare = bare, _without_ornament(bare)
    return bare


def _without_ornament(header: str) -> str:
    text = _SEPARATORS.sub(" ", header).strip(_QUOTES)
    for found in _ORNAMENT.finditer(text):
        if found.end() == len(text):
            return text[: found.start()]
    return text


@cache
def alias_table() -> AliasTable:
    """header_aliases.yaml, read once a process (17 ms)."""
    source = resources.files(__package__).joinpath("header_aliases.yaml").read_text("utf-8")
    lists: dict[str, Any] = yaml.safe_load(source)
    ignored = frozenset(lists.pop("ignore"))
    aliases: dict[str, Alias] = {}
    for field, groups in lists.items():
        # The contract's own name first, then the lists in order, whatever their language.
        own = [(field.replace("_", " "), False)] if field in FIELDS else []
        for rank, (name, low) in enumerate([*own, *_entries(groups)]):
            aliases.setdefault(name, Alias(field, rank, low))
    return AliasTable(aliases, ignored)


def _entries(groups: dict[str, Any], low: bool = False) -> Iterator[tuple[str, bool]]:
    for group, entries in groups.items():
        if isinstance(entries, dict):
            yield from _entries(entries)
        else:
            yield from ((name, low or group == "low") for name in entries)
