"""Text to numbered records, in linear time whatever the quotes do.

A quote opens a cell only as its first character, and closes it only before a delimiter or a line
end (design 2, Files). Lines without surprises are cut by C code; all others go to `_record`.
"""

import csv
import re
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import NamedTuple

from app.errors import PayloadTooLarge
from app.importer.reader.window import LINE_END, TextWindow, split_lines
from app.importer.rows import Limits, Row

LOOKAHEAD = 1024 * 1024  # characters within which a quoted cell must close (design 2)
# csv refuses cells of more than 131,072 characters (design 4.5), LOOKAHEAD is more: long lines go
# the slow way.
LONG_LINE = 100_000

ONE_COLUMN = "\n"  # as a delimiter: none, for no line holds it

NEVER_CLOSED = (
    "A quote opens a cell and nothing closes it: {!r}. Close it, or remove it if it is stray."
)

_KEEPING_ENDS = re.compile(f"({LINE_END.pattern})")


class Dialect(NamedTuple):
    """How the cells of a record are told apart; `skip` characters in front are a `sep=` line."""

    delimiter: str
    quote: str = '"'
    skip: int = 0


def split_records(blocks: Iterator[str], dialect: Dialect, limits: Limits) -> Iterator[Row]:
    """The text's records, empty lines left out but counted. Raises PayloadTooLarge."""
    return _Splitter(blocks, dialect, limits).rows()


class _Splitter:
    def __init__(self, blocks: Iterator[str], dialect: Dialect, limits: Limits) -> None:
        self._window = TextWindow(blocks)
        self._delimiter, self._quote = dialect.delimiter, dialect.quote
        self._columns = limits.columns
        self._rows_left = limits.rows + 1  # one of them is the header
        self._row_limit = limits.rows
        self._number = 0
        self._used = 0  # characters of the window that belong to yielded records
        self._cells_of = _line_parser(dialect, limits.columns)
        self._barren = 0  # no quoted cell that opens before here can close before here
        quote, end = re.escape(dialect.quote), f"[\r\n{re.escape(dialect.delimiter)}]"
        self._cell_end = re.compile(end)
        # Inside a cell quotes come in pairs; an odd one out before an end closes the cell.
        # Possessive, and tried only where a run of quotes begins: a megabyte of quotes is no trap.
        self._closing_here = re.compile(f"(?:{quote}{quote})*+{quote}(?={end})")
        self._closing_ahead = re.compile(f"{quote}(?<!{quote}{quote})(?:{quote}{quote})*+(?={end})")

    def rows(self) -> Iterator[Row]:
        while end := self._window.whole_lines():
            text = self._window.text[:end]
            if self._quote in text:
                yield from self._quoted_rows(text)
            else:
                self._used = end
                yield from self._plain_rows(split_lines(text))
            self._window.drop(self._used)
            self._barren = max(0, self._barren - self._used)

    def _plain_rows(self, lines: list[str]) -> Iterator[Row]:
        first = self._number + 1
        self._number += len(lines)
        self._admit(len(lines) - lines.count(""))
        delimiter, columns = self._delimiter, self._columns
        for number, line in enumerate(lines, first):
            if line:
                # One column more than allowed is enough to refuse a line of a million.
                cells = line.split(delimiter, columns)
                if len(cells) > columns:
                    raise too_wide(columns)
                yield number, cells, None

    def _quoted_rows(self, text: str) -> Iterator[Row]:
        cells_of, columns = self._cells_of, self._columns
        self._used = position = yielded = 0
        for line, end in _lines_and_ends(text):
            start = position
            position += len(line) + len(end)
            if start < self._used:  # inside a record that began on a line above
                continue
            self._used = position
            self._number += 1
            if not line:
                continue
            cells, problem = cells_of(line), None
            if not cells:
                cells, problem = self._record(start)
            if len(cells) > columns:
                raise too_wide(columns)
            yielded += 1
            yield self._number, cells, problem
        self._admit(yielded)

    def _record(self, position: int) -> tuple[list[str], str | None]:
        """The cells of the record at `position`, and a problem if one of them never closes."""
        cells: list[str] = []
        while len(cells) <= self._columns:
            if self._opens(position):
                closing = self._closing_quote(position + 1)
                if closing < 0:
                    return self._rejected(cells, position)
                cells.append(self._unquoted(position + 1, closing))
                position = closing + 1
            else:
                end = self._find(self._cell_end, position)
                cells.append(self._window.text[position:end])
                position = end
            if self._window.text[position] in "\r\n":
                break
            position += 1
        self._used = self._line_after(position)
        return cells, None

    def _rejected(self, cells: list[str], position: int) -> tuple[list[str], str]:
        end = self._find(LINE_END, position)
        self._used = self._line_after(end)
        rest = self._window.text[position:end]
        return [*cells, rest], NEVER_CLOSED.format(rest[:80])

    def _closing_quote(self, start: int) -> int:
        """Where the quoted cell that begins at `start` closes, -1 if not within LOOKAHEAD."""
        stop = start + LOOKAHEAD + 1
        while True:
            text = self._window.text
            if match := self._closing_here.match(text, start, stop):
                return match.end() - 1
            # Whatever found no end from an earlier quote finds none from this one either: each
            # character is searched once, however many quotes never close.
            if match := self._closing_ahead.search(text, max(start, self._barren), stop):
                return match.end() - 1
            self._barren = max(self._barren, self._searched(start, min(stop, len(text))))
            if len(text) >= stop or not self._window.grow():
                return -1

    def _opens(self, position: int) -> bool:
        while position == len(self._window.text):
            self._window.grow()
        return self._window.text[position] == self._quote

    def _searched(self, start: int, end: int) -> int:
        # A run of quotes at the very end is not judged yet: what follows it has not been seen.
        while end > start and self._window.text[end - 1] == self._quote:
            end -= 1
        return end

    def _unquoted(self, start: int, end: int) -> str:
        return self._window.text[start:end].replace(self._quote * 2, self._quote)

    def _find(self, pattern: re.Pattern[str], position: int) -> int:
        while not (match := pattern.search(self._window.text, position)):
            self._window.grow()
        return match.start()

    def _line_after(self, end: int) -> int:
        if end + 1 == len(self._window.text):
            self._window.grow()
        return end + 1 + self._window.text.startswith("\r\n", end)

    def _admit(self, rows: int) -> None:
        self._rows_left -= rows
        if self._rows_left < 0:
            raise too_long(self._row_limit)


def too_wide(columns: int) -> PayloadTooLarge:
    """What is raised for a row with more cells than columns are accepted."""
    return PayloadTooLarge(
        f"A row has more than {columns:,} columns: remove those that are not needed."
    )


def too_long(rows: int) -> PayloadTooLarge:
    """What is raised for a file with more rows than are accepted."""
    return PayloadTooLarge(f"The file has more than {rows:,} rows: split it and import the parts.")


def _line_parser(dialect: Dialect, columns: int) -> Callable[[str], list[str]]:
    """A function that gives the cells of a line; none when only `_record` can tell what it is."""
    delimiter, quote = dialect.delimiter, dialect.quote
    waiting: list[str] = []
    # With `strict` csv agrees with our rule or raises. One reader is fed line by line: 0.6 us a line
    # where a new one for each costs 1.7. It takes no line end for a delimiter.
    reader = csv.reader(
        iter(waiting.pop, None),
        delimiter="," if delimiter == ONE_COLUMN else delimiter,
        quotechar=quote,
        strict=True,
    )

    def parse(line: str) -> list[str]:
        if quote not in line:
            return line.split(delimiter, columns)
        if len(line) > LONG_LINE or delimiter == ONE_COLUMN:
            return []
        waiting.append(line)
        try:
            return next(reader)
        except (csv.Error, IndexError):  # IndexError: a cell is open, and there is no second line
            return []

    return parse


def _lines_and_ends(text: str) -> Iterator[tuple[str, str]]:
    if "\r" not in text:
        return zip(text.split("\n")[:-1], repeat("\n"))
    if text.count("\r") == text.count("\r\n") == text.count("\n"):
        return zip(text.split("\r\n")[:-1], repeat("\r\n"))
    pieces = _KEEPING_ENDS.split(text)
    return zip(pieces[:-1:2], pieces[1::2], strict=True)
