"""Rows put together from cells in the order they arrive; cells beyond the last column are left out."""

import re

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.rows import NOT_CALCULATED, Gravity, Limits, Notice, Row

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of any sheet of Excel's (XFD1048576)


class Grid:
    """Collects the rows of one sheet. Rows without a non-empty cell are forgotten at once.

    Consecutive rows of one number are one row if no cell is in two of them, else each is a row: some
    writers begin a row anew for each cell, others give every row the same number.
    """

    def __init__(self, limits: Limits) -> None:
        self.number = 0
        self.cells: list[str] = []
        self.max_columns = limits.columns
        self._has_far_cells = False
        self._is_hidden = False
        self._hidden_rows = 0
        self._rows_left = limits.rows + 1  # one of them is the header
        self._begun = 0
        self._problem: str | None = None
        self._finished: list[Row] = []
        # Of the row that ended last, as long as no two of them clash.
        self._pieces: list[Row] = []
        self._number_of_pieces = 0
        self._clashed = False

    def begin(self, number: int, *, hidden: bool = False) -> None:
        """A row starts, or goes on: its own number, 1-based. A number may come back later.

        Raises InvalidRequest for more rows than fit on any sheet: 2 GiB of empty ones would take
        minutes to find nothing.
        """
        self._begun += 1
        if self._begun > MAX_ROWS:
            raise InvalidRequest(f"A sheet of the workbook has more than {MAX_ROWS:,} rows.")
        self.number = number
        self.cells = []
        self._problem = None
        self._is_hidden = hidden

    def put(self, column: int, text: str) -> None:
        """A cell of the current row, its column 0-based; the value of a formula replaces its mark."""
        if not text:
            return
        if column >= self.max_columns:
            self._has_far_cells = True
            return
        cells = self.cells
        cells.extend([""] * (column + 1 - len(cells)))
        if cells[column] and cells[column] != NOT_CALCULATED:
            self._problem = (
                f"The cell in column {column + 1} is in the workbook twice: save it again."
            )
        cells[column] = text

    def end(self, repeated: int = 1) -> None:
        """The current row ends, and stands for `repeated` rows. Raises PayloadTooLarge."""
        if self.number != self._number_of_pieces:
            self._end_pieces()
            self._number_of_pieces = self.number
        # What follows a row must not change its cells.
        cells, self.cells = self.cells, []
        if not any(cells):
            return
        if not 1 <= self.number <= MAX_ROWS + 1 - repeated:
            raise InvalidRequest(f"The workbook is damaged: no sheet has a row {self.number}.")
        row = (self.number, cells, self._problem)
        if self._pieces and not _clashes(self._pieces, row):
            self._pieces.append(row)
            self._begun -= 1
            return
        if self._pieces:
            self._count(len(self._pieces) - 1)
            self._finished += self._pieces
            self._pieces, self._clashed = [], True
        self._count(repeated)
        (self._finished if self._clashed else self._pieces).append(row)

    def _count(self, rows: int) -> None:
        self._rows_left -= rows
        if self._is_hidden:
            self._hidden_rows += rows
        if self._rows_left < 0:
            raise PayloadTooLarge("A sheet has more rows than this service accepts: split it.")

    def _end_pieces(self) -> None:
        if len(self._pieces) > 1:
            self._finished.append(_joined(self._pieces))
        else:
            self._finished += self._pieces
        self._pieces, self._clashed = [], False

    def take(self, *, last: bool = False) -> list[Row]:
        """The rows finished since the previous call; the current one may go on unless it is the `last`."""
        if last:
            self._end_pieces()
        finished, self._finished = self._finished, []
        return finished

    def notices(self) -> list[Notice]:
        """What is to be said of the rows as a whole, once all of them have been taken."""
        found = []
        if self._has_far_cells:
            letters = column_letters(self.max_columns)
            message = f"Cells beyond column {letters} are not read: remove the columns not needed"
            found.append(Notice(Gravity.UNREAD, None, message))
        if self._hidden_rows:
            one = self._hidden_rows == 1
            message = (
                f"{self._hidden_rows:,} {'row' if one else 'rows'} hidden by a filter or by hand "
                f"{'is' if one else 'are'} read like the others: delete what should not be imported"
            )
            found.append(Notice(Gravity.READING, None, message))
        return found


def _clashes(pieces: list[Row], row: Row) -> bool:
    return any(all(cells) for _, piece, _ in pieces for cells in zip(piece, row[1], strict=False))


def _joined(pieces: list[Row]) -> Row:
    cells = [""] * max(len(piece) for _, piece, _ in pieces)
    for _, piece, _ in pieces:
        for column, text in enumerate(piece):
            cells[column] = text or cells[column]
    return pieces[0][0], cells, next((problem for _, _, problem in pieces if problem), None)


def column_number(letters: str) -> int:
    """Column letters as a 0-based number. Raises InvalidRequest for what is none."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise InvalidRequest("The workbook is damaged: a cell stands where no cell can be.")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > MAX_COLUMNS:
        raise InvalidRequest(f"The workbook is damaged: it has no room for a column {letters}.")
    return number - 1


def column_letters(number: int) -> str:
    """A 1-based column number as letters: 28 is AB."""
    letters = ""
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def quoted(sheet: str) -> str:
    """A sheet's name as messages show it."""
    return f"'{sheet[:80]}'"
