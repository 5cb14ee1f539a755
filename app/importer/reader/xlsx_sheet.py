"""One worksheet of an XLSX as rows. The handler is the hot path: 5 million calls for 200,000 rows."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.reader.cells import Renderer, literal_number_text, unescape
from app.importer.reader.grid import MAX_COLUMNS, Columns, Grid
from app.importer.reader.markup import MAX_TEXT, Attributes, parse, text_too_long
from app.importer.reader.strings import SharedStrings
from app.importer.rows import Limits, Row


class Book(Protocol):
    """What a sheet asks of its workbook."""

    @property
    def strings(self) -> SharedStrings: ...

    @property
    def renderers(self) -> list[Renderer | None]: ...


def read_sheet(chunks: Iterable[bytes], book: Book, limits: Limits) -> Iterator[Row]:
    """The rows of a worksheet part in document order, those without a value left out."""
    grid = Grid(limits)
    for _ in parse(chunks, _SheetHandler(book, grid)):
        yield from grid.take()


class _SheetHandler:
    def __init__(self, book: Book, grid: Grid) -> None:
        self.depth = 0
        self.text: list[str] = []
        self._book = book
        self._grid = grid
        self._max_columns = grid.max_columns
        self._columns = Columns()
        self._row_digits = ""
        self._column = -1
        self._type: str | None = None
        self._style: str | None = None
        self._runs: list[str] = []
        self._length = 0
        self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if name == "c":
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
                if self._column >= MAX_COLUMNS:
                    raise PayloadTooLarge(f"A sheet has more than {MAX_COLUMNS:,} columns.")
            else:
                # What is left of `B7` in row 7 is `B`; of an `A99999999999`, or of row 8's cell, it
                # is no column's letters, which Columns refuses: the check costs nothing.
                self._column = self._columns[reference.removesuffix(self._row_digits)]
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
            self._grid.begin(number)
            self._row_digits = str(number)
            self._column = -1
        elif name == "is":
            self._runs.clear()
            self._length = 0
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == "c":
            return
        if name == "v":
            text = self.text[0] if len(self.text) == 1 else "".join(self.text)
            text = self._shown(text) if text else ""
            cells = self._grid.cells
            if len(cells) == self._column < self._max_columns:
                cells.append(text)
            else:
                self._grid.put(self._column, text)
        elif name == "row":
            self._grid.end()
        else:
            self._end_other(name)

    def _end_other(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            run = "".join(self.text)
            self._runs.append(run)
            self._length += len(run) + 1  # an empty run is not for nothing either
            if self._length > MAX_TEXT:
                raise text_too_long()
        elif name == "is":
            self._grid.put(self._column, unescape("".join(self._runs)))
        elif name == "rPh":
            self._phonetic = False

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
            return value.removesuffix("T00:00:00")
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
        if not 0 <= index < len(renderers):
            raise InvalidRequest(
                "The workbook is damaged: a cell has a format that does not exist."
            )
        return renderers[index]
