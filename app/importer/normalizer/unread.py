"""Columns that no header names and that hold what the rows lack, phones and e-mails, or what matters: refusals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.importer.normalizer.meaning import words_of
from app.importer.normalizer.shapes import look_of, may_look
from app.importer.normalizer.spelling import spellings
from app.importer.normalizer.text import is_blank, is_blank_identifier, quote
from app.importer.normalizer.unread_refusals import UnreadRefusals
from app.importer.normalizer.vocabulary import header_words
from app.importer.rows import Gravity, Notice, Row

if TYPE_CHECKING:
    from app.importer.normalizer.headers import Header

WATCHED_ROWS: Final = 1_000
_SAMPLE: Final = 100
_LOOKS: Final = {"phone": "phone numbers", "email": "e-mail addresses"}


class UnreadColumns:
    """Watches the first rows below a header for phones, e-mails and refusals in columns that are not read.

    `region` is where numbers without a country code are. `is_watching` ends when enough was seen.
    """

    def __init__(self, header: "Header", region: str | None = None) -> None:
        fields = dict(header.columns)
        read = {i for indices in fields.values() for i in indices}
        # "DDD + Telefone" may be an area code's column or a phone's.
        read.update(
            i for role, indices in header.extra.items() if role != "area_code" for i in indices
        )
        self._header = header
        self._region = region
        self._lacking = {field: fields.get(field, ()) for field in _LOOKS}
        self._samples: dict[int, list[str]] = {
            index: [] for index in range(len(header.names)) if index not in read
        }
        self._rows_left = WATCHED_ROWS
        statuses = fields.get("status", ())
        self._refusals = UnreadRefusals(
            header.names, self._samples, header.names[statuses[0]] if statuses else None
        )
        self.is_watching = bool(self._samples)

    def watch(self, rows: Sequence[Row]) -> None:
        """Take a sample of each unread column, and note which fields have a value."""
        cells = [row[1] for row in rows if row[2] is None]
        self._refusals.watch(cells)
        if self._lacking and self._rows_left > 0:
            self._sample(cells)
        self._rows_left -= len(rows)
        may_lack = bool(self._lacking) and self._rows_left > 0
        self.is_watching = may_lack or self._refusals.is_watching

    def _sample(self, cells: Sequence[Sequence[str]]) -> None:
        self._lacking = {
            field: columns
            for field, columns in self._lacking.items()
            if not _filled(cells, columns)
        }
        for index, sample in self._samples.items():
            if (room := _SAMPLE - len(sample)) > 0:
                sample += [row[index] for row in cells if len(row) > index and row[index]][:room]

    def notices(self) -> list[Notice]:
        """Return a notice for each column that refuses, or looks like a field which the rows lack."""
        names = self._header.names
        said = tuple(notice.message for notice in self._header.notices)
        found = looks(names, self._samples, self._region)
        lacking = [
            Notice(Gravity.UNREAD, field, message)
            for index, (field, message) in found.items()
            if field in self._lacking and not any(quote(names[index]) in text for text in said)
        ]
        return [*self._refusals.notices(), *lacking]


def unread_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what the columns of an unrecognised header look like, a sentence each."""
    samples = {
        index: [
            row[index] for row in rows if len(row) > index and not is_blank_identifier(row[index])
        ]
        for index in range(len(names))
    }
    return [message for _, message in looks(names, samples, None).values()]


def looks(
    names: Sequence[str], samples: dict[int, list[str]], region: str | None
) -> dict[int, tuple[str, str]]:
    """Return the columns that look like a phone or an e-mail: index -> field and sentence."""
    found = {}
    for index, sample in samples.items():
        if not may_look(sample):
            continue
        filled = [cell for cell in sample if not is_blank_identifier(cell)]
        field = look_of(_countable(names[index], filled), region)
        if field:
            column = f"{index + 1} has no header" if is_blank(names[index]) else quote(names[index])
            joined = "and" if is_blank(names[index]) else "is not read but"
            message = f"Column {column} {joined} looks like {_LOOKS[field]}: name it '{field}'"
            found[index] = (field, message)
    return found


def _countable(name: str, sample: list[str]) -> list[str]:
    """The cells of a sample that may be phones by the header's words; the others as blanks."""
    known = header_words()
    named = set(words_of(spellings(name)[0]))
    if not named.isdisjoint(known.fields["phone"].nouns):
        return sample
    if not named.isdisjoint(known.no_phones):
        return [cell if "@" in cell else "" for cell in sample]
    if not named.isdisjoint(known.other_numbers):
        return [cell if "@" in cell or cell.lstrip("'").startswith("+") else "" for cell in sample]
    return sample


def _filled(cells: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    return any(
        len(row) > index and not is_blank_identifier(row[index])
        for index in columns
        for row in cells
    )
