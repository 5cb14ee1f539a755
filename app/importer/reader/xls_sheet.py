"""One worksheet of an XLS as rows: its cells are gathered before the first row is given."""

import struct
from collections.abc import Iterator
from typing import Any, Protocol

from app.importer.reader.biff import Formats, boolean_text, error_text, rk_number
from app.importer.reader.grid import Grid
from app.importer.reader.strings import SharedStrings
from app.importer.reader.xls_text import Segments, Text
from app.importer.rows import NOT_CALCULATED, Limits, Row, Source

# Record types ([MS-XLS] 2.3.2)
MUL_RK, R_STRING, LABEL_SST, NUMBER, LABEL = 0xBD, 0xD6, 0xFD, 0x203, 0x204
BOOL_ERR, STRING, ROW, RK = 0x205, 0x207, 0x208, 0x27E
# Some writers of BIFF8 use the types that formulas had in BIFF3 and BIFF4.
FORMULAS = (0x06, 0x206, 0x406)
CELLS = frozenset((LABEL_SST, NUMBER, RK, BOOL_ERR, LABEL, R_STRING, *FORMULAS))
ROW_SIZE, ROW_HIDDEN = 16, 0x20  # fDyZero (2.4.221)
# What programs that calculate nothing write for a formula: a zero, to be calculated when the file
# is opened. Old Calc asks for the same whatever the result: a sheet with any result holds them all.
NO_VALUE, CALCULATE_ON_LOAD = bytes(8), 0x02
PERHAPS_ZERO = "0\0"

Record = tuple[int, Segments]


class Book(Protocol):
    """What a sheet asks of its workbook."""

    text: Text
    formats: Formats
    strings: SharedStrings
    calculates: bool

    def records(self, offset: int) -> Iterator[Record]: ...


class SheetReader:
    """Gathers a sheet's cells by row: writers may store them in any order."""

    def __init__(self, book: Book, limits: Limits) -> None:
        self._book = book
        self._grid = Grid(limits)
        # Of each row (0-based) its cells: column, text, column, text ... A tuple a cell would take
        # twice the memory.
        self._rows: dict[int, list[Any]] = {}
        self._shared: dict[int, str] = {}  # one object for all the cells that show it
        self._hidden: set[int] = set()
        self._has_results = False  # of formulas to be calculated when the file is opened
        # Waits for the STRING record of its value.
        self._formula_cell: tuple[int, int] | None = None

    def read(self, offset: int, source: Source) -> Iterator[Row]:
        """The rows of a sheet, from the first to the last."""
        for kind, data in self._book.records(offset):
            self._read(kind, data)
        self._end_formula()
        for row in sorted(self._rows):
            self._grid.begin(row + 1, hidden=row in self._hidden)
            cells = iter(self._rows.pop(row))
            for column, text in zip(cells, cells, strict=True):
                if text == PERHAPS_ZERO:
                    text = "0" if self._has_results else NOT_CALCULATED
                self._grid.put(column, text)
            self._grid.end()
            yield from self._grid.take(last=True)
        source.notices += self._grid.notices()

    def _read(self, kind: int, data: Segments) -> None:
        if kind in CELLS:
            self._end_formula()
            row, column, cell_format = data.unpack("<HHH")
            text = self._shown(kind, data, cell_format)
            if text is None:
                self._formula_cell = (row, column)
            else:
                self._put(row, column, text)
        elif kind == MUL_RK:
            row, column = data.unpack("<HH")
            for cell_format, packed in struct.iter_unpack("<HI", data.rest(except_last=2)):
                self._put(row, column, self._book.formats.shown(rk_number(packed), cell_format))
                column += 1
        elif kind == ROW:
            self._note_hidden(data.rest())
        elif kind == STRING and self._formula_cell:
            self._put(*self._formula_cell, self._book.text.read(data))
            self._formula_cell = None

    def _note_hidden(self, row: bytes) -> None:
        if len(row) >= ROW_SIZE and row[12] & ROW_HIDDEN:
            self._hidden.add(int.from_bytes(row[:2], "little"))

    def _end_formula(self) -> None:
        # The record of its text has not come.
        if self._formula_cell:
            self._put(*self._formula_cell, NOT_CALCULATED)
            self._formula_cell = None

    def _put(self, row: int, column: int, text: str) -> None:
        if text:
            self._rows.setdefault(row, []).extend((column, text))

    def _shown(self, kind: int, data: Segments, cell_format: int) -> str | None:
        """The text of a cell; None for a formula whose text follows in a record of its own."""
        if kind == LABEL_SST:
            return self._shared_string(data.unpack("<I")[0])
        if kind == NUMBER:
            return self._book.formats.shown(data.unpack("<d")[0], cell_format)
        if kind == RK:
            return self._book.formats.shown(rk_number(data.unpack("<I")[0]), cell_format)
        if kind == BOOL_ERR:
            value, is_error = data.unpack("<BB")
            return error_text(value) if is_error else boolean_text(value)
        if kind in FORMULAS:
            return self._formula_value(data.read(8), data.unpack("<H")[0], cell_format)
        return self._book.text.read(data)

    def _shared_string(self, index: int) -> str:
        text = self._shared.get(index)
        if text is None:
            text = self._shared[index] = self._book.strings[index]
        return text

    def _formula_value(self, value: bytes, flags: int, cell_format: int) -> str | None:
        """The value a formula had when last computed (FormulaValue, 2.5.133)."""
        if flags & CALCULATE_ON_LOAD:
            if value == NO_VALUE:
                return PERHAPS_ZERO
            self._has_results = True
        if value[6:] != b"\xff\xff":
            return self._book.formats.shown(struct.unpack("<d", value)[0], cell_format)
        if value[0] == 0:
            return None
        if value[0] == 1:
            return boolean_text(value[2])
        if value[0] == 2:
            return error_text(value[2])
        return "" if self._book.calculates else NOT_CALCULATED
