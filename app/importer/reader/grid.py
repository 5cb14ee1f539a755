"""Rows put together from cells in the order they arrive; a far corner costs nothing or is refused."""

import re

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.rows import Limits, Row

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of any sheet of Excel's (XFD1048576)


class Grid:
    """Collects the rows of one sheet. Rows without a non-empty cell are forgotten at once."""

    def __init__(self, limits: Limits) -> None:
        self.number = 0
        self.cells: list[str] = []
        self.max_columns = limits.columns
        self._rows_left = limits.rows + 1  # one of them is the header
        self._begun = 0
        self._problem: str | None = None
        self._finished: list[Row] = []

    def begin(self, number: int) -> None:
        """A row starts: its own number, 1-based. A number may come twice: both rows are kept.

        Raises InvalidRequest for more rows than fit on any sheet: 2 GiB of empty ones would take
        minutes to find nothing.
        """
        self._begun += 1
        if self._begun > MAX_ROWS:
            raise InvalidRequest(f"A sheet of the workbook has more than {MAX_ROWS:,} rows.")
        self.number = number
        self.cells = []
        self._problem = None

    def put(self, column: int, text: str) -> None:
        """A cell of the current row, its column 0-based. Raises PayloadTooLarge for a far one."""
        if not text:
            return
        if column >= self.max_columns:
            raise PayloadTooLarge(
                f"A sheet has more than {self.max_columns:,} columns: remove those not needed."
            )
        cells = self.cells
        cells.extend([""] * (column + 1 - len(cells)))
        if cells[column]:
            self._problem = (
                f"The cell in column {column + 1} is in the workbook twice: save it again."
            )
        cells[column] = text

    def end(self, repeated: int = 1) -> None:
        """The current row is complete, and stands for `repeated` rows. Raises PayloadTooLarge."""
        if not any(self.cells):
            return
        if not 1 <= self.number <= MAX_ROWS + 1 - repeated:
            raise InvalidRequest(f"The workbook is damaged: no sheet has a row {self.number}.")
        self._rows_left -= repeated
        if self._rows_left < 0:
            raise PayloadTooLarge("A sheet has more rows than this service accepts: split it.")
        self._finished.append((self.number, self.cells, self._problem))

    def take(self) -> list[Row]:
        """The rows finished since the last call."""
        finished, self._finished = self._finished, []
        return finished


class Columns(dict[str, int]):
    """Column letters to 0-based numbers, computed once each. Raises InvalidRequest for what is none."""

    def __missing__(self, letters: str) -> int:
        if not re.fullmatch("[A-Z]{1,3}", letters):
            raise InvalidRequest("The workbook is damaged: a cell stands where no cell can be.")
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        if number > MAX_COLUMNS:
            raise InvalidRequest(f"The workbook is damaged: it has no room for a column {letters}.")
        self[letters] = number - 1
        return number - 1
