"""Which delimiter and quote a text uses, decided over many records with quotes respected.

Never csv.Sniffer: it calls `l` the delimiter of a one-column e-mail file (design 4.5).
"""

import re
from collections.abc import Callable
from itertools import islice, takewhile
from typing import NamedTuple

from app.importer.reader.grammar import ONE_COLUMN, Dialect
from app.importer.reader.records import split_records
from app.importer.reader.window import LINE_END
from app.importer.rows import Limits, Row

LooksLikeHeader = Callable[[list[str]], bool]

DELIMITERS = (",", ";", "\t", "|")

SAMPLE = 64 * 1024  # characters, some 900 records: read with four delimiters they cost 4 ms
HEADER_ROWS = 30  # where a header may stand (design 2)
# A header narrower than the rows below it is what a decimal comma looks like; it weighs as much as
# a quarter of the rows. A file split in fewer rows than that has one column.
HEADER_WEIGHT = 0.25

_SEP_LINE = re.compile(r"""("?)sep=(\\t|[^\w\s"']|\t)\1[\t ,;|]*(?:\r\n?|\n|\Z)""", re.IGNORECASE)
NO_LIMITS = Limits(rows=SAMPLE, columns=SAMPLE + 1)  # a wrong delimiter is no reason for a 413


class _Split(NamedTuple):
    recognised: bool
    agreement: float
    width: int


def decide_dialect(text: str, looks_like_header: LooksLikeHeader | None = None) -> Dialect:
    """The dialect of a text, by its first SAMPLE characters.

    A `sep=` line decides alone. Else a delimiter under which a header is recognised wins, then the
    one that gives the most records the header's width, then the one that gives more columns.
    """
    sample = _whole_lines(text)
    quote = _quote(sample)
    if match := _SEP_LINE.match(sample):
        return Dialect(match[2].replace("\\t", "\t"), quote, match.end())
    dialects = [Dialect(delimiter, quote) for delimiter in DELIMITERS if delimiter in sample]
    splits = {dialect: _try(sample, dialect, looks_like_header) for dialect in dialects}
    best = max(dialects, key=splits.__getitem__, default=None)
    if best and (splits[best].recognised or splits[best].agreement >= HEADER_WEIGHT):
        return best
    return Dialect(ONE_COLUMN, quote)


def _whole_lines(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    end = max(text.rfind("\n", 0, SAMPLE), text.rfind("\r", 0, SAMPLE))
    return text[: end + 1 or SAMPLE]


def _quote(sample: str) -> str:
    if '"' in sample:
        return '"'
    lines = list(filter(None, LINE_END.split(sample)))
    quoted = sum(len(line) > 1 and line[0] == line[-1] == "'" for line in lines)
    return "'" if quoted * 2 >= max(len(lines), 1) else '"'


def _try(sample: str, dialect: Dialect, looks_like_header: LooksLikeHeader | None) -> _Split:
    records = _trusted(list(split_records(iter([sample]), dialect, NO_LIMITS)))
    if looks_like_header:
        for cells in islice(records, HEADER_ROWS):
            if looks_like_header(cells):
                return _Split(len(cells) > 1, _agreement(records, len(cells)), len(cells))
    widths = [len(cells) for cells in records]
    header = next((width for width in widths if width > 1), 1)
    narrow_start = HEADER_WEIGHT if widths[:1] == [1] else 0
    return _Split(False, _agreement(records, header) - narrow_start, header)


def _trusted(rows: list[Row]) -> list[list[str]]:
    # A quote that seems never to close may close behind the sample: what follows it is then the
    # inside of a cell, and says nothing, unless there is nothing else to go by.
    closed = [cells for _, cells, _ in takewhile(lambda row: row[2] is None, rows)]
    return closed or [cells for _, cells, problem in rows if problem is None]


def _agreement(records: list[list[str]], width: int) -> float:
    # A record with fewer cells left out its last ones; one with a single cell was not split at all.
    return sum(1 < len(cells) <= width for cells in records) / (len(records) or 1)
