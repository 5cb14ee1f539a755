"""The words the importer's rooms share: rows, tables, row errors, fields, limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple

# A numbered row of raw cells as the reader found it. `number` is what a person sees in a
# spreadsheet (docs/design.md#messages); `problem`, when not None, says why the row as a whole cannot be used (its
# cells are then only for showing). A bare tuple: a named one costs 0.3 s more for a million rows.
Row = tuple[int, list[str], str | None]

# A cleaned row: its number, then one value a field in the order of FIELDS; None is a blank.
Record = tuple[int, str | None, str | None, str | None, str | None, str | None, str | None]

# A cell that holds no text at all, such as a list in a JSON object: an error where a field is read from it, and
# nobody's business elsewhere. Half a character, so no cell of a readable row is the same: text that has one is refused.
NO_TEXT: Final = "\ud800"

# A workbook's formula that was never calculated: no value, and no blank either. An error where a field is read from it.
NOT_CALCULATED: Final = "\ud801"

IDENTIFIERS: Final = ("customer_id", "email", "phone")  # strongest first
FIELDS: Final = ("customer_id", "name", "surname", "email", "phone", "status")
# What a header may be said to be: the contract's fields, and what decides about a row without being stored.
TEACHABLE: Final = (*FIELDS, "opt_out", "consent", "country")
MAX_LENGTHS: Final = {"customer_id": 255, "name": 255, "surname": 255, "phone": 50, "status": 50}


class Gravity(IntEnum):
    """What a notice is about, gravest first: the answer lists them in this order."""

    OPT_OUT = 0  # a person may be contacted against their will
    IDENTITY = 1  # who is who
    UNREAD = 2  # values that are not read
    READING = 3  # how the file was read


class Notice(NamedTuple):
    """A sentence about the file as a whole; no row is rejected for it. `field` is the one concerned, if any."""

    gravity: Gravity
    field: str | None
    message: str


@dataclass
class Source:
    """What the reader knows of a table beside its rows; complete once the last row is read.

    `format` in plain words ("CSV, semicolon, Windows-1252"; "Excel workbook, sheet 'Leads'"). `is_delimited`: rows are
    lines of text, so that a wrong quote or separator moves cells from one column to another.
    """

    format: str = ""
    is_delimited: bool = False
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """One candidate table of a file: a sheet of a workbook, or all there is of any other format.

    `name` is the sheet's name, or "" where the format has none. `rows` is a one-pass stream.
    """

    name: str
    rows: Iterator[Row]
    source: Source = field(default_factory=Source)


class RowError(NamedTuple):
    """One entry of the answer's `errors`; `field` is None when the row as a whole is at fault."""

    row: int
    field: str | None
    message: str


@dataclass(frozen=True)
class Limits:
    """How much of a file is read before it is refused with a 413."""

    rows: int = 2_000_000
    columns: int = 1_000
    unpacked_bytes: int = 2 * 1024**3


class RowKinds(NamedTuple):
    """How many accepted rows have a customer_id, else an e-mail, else a phone, else only a weak id."""

    customer_id: int
    email: int
    phone: int
    weak_id: int = 0

    @property
    def total(self) -> int:
        return sum(self)


NO_ROWS: Final = RowKinds(0, 0, 0, 0)
