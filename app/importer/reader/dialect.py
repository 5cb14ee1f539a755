"""Which delimiter, quotes and escapes a text uses, decided over many records with quotes respected.

Never csv.Sniffer: it calls `l` the delimiter of a one-column e-mail file (docs/design.md#reading-text).
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice, takewhile
from typing import NamedTuple

from app.importer.reader.grammar import ONE_COLUMN, Dialect, Stray
from app.importer.reader.quoted import NEVER_CLOSED, STRAY
from app.importer.reader.records import split_records
from app.importer.reader.styles import count_quoted, has_apostrophes, styles
from app.importer.rows import Limits, Row

LooksLikeHeader = Callable[[list[str]], bool]

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {
    ",": "CSV, comma",
    ";": "CSV, semicolon",
    "\t": "text, tab",
    "|": "text, vertical bar",
    ONE_COLUMN: "text, one column",
}

SAMPLE = 64 * 1024  # characters, some 900 records: read with four delimiters they cost 4 ms
HEADER_ROWS = 30  # where a header may stand (docs/design.md#header)
# A header narrower than the rows below it is what a decimal comma looks like; it weighs as much as
# a quarter of the rows. A file split in fewer rows than that has one column.
HEADER_WEIGHT = 0.25
# A width that fewer rows have, or a smaller share of them, is not the usual one.
USUAL_ROWS, USUAL_SHARE = 5, 2 / 3
ALL_QUOTED = 0.8  # the share of texts in quotes from which on one without them is odd

_SEP_LINE = re.compile(r"""("?)sep=(\\t|[^\w\s"']|\t)\1[\t ,;|]*(?:\r\n?|\n|\Z)""", re.IGNORECASE)
NO_LIMITS = Limits(rows=SAMPLE, columns=SAMPLE + 1)  # a wrong delimiter is no reason for a 413


class _Split(NamedTuple):
    recognised: bool
    agreement: float
    width: int


class _Trial(NamedTuple):
    dialect: Dialect
    rows: list[Row]
    usual_width: int
    usual_rows: int  # how many have that width


def decide_dialect(text: str, looks_like_header: LooksLikeHeader | None = None) -> Dialect:
    """The dialect of a text, by its first SAMPLE characters.

    A `sep=` line decides the delimiter alone. Else one under which a header is recognised wins, then the one that gives
    the most records the header's width, then the one that gives more columns. For each delimiter quotes and escapes are
    those under which the most records are whole and have the usual width.
    """
    sample = _whole_lines(text)
    if match := _SEP_LINE.match(sample):
        sample = sample[match.end() :]
        named = _best_style(sample, match[2].replace("\\t", "\t"))
        return _profile(sample, named)._replace(skip=match.end())
    trials = [_best_style(sample, delimiter) for delimiter in DELIMITERS if delimiter in sample]
    splits = [_split(trial.rows, looks_like_header) for trial in trials]
    best = max(range(len(trials)), key=splits.__getitem__, default=-1)
    if best >= 0 and (splits[best].recognised or splits[best].agreement >= HEADER_WEIGHT):
        return _profile(sample, trials[best])
    return _profile(sample, _best_style(sample, ONE_COLUMN))


def describe(dialect: Dialect) -> str:
    """The dialect in plain words."""
    return _NAMES.get(dialect.delimiter, f"text, {dialect.delimiter!r}")


def _whole_lines(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    end = max(text.rfind("\n", 0, SAMPLE), text.rfind("\r", 0, SAMPLE))
    return text[: end + 1 or SAMPLE]


def _best_style(sample: str, delimiter: str) -> _Trial:
    trials = [_try(sample, dialect) for dialect in styles(sample, delimiter)]
    return max(trials, key=lambda trial: trial.usual_rows)


def _try(sample: str, style: Dialect) -> _Trial:
    dialect = style._replace(stray=Stray.WORDS) if count_quoted(sample, style) else style
    rows = list(split_records(iter([sample]), dialect, NO_LIMITS))
    widths = Counter(len(cells) for _, cells, problem in rows if problem is None)
    least = 1 if dialect.delimiter == ONE_COLUMN else 2
    usual = max(filter(least.__le__, widths), key=widths.__getitem__, default=0)
    return _Trial(dialect, rows, usual, widths[usual])


def _split(rows: list[Row], looks_like_header: LooksLikeHeader | None) -> _Split:
    records = _trusted(rows)
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
    whole = takewhile(lambda row: not (row[2] or "").startswith(NEVER_CLOSED), rows)
    closed = [cells for _, cells, problem in whole if problem is None]
    return closed or [cells for _, cells, problem in rows if problem is None]


def _agreement(records: list[list[str]], width: int) -> float:
    # A record with fewer cells left out its last ones; one with a single cell was not split at all.
    return sum(1 < len(cells) <= width for cells in records) / (len(records) or 1)


def _profile(sample: str, trial: _Trial) -> Dialect:
    """The trial's dialect with what its rows say of quotes that are text, and of the usual width."""
    good = [cells for _, cells, problem in trial.rows if problem is None]
    usual = trial.usual_rows >= USUAL_ROWS and trial.usual_rows >= len(good) * USUAL_SHARE
    quoted = count_quoted(sample, trial.dialect)
    texts = sum(cell.upper() != cell.lower() for cells in good for cell in cells)
    return trial.dialect._replace(
        stray=_stray(sample, trial, quoted),
        wrapped=trial.usual_width if trial.dialect.wrapped else 0,
        width=trial.usual_width if usual else 0,
        all_quoted=quoted > 0 and quoted >= texts * ALL_QUOTED,
    )


def _stray(sample: str, trial: _Trial, quoted: int) -> Stray:
    """Which stray quotes are text: all where they are the rule, few where other cells are in quotes."""
    if has_apostrophes(sample, trial.dialect):
        return Stray.PAIRS
    stray = sum((problem or "").startswith(STRAY) for _, _, problem in trial.rows)
    if quoted:
        return Stray.TEXT if stray > max(quoted, 2) else Stray.WORDS
    return Stray.TEXT if stray > 1 else Stray.PAIRS
