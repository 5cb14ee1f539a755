"""Text to numbered records, in linear time whatever the quotes do.

A quote opens a cell only where the cell begins, and closes it only where it ends. Legal text has no lone quote inside a
quoted cell: one that holds a lone quote and a delimiter or a line end is not closed, and its first line alone is
rejected. Lines without surprises are cut by C code; all others go to `quoted.py`.
"""

import csv
import re
from collections.abc import Callable, Iterator
from itertools import repeat

from app.errors import PayloadTooLarge
from app.importer.reader.grammar import ANY_WIDTH, ONE_COLUMN, Dialect, Grammar
from app.importer.reader.quoted import RecordParser
from app.importer.reader.window import LINE_END, TextWindow, split_lines
from app.importer.rows import Limits, Row

# csv refuses cells of more than 131,072 characters (docs/design.md#reading-text): long lines go the slow way.
LONG_LINE = 100_000
_KEEPING_ENDS = re.compile(f"({LINE_END.pattern})")


def split_records(blocks: Iterator[str], dialect: Dialect, limits: Limits) -> Iterator[Row]:
    """The text's records, empty lines left out but counted. Raises PayloadTooLarge."""
    if dialect.curly:
        straight = str.maketrans(dict.fromkeys(dialect.curly, dialect.quote))
        blocks = (block.translate(straight) for block in blocks)
    return _Splitter(blocks, dialect, limits).rows()


class _Splitter:
    def __init__(self, blocks: Iterator[str], dialect: Dialect, limits: Limits) -> None:
        self._window = TextWindow(blocks)
        self._dialect, self._limits = dialect, limits
        self._delimiter, self._quote = dialect.delimiter, dialect.quote
        self._grammar = Grammar(dialect)
        self._columns = limits.columns
        self._rows_left = limits.rows + 1  # one of them is the header
        self._number = 0
        self._used = 0  # characters of the window that belong to yielded records
        self._cells_of = _line_parser(dialect, self._grammar, limits.columns)
        self._records = RecordParser(self._window, dialect, self._grammar, limits.columns)

    def rows(self) -> Iterator[Row]:
        special = self._quote + self._dialect.escape
        while end := self._window.whole_lines():
            text = self._window.text[:end]
            if any(character in text for character in special):
                yield from self._quoted_rows(text)
            else:
                self._used = end
                yield from self._plain_rows(split_lines(text))
            self._window.drop(self._used)

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
        cells_of, columns, wrapped = self._cells_of, self._columns, self._dialect.wrapped
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
                cells, problem, self._used = self._records.read(start)
            if wrapped and len(cells) == 1 and problem is None:
                cells = self._unwrapped(cells)
            if len(cells) > columns:
                raise too_wide(columns)
            yielded += 1
            yield self._number, cells, problem
        self._admit(yielded)

    def _unwrapped(self, cells: list[str]) -> list[str]:
        """The cells of a line that is quoted as a whole, the line as one cell if it is not."""
        (line,), wrapped = cells, self._dialect.wrapped
        if self._delimiter not in line:
            return cells
        inside = self._cells_of(line)
        if not inside:
            dialect = self._dialect._replace(wrapped=0)
            rows = list(split_records(iter([line]), dialect, self._limits))
            inside = rows[0][1] if [problem for _, _, problem in rows] == [None] else cells
        fits = len(inside) == wrapped or (wrapped == ANY_WIDTH and len(inside) > 1)
        return inside if fits else cells

    def _admit(self, rows: int) -> None:
        self._rows_left -= rows
        if self._rows_left < 0:
            raise too_long(self._limits.rows)


def too_wide(columns: int) -> PayloadTooLarge:
    """What is raised for a row with more cells than columns are accepted."""
    return PayloadTooLarge(
        f"A row has more than {columns:,} columns: remove those that are not needed."
    )


def too_long(rows: int) -> PayloadTooLarge:
    """What is raised for a file with more rows than are accepted."""
    return PayloadTooLarge(f"The file has more than {rows:,} rows: split it and import the parts.")


def _line_parser(dialect: Dialect, grammar: Grammar, columns: int) -> Callable[[str], list[str]]:
    """A function that gives the cells of a line; none when only RecordParser can tell what it is."""
    delimiter, quote, escape = dialect.delimiter, dialect.quote, dialect.escape
    other_quotes = grammar.may_be_quoted_otherwise.search if dialect.all_quoted else None
    between = quote + delimiter + quote
    waiting: list[str] = []
    # One reader is fed line by line: 0.6 us a line where a new one for each costs 1.7. It takes
    # no line end for a delimiter.
    reader = csv.reader(
        iter(waiting.pop, None),
        delimiter="," if delimiter == ONE_COLUMN else delimiter,
        quotechar=quote,
        strict=True,
    )

    def parse(line: str) -> list[str]:
        if escape and escape in line:
            return []
        if quote not in line:
            return line.split(delimiter, columns)
        if line[0] == line[-1] == quote:
            cells = line[1:-1].split(between, columns)
            if line.count(quote) == 2 * len(cells):  # nothing but quoted cells
                return cells
        if len(line) > LONG_LINE or delimiter == ONE_COLUMN:
            return []
        if other_quotes and other_quotes(line):
            return []
        waiting.append(line)
        try:
            cells = next(reader)
        except (csv.Error, IndexError):  # IndexError: a cell is open, and there is no second line
            return []
        # With `strict` csv agrees with our rule or raises, but for quotes in a cell that none
        # opens.
        return cells if quote not in "".join(cells) or grammar.clean_line.fullmatch(line) else []

    return parse


def _lines_and_ends(text: str) -> Iterator[tuple[str, str]]:
    if "\r" not in text:
        return zip(text.split("\n")[:-1], repeat("\n"))
    if text.count("\r") == text.count("\r\n") == text.count("\n"):
        return zip(text.split("\r\n")[:-1], repeat("\r\n"))
    pieces = _KEEPING_ENDS.split(text)
    return zip(pieces[:-1:2], pieces[1::2], strict=True)
