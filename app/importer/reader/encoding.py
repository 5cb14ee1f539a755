"""Bytes to text, in whatever encoding the file is (docs/design.md#encodings).

Nothing is ever replaced in silence: what cannot be decoded becomes a lone surrogate, and
`reject_damaged` turns every row that holds one into a rejected row.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from app.importer.reader.code_pages import plain_name
from app.importer.rows import Gravity, Notice, Row

BLOCK = 256 * 1024  # bytes; 64 KiB reads as fast, 1 MiB is up to a sixth slower
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The share of ASCII (a zero byte beside each) in UTF-16 text without BOM. Delimiters, digits and
# e-mail addresses keep a customer file above a third even when every name is Greek or Chinese.
ASCII_SHARE = 0.2

SURROGATE = re.compile("[\ud800-\udfff]")
CUT_OFF = "\udfff"  # stands for a file that ends in the middle of a character


class Encoding(NamedTuple):
    """How to decode a file; `damaged` when some of its bytes are not text in that encoding.

    `doubtful` when the file is in another encoding than its region's usual one, or may well be.
    """

    codec: str
    bom: int = 0
    damaged: bool = False
    doubtful: bool = False

    @property
    def name(self) -> str:
        """What people call the encoding."""
        return plain_name(self.codec)

    @property
    def notices(self) -> list[Notice]:
        """What the sender should know of how the file was read."""
        message = f"Read as {self.name}: if names look wrong, export the file as UTF-8"
        return [Notice(Gravity.READING, None, message)] if self.doubtful else []


def first_block(file: BinaryIO) -> bytes:
    """The beginning of a seekable file."""
    file.seek(0)
    return file.read(BLOCK)


def named_encoding(head: bytes) -> tuple[str, int]:
    """The codec a file's first bytes give away, with the length of the BOM; ("", 0) if none."""
    for bom, codec in BOMS:
        if head.startswith(bom):
            return codec, len(bom)
    pairs = len(head) // 2 or 1
    first, second = head[::2].count(0) / pairs, head[1::2].count(0) / pairs
    if second >= ASCII_SHARE and first < second / 4:
        return "utf-16-le", 0
    if first >= ASCII_SHARE and second < first / 4:
        return "utf-16-be", 0
    return "", 0


def text_blocks(file: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """The file's text, block by block, without its BOM; lone surrogates where it is damaged."""
    errors = "strict"
    if encoding.damaged:
        errors = "surrogatepass" if encoding.codec.startswith("utf-16") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
    file.seek(encoding.bom)
    while block := file.read(BLOCK):
        yield decoder.decode(block)
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if not encoding.damaged:
            raise
        yield CUT_OFF


def reject_damaged(rows: Iterator[Row], encoding: Encoding) -> Iterator[Row]:
    """The same rows; those with bytes that could not be decoded are rejected, with the fix."""
    for row in rows:
        number, cells, _ = row
        damaged = next(filter(SURROGATE.search, cells), None)
        if damaged is None:
            yield row
        else:
            problem = (
                f"Not valid {encoding.name}: {_excerpt(damaged)}. "
                "Save the file as UTF-8 from the program it comes from."
            )
            yield number, [SURROGATE.sub("\ufffd", cell) for cell in cells], problem


def _excerpt(cell: str) -> str:
    match = SURROGATE.search(cell)
    start = max(match.start() - 20, 0) if match else 0
    return '"' + SURROGATE.sub(_escaped, cell[start : start + 40])[:80] + '"'


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == CUT_OFF:
        return "(cut off)"
    # surrogateescape keeps byte 0xNN as U+DCNN; in UTF-16 the same code is half a character.
    return f"\\x{code - 0xDC00:02X}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04X}"
