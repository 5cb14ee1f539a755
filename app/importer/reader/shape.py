"""The rows below a header of delimited text, those rejected whose cells stand in the wrong columns.

Where nearly all rows are as wide as the header, a single one with fewer or more cells has lost or gained a delimiter.
A line without any delimiter is a title, a footer or the rest of a note, unless it is a whole phone or e-mail address.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from app.importer.rows import Gravity, Notice, Row

JUDGED_ROWS: Final = 200
LEAST_ROWS: Final = 20
LEAST_SHARE: Final = 0.95
# In a shorter file a row that is wider than all others, but for blank cells, has slipped too.
LEAST_BELOW_ONE_WIDE: Final = 4
# Excel leaves out a block's last columns where they are blank, in blocks of so many rows.
EXCEL_BLOCK: Final = 16
# So many rows of one width in a stretch of unusual ones are no accident; more of them where a line without its quotes
# is among them, for the other lines of its note may look alike.
ALIKE: Final = 2
ALIKE_BESIDE_BROKEN: Final = 4
# A broken line may leave so many lines of a note before or behind it: they say nothing about the usual width.
BESIDE_BROKEN: Final = 4
AT_ONCE: Final = 128
MOST_UNUSUAL: Final = 256  # rows judged together

_EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s.,;]{2,}").fullmatch
_PHONE: Final = re.compile(r"\+?(?:[ ()./-]*\d){6,15}").fullmatch
_DATE: Final = re.compile(r"\d{1,4}([./ -])\d{1,2}\1\d{1,4}").fullmatch


def reject_slipped(
    rows: Iterator[Row], names: Sequence[str], notices: list[Notice], *, lone_identifiers: bool
) -> Iterator[Row]:
    """The same rows, with a problem where cells stand in the wrong columns.

    `names` is the header's cells. `lone_identifiers`: the first column is an e-mail or a phone, so that a line may hold
    nothing else. Where no row is as wide as the header, `notices` says so.
    """
    sample = list(islice(rows, JUDGED_ROWS))
    shape = _shape(sample, names)
    if shape.is_narrow:
        notices.append(_narrow(len(sample), shape.low, shape.columns))
    return _Judge(shape, lone_identifiers).judge(chain(sample, rows))


class _Shape(NamedTuple):
    """The usual widths are `low` to `high`; `columns` is how many the header names.

    `rectangular`: only one width is usual. `trailing`: a delimiter ends nearly every line.
    """

    columns: int
    low: int
    high: int
    rectangular: bool
    trailing: bool
    is_narrow: bool


def _shape(sample: list[Row], names: Sequence[str]) -> _Shape:
    columns = 1 + max((i for i, name in enumerate(names) if name.strip()), default=0)
    good = [
        cells
        for cells in _undisturbed(sample)
        if not _is_blank(cells) and (len(cells) > 1 or columns == 1)
    ]
    widths = Counter(map(len, good))
    width, rows = max(widths.items(), key=lambda item: item[1], default=(columns, 0))
    surplus = sum(any(map(str.strip, cells[len(names) :])) for cells in good)
    fits = width >= columns and surplus * 2 < len(good)
    many = len(good) >= LEAST_ROWS and rows >= LEAST_SHARE * len(good)
    if fits and many:
        return _Shape(columns, width, width, True, width > columns, False)
    is_narrow = many and rows == len(good) and 1 < width < columns
    alone = fits and len(good) - 1 == rows >= LEAST_BELOW_ONE_WIDE
    widest = width if alone and max(widths) > width else sys.maxsize
    return _Shape(columns, min(widths, default=columns), widest, False, False, is_narrow)


def _undisturbed(sample: list[Row]) -> list[list[str]]:
    """The cells of the rows that no broken line is near."""
    broken = [index for index, (_, _, problem) in enumerate(sample) if problem]
    beside = {
        near for index in broken for near in range(index - BESIDE_BROKEN, index + BESIDE_BROKEN + 1)
    }
    return [cells for index, (_, cells, _) in enumerate(sample) if index not in beside]


class _Judge:
    def __init__(self, shape: _Shape, lone_identifiers: bool) -> None:
        self._shape = shape
        self._lone_identifiers = lone_identifiers

    def judge(self, rows: Iterator[Row]) -> Iterator[Row]:
        unusual: list[Row] = []
        low, high = self._shape.low, self._shape.high
        while chunk := list(islice(rows, AT_ONCE)):
            # Mostly in C: 0.1 us a row.
            _, cells, problems = zip(*chunk, strict=True)
            widths = set(map(len, cells))
            if not unusual and low <= min(widths) and max(widths) <= high and not any(problems):
                yield from chunk
                continue
            for row in chunk:
                if row[2] is not None or not low <= len(row[1]) <= high:
                    unusual.append(row)
                    continue
                if unusual:
                    yield from self._verdict(unusual)
                    unusual = []
                yield row
            if len(unusual) >= MOST_UNUSUAL:
                yield from self._verdict(unusual)
                unusual = []
        yield from self._verdict(unusual, is_last=True)

    def _verdict(self, rows: list[Row], is_last: bool = False) -> Iterator[Row]:
        """A stretch of unusual rows between usual ones, each with its problem."""
        broken = any(problem for _, _, problem in rows)
        alike = Counter(len(cells) for _, cells, problem in rows if problem is None)
        alike_enough = ALIKE_BESIDE_BROKEN if broken else ALIKE
        for number, cells, problem in rows:
            if problem is None and not _is_blank(cells):
                if len(cells) == 1 < self._shape.columns:
                    problem = self._lone(cells[0])
                elif alike[len(cells)] < alike_enough and self._has_slipped(cells, broken):
                    ends_file = is_last and len(rows) == 1
                    if not (ends_file and self._begins_block(number, cells)):
                        problem = _slipped(len(cells), self._shape)
            yield number, cells, problem

    def _lone(self, cell: str) -> str | None:
        bare = cell.strip()
        if self._lone_identifiers and (_EMAIL(bare) or (_PHONE(bare) and not _DATE(bare))):
            return None
        return f"{_quoted(cell)} stands alone on its line: fill in the other columns, or remove it"

    def _has_slipped(self, cells: list[str], broken: bool) -> bool:
        low, high, width = self._shape.low, self._shape.high, len(cells)
        if not self._shape.rectangular:
            return width > high or (broken and width < low)
        # Where a delimiter ends every other line, one that lacks it is as wide as they are.
        return not (self._shape.trailing and width == low - 1 and cells[-1].strip())

    def _begins_block(self, number: int, cells: list[str]) -> bool:
        return len(cells) < self._shape.low and number % EXCEL_BLOCK == 1


def _is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _slipped(width: int, shape: _Shape) -> str:
    usual = shape.low if shape.rectangular else shape.high
    others = "header has" if usual == shape.columns else "other rows have"
    return (
        f"This row has {width} cells where the {others} {usual}: a delimiter or a quote is missing, "
        "or there is one too many"
    )


def _narrow(rows: int, width: int, columns: int) -> Notice:
    return Notice(
        Gravity.UNREAD,
        None,
        f"The first {rows} rows have {width} cells where the header has {columns}: is a delimiter missing in them, "
        "or one too many in the header?",
    )


def _quoted(cell: str) -> str:
    return repr(cell[:80])
