"""The cells of a row become the values of its fields: of several columns for one the first that can be read counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from app.importer.normalizer.email import MAX_EMAIL_CELL, read_email
from app.importer.normalizer.headers import Header
from app.importer.normalizer.phone import MAX_PHONE_CELL, PhoneReader, PlaceholderError
from app.importer.normalizer.places import Places
from app.importer.normalizer.text import (
    WHITE_SPACE,
    CellError,
    Placeholder,
    clean_identifier,
    clean_text,
    quote,
    read_customer_id,
)
from app.importer.refusals import is_refusal
from app.importer.rows import FIELDS, IDENTIFIERS, MAX_LENGTHS, Gravity, Notice

_LIMITS: Final = MAX_LENGTHS | {"email": MAX_EMAIL_CELL, "phone": MAX_PHONE_CELL}


@dataclass
class Reading:
    """What a row's cells say: the values of the fields that could be read, and what is wrong.

    `errors` are (field, message); so are `placeholders`, whose cells count as blanks. `passed_over`
    are cells that could not be read where another column of the field could: (field, index, cell).
    """

    values: dict[str, str | None] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    placeholders: list[tuple[str, str]] = field(default_factory=list)
    passed_over: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass
class PassedOver:
    """How many cells of a column could not be read where another column could, and the first of them."""

    example: str
    count: int = 0


class FieldReader:
    """Reads the fields of the rows below one header, cell by cell."""

    def __init__(self, header: Header, phones: PhoneReader, places: Places) -> None:
        self._names = header.names
        self._columns = dict(header.columns)
        self._phones = phones
        self._places = places
        self._passed_over: dict[tuple[str, int], PassedOver] = {}

    def read(self, cells: Sequence[str]) -> Reading:
        """Return the reading of one row of as many cells as the header."""
        reading = Reading()
        for name in FIELDS:
            try:
                reading.values[name] = self._first_readable(name, cells, reading)
            except CellError as error:
                reading.errors.append((name, str(error)))
        return reading

    def note_passed_over(self, reading: Reading) -> None:
        """Count what an accepted row's reading passed over."""
        for name, index, cell in reading.passed_over:
            self._passed_over.setdefault((name, index), PassedOver(cell)).count += 1

    def notices(self) -> list[Notice]:
        """Return one for each column with cells that were passed over, and the phone reader's own."""
        notices = [
            Notice(Gravity.UNREAD, name, self._message(name, index, passed))
            for (name, index), passed in self._passed_over.items()
        ]
        if phones := self._columns.get("phone"):
            notices += self._phones.notices(self._names[phones[0]])
        return notices

    def _message(self, name: str, index: int, passed: PassedOver) -> str:
        cells = "1 cell" if passed.count == 1 else f"{passed.count:,} cells"
        return (
            f"{cells} in column {quote(self._names[index])}, such as {quote(passed.example)}, cannot be read as {name}: "
            "another column was used; correct or empty them"
        )

    def _first_readable(self, name: str, cells: Sequence[str], reading: Reading) -> str | None:
        error: CellError | None = None
        unreadable = []
        columns = self._columns.get(name, ())
        for index in refusing_first(columns, cells) if name == "status" else columns:
            try:
                value = self._value(name, cells[index], cells)
            except (Placeholder, PlaceholderError):
                reading.placeholders.append((name, str(Placeholder(cells[index].strip()))))
                continue
            except CellError as found:
                error = error or found
                unreadable.append((name, index, cells[index]))
                continue
            if value is not None:
                reading.passed_over += unreadable
                return value
        if error is not None:
            raise error
        return None

    def _value(self, name: str, cell: str, cells: Sequence[str]) -> str | None:
        if name not in IDENTIFIERS:
            return clean_text(cell, _LIMITS[name]) or None
        text = clean_identifier(cell, _LIMITS[name])
        if not text:
            return None
        try:
            return self._identifier(name, text, cells)
        except CellError as error:
            written = quote(cell.strip(WHITE_SPACE))
            error.args = (str(error).replace(quote(text), written, 1),)
            raise

    def _identifier(self, name: str, text: str, cells: Sequence[str]) -> str:
        if name == "customer_id":
            return read_customer_id(text)
        if name == "email":
            return read_email(text)
        return self._phones.read(text, *self._places.of(cells))


def refusing_first(columns: Sequence[int], cells: Sequence[str]) -> Sequence[int]:
    """Return the columns of the status, best first, but one that refuses contact before all others."""
    if len(columns) > 1:
        for index in columns:
            if 0 < len(cells[index]) <= _LIMITS["status"] and _refuses(cells[index]):
                return [index, *columns]
    return columns


# 5 us otherwise; files have few statuses.
_refuses: Final = lru_cache(maxsize=4096)(is_refusal)
