"""One worksheet of an XLSX as rows. The handler is the hot path: 5 million calls for 200,000 rows."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.reader.cells import Renderer, iso_text, literal_number_text, unescape
from app.importer.reader.grid import MAX_COLUMNS, Grid, column_number
from app.importer.reader.markup import MAX_TEXT, Attributes, parse, text_too_long
from app.importer.reader.strings import SharedStrings
from app.importer.rows import NOT_CALCULATED, Limits, Row, Source

NUMBER: Final = (None, "n")
TRUE: Final = ("1", "true")
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class Book(Protocol):
    """What a sheet asks of its workbook."""

    @property
    def strings(self) -> SharedStrings: ...

    @property
    def renderers(self) -> list[Renderer | None]: ...

    @property
    def recalculates(self) -> bool: ...


def read_sheet(
    chunks: Iterable[bytes], book: Book, limits: Limits, source: Source
) -> Iterator[Row]:
    """The rows of a worksheet part in document order, those without a value left out."""
    grid = Grid(limits)
    for _ in parse(chunks, _SheetHandler(book, grid)):
        yield from grid.take()
    yield from grid.take(last=True)
    source.notices += grid.notices()


class _SheetHandler:
    def __init__(self, book: Book, grid: Grid) -> None:
        self.depth = 0
        self.text: list[str] = []
        self._book = book
        self._grid = grid
        self._max_columns = grid.max_columns
        self._columns: dict[str, int] = {}  # by the letters, as they are written
        self._row_digits = ""
        self._hidden = False
        self._column = -1
        self._type: str | None = None
        self._style: str | None = None
        self._runs: list[str] = []
        self._length = 0
        self._phonetic = False
        self._inline_value = (
            0,
            0,
        )  # row and column of the last cell with a value beside its string

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if name == "c":
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
                if self._column >= MAX_COLUMNS:
                    raise PayloadTooLarge(f"A sheet has more than {MAX_COLUMNS:,} columns.")
            else:
                # `B7` without the digits of row 7 is `B`; one to another row is never a key.
                try:
                    self._column = self._columns[reference.removesuffix(self._row_digits)]
                except KeyError:
                    self._column = self._place(reference)
            self._type = attributes.get("t")
            self._style = attributes.get("s")
        elif name == "v" or name == "t":
            self.text.clear()
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: Attributes) -> None:
        self.text.clear()
        if name == "row":
            number = int(attributes.get("r", self._grid.number + 1))
            self._hidden = attributes.get("hidden") in TRUE
            self._grid.begin(number, hidden=self._hidden)
            self._row_digits = str(number)
            self._column = -1
        elif name == "is":
            self._runs.clear()
            self._length = 0
        elif name == "rPh":
            self._phonetic = True

    def _place(self, reference: str) -> int:
        """The column of a cell; its row is the one that the reference names, whatever `<row>` says."""
        match = _REFERENCE.fullmatch(reference)
        if not match:
            raise InvalidRequest("The workbook is damaged: a cell stands where no cell can be.")
        letters, digits = match.groups()
        if int(digits) != self._grid.number:
            self._move(int(digits))
        return self._columns.setdefault(letters, column_number(letters.upper()))

    def _move(self, number: int) -> None:
        # Cells that were read before belong to the row of their own references.
        if any(self._grid.cells):
            self._grid.end()
            self._grid.begin(number, hidden=self._hidden)
        self._grid.number = number
        self._row_digits = str(number)

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == "c":
            return
        if name == "v":
            value = self.text[0] if len(self.text) == 1 else "".join(self.text)
            text = self._shown(value) if value else ""
            cells = self._grid.cells
            if len(cells) == self._column < self._max_columns:
                cells.append(text)
            else:
                self._put_value(value, text)
        elif name == "row":
            self._grid.end()
        else:
            self._end_other(name)

    def _put_value(self, value: str, text: str) -> None:
        """A value out of order, or one after the cell's formula or inline string."""
        before = self._value_before()
        if before == NOT_CALCULATED:
            if self._is_result(value):
                self._grid.cells[self._column] = text
        elif not (before and self._type == "inlineStr"):
            self._grid.put(self._column, text)

    def _is_result(self, value: str) -> bool:
        """Whether a formula was calculated, judged by the value beside it."""
        if not value:
            # `=IF(...;"")` has an empty value of type `str`; any other formula has one to show.
            return self._type == "str"
        # XlsxWriter and its kin write 0 for every formula, to be calculated on opening.
        return not (value == "0" and self._type in NUMBER and self._book.recalculates)

    def _value_before(self) -> str:
        """What the current cell holds already, "" where it is empty."""
        cells = self._grid.cells
        return cells[self._column] if 0 <= self._column < len(cells) else ""

    def _end_other(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            run = "".join(self.text)
            self._runs.append(run)
            self._length += len(run) + 1  # an empty run is not for nothing either
            if self._length > MAX_TEXT:
                raise text_too_long()
        elif name == "is":
            if self._value_before() and self._inline_value == (self._grid.number, self._column):
                self._grid.cells[self._column] = ""
            self._grid.put(self._column, unescape("".join(self._runs)))
        elif name == "rPh":
            self._phonetic = False
        elif name == "f" and self._column >= 0 and not self._value_before():
            self._grid.put(self._column, NOT_CALCULATED)

    def _shown(self, value: str) -> str:
        """A stored value as the cell's type (`c/@t`, 18.18.11) and format show it."""
        kind = self._type
        if kind == "s":
            return self._book.strings[int(value)]
        if kind is None or kind == "n":
            return self._number(value)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind == "str":
            return unescape(value)
        if kind == "d":
            return iso_text(value)
        if kind == "inlineStr" and not self._value_before():
            # A stand-in for programs that know no inline strings: the string replaces it.
            self._inline_value = (self._grid.number, self._column)
        return value

    def _number(self, value: str) -> str:
        render = self._renderer() if self._style else None
        if render is None:
            return literal_number_text(value)
        try:
            return render(float(value))
        except ValueError:
            return value

    def _renderer(self) -> Renderer | None:
        renderers = self._book.renderers
        index = int(self._style or 0)
        return renderers[index] if 0 <= index < len(renderers) else None
