"""Text to numbered records, in linear time whatever the quotes do.

A quote opens a cell only where the cell begins, and closes it only where it ends. Legal text has no lone quote inside a
quoted cell: one that holds a lone quote and a delimiter or a line end is not closed, and its first line alone is
rejected. Lines without surprises are cut by C code; all others go to `_record`.
"""

import csv
import re
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Final

from app.errors import PayloadTooLarge
from app.importer.reader.grammar import ANY_WIDTH, ONE_COLUMN, Dialect, Grammar
from app.importer.reader.window import LINE_END, TextWindow, split_lines
from app.importer.rows import Limits, Row

LOOKAHEAD = 1024 * 1024  # characters within which a quoted cell must close (design 2)
# csv refuses cells of more than 131,072 characters (design 4.5), LOOKAHEAD is more: long lines go
# the slow way.
LONG_LINE = 100_000
# A record that turns out to be wrong behind its first line is read again from its second one. So many characters
# may be read twice, and as many again as there are in the records read so far.
READ_AGAIN = 64 * 1024

NEVER_CLOSED: Final = "A quote opens a cell and nothing closes it: "
STRAY: Final = "A quote stands in a cell that no quote opens: "
OTHER_QUOTES: Final = "Other quotes than in the rest of the file stand around "
_FIXES: Final = {
    NEVER_CLOSED: "{!r}. Close it, or remove it if it is stray.",
    STRAY: "{!r}. Remove it, or put the cell in quotes and double those inside.",
    OTHER_QUOTES: "{!r}: use the same everywhere.",
}

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
        self._line_end = 0  # where the line ends that _record has come to
        self._scanned = 0  # how far it has looked
        self._to_read_again = READ_AGAIN

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
                cells, problem = self._record(start)
            if wrapped and len(cells) == 1 and problem is None:
                cells = self._unwrapped(cells)
            if len(cells) > columns:
                raise too_wide(columns)
            yielded += 1
            yield self._number, cells, problem
        self._admit(yielded)

    def _record(self, start: int) -> tuple[list[str], str | None]:
        """The cells of the record at `start`, and a problem if its quotes make no sense."""
        self._scanned = self._line_end = first_end = self._end_of_line(start)
        long_cells: list[tuple[int, str]] = []
        cells, position = self._bare_cells(start)
        shown = len(cells), position
        while len(cells) <= self._columns:
            line_end = self._line_end
            try:
                cell, end = self._cell(position)
            except _Fault as fault:
                return self._rejected(start, cells[: shown[0]], shown[1], fault)
            if self._line_end > line_end:
                long_cells.append((len(cells), cell))
            cells.append(cell)
            if end >= self._line_end:
                break
            position = end + 1
            if position <= first_end:
                shown = len(cells), position
        if any(self._has_swallowed_rows(len(cells), *each) for each in long_cells):
            return self._rejected(start, cells[: shown[0]], shown[1], _Fault(NEVER_CLOSED))
        self._used = self._line_after(self._line_end)
        self._to_read_again += self._used - start
        return cells, None

    def _bare_cells(self, start: int) -> tuple[list[str], int]:
        """The cells in front that have no quote, for speed, and where the next one starts."""
        found = self._grammar.bare_cells.match(self._window.text, start, self._line_end)
        if self._dialect.all_quoted or not found or not found[0]:
            return [], start
        return found[0].split(self._delimiter, self._columns + 1)[:-1], found.end()

    def _cell(self, start: int) -> tuple[str, int]:
        """The cell at `start`, and where it ends; raises _Fault."""
        grammar, text, line_end = self._grammar, self._window.text, self._line_end
        opening = grammar.opening.match(text, start, line_end)
        if not opening:
            return self._bare_cell(start)
        inside = opening.end()
        if closed := grammar.closed.match(text, inside, line_end):
            return grammar.content(closed[1]), closed.end()
        if not grammar.odd_quote.match(text, inside, line_end):
            return self._long_cell(inside)
        # A lone quote: the cell ends at the first delimiter, whatever the quotes say.
        bare = grammar.bare.match(text, inside, line_end)
        raw = bare[0].rstrip() if bare else ""
        if raw.endswith(self._quote) and grammar.lone_quotes_are_text(raw[:-1]):
            return grammar.unescaped(raw[:-1]), inside + len(bare[0]) if bare else inside
        raise _Fault(NEVER_CLOSED)

    def _bare_cell(self, start: int) -> tuple[str, int]:
        found = self._grammar.bare.match(self._window.text, start, self._line_end)
        raw = found[0] if found else ""
        if self._quote in raw:
            formula = self._grammar.formula.match(self._window.text, start, self._line_end)
            if formula:
                return formula[0], formula.end()
            if not self._grammar.stray_quotes_are_text(raw):
                raise _Fault(STRAY, raw)
        if self._dialect.all_quoted and self._grammar.is_quoted_otherwise(raw):
            raise _Fault(OTHER_QUOTES, raw)
        return self._grammar.unescaped(raw), start + len(raw)

    def _long_cell(self, inside: int) -> tuple[str, int]:
        """The quoted cell of several lines whose content begins at `inside`."""
        closing = self._odd_quote(inside)
        if closing < 0:
            raise _Fault(NEVER_CLOSED)
        line_end = self._end_of_line(closing)
        self._scanned = max(self._scanned, line_end)
        end = self._grammar.end_of_cell.match(self._window.text, closing)
        if not end:
            raise _Fault(NEVER_CLOSED)
        self._line_end = line_end
        return self._grammar.content(self._window.text[inside:closing]), end.end()

    def _odd_quote(self, start: int) -> int:
        """The first quote from `start` on that is no pair, -1 if there is none within LOOKAHEAD.

        No two searches cross: what a second one starts from would have ended the first.
        """
        stop = start + LOOKAHEAD
        while True:
            text = self._window.text
            # One character more: the last quote may be the first of a pair.
            found = self._grammar.odd_quote.match(text, start, stop + 1)
            end = found.end() if found else len(text)
            if end <= stop and end < len(text):
                return end - 1
            self._scanned = max(self._scanned, min(stop, len(text)))
            if end > stop or not self._window.grow():
                return -1

    def _has_swallowed_rows(self, width: int, column: int, cell: str) -> bool:
        """Whether a cell of several lines in that column is rather a stray quote and the rows after it.

        Only where a row's usual width is known: the record is not so wide; or the cell breaks off behind a delimiter
        in the column where it began, as if a quoted cell of a later row had begun there.
        """
        if not self._dialect.width or self._delimiter not in cell:
            return False
        if width != self._dialect.width:
            return True
        last = LINE_END.split(cell)[-1]
        return last.rstrip().endswith(self._delimiter) and last.count(self._delimiter) == column

    def _rejected(
        self, start: int, cells: list[str], rest: int, fault: "_Fault"
    ) -> tuple[list[str], str]:
        """Reject the record's first line, and go on with the second one if that may be afforded."""
        end = first_end = self._find(LINE_END, start)
        cost = self._scanned - first_end
        if self._line_end > first_end:
            if cost <= self._to_read_again:
                self._to_read_again -= cost
            else:
                end = self._line_end
        self._used = self._line_after(end)
        text = self._window.text[rest:first_end]
        return [*cells, text], fault.message(text)

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

    def _end_of_line(self, position: int) -> int:
        while True:
            found = self._grammar.line.match(self._window.text, position)
            end = found.end() if found else position
            if self._window.text[end : end + 1] in ("\r", "\n"):
                return end
            if not self._window.grow():
                # An escape stands in front of the text's last line end, and takes nothing from it.
                return end - 1 - self._window.text.endswith("\r\n")

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
            raise too_long(self._limits.rows)


class _Fault(Exception):
    """What is wrong with a record's quotes; `cell` where it is known, else the rest of the line is quoted."""

    def __init__(self, problem: str, cell: str | None = None) -> None:
        self._problem, self._cell = problem, cell

    def message(self, rest: str) -> str:
        text = rest if self._cell is None else self._cell
        return self._problem + _FIXES[self._problem].format(text[:80])


def too_wide(columns: int) -> PayloadTooLarge:
    """What is raised for a row with more cells than columns are accepted."""
    return PayloadTooLarge(
        f"A row has more than {columns:,} columns: remove those that are not needed."
    )


def too_long(rows: int) -> PayloadTooLarge:
    """What is raised for a file with more rows than are accepted."""
    return PayloadTooLarge(f"The file has more than {rows:,} rows: split it and import the parts.")


def _line_parser(dialect: Dialect, grammar: Grammar, columns: int) -> Callable[[str], list[str]]:
    """A function that gives the cells of a line; none when only `_record` can tell what it is."""
    delimiter, quote, escape = dialect.delimiter, dialect.quote, dialect.escape
    other_quotes = grammar.may_be_quoted_otherwise.search if dialect.all_quoted else None
    between = quote + delimiter + quote
    waiting: list[str] = []
    # One reader is fed line by line: 0.6 us a line where a new one for each costs 1.7. It takes no line end for a
    # delimiter.
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
        # With `strict` csv agrees with our rule or raises, but for quotes in a cell that none opens.
        return cells if quote not in "".join(cells) or grammar.clean_line.fullmatch(line) else []

    return parse


def _lines_and_ends(text: str) -> Iterator[tuple[str, str]]:
    if "\r" not in text:
        return zip(text.split("\n")[:-1], repeat("\n"))
    if text.count("\r") == text.count("\r\n") == text.count("\n"):
        return zip(text.split("\r\n")[:-1], repeat("\r\n"))
    pieces = _KEEPING_ENDS.split(text)
    return zip(pieces[:-1:2], pieces[1::2], strict=True)
