"""XLSX and XLSM, streamed with expat: memory never follows what a `<dimension>` or a count claims.

Element names are SpreadsheetML's (ECMA-376 part 1, 18); transitional and strict files read alike.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from app.errors import InvalidRequest
from app.importer.reader.cells import Renderer, renderer, unescape
from app.importer.reader.grid import quoted
from app.importer.reader.markup import MAX_TEXT, Attributes, elements, parse, text_too_long
from app.importer.reader.package import Package
from app.importer.reader.strings import SharedStrings
from app.importer.reader.xlsx_sheet import TRUE, read_sheet
from app.importer.rows import Limits, Source, Table

# Excel's limit of 65,490 cell formats, each with an alignment and a protection inside, five times.
MAX_STYLE_ELEMENTS = 1_000_000


def read_xlsx(path: Path, limits: Limits) -> Iterator[Table]:
    """The visible worksheets in order; each is opened when its first row is asked for."""
    book = XlsxBook(Package(path, limits))
    for sheet in book.sheets:
        source = Source(f"Excel workbook, sheet {quoted(sheet.name)}")
        chunks = book.package.read(sheet.part)
        yield Table(sheet.name, read_sheet(chunks, book, limits, source), source)


class Sheet(NamedTuple):
    """A visible worksheet: the name on its tab, and the package's part."""

    name: str
    part: str


class XlsxBook:
    """What the sheets of a workbook share; strings and styles are read when first needed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._part = package.main_part()
        self._relationships = package.relationships(self._part)
        self.from_1904 = False
        self.recalculates = False  # when it is opened, and so may hold no results
        self.sheets = list(self._read_sheets())

    def _read_sheets(self) -> Iterator[Sheet]:
        for tag, attributes in elements(self.package.read(self._part)):
            if tag == "workbookPr":
                self.from_1904 = attributes.get("date1904") in TRUE
            elif tag == "calcPr":
                self.recalculates = attributes.get("fullCalcOnLoad") in TRUE
            elif tag == "sheet" and attributes.get("state", "visible") == "visible":
                relationship = self._relationships.get(_relationship_id(attributes))
                if relationship and relationship.kind == "worksheet":
                    part = self.package.claim(relationship.target)
                    yield Sheet(unescape(attributes.get("name", "")), part)

    def _related(self, kind: str) -> str | None:
        parts = (found.target for found in self._relationships.values() if found.kind == kind)
        return next(parts, None)

    @cached_property
    def strings(self) -> SharedStrings:
        handler = _StringsHandler()
        if part := self._related("sharedStrings"):
            for _ in parse(self.package.read(part), handler):
                pass
        return handler.strings

    @cached_property
    def renderers(self) -> list[Renderer | None]:
        """How each cell format (`c/@s`) shows a number."""
        part = self._related("styles")
        return list(self._read_renderers(part)) if part else []

    def _read_renderers(self, part: str) -> Iterator[Renderer | None]:
        codes: dict[int, str] = {}
        shared: dict[int, Renderer | None] = {}
        parent = ""
        for count, (tag, attributes) in enumerate(elements(self.package.read(part))):
            if count > MAX_STYLE_ELEMENTS:
                raise InvalidRequest(
                    "The workbook has more formats than a spreadsheet program writes."
                )
            if tag == "numFmt" and parent != "dxfs":
                codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            elif tag == "xf" and parent == "cellXfs":
                key = int(attributes.get("numFmtId", "0"))
                if key not in shared:
                    shared[key] = renderer(key, codes.get(key), from_1904=self.from_1904)
                yield shared[key]
            elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                parent = tag


def _relationship_id(attributes: Attributes) -> str:
    # The prefix of `r:id` is the writer's choice; `sheetId` has none, so the colon tells them apart.
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


class _StringsHandler:
    """Gathers `si` elements: their runs (`t`) joined, phonetic readings (`rPh`) left out."""

    def __init__(self) -> None:
        self.depth = 0
        self.text: list[str] = []
        self.strings = SharedStrings()
        self._runs: list[str] = []
        self._length = 0
        self._phonetic = False

    def start(self, name: str, _attributes: Attributes) -> None:
        self.depth += 1
        self.text.clear()
        if name == "si":
            self._runs.clear()
            self._length = 0
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == "t" and not self._phonetic:
            run = "".join(self.text)
            self._runs.append(run)
            self._length += len(run) + 1  # an empty run is not for nothing either
            if self._length > MAX_TEXT:
                raise text_too_long()
        elif name == "si":
            self.strings.append(unescape("".join(self._runs)))
        elif name == "rPh":
            self._phonetic = False
