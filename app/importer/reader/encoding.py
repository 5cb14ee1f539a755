"""Bytes to text: UTF-8, UTF-16 or an older encoding, decided over the whole file (design 2, Files).

Nothing is ever replaced in silence: what cannot be decoded becomes a lone surrogate, and
`reject_damaged` turns every row that holds one into a rejected row.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from app.importer.reader.code_pages import declared_codec, plain_name, usual_encoding
from app.importer.reader.legacy import agrees, cells_beyond_ascii, choose
from app.importer.rows import Gravity, Notice, Row

BLOCK = 256 * 1024  # bytes; 64 KiB reads as fast, 1 MiB is up to a sixth slower
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
JIS_ESCAPE = b"\x1b$"  # ISO-2022-JP switches to Japanese so; all its bytes are ASCII

# The share of ASCII (a zero byte beside each) in UTF-16 text without BOM. Delimiters, digits and
# e-mail addresses keep a customer file above a third even when every name is Greek or Chinese.
ASCII_SHARE = 0.2

SAMPLED_LINES = 500  # of the first block, half as many of the second, a third of the third ..., to weigh encodings by

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


def detect_encoding(
    file: BinaryIO, region: str | None = None, charset: str | None = None
) -> Encoding:
    """The encoding of a seekable file, read once in blocks, three times when it is not clean UTF-8.

    `region` is where its customers live, `charset` what its sender declared. Raises InvalidRequest when two readings of
    the file are as likely and neither is usual in the region.
    """
    file.seek(0)
    head = file.read(BLOCK)
    codec, bom = named_encoding(head)
    if codec:
        return _checked(file, codec, bom)
    encoding = _checked(file, "utf-8")
    if not encoding.damaged:
        return _japanese_mail(file, region) if JIS_ESCAPE in head and head.isascii() else encoding
    survey = _survey(file)
    return encoding if survey.valid > survey.invalid else _legacy(file, survey, region, charset)


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


def _checked(file: BinaryIO, codec: str, bom: int = 0) -> Encoding:
    encoding = Encoding(codec, bom)
    try:
        for _ in text_blocks(file, encoding):
            pass
    except UnicodeDecodeError:
        return encoding._replace(damaged=True)
    return encoding


def _japanese_mail(file: BinaryIO, region: str | None) -> Encoding:
    encoding = _checked(file, "iso2022_jp")
    return Encoding("utf-8") if encoding.damaged else encoding._replace(doubtful=region != "JP")


class _Survey(NamedTuple):
    """How many lines beyond ASCII are UTF-8 and how many are not, and distinct cells of those that are not."""

    valid: int
    invalid: int
    cells: list[bytes]


def _survey(file: BinaryIO) -> _Survey:
    valid = invalid = 0
    sample: dict[bytes, None] = {}
    # A line that two blocks share may count twice: once in 256 KiB, and only its own weight.
    for count, block in enumerate(text_blocks(file, Encoding("utf-8", damaged=True)), 1):
        sampled = invalid + max(SAMPLED_LINES // count, 1)
        for line in block.replace("\r", "\n").split("\n"):
            if not line.isascii():
                good, bad = SURROGATE.subn("", line)
                valid += not good.isascii()
                invalid += bad > 0
                if bad and invalid <= sampled:
                    sample |= dict.fromkeys(cells_beyond_ascii(line))
    return _Survey(valid, invalid, list(sample))


def _legacy(file: BinaryIO, survey: _Survey, region: str | None, charset: str | None) -> Encoding:
    declared = declared_codec(charset)
    if declared and not _checked(file, declared).damaged:
        return Encoding(declared, doubtful=not agrees(declared, survey.cells, region))
    codec, sure = choose(survey.cells, region)
    # In a Windows code page no name is UTF-8 by chance: the file was joined from two.
    joined = survey.valid > 0 and codec.startswith("cp12")
    doubtful = joined or not sure or codec != usual_encoding(region)
    return _checked(file, codec)._replace(doubtful=doubtful)


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
