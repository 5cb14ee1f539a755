"""The words the importer's rooms share: rows, tables, row errors, fields, limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

# A numbered row of raw cells as the reader found it. `number` is what a person sees in a
# spreadsheet (design 2); `problem`, when not None, says why the row as a whole cannot be used (its
# cells are then only for showing). A bare tuple: a named one costs 0.3 s more for a million rows.
Row = tuple[int, list[str], str | None]

# A cleaned row: its number, then one value a field in the order of FIELDS; None is a blank.
Record = tuple[int, str | None, str | None, str | None, str | None, str | None, str | None]

# A cell that holds no text at all, such as a list in a JSON object: an error where a field is read from it, and
# nobody's business elsewhere. Half a character, so no cell of a readable row is the same: text that has one is refused.
NO_TEXT: Final = "\ud800"

IDENTIFIERS: Final = ("customer_id", "email", "phone")  # strongest first
FIELDS: Final = ("customer_id", "name", "surname", "email", "phone", "status")
MAX_LENGTHS: Final = {"customer_id": 255, "name": 255, "surname": 255, "phone": 50, "status": 50}


class Table(NamedTuple):
    """One candidate table of a file: a sheet of a workbook, or all there is of any other format.

    `name` is the sheet's name, or "" where the format has none. `rows` is a one-pass stream.
    """

    name: str
    rows: Iterator[Row]


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
    """How many accepted rows have a customer_id, else an e-mail, else only a phone."""

    customer_id: int
    email: int
    phone: int

    @property
    def total(self) -> int:
        return sum(self)


NO_ROWS: Final = RowKinds(0, 0, 0)
