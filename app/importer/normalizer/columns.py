"""Which column feeds which field, once all headers are known: what one means depends on the others.

A bare name beside a given name, a place beside an address, an id of a company beside a person's, and the
phones that Outlook names by their place alone (docs/design.md#vocabulary).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from app.importer.normalizer.customer_ids import Sample, customer_ids, filled_cells, is_number
from app.importer.normalizer.meaning import TAUGHT, Meaning, meaning_of
from app.importer.normalizer.shapes import look_of, looks_like_phone
from app.importer.normalizer.spelling import spellings
from app.importer.normalizer.vocabulary import header_aliases, header_words
from app.importer.rows import FIELDS

EXTRA: Final = ("country", "area_code", "opt_out", "consent", "one_channel", "ignore")

_NEEDED_HEADERS: Final = 3  # of Outlook's, the place itself among them
_ORDINAL: Final = re.compile(r" [1-9]$")  # Outlook's "Ufficio 2"
# Beside a noun of a phone these promise the whole number: "DDD + Telefone", "Lada y teléfono".
_JOINED_AREAS: Final = frozenset(("ddd", "dd", "lada"))
_PHONE_ORDER: Final = 3  # of "phone" among the nouns of header_words.yaml
# Languages in which the bare word for a name, beside a given name, is the surname.
_NAME_IS_SURNAME: Final = frozenset(("fr", "de", "nl"))

Taught = Mapping[int, tuple[int, str | None]]


class Columns(NamedTuple):
    """The indices of each field's columns and of each extra one, best first; fields in their order."""

    fields: tuple[tuple[str, tuple[int, ...]], ...]
    extra: dict[str, tuple[int, ...]]
    is_weak: bool
    meanings: dict[int, Meaning]


def assign_columns(cells: Sequence[str], taught: Taught, sample: Sample = ()) -> Columns:
    """Return the columns of a header; `sample` are rows below it.

    `taught` gives columns their field, None to ignore one, with the precedence of who taught it.
    """
    found = {i: m for i, cell in enumerate(cells) if (m := meaning_of(cell)) and i not in taught}
    found |= _phones_by_place(cells, found, taught, sample)
    found |= {
        index: Meaning(field or "ignore", (TAUGHT, order, 0, 0), cells[index])
        for index, (order, field) in taught.items()
    }
    spelled = frozenset(spellings(cell)[0] for cell in cells)
    found = {i: m for i, m in found.items() if not _means_something_else(m, spelled)}
    found = _without_users(_names_resolved(found, sample))
    ids, is_weak = customer_ids(found, spelled, sample)
    roles = {index: _role(meaning) for index, meaning in found.items()} | ids
    roles = _phones_resolved(roles, found, sample)
    fields = {field: _ranked(field, roles, found) for field in FIELDS}
    extra = {role: _ranked(role, roles, found) for role in EXTRA}
    extra["country"] = _countries(extra["country"], fields["phone"], found)
    return Columns(
        tuple((field, indices) for field, indices in fields.items() if indices),
        {role: indices for role, indices in extra.items() if indices},
        is_weak,
        found,
    )


def _phones_by_place(
    cells: Sequence[str], found: Mapping[int, Meaning], taught: Taught, sample: Sample
) -> dict[int, Meaning]:
    """Outlook's "Ufficio" and "Privat": phones beside other headers of that program."""
    keys = [_ORDINAL.sub("", spellings(cell)[0]) for cell in cells]
    if _all_places().isdisjoint(keys):
        return {}
    for place in header_words().places:
        known = place.others.union(place.phones).intersection(keys)
        if len(known) < _NEEDED_HEADERS or place.others.isdisjoint(known):
            continue
        phones = {
            index: Meaning("phone", (0, _PHONE_ORDER, place.phones[key], 0), key)
            for index, key in enumerate(keys)
            if key in place.phones and index not in found and index not in taught
        }
        if read := {i: m for i, m in phones.items() if _may_be_phones(filled_cells(sample, i))}:
            return read
    return {}


@cache
def _all_places() -> frozenset[str]:
    return frozenset(phone for place in header_words().places for phone in place.phones)


def _may_be_phones(values: Sequence[str]) -> bool:
    return not values or any(map(looks_like_phone, values))


def _means_something_else(meaning: Meaning, spelled: frozenset[str]) -> bool:
    unless = header_aliases().unless.get(meaning.spelling)
    return unless is not None and not spelled.isdisjoint(unless) and meaning.rank[0] > TAUGHT


def _without_users(found: Mapping[int, Meaning]) -> dict[int, Meaning]:
    """Leave out "User email" beside "Invitee email": it is another person's."""
    persons = {meaning.role for meaning in found.values() if "person" in meaning.marks}
    return {
        index: meaning
        for index, meaning in found.items()
        if "user" not in meaning.marks or meaning.role not in persons
    }


def _names_resolved(found: Mapping[int, Meaning], sample: Sample) -> dict[int, Meaning]:
    given = [index for index, meaning in found.items() if meaning.role == "given_name"]
    has_surname = any(meaning.role == "surname" for meaning in found.values())
    resolved = dict(found)
    for index, meaning in found.items():
        if meaning.role != "name" or meaning.rank[0] == TAUGHT or not given:
            continue
        if has_surname:
            del resolved[index]
        elif any(_is_surname(index, other, found, sample) for other in given):
            resolved[index] = meaning._replace(role="surname")
    if any(meaning.role == "surname" for meaning in resolved.values()):
        return {i: meaning for i, meaning in resolved.items() if meaning.role != "full_name"}
    return resolved


def _is_surname(name: int, given: int, found: Mapping[int, Meaning], sample: Sample) -> bool:
    """By the language, else by the values: "Ann Smith" beside "Ann" is a full name, "Smith" is not."""
    if found[name].languages & found[given].languages & _NAME_IS_SURNAME:
        return True
    pairs = [(row[name].casefold(), row[given].casefold()) for row in _whole(sample, name, given)]
    filled = [(whole, first) for whole, first in pairs if whole.strip() and first.strip()]
    return bool(filled) and sum(first in whole for whole, first in filled) * 2 < len(filled)


def _phones_resolved(
    roles: dict[int, str], found: Mapping[int, Meaning], sample: Sample
) -> dict[int, str]:
    """What is the phone only if no other column is: "DDD + Telefone", and `number` beside no customer's number."""
    if "phone" in roles.values():
        return roles
    numbered = any(
        role == "customer_id" and is_number(found[index].spelling) for index, role in roles.items()
    )

    def resolved(index: int, role: str) -> str:
        meaning = found[index]
        is_joined = (
            role == "area_code"
            and "phone area" in meaning.marks
            and not _JOINED_AREAS.isdisjoint(meaning.spelling.split())
        )
        if is_joined and look_of(values := filled_cells(sample, index)) == (
            "phone" if values else None
        ):
            return "phone"
        return "phone" if role == "number" and not numbered else role

    return {index: resolved(index, role) for index, role in roles.items()}


def _role(meaning: Meaning) -> str:
    return {"given_name": "name", "full_name": "name", "place": "status"}.get(
        meaning.role, meaning.role
    )


def _ranked(role: str, roles: Mapping[int, str], found: Mapping[int, Meaning]) -> tuple[int, ...]:
    indices = (index for index, known in roles.items() if known == role)
    return tuple(sorted(indices, key=lambda index: (_precedence(found[index]), index)))


def _precedence(meaning: Meaning) -> tuple[object, ...]:
    """A given name before a bare one before a full one; "Customer name" before "Name"."""
    taught_or_own = min(meaning.rank[0], 0)
    kind = {"name": 1, "full_name": 2}.get(meaning.role, 0)
    is_named = meaning.role == "name" and not meaning.marks.isdisjoint(("person", "billing"))
    is_last_status = meaning.role == "place"
    return taught_or_own, is_last_status, kind, not is_named, meaning.rank


def _countries(
    countries: Iterable[int], phones: Sequence[int], found: Mapping[int, Meaning]
) -> tuple[int, ...]:
    """Those that say they are the phone's first, then those of the best phone's own place."""
    places = frozenset(("private", "office", "billing", "shipping"))
    wanted = found[phones[0]].marks & places if phones else frozenset()

    def precedence(index: int) -> tuple[object, ...]:
        meaning = found[index]
        is_phones = not meaning.marks.isdisjoint(("phone country", "dialling"))
        is_near = bool(wanted & meaning.marks)
        return meaning.rank[0] != TAUGHT, not is_phones, not is_near, meaning.rank, index

    return tuple(sorted(countries, key=precedence))


def _whole(sample: Sample, *indices: int) -> list[Sequence[str]]:
    return [row for row in sample if len(row) > max(indices)]
