"""ODS, streamed with expat. Rows and cells are written once with a count: only values are repeated.

Names are OpenDocument's (ODF 1.3 part 3) with the prefixes of its own schema, which every writer uses.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from app.errors import InvalidRequest
from app.importer.reader.cells import iso_text, literal_number_text
from app.importer.reader.encrypted import encrypted
from app.importer.reader.grid import Grid, quoted
from app.importer.reader.markup import MAX_TEXT, Attributes, elements, parse, text_too_long
from app.importer.reader.package import Package
from app.importer.rows import NOT_CALCULATED, Limits, Row, Source, Table

MANIFEST = "META-INF/manifest.xml"
CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
# What hangs in a cell without being its value: notes and readings of kanji here, drawings
# (`draw:rect`, `draw:caption` and a dozen more) and tables within it below.
ASIDES = frozenset({"office:annotation", "text:ruby-text"})
_NO_DIGIT = re.compile("[^0-9]+")
_ARITHMETIC = re.compile("[,'’٬%$£¥€]")
_THOUSANDS = re.compile("[1-9][0-9]{0,2}(?:[. \u00a0\u202f][0-9]{3})+")


def read_ods(path: Path, limits: Limits) -> Iterator[Table]:
    """The visible sheets in order. All are in one part: asking for the next one skips this one's rest."""
    package = Package(path, limits)
    if MANIFEST in package:
        for tag, _ in elements(package.read(MANIFEST)):
            if tag == "encryption-data":
                raise encrypted()
    handler = _ContentHandler(limits)
    progress = parse(package.read("content.xml"), handler, prefixed=True)
    while sheet := _next_sheet(handler, progress):
        yield Table(sheet.name, _rows(sheet, progress), sheet.source)
        sheet.wanted = False
        sheet.runs.clear()


class _Sheet:
    """A visible sheet. `runs` are the rows read and not yet handed out, each with its count."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.source = Source(f"OpenDocument spreadsheet, sheet {quoted(name)}")
        self.runs: list[tuple[Row, int]] = []
        self.wanted = True
        self.complete = False


def _next_sheet(handler: "_ContentHandler", progress: Iterator[None]) -> _Sheet | None:
    while not handler.sheets:
        try:
            next(progress)
        except StopIteration:
            return handler.sheets.pop(0) if handler.sheets else None
    return handler.sheets.pop(0)


def _rows(sheet: _Sheet, progress: Iterator[None]) -> Iterator[Row]:
    while True:
        runs, sheet.runs = sheet.runs, []
        for (number, cells, problem), repeated in runs:
            for row_number in range(number, number + repeated):
                yield row_number, cells, problem
        if sheet.complete and not sheet.runs:
            return
        next(progress, None)


class _ContentHandler:
    """Turns content.xml into sheets; `sheets` are those begun and not yet handed out."""

    def __init__(self, limits: Limits) -> None:
        self.depth = 0
        self.text: list[str] = []
        self.sheets: list[_Sheet] = []
        self._limits = limits
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._sheet: _Sheet | None = None  # the one being read, when it is visible
        self._table_depth = 0
        self._aside_depth = 0  # where an aside began; 0 outside of one
        self._text_before_aside = 0
        self._next_row = 1
        self._rows_repeated = 1
        self._column = 0
        self._cell: Attributes = {}
        self._paragraphs: list[str] = []
        self._length = 0
        self._grid = Grid(limits)

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self._aside_depth:
            return
        if name in CELLS:
            self.text.clear()
            self._cell = attributes
            self._paragraphs.clear()
            self._length = 0
        elif name == "text:p":
            self.text.clear()
        elif name == "table:table-row":
            self.text.clear()
            hidden = attributes.get("table:visibility", "visible") != "visible"
            self._grid.begin(self._next_row, hidden=hidden)
            self._column = 0
            self._rows_repeated = _count(attributes, "table:number-rows-repeated")
        elif (
            name in ASIDES
            or name.startswith("draw:")
            or (name == "table:table" and self._table_depth)
        ):
            self._aside_depth = self.depth
            self._text_before_aside = len(self.text)
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: Attributes) -> None:
        if name == "text:s":
            self._add(" ", _count(attributes, "text:c"))
        elif name == "text:tab":
            self._add("\t", 1)
        elif name == "text:line-break":
            self._add("\n", 1)
        elif name == "table:table":
            self._start_table(attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _add(self, character: str, count: int) -> None:
        self._length += count
        if self._length > MAX_TEXT:
            raise text_too_long()
        self.text.append(character * count)

    def _start_table(self, attributes: Attributes) -> None:
        self._table_depth = self.depth
        self._next_row = 1
        self._grid = Grid(self._limits)
        self._sheet = None
        if attributes.get("table:style-name") not in self._hidden_styles:
            self._sheet = _Sheet(attributes.get("table:name", ""))
            self.sheets.append(self._sheet)

    def end(self, name: str) -> None:
        if self._aside_depth:
            if self._aside_depth == self.depth:
                self._aside_depth = 0
                del self.text[self._text_before_aside :]
        elif name == "text:p":
            self._end_paragraph()
        elif name in CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table" and self._table_depth == self.depth:
            self._table_depth = 0
            if self._sheet:
                self._sheet.complete = True
                self._sheet.source.notices += self._grid.notices()
        self.depth -= 1

    def _end_paragraph(self) -> None:
        paragraph = "".join(self.text)
        self._length += len(paragraph) + 1  # an empty one is not for nothing either
        if self._length > MAX_TEXT:
            raise text_too_long()
        self._paragraphs.append(paragraph)

    def _end_cell(self) -> None:
        repeated = _count(self._cell, "table:number-columns-repeated")
        text = _shown(self._cell, "\n".join(self._paragraphs))
        if not self._paragraphs and "table:formula" in self._cell and not _has_value(self._cell):
            text = NOT_CALCULATED
        if text and self._sheet and self._sheet.wanted:
            # At most one beyond the last column, for the grid to notice.
            end = max(self._column, self._grid.max_columns) + 1
            for column in range(self._column, min(self._column + repeated, end)):
                self._grid.put(column, text)
        self._column += repeated

    def _end_row(self) -> None:
        self._grid.end(self._rows_repeated)
        self._next_row += self._rows_repeated
        rows = self._grid.take(last=True)
        if self._sheet and self._sheet.wanted:
            self._sheet.runs.extend((row, self._rows_repeated) for row in rows)


def _count(attributes: Attributes, name: str) -> int:
    count = int(attributes.get(name, "1"))
    if count < 1:
        raise InvalidRequest("The workbook is damaged: something in it is repeated less than once.")
    return count


def _is_masked(number: str, display: str) -> bool:
    """Whether a number is shown digit by digit, as phone numbers and codes are: `+44 7911 123456`.

    Its thousands, its currency or a percent sign make it no other value.
    """
    digits = _NO_DIGIT.sub("", display)
    return (
        number.isdigit()
        and digits != ""
        and digits.lstrip("0") == number.lstrip("0")
        and not _ARITHMETIC.search(display)
        and not _THOUSANDS.fullmatch(display)
    )


def _has_value(cell: Attributes) -> bool:
    # A text needs no attribute: an empty one is what `=IF(...;"")` shows. LibreOffice gives that no
    # type either, but an empty paragraph.
    return cell.get("office:value-type") == "string" or any(
        name == "office:value" or (name.startswith("office:") and name.endswith("-value"))
        for name in cell
    )


def _shown(cell: Attributes, display: str) -> str:
    """A cell's value (ODF 1.3 part 3, 19.385) rather than its display, which depends on the locale."""
    if cell.get("calcext:value-type") == "error":
        return (
            display if display.startswith("#") else "#VALUE!"
        )  # LibreOffice shows Err:502 and such
    kind = cell.get("office:value-type")
    if kind in {"float", "currency", "percentage"}:
        text = literal_number_text(cell.get("office:value", ""))
        return display if kind == "float" and _is_masked(text, display) else text
    if kind == "date":
        return iso_text(cell.get("office:date-value", ""))
    if kind == "time":
        return iso_text(cell.get("office:time-value", "")) or display
    if kind == "boolean":
        return cell.get("office:boolean-value", "").upper()
    return display or cell.get("office:string-value", "")
