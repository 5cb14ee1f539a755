"""The rows below a header of delimited text, those rejected whose cells stand in the wrong columns.

Where nearly all rows are as wide as the header, a single one with fewer or more cells has lost or gained a delimiter.
A line without any delimiter is a title, a footer or the rest of a note, unless it is a whole phone or e-mail address.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import chain, islice, pairwise
from typing import Final, NamedTuple

from app.importer.rows import Gravity, Notice, Row

JUDGED_ROWS: Final = 200
LEAST_ROWS: Final = 20
# No larger share of the rows has another than the usual width, or of stretches of such rows.
OTHER_STRETCHES: Final = 0.05
OTHER_ROWS: Final = 0.1
FEW_ROWS: Final = 5
# Excel leaves out a block's last columns where they are blank, in blocks of so many rows.
EXCEL_BLOCK: Final = 16
# So many rows of one width in a stretch of unusual ones are no accident; more of them where a
# broken line is among them, for the other lines of its note may look alike.
ALIKE: Final = 2
ALIKE_BESIDE_BROKEN: Final = 4
# A broken line may leave so many lines of a note before or behind it: they say nothing about the
# usual width.
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
        notices.append(_narrow_rows(len(sample), shape))
    judge = _Judge(shape, lone_identifiers, notices)
    return chain.from_iterable(judge.judge(chain(sample, rows)))


class _Evidence(IntEnum):
    """How sure it is that a row of another width has slipped."""

    NONE = 0  # rows have many widths
    FAIR = 1  # few rows, all of one width but for one place
    GOOD = 2  # many rows, nearly all of one width


class _Shape(NamedTuple):
    """The usual widths are `low` to `high`; `columns` is how many the header names.

    `trailing`: a delimiter ends nearly every line. `is_narrow`: no row is as wide as the header.
    """

    columns: int
    low: int
    high: int
    evidence: _Evidence
    trailing: bool = False
    is_narrow: bool = False


def _shape(sample: list[Row], names: Sequence[str]) -> _Shape:
    columns = 1 + max((i for i, name in enumerate(names) if name.strip()), default=0)
    good = [
        cells
        for cells in _undisturbed(sample)
        if not _is_blank(cells) and (len(cells) > 1 or columns == 1)
    ]
    widths = [*map(len, good)]
    usual = max(Counter(widths).items(), key=lambda item: item[1], default=(columns, 0))[0]
    surplus = sum(any(map(str.strip, cells[len(names) :])) for cells in good)
    evidence = _evidence(usual, widths)
    if usual >= columns and surplus * 2 < len(good) and evidence is not _Evidence.NONE:
        return _Shape(columns, usual, usual, evidence, trailing=usual > columns)
    is_narrow = evidence is _Evidence.GOOD and 1 < usual < columns and {usual} == set(widths)
    low = min(widths, default=columns)
    return _Shape(columns, low, sys.maxsize, _Evidence.NONE, is_narrow=is_narrow)


def _evidence(usual: int, widths: list[int]) -> _Evidence:
    other = [width != usual for width in widths]
    stretches = sum(now and not before for before, now in pairwise([False, *other]))
    if len(widths) < LEAST_ROWS:
        few = len(widths) >= FEW_ROWS and stretches <= 1 and sum(other) * 3 <= len(widths)
        return _Evidence.FAIR if few else _Evidence.NONE
    nearly_all = stretches <= OTHER_STRETCHES * len(widths) and sum(other) <= OTHER_ROWS * len(
        widths
    )
    return _Evidence.GOOD if nearly_all else _Evidence.NONE


def _undisturbed(sample: list[Row]) -> list[list[str]]:
    """The cells of the rows that no broken line is near."""
    broken = [index for index, (_, _, problem) in enumerate(sample) if problem]
    beside = {
        near for index in broken for near in range(index - BESIDE_BROKEN, index + BESIDE_BROKEN + 1)
    }
    return [cells for index, (_, cells, _) in enumerate(sample) if index not in beside]


class _Judge:
    def __init__(self, shape: _Shape, lone_identifiers: bool, notices: list[Notice]) -> None:
        self._shape = shape
        self._lone_identifiers = lone_identifiers
        self._notices = notices

    def judge(self, rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
        """The rows in pieces: what flattens them is C code, and 0.1 us a row cheaper than a generator."""
        unusual: list[Row] = []
        low, high = self._shape.low, self._shape.high
        while chunk := list(islice(rows, AT_ONCE)):
            _, cells, problems = zip(*chunk, strict=True)
            widths = set(map(len, cells))
            if not unusual and low <= min(widths) and max(widths) <= high and not any(problems):
                yield chunk
                continue
            for row in chunk:
                if row[2] is not None or not low <= len(row[1]) <= high:
                    unusual.append(row)
                    continue
                if unusual:
                    yield self._verdict(unusual)
                    unusual = []
                yield (row,)
            if len(unusual) >= MOST_UNUSUAL:
                yield self._verdict(unusual)
                unusual = []
        yield self._verdict(unusual, is_last=True)

    def _verdict(self, rows: list[Row], is_last: bool = False) -> list[Row]:
        """A stretch of unusual rows between usual ones, each with its problem."""
        alike = Counter(len(cells) for _, cells, problem in rows if problem is None)
        halves = len(rows) == 2 and sum(len(cells) for _, cells, _ in rows) == self._shape.low + 1
        broken = halves or len(alike) > 1 or any(problem for _, _, problem in rows)
        alike_enough = ALIKE_BESIDE_BROKEN if broken else ALIKE
        judged = []
        for number, cells, problem in rows:
            if problem is None and not _is_blank(cells):
                if len(cells) == 1 < self._shape.columns and not self._may_be_alone(cells[0]):
                    problem = _alone(cells[0])
                elif alike[len(cells)] < alike_enough and (broken or not self._is_whole(cells)):
                    ends_file = is_last and len(rows) == 1
                    problem = self._slipped(number, cells, broken, ends_file)
            judged.append((number, cells, problem))
        return judged

    def _may_be_alone(self, cell: str) -> bool:
        """Whether the cell is a whole e-mail address or phone, and stands in a column of such."""
        bare = cell.strip()
        return self._lone_identifiers and bool(_EMAIL(bare) or (_PHONE(bare) and not _DATE(bare)))

    def _is_whole(self, cells: list[str]) -> bool:
        # Where a delimiter ends every other line, one that lacks it is as wide as they are.
        return (
            self._shape.trailing and len(cells) == self._shape.low - 1 and bool(cells[-1].strip())
        )

    def _slipped(self, number: int, cells: list[str], broken: bool, ends_file: bool) -> str | None:
        """The problem of a row that has a width of its own, None if it may only lack its last cells."""
        shape, is_short = self._shape, len(cells) < self._shape.low
        if is_short and ends_file and number % EXCEL_BLOCK == 1:
            return None
        if is_short and not broken and shape.evidence is not _Evidence.GOOD:
            if shape.evidence is _Evidence.FAIR:
                self._notices.append(_short_row(number, len(cells), shape))
            return None
        return _slipped(len(cells), shape)


def _is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _slipped(width: int, shape: _Shape) -> str:
    return f"This row has {width} cells where {_usual(shape)}: a delimiter or a quote is missing, or there is one too many"


def _usual(shape: _Shape) -> str:
    others = "the header has" if shape.low == shape.columns else "other rows have"
    return f"{others} {shape.low}"


def _alone(cell: str) -> str:
    return f"{_quoted(cell)} stands alone on its line: fill in the other columns, or remove it"


def _short_row(number: int, width: int, shape: _Shape) -> Notice:
    return Notice(
        Gravity.UNREAD,
        None,
        f"Row {number:,} has {width} cells where {_usual(shape)}: if a delimiter is missing in it, its values stand "
        "in the wrong columns",
    )


def _narrow_rows(rows: int, shape: _Shape) -> Notice:
    return Notice(
        Gravity.UNREAD,
        None,
        f"The first {rows} rows have {shape.low} cells where the header has {shape.columns}: is a delimiter missing in "
        "them, or one too many in the header?",
    )


def _quoted(cell: str) -> str:
    return repr(cell[:80])
