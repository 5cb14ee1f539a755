"""Rows become records or row errors, in file order; each row is touched once.

The common case goes first, blocks and rows of it; what is unusual in any way falls to _read(), which alone gives
verdicts.
"""

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Final

from app.importer.normalizer.email import (
    MAX_EMAIL_CELL,
    PLAIN_EMAIL,
    PLAIN_EMAIL_LENGTH,
    read_email,
)
from app.importer.normalizer.headers import Header
from app.importer.normalizer.phone import MAX_PHONE_CELL, PhoneReader
from app.importer.normalizer.plain import PlainBlocks, are_codes, is_plain, no_codes
from app.importer.normalizer.text import (
    CellError,
    clean_identifier,
    clean_text,
    is_blank,
    is_blank_identifier,
    quote,
    read_customer_id,
)
from app.importer.rows import FIELDS, IDENTIFIERS, MAX_LENGTHS, Notice, Record, Row, RowError

_LIMITS: Final = MAX_LENGTHS | {"email": MAX_EMAIL_CELL, "phone": MAX_PHONE_CELL}
_SHORT_ROW: Final = MAX_LENGTHS["name"]  # in a row shorter than this only a status can be too long
_STATUS_LENGTH: Final = MAX_LENGTHS["status"]
_NO_IDENTIFIER: Final = (
    "This row has no customer_id, e-mail or phone: fill in at least one, so that we know who it is."
)


class Normalizer:
    """Reads the rows below one header; `region` is where phones without a country code are.

    `is_delimited`: the rows are lines of text, in which cells may have moved to a wrong column.

    ValueError for a region libphonenumber does not know.
    """

    def __init__(
        self,
        header: Header,
        *,
        region: str | None,
        is_delimited: bool = True,  # noqa: ARG002
    ) -> None:
        self._width = len(header.names)
        columns = dict(header.columns)
        self._several = [item for item in columns.items() if len(item[1]) > 1]
        # A field that no column supplies reads the blank cell that is put behind the last one.
        self._pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(
            *(columns.get(field, (self._width,))[0] for field in FIELDS)
        )
        self._header = self._pick([*header.names, ""])
        self._no_codes = no_codes(self._header)
        self._phones = PhoneReader(region)
        self._plain = PlainBlocks(header.names, self._pick, self._phones)
        self._readers: dict[str, Callable[[str], str]] = {
            "customer_id": read_customer_id,
            "email": read_email,
            "phone": self._phones.read,
        }

    def normalize(self, rows: list[Row]) -> list[Record | list[RowError]]:
        """A record, or the list of all that is wrong, for each data row; nothing for a blank one."""
        together = len(rows) > 1 and not self._several
        records = self._plain.read(rows) if together else None
        return list(self._read_each(rows)) if records is None else [*records]

    def notices(self) -> list[Notice]:
        """What there is to say of the rows read so far as a whole."""
        return []

    def _read_each(self, rows: list[Row]) -> Iterator[Record | list[RowError]]:
        width, several, pick = self._width, self._several, self._pick
        not_ids, blank = self._no_codes, [""]
        plain_email, plain_phone = PLAIN_EMAIL.fullmatch, self._phones.plain
        for number, cells, problem in rows:
            # Inline and mostly in C: 1.9 us a row, where _read() takes 10. As strict as plain.py's blocks.
            if problem is None and len(cells) <= width:
                padded = cells + blank if len(cells) == width else self._padded(cells)
                if several:
                    self._choose(padded)
                customer_id, name, surname, email, phone, status = pick(padded)
                e164 = plain_phone(phone) if phone else None
                if (
                    (not email or (len(email) <= PLAIN_EMAIL_LENGTH and plain_email(email)))
                    and (e164 or not phone)
                    and (customer_id or email or phone)
                    and len(text := f"|{customer_id}|{name}|{surname}|{status}|") < _SHORT_ROW
                    and is_plain(text)
                    and (not customer_id or are_codes((customer_id,), not_ids))
                    and len(status) <= _STATUS_LENGTH
                ):
                    yield (
                        number,
                        customer_id or None,
                        name or None,
                        surname or None,
                        email.lower() or None,
                        e164,
                        status or None,
                    )
                    continue
            outcome = self._read(number, cells, problem)
            if outcome is not None:
                yield outcome

    def _padded(self, cells: list[str]) -> list[str]:
        return cells + [""] * (self._width + 1 - len(cells))

    def _choose(self, cells: list[str]) -> None:
        """Where several columns feed one field, put the first non-blank of their cells first."""
        for field, (first, *others) in self._several:
            blank = is_blank_identifier if field in IDENTIFIERS else is_blank
            if blank(cells[first]):
                cells[first] = next((cells[i] for i in others if not blank(cells[i])), "")

    def _read(
        self, number: int, cells: list[str], problem: str | None
    ) -> Record | list[RowError] | None:
        if problem is not None:
            return [RowError(number, None, problem)]
        if all(map(is_blank, cells)):
            return None
        if surplus := [cell for cell in cells[self._width :] if not is_blank(cell)]:
            return [RowError(number, None, _surplus(surplus))]
        padded = self._padded(cells[: self._width])
        self._choose(padded)
        picked = self._pick(padded)
        if all(map(_same_words, picked, self._header)):
            return [RowError(number, None, "This row repeats the header: remove it.")]
        return self._read_cells(number, picked)

    def _read_cells(self, number: int, picked: tuple[str, ...]) -> Record | list[RowError]:
        values: dict[str, str | None] = {}
        errors: list[RowError] = []
        for field, cell in zip(FIELDS, picked, strict=True):
            try:
                values[field] = self._value(field, cell)
            except CellError as error:
                errors.append(RowError(number, field, str(error)))
        if all(field in values and values[field] is None for field in IDENTIFIERS):
            errors.insert(0, RowError(number, None, _NO_IDENTIFIER))
        return errors or (number, *(values[field] for field in FIELDS))  # type: ignore[return-value]

    def _value(self, field: str, cell: str) -> str | None:
        if field not in self._readers:
            return clean_text(cell, _LIMITS[field]) or None
        text = clean_identifier(cell, _LIMITS[field])
        return self._readers[field](text) if text else None


def _surplus(cells: list[str]) -> str:
    return (
        f"This row has more cells than the header ({quote(cells[0])} has no column): "
        "put quotes around a cell that contains the delimiter, or name the column."
    )


def _same_words(cell: str, name: str) -> bool:
    return cell.strip().casefold() == name.strip().casefold()
