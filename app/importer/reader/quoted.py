"""One record with quotes, cell by cell: for lines that `records.py` cannot cut with C code.

Work is linear in the text, whatever the quotes do.
"""

import re
from typing import Final

from app.importer.reader.grammar import BLANKS, Dialect, Grammar
from app.importer.reader.window import LINE_END, TextWindow

LOOKAHEAD = (
    1024 * 1024
)  # characters within which a quoted cell must close (docs/design.md#delimited)
# A record that turns out to be wrong behind its first line is read again from its second one. So
# many characters may be read twice, and as many again as there are in the records read so far.
READ_AGAIN = 64 * 1024

NEVER_CLOSED: Final = "A quote opens a cell and nothing closes it: "
STRAY: Final = "A quote stands in a cell that no quote opens: "
OTHER_QUOTES: Final = "Other quotes than in the rest of the file stand around "
_FIXES: Final = {
    NEVER_CLOSED: "{!r}. Close it, or remove it if it is stray.",
    STRAY: "{!r}. Remove it, or put the cell in quotes and double those inside.",
    OTHER_QUOTES: "{!r}: use the same everywhere.",
}


class RecordParser:
    """Reads records from a window, which it lets grow for those that run on."""

    def __init__(
        self, window: TextWindow, dialect: Dialect, grammar: Grammar, columns: int
    ) -> None:
        self._window, self._dialect, self._grammar = window, dialect, grammar
        self._columns = columns
        self._delimiter, self._quote = dialect.delimiter, dialect.quote
        self._line_end = 0  # where the line ends that has been come to
        self._scanned = 0  # how far has been looked
        self._to_read_again = READ_AGAIN

    def read(self, start: int) -> tuple[list[str], str | None, int]:
        """The cells of the record at `start`, a problem if its quotes make no sense, and where the next one starts."""
        self._scanned = self._line_end = first_end = self._end_of_line(start)
        long_cells: list[tuple[int, str]] = []
        cells, position = self._cells_without_quotes(start)
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
        following = self._line_after(self._line_end)
        self._to_read_again += following - start
        return cells, None, following

    def _cells_without_quotes(self, start: int) -> tuple[list[str], int]:
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
        end = bare.end() if bare else inside
        raw = text[inside:end].rstrip()
        if raw.endswith(self._quote) and grammar.lone_quotes_are_text(raw[:-1]):
            return grammar.unescaped(raw[:-1]), end
        if grammar.opening_quote_is_text(text[start:end]):
            return grammar.unescaped(text[start:end]), end
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
        if (self._dialect.all_quoted or self._quote in raw) and self._grammar.is_quoted_otherwise(
            raw
        ):
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

        It then ends where a quoted cell of a later row opens, behind a delimiter: a row's usual width, where it is
        known, is missed by that, or met by a cell of the same column.
        """
        if not self._dialect.width or not cell.rstrip(BLANKS).endswith(self._delimiter):
            return False
        last = LINE_END.split(cell)[-1]
        return width != self._dialect.width or last.count(self._delimiter) == column

    def _rejected(
        self, start: int, cells: list[str], rest: int, fault: "_Fault"
    ) -> tuple[list[str], str, int]:
        """Reject the record's first line, and go on with the second one if that may be afforded."""
        end = first_end = self._find(LINE_END, start)
        cost = self._scanned - first_end
        if self._line_end > first_end:
            if cost <= self._to_read_again:
                self._to_read_again -= cost
            else:
                end = self._line_end
        text = self._window.text[rest:first_end]
        return [*cells, text], fault.message(text), self._line_after(end)

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


class _Fault(Exception):
    """What is wrong with a record's quotes; `cell` where it is known, else the rest of the line is quoted."""

    def __init__(self, problem: str, cell: str | None = None) -> None:
        self._problem, self._cell = problem, cell

    def message(self, rest: str) -> str:
        text = rest if self._cell is None else self._cell
        return self._problem + _FIXES[self._problem].format(text[:80])
