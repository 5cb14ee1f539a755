"""The strings of an XLS: 8 or 16 bits a character, changing in the middle where a record is continued."""

import codecs
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

UTF_16, RICH, EXTENDED = 0x01, 0x08, 0x04  # flags of a string ([MS-XLS] 2.5.293)
# Code pages that Python knows by another name ([MS-XLS] 2.4.52); the others are `cp<number>`.
CODECS: Final = {
    1200: "utf-16-le",
    10000: "mac-roman",
    10001: "shift_jis",
    10002: "big5",
    10003: "euc_kr",
    10006: "mac-greek",
    10007: "mac-cyrillic",
    10008: "gb2312",
    10010: "mac-romanian",
    10029: "mac-latin2",
    10079: "mac-iceland",
    10081: "mac-turkish",
    10082: "mac-croatian",
    20127: "ascii",
    32768: "mac-roman",
    32769: "cp1252",
}

# Of fonts (the values of a LOGFONT), for files of BIFF5 that name no code page.
CHARSETS: Final = {
    77: 10000,
    128: 932,
    129: 949,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
}


class Segments:
    """The content of a record and of the CONTINUE records after it. Raises EOFError beyond them."""

    def __init__(self, segments: list[bytes]) -> None:
        self._segments = segments
        self._index = 0
        self._at = 0

    def read(self, size: int) -> bytes:
        data = self._segments[self._index][self._at : self._at + size]
        self._at += len(data)
        while len(data) < size:
            self._next_segment()
            more = self._segments[self._index][: size - len(data)]
            self._at = len(more)
            data += more
        return data

    def unpack(self, layout: str) -> tuple[Any, ...]:
        """The next values, as `struct` reads them."""
        return struct.unpack(layout, self.read(struct.calcsize(layout)))

    def rest(self, *, except_last: int = 0) -> bytes:
        """What is left of the record itself, without its last bytes."""
        return self._segments[0][self._at : len(self._segments[0]) - except_last]

    @property
    def at_end(self) -> bool:
        return self._index == len(self._segments) - 1 and self._at >= len(self._segments[-1])

    def characters(self, count: int, flags: int) -> str:
        """A string's characters; every continuation begins with flags of its own (2.5.293)."""
        pieces = []
        while True:
            size, codec = (2, "utf-16-le") if flags & UTF_16 else (1, "latin-1")
            here = min(count, (len(self._segments[self._index]) - self._at) // size)
            pieces.append(self.read(here * size).decode(codec, "surrogatepass"))
            count -= here
            if not count:
                # A pair of surrogates may be cut by the continuation: only the whole must be valid.
                return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            self._next_segment()
            flags = self.read(1)[0]

    def _next_segment(self) -> None:
        if self._index + 1 >= len(self._segments):
            raise EOFError
        self._index += 1
        self._at = 0


class Text:
    """How a workbook writes its strings: BIFF8 says it in each (`wide`), BIFF5 has one code page."""

    def __init__(self) -> None:
        self.wide = True
        self.code_page: int | None = None
        self._charset = 0

    def note_charset(self, charset: bytes) -> None:
        """What a font says of its letters: the code page, where no record names it."""
        self._charset = self._charset or CHARSETS.get(charset[0] if charset else 0, 0)

    def read(self, data: Segments, *, short: bool = False) -> str:
        """A string with its count of characters in two bytes, or in one when `short`."""
        (count,) = data.unpack("<B" if short else "<H")
        if count == 0:
            # Some writers end the record here.
            return ""
        if self.wide:
            return data.characters(count, data.read(1)[0])
        code_page = self.code_page or self._charset or 1252
        codec = CODECS.get(code_page, f"cp{code_page}")
        return codecs.decode(data.read(count), codec)

    def read_shared(self, data: Segments) -> Iterator[str]:
        """The strings of the SST record, formatting runs and phonetic readings passed over.

        Some writers cut the record short: the strings up to there are all there is.
        """
        try:
            data.unpack("<II")  # two counts, neither of which has to be believed
            while not data.at_end:
                yield self._shared_string(data)
        except EOFError:
            return

    def _shared_string(self, data: Segments) -> str:
        count, flags = data.unpack("<HB")
        (runs,) = data.unpack("<H") if flags & RICH else (0,)
        (extension,) = data.unpack("<I") if flags & EXTENDED else (0,)
        text = data.characters(count, flags)
        with suppress(EOFError):
            data.read(4 * runs + extension)
        return text
