"""What the binary formats share: streams of bytes, packed numbers, error codes, cell formats.

Every length in such a file is a claim: only bytes that are there are read, and EOFError says they are not.
"""

import io
import struct
from collections.abc import Iterable, Iterator
from typing import Any

from app.errors import InvalidRequest
from app.importer.reader.cells import Renderer, number_text, renderer

# [MS-XLS] 2.5.10 and [MS-XLSB] 2.5.97.2, BErr
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
MAX_FORMATS = 100_000  # Excel's limit is 65,490 cell formats


def error_text(code: int) -> str:
    """An error cell as a person sees it; an unknown code is still an error."""
    return ERRORS.get(code, "#VALUE!")


def boolean_text(value: int) -> str:
    """A logical cell as a person sees it."""
    return "TRUE" if value else "FALSE"


def rk_number(packed: int) -> float:
    """An RkNumber ([MS-XLS] 2.5.217): 30 bits of an integer or of a double, perhaps in hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return value / 100 if packed & 1 else value


class Formats:
    """Number formats and the cell formats that point to them, in the order of the file."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._codes: dict[int, str] = {}
        self._cell_formats: list[int] = []
        self._renderers: dict[int, Renderer | None] = {}

    def add_code(self, format_id: int, code: str) -> None:
        self._codes[format_id] = code

    def add_cell_format(self, format_id: int) -> None:
        if len(self._cell_formats) == MAX_FORMATS:
            raise InvalidRequest("The workbook has more formats than a spreadsheet program writes.")
        self._cell_formats.append(format_id)

    def shown(self, value: float, cell_format: int) -> str:
        """A number as its cell format shows it; one that is not there is the general format."""
        if cell_format >= len(self._cell_formats):
            return number_text(value)
        format_id = self._cell_formats[cell_format]
        if format_id not in self._renderers:
            code = self._codes.get(format_id)
            self._renderers[format_id] = renderer(format_id, code, from_1904=self.from_1904)
        render = self._renderers[format_id]
        return render(value) if render else number_text(value)


class _Chunks(io.RawIOBase):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


class ByteStream:
    """Chunks read in exact sizes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        # BufferedReader reads a few bytes in 0.1 us; slicing a buffer in Python takes 0.4.
        self._file = io.BufferedReader(_Chunks(chunks), 64 * 1024)
        self.read_some = self._file.read

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises EOFError when there are not that many."""
        data = self._file.read(size)
        if len(data) < size:
            raise EOFError
        return data
