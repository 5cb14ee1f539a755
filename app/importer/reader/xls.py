"""XLS (BIFF8 of Excel 97 and later, BIFF5 of Excel 95; [MS-XLS]), streamed record by record."""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader.biff import ByteStream, Formats, boolean_text, error_text, rk_number
from app.importer.reader.grid import Grid, quoted
from app.importer.reader.ole import WORKBOOKS, OleFile
from app.importer.reader.strings import SharedStrings
from app.importer.reader.xls_text import Segments, Text
from app.importer.rows import NOT_CALCULATED, Limits, Row, Source, Table

# Record types ([MS-XLS] 2.3.2)
EOF, DATE_1904, FILE_PASS, FONT, CONTINUE, CODE_PAGE = 0x0A, 0x22, 0x2F, 0x31, 0x3C, 0x42
BOUND_SHEET, MUL_RK, R_STRING, XF, SST, LABEL_SST = 0x85, 0xBD, 0xD6, 0xE0, 0xFC, 0xFD
NUMBER, LABEL, BOOL_ERR, STRING, RK, FORMAT, BOF = 0x203, 0x204, 0x205, 0x207, 0x27E, 0x41E, 0x809
# Some writers of BIFF8 use the types that formulas had in BIFF3 and BIFF4.
FORMULAS = (0x06, 0x206, 0x406)
# What programs that calculate nothing write for a formula: a zero, to be calculated when the file
# is opened. Old Calc wants the same for its results, so a sheet with any result has no such formula.
NO_VALUE, CALCULATE_ON_LOAD = bytes(8), 0x02
PERHAPS_ZERO = "0\0"
# xlwt writes an empty text instead. It is told by its WriteAccess record: a name of at most 109
# characters, which it does not count.
WRITE_ACCESS, MAX_NAME = 0x5C, 109
ROW, ROW_HIDDEN = 0x208, 0x20  # fDyZero (2.4.221)
CELLS = frozenset((LABEL_SST, NUMBER, RK, BOOL_ERR, LABEL, R_STRING, *FORMULAS))
BIFF8, BIFF5 = 0x0600, 0x0500
CHUNK = 64 * 1024  # bytes

Record = tuple[int, Segments]


class Sheet(NamedTuple):
    """A visible worksheet: the name on its tab, and where in the stream it starts."""

    name: str
    offset: int


def read_xls(path: Path, limits: Limits) -> Iterator[Table]:
    """The visible worksheets in order; each is opened when its first row is asked for."""
    book = _Book(OleFile(path), limits)
    for sheet in book.sheets:
        source = Source(f"{book.program} workbook, sheet {quoted(sheet.name)}")
        yield Table(sheet.name, _SheetReader(book, limits).read(sheet.offset, source), source)


class _Book:
    """The globals of a workbook: what its sheets share."""

    def __init__(self, file: OleFile, limits: Limits) -> None:
        self._file = file
        self._stream = next((name for name in WORKBOOKS if name in file), "")
        if not self._stream:
            raise UnknownContent("This is an Office file without a workbook: send a spreadsheet.")
        self._bytes_left = limits.unpacked_bytes
        self.text = Text()
        self.formats = Formats()
        self.strings = SharedStrings()
        self.sheets: list[Sheet] = []
        self.calculates = True  # whether the program that wrote it knows its formulas' values
        self._deciphered: bytes | None = None
        if (file_pass := self._read_globals()) is not None:
            # Imported only now: the cryptography takes 50 ms, and hardly any file needs it.
            from app.importer.reader.xls_password import deciphered

            stream = b"".join(self._file.read(self._stream))
            self._deciphered = deciphered(stream, file_pass)
            self._read_globals()

    def _read_globals(self) -> bytes | None:
        """What the FilePass record holds, if there is one: all that follows it is ciphered."""
        for kind, data in self.records(0):
            if kind == FILE_PASS:
                return data.rest()
            self._read(kind, data)
        return None

    @property
    def program(self) -> str:
        """The program whose format the workbook has."""
        return "Excel 97" if self.text.wide else "Excel 95"

    def records(self, offset: int) -> Iterator[Record]:
        """The records of the substream at `offset`; those of charts embedded in it are left out."""
        depth = 0
        for kind, data in _records(self._counted(offset)):
            depth += (kind == BOF) - (kind == EOF)
            if depth == 0:
                if kind != EOF:
                    raise ValueError("no substream begins here")
                return
            if depth == 1:
                yield kind, data

    def _counted(self, offset: int) -> Iterator[bytes]:
        # Thousands of sheets may claim the same place: what they make us read is counted.
        for chunk in self._chunks(offset):
            self._bytes_left -= len(chunk)
            if self._bytes_left < 0:
                raise PayloadTooLarge("The workbook unpacks to more than this service accepts.")
            yield chunk

    def _chunks(self, offset: int) -> Iterator[bytes]:
        if self._deciphered is None:
            return self._file.read(self._stream, offset)
        stream = io.BytesIO(self._deciphered)
        stream.seek(offset)
        return iter(lambda: stream.read(CHUNK), b"")

    def _read(self, kind: int, data: Segments) -> None:
        if kind == BOF:
            self._check_version(data.unpack("<H")[0])
        elif kind == WRITE_ACCESS and self.text.wide:
            self.calculates = data.unpack("<H")[0] <= MAX_NAME
        elif kind == CODE_PAGE:
            self.text.code_page = data.unpack("<H")[0]
        elif kind == FONT and not self.text.wide:
            self.text.note_charset(data.rest()[12:13])
        elif kind == DATE_1904:
            self.formats.from_1904 = data.unpack("<H")[0] == 1
        elif kind == FORMAT:
            # A format that cannot be read is the general one: it is no cell.
            with suppress(EOFError, ValueError):
                format_id = data.unpack("<H")[0]
                self.formats.add_code(format_id, self.text.read(data, short=not self.text.wide))
        elif kind == XF:
            self.formats.add_cell_format(data.unpack("<HH")[1])
        elif kind == BOUND_SHEET:
            offset, state, sheet_type = data.unpack("<IBB")
            if state & 3 == 0 and sheet_type == 0:  # visible, and a worksheet
                self.sheets.append(Sheet(self.text.read(data, short=True), offset))
        elif kind == SST:
            for text in self.text.read_shared(data):
                self.strings.append(text)

    def _check_version(self, version: int) -> None:
        if version not in (BIFF8, BIFF5):
            raise InvalidRequest("The workbook is older than Excel 95: save it again as XLSX.")
        self.text.wide = version == BIFF8


class _SheetReader:
    """Gathers a sheet's cells by row: writers may store them in any order."""

    def __init__(self, book: _Book, limits: Limits) -> None:
        self._book = book
        self._grid = Grid(limits)
        # Of each row (0-based) its cells: column, text, column, text ... A tuple a cell would take
        # twice the memory.
        self._rows: dict[int, list[Any]] = {}
        self._shared: dict[int, str] = {}  # one object for all the cells that show it
        self._hidden: set[int] = set()
        self._has_results = False  # of formulas to be calculated when the file is opened
        self._formula_cell: tuple[int, int] | None = (
            None  # waits for the STRING record of its value
        )

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
            row, flags = data.unpack("<H10xH")
            if flags & ROW_HIDDEN:
                self._hidden.add(row)
        elif kind == STRING and self._formula_cell:
            self._put(*self._formula_cell, self._book.text.read(data))
            self._formula_cell = None

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


def _records(chunks: Iterator[bytes]) -> Iterator[Record]:
    """Type and content of every record, its CONTINUE records with it."""
    stream = ByteStream(chunks)
    kind, size = struct.unpack("<HH", stream.read(4))
    while True:
        segments = [stream.read(size)]
        following = -1
        while len(header := stream.read_some(4)) == 4:
            following, size = struct.unpack("<HH", header)
            if following != CONTINUE:
                break
            segments.append(stream.read(size))
        yield kind, Segments(segments)
        if len(header) < 4:
            return
        kind = following
