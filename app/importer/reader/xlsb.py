"""XLSB ([MS-XLSB]), streamed record by record; the claimed used range (BrtWsDim) is never looked at."""

import struct
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from app.errors import InvalidRequest
from app.importer.reader.biff import ByteStream, Formats, boolean_text, error_text, rk_number
from app.importer.reader.grid import Grid, quoted
from app.importer.reader.package import Package
from app.importer.reader.strings import SharedStrings
from app.importer.rows import Limits, Row, Source, Table

# Record types ([MS-XLSB] 2.3.2)
ROW_HEADER, CELL_BLANK, CELL_RK, CELL_ERROR, CELL_BOOL, CELL_REAL = range(6)
CELL_STRING, CELL_SHARED = 6, 7
FORMULA_STRING, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR, CELL_RICH_STRING = 8, 9, 10, 11, 62
# The short forms of 1 to 7 have no column: they stand right of the cell before. SheetJS writes them.
SHORT_BLANK, SHORT_SHARED = 12, 18
SHARED_STRING, FORMAT, CELL_FORMAT, BEGIN_CELL_FORMATS, END_CELL_FORMATS = 19, 44, 47, 617, 618
WORKBOOK_PROPERTIES, SHEET = 153, 156

ROW_HIDDEN: Final = 0x10  # fDyZero of BrtRowHdr (2.4.741), in its twelfth byte

MAX_RECORD: Final = (
    1024 * 1024
)  # a cell's 32,767 characters with all their formatting runs are 200 KB

Record = tuple[int, bytes]


def read_xlsb(path: Path, limits: Limits) -> Iterator[Table]:
    """The visible worksheets in order; each is opened when its first row is asked for."""
    book = _Book(Package(path, limits))
    for name, part in book.sheets:
        source = Source(f"Excel binary workbook, sheet {quoted(name)}")
        yield Table(name, _read_sheet(book, part, limits, source), source)


class _Book:
    """What the sheets of a workbook share; strings and formats are read when first needed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._part = package.main_part()
        self._relationships = package.relationships(self._part)
        self._from_1904 = False
        self.sheets = list(self._read_sheets())

    def records(self, part: str) -> Iterator[Record]:
        return _records(self.package.read(part))

    def _read_sheets(self) -> Iterator[tuple[str, str]]:
        for kind, data in self.records(self._part):
            if kind == WORKBOOK_PROPERTIES:
                self._from_1904 = bool(data[0] & 1)
            elif kind == SHEET and data[:4] == b"\0\0\0\0":  # hsState: visible
                relationship_id, end = _wide_string(data, 8)
                relationship = self._relationships.get(relationship_id)
                if relationship and relationship.kind == "worksheet":
                    yield _wide_string(data, end)[0], self.package.claim(relationship.target)

    def _related(self, kind: str) -> Iterator[Record]:
        for relationship in self._relationships.values():
            if relationship.kind == kind:
                yield from self.records(relationship.target)

    @cached_property
    def strings(self) -> SharedStrings:
        strings = SharedStrings()
        for kind, data in self._related("sharedStrings"):
            if kind == SHARED_STRING:
                strings.append(_wide_string(data, 1)[0])
        return strings

    @cached_property
    def formats(self) -> Formats:
        formats = Formats()
        formats.from_1904 = self._from_1904
        in_cell_formats = False
        for kind, data in self._related("styles"):
            if kind == FORMAT:
                formats.add_code(int.from_bytes(data[:2], "little"), _wide_string(data, 2)[0])
            elif kind in {BEGIN_CELL_FORMATS, END_CELL_FORMATS}:
                in_cell_formats = kind == BEGIN_CELL_FORMATS
            elif kind == CELL_FORMAT and in_cell_formats:
                formats.add_cell_format(int.from_bytes(data[2:4], "little"))
        return formats


def _read_sheet(book: _Book, part: str, limits: Limits, source: Source) -> Iterator[Row]:
    grid = Grid(limits)
    column = -1
    for kind, data in book.records(part):
        if kind == ROW_HEADER:
            grid.end()
            yield from grid.take()
            number = int.from_bytes(data[:4], "little") + 1
            grid.begin(number, hidden=bool(data[11] & ROW_HIDDEN))
            column = -1
        elif kind <= SHORT_SHARED or kind == CELL_RICH_STRING:
            if SHORT_BLANK <= kind <= SHORT_SHARED:
                kind, data = kind - SHORT_BLANK + CELL_BLANK, struct.pack("<I", column + 1) + data
            # The cell's column, and its format in 24 bits (2.5.9).
            column, cell_format = struct.unpack_from("<II", data)
            grid.put(column, _shown(book, kind, data, cell_format & 0xFFFFFF))
    grid.end()
    yield from grid.take(last=True)
    source.notices += grid.notices()


def _shown(book: _Book, kind: int, data: bytes, cell_format: int) -> str:
    """The value behind a cell's first 8 bytes; a formula's is the one it had when last computed."""
    if kind == CELL_SHARED:
        return book.strings[int.from_bytes(data[8:12], "little")]
    if kind in {CELL_REAL, FORMULA_NUMBER}:
        return book.formats.shown(struct.unpack_from("<d", data, 8)[0], cell_format)
    if kind == CELL_RK:
        return book.formats.shown(rk_number(struct.unpack_from("<I", data, 8)[0]), cell_format)
    if kind in {CELL_STRING, FORMULA_STRING}:
        return _wide_string(data, 8)[0]
    if kind == CELL_RICH_STRING:
        return _wide_string(data, 9)[0]
    if kind in {CELL_BOOL, FORMULA_BOOL}:
        return boolean_text(data[8])
    return error_text(data[8]) if kind in {CELL_ERROR, FORMULA_ERROR} else ""


def _wide_string(data: bytes, at: int) -> tuple[str, int]:
    """An XLWideString (2.5.169) and where it ends; a null one (0xFFFFFFFF characters) is damage here."""
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    if end > len(data):
        raise EOFError
    return data[at + 4 : end].decode("utf-16-le"), end


def _records(chunks: Iterable[bytes]) -> Iterator[Record]:
    """Type and content of every record; both type and length are in base 128 (2.1.4)."""
    stream = ByteStream(chunks)
    while first := stream.read_some(1):
        kind = first[0]
        if kind & 0x80:
            kind = kind & 0x7F | (stream.read(1)[0] & 0x7F) << 7
        size = shift = 0
        while shift < 28:
            byte = stream.read(1)[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if size > MAX_RECORD:
            raise InvalidRequest(
                "The workbook is not one a spreadsheet program writes: a huge record."
            )
        yield kind, stream.read(size)
