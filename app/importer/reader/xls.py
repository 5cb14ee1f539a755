"""XLS (BIFF8 of Excel 97 and later, BIFF5 of Excel 95; [MS-XLS]), streamed record by record."""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader.biff import ByteStream, Formats
from app.importer.reader.grid import quoted
from app.importer.reader.ole import WORKBOOKS, OleFile
from app.importer.reader.strings import SharedStrings
from app.importer.reader.xls_sheet import Record, SheetReader
from app.importer.reader.xls_text import Segments, Text
from app.importer.rows import Limits, Source, Table

# Record types ([MS-XLS] 2.3.2)
EOF, DATE_1904, FILE_PASS, FONT, CONTINUE, CODE_PAGE = 0x0A, 0x22, 0x2F, 0x31, 0x3C, 0x42
BOUND_SHEET, XF, SST, FORMAT, BOF = 0x85, 0xE0, 0xFC, 0x41E, 0x809
# xlwt knows no formula's value. Its WriteAccess record gives it away: a name of at most 109
# characters, which it does not count.
WRITE_ACCESS, MAX_NAME = 0x5C, 109
BIFF8, BIFF5 = 0x0600, 0x0500
CHUNK = 64 * 1024  # bytes


class Sheet(NamedTuple):
    """A visible worksheet: the name on its tab, and where in the stream it starts."""

    name: str
    offset: int


def read_xls(path: Path, limits: Limits) -> Iterator[Table]:
    """The visible worksheets in order; each is opened when its first row is asked for."""
    book = _Book(OleFile(path), limits)
    for sheet in book.sheets:
        source = Source(f"{book.program} workbook, sheet {quoted(sheet.name)}")
        yield Table(sheet.name, SheetReader(book, limits).read(sheet.offset, source), source)


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
            self.calculates = int.from_bytes(data.rest()[:2], "little") <= MAX_NAME
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
