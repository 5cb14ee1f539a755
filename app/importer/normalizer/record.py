"""Rows become records or row errors, in file order; each row is touched once.

The common case goes first, blocks and rows of it; what is unusual in any way is read by _read(),
which alone rejects rows.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Final

from app.importer.normalizer.channels import Channels
from app.importer.normalizer.email import plain_email
from app.importer.normalizer.fields import FieldReader, refusing_first
from app.importer.normalizer.footers import is_one_word, why_no_customer
from app.importer.normalizer.headers import Header
from app.importer.normalizer.nothing_words import NOTHING_WORDS
from app.importer.normalizer.opt_outs import OptOuts
from app.importer.normalizer.phone import PhoneReader
from app.importer.normalizer.places import Places
from app.importer.normalizer.plain import PlainBlocks, are_codes, is_plain, no_codes
from app.importer.normalizer.text import is_blank, quote
from app.importer.normalizer.unnamed import UnnamedColumns
from app.importer.refusals import OPTED_OUT_STATUS
from app.importer.rows import FIELDS, IDENTIFIERS, MAX_LENGTHS, Notice, Record, Row, RowError

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

    def __init__(self, header: Header, *, region: str | None, is_delimited: bool = True) -> None:
        self._names = header.names
        self._width = len(header.names)
        self._is_delimited = is_delimited
        columns = dict(header.columns)
        self._columns = [index for indices in columns.values() for index in indices]
        self._several = [item for item in columns.items() if len(item[1]) > 1]
        # A field that no column supplies reads the blank cell that is put behind the last one.
        self._pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(
            *(columns.get(field, (self._width,))[0] for field in FIELDS)
        )
        self._no_codes = no_codes(self._pick([*header.names, ""]))
        self._weak_column = header.names[columns["customer_id"][0]] if header.is_weak else None
        self._phones = PhoneReader(region)
        self._plain = PlainBlocks(header.names, self._pick, self._phones, is_weak=header.is_weak)
        self._places = Places(header, region)
        self._fields = FieldReader(header, self._phones, self._places)
        self._opt_outs = OptOuts(header)
        self._is_special = bool(self._opt_outs or self._places)
        self._channels = Channels(header)
        self._unnamed = UnnamedColumns(header.names)

    @property
    def opted_out(self) -> int:
        """The number of accepted rows that an opt-out or consent column has opted out."""
        return self._opt_outs.opted_out

    def study(self, rows: Iterator[Row], again: Callable[[], Iterator[Row]]) -> Iterator[Row]:
        """Decide by the first rows which columns of opt-outs are read; return the rows, none missing.

        `again` gives the same rows once more. It is called only if the first rows do not decide it.
        """
        return self._opt_outs.study(rows, again) if self._opt_outs else rows

    def normalize(self, rows: list[Row]) -> list[Record | list[RowError]]:
        """A record, or the list of all that is wrong, for each data row; nothing for a blank one."""
        self._channels.watch(rows)
        self._unnamed.watch(rows)
        together = len(rows) > 1 and not self._several
        records = self._plain.read(rows) if together and self._are_usual(rows) else None
        outcomes: list[Record | list[RowError]] = (
            list(self._read_each(rows)) if records is None else [*records]
        )
        self._opt_outs.rows += len(outcomes)
        return outcomes

    def notices(self) -> list[Notice]:
        """What there is to say of the rows read so far as a whole."""
        return [
            *self._opt_outs.notices(),
            *self._channels.notices(),
            *self._fields.notices(),
            *self._unnamed.notices(),
        ]

    def _are_usual(self, rows: list[Row]) -> bool:
        """Whether nothing outside the fields' own columns decides about any of these rows."""
        if not self._is_special:
            return True
        cells = [row for _, row, _ in rows]
        return self._opt_outs.are_quiet(cells) and self._places.do_not_matter(cells)

    def _read_each(self, rows: list[Row]) -> Iterator[Record | list[RowError]]:
        width, several, pick = self._width, self._several, self._pick
        not_ids, blank = self._no_codes, [""]
        plain_phone, is_weak = self._phones.plain, self._weak_column is not None
        is_special = self._is_special
        for number, cells, problem in rows:
            # Inline and mostly in C: 2.2 us a row, where _read() takes 10. As strict as plain.py's
            # blocks.
            if problem is None and len(cells) <= width:
                padded = cells + blank if len(cells) == width else self._padded(cells)
                if several:
                    self._choose(padded)
                customer_id, name, surname, email, phone, status = pick(padded)
                e164 = plain_phone(phone) if phone else None
                address = plain_email(email) if email else None
                if (
                    (address or not email)
                    and (e164 or not phone)
                    and (
                        email
                        or phone
                        or (customer_id and (name or surname or status))
                        or (customer_id and not is_weak and is_one_word(customer_id))
                    )
                    and len(text := f"|{customer_id}|{name}|{surname}|{status}|") < _SHORT_ROW
                    and is_plain(text)
                    and (not customer_id or are_codes((customer_id,), not_ids))
                    and len(status) <= _STATUS_LENGTH
                    and (not is_special or self._are_usual([(number, padded, None)]))
                ):
                    yield (
                        number,
                        customer_id or None,
                        name or None,
                        surname or None,
                        address,
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
        """Put the first cell that says something first, where several columns feed one field."""
        for field, columns in self._several:
            first, *others = columns
            if field == "status" and (index := refusing_first(columns, cells)[0]) != first:
                cells[first] = cells[index]
                continue
            nothing = NOTHING_WORDS if field in IDENTIFIERS else _NO_WORDS
            if not cells[first] or cells[first].lower() in nothing:
                filled = (cells[i] for i in others if cells[i] and cells[i].lower() not in nothing)
                cells[first] = next(filled, "")

    def _read(
        self, number: int, cells: list[str], problem: str | None
    ) -> Record | list[RowError] | None:
        if problem is not None:
            return [RowError(number, None, problem)]
        if all(map(is_blank, cells)):
            return None
        if surplus := [i for i in range(self._width, len(cells)) if not is_blank(cells[i])]:
            if self._is_delimited:
                return [RowError(number, None, _surplus(cells[surplus[0]]))]
            self._unnamed.note(surplus)
        padded = self._padded(cells[: self._width])
        if all(_same_words(padded[index], self._names[index]) for index in self._columns):
            return [RowError(number, None, "This row repeats the header: remove it.")]
        return self._read_cells(number, padded)

    def _read_cells(self, number: int, cells: Sequence[str]) -> Record | list[RowError]:
        reading = self._fields.read(cells)
        values = reading.values
        errors = [RowError(number, field, message) for field, message in reading.errors]
        opted_out, complaints = self._opt_outs.read(cells)
        errors += [RowError(number, "status", message) for message in complaints]
        if all(field in values and values[field] is None for field in IDENTIFIERS):
            errors[:0] = [RowError(number, *said) for said in reading.placeholders] or [
                RowError(number, None, _NO_IDENTIFIER)
            ]
        elif not errors and (reason := why_no_customer(values, self._weak_column)):
            errors = [RowError(number, None, reason)]
        if errors:
            return errors
        self._fields.note_passed_over(reading)
        if opted_out:
            self._opt_outs.opted_out += 1
            values["status"] = OPTED_OUT_STATUS
        return (number, *(values[field] for field in FIELDS))  # type: ignore[return-value]


_NO_WORDS: Final[frozenset[str]] = frozenset()


def _surplus(cell: str) -> str:
    return (
        f"This row has more cells than the header ({quote(cell)} has no column): "
        "put quotes around a cell that contains the delimiter, or name the column."
    )


def _same_words(cell: str, name: str) -> bool:
    return cell.strip().casefold() == name.strip().casefold()
