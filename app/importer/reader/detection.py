"""Which encoding a file is in, decided over the whole of it: UTF-8, UTF-16 or one from before Unicode."""

import re
from io import SEEK_END
from typing import BinaryIO, Final, NamedTuple

from app.importer.reader.code_pages import declared_codec, usual_encoding
from app.importer.reader.encoding import (
    SURROGATE,
    Encoding,
    first_block,
    named_encoding,
    text_blocks,
)
from app.importer.reader.legacy import agrees, cells_beyond_ascii, choose, is_utf8_by_chance

JIS_ESCAPE: Final = b"\x1b$"  # ISO-2022-JP switches to Japanese so; all its bytes are ASCII
# So many lines of the first block are sampled, half as many of the second, a third of the third, and so on.
SAMPLED_LINES: Final = 500

# JÓŹWIAK in Windows-1250 is JӏWIAK in UTF-8: two letters in a row may look like one of another script.
_MIXED: Final = re.compile("[A-Za-z][\u0250-\u07ff]|[\u0250-\u07ff][A-Za-z]")
FEW_CELLS: Final = 20


def detect_encoding(
    file: BinaryIO, region: str | None = None, charset: str | None = None
) -> Encoding:
    """The encoding of a seekable file, read once in blocks, three times when it is not clean UTF-8.

    `region` is where its customers live, `charset` what its sender declared. Raises InvalidRequest when two readings of
    the file are as likely and neither is usual in the region.
    """
    head = first_block(file)
    codec, bom = named_encoding(head)
    if codec:
        return _checked(file, codec, bom)
    encoding = _checked(file, "utf-8")
    if not encoding.damaged:
        return (_seven_bits if head.isascii() else _eight_bits)(file, head, region)
    survey = _survey(file)
    return encoding if survey.valid > survey.invalid else _legacy(file, survey, region, charset)


def _checked(file: BinaryIO, codec: str, bom: int = 0) -> Encoding:
    encoding = Encoding(codec, bom)
    try:
        for _ in text_blocks(file, encoding):
            pass
    except UnicodeDecodeError:
        return encoding._replace(damaged=True)
    return encoding


def _seven_bits(file: BinaryIO, head: bytes, region: str | None) -> Encoding:
    if JIS_ESCAPE in head and not _checked(file, "iso2022_jp").damaged:
        return Encoding("iso2022_jp", doubtful=region != "JP")
    return Encoding("utf-8")


def _eight_bits(file: BinaryIO, head: bytes, region: str | None) -> Encoding:
    """UTF-8, unless the file is short and the few cells that have to prove it are words in the usual encoding."""
    is_whole = file.seek(0, SEEK_END) == len(head)
    if is_whole and _MIXED.search(text := head.decode()):
        cells = [cell for line in text.splitlines() for cell in cells_beyond_ascii(line)]
        if len(cells) <= FEW_CELLS and is_utf8_by_chance(cells, region):
            return Encoding(usual_encoding(region), doubtful=True)
    return Encoding("utf-8")


class _Survey(NamedTuple):
    """How many lines hold UTF-8, how many hold something else, how many nothing else, and cells of those that do."""

    valid: int
    invalid: int
    clean: int
    cells: list[bytes]


def _survey(file: BinaryIO) -> _Survey:
    valid = invalid = clean = 0
    sample: dict[bytes, None] = {}
    # A line that two blocks share may count twice: once in 256 KiB, and only its own weight.
    for count, block in enumerate(text_blocks(file, Encoding("utf-8", damaged=True)), 1):
        sampled = invalid + max(SAMPLED_LINES // count, 1)
        for line in block.replace("\r", "\n").split("\n"):
            if not line.isascii():
                good, bad = SURROGATE.subn("", line)
                utf8 = not good.isascii() and not _MIXED.search(good)
                valid += utf8
                invalid += bad > 0
                clean += utf8 and not bad
                if bad and invalid <= sampled:
                    sample |= dict.fromkeys(cells_beyond_ascii(line))
    return _Survey(valid, invalid, clean, list(sample))


def _legacy(file: BinaryIO, survey: _Survey, region: str | None, charset: str | None) -> Encoding:
    declared = declared_codec(charset)
    if declared and not _checked(file, declared).damaged:
        return Encoding(declared, doubtful=not agrees(declared, survey.cells, region))
    codec, sure = choose(survey.cells, region)
    # No western name is UTF-8 by chance: the file was joined from two.
    joined = survey.clean > 0 and codec == "cp1252"
    doubtful = joined or not sure or codec != usual_encoding(region)
    return _checked(file, codec)._replace(doubtful=doubtful)
