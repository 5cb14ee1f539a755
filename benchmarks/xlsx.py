"""A workbook as Excel writes one, streamed by hand: a library would take a minute for what is measured in seconds."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from benchmarks.data import COLUMNS, person

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Cell = Callable[[str, str], str]
"""A reference and a text, made into XML."""

BLOCK_ROWS: Final = 1_000  # a write for each row costs more than the row

PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


class SharedStrings:
    """Every different text once, in the order they were first used; cells hold the number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def cell(self, reference: str, text: str) -> str:
        number = self._numbers.setdefault(text, len(self._numbers))
        return f'<c r="{reference}" t="s"><v>{number}</v></c>'

    def xml(self) -> Iterator[str]:
        yield f'<sst xmlns="{MAIN}">'
        for text in self._numbers:
            yield f"<si><t>{escape(text)}</t></si>"
        yield "</sst>"


def inline_cell(reference: str, text: str) -> str:
    """As exporters write cells that stream themselves."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def write_workbook(path: Path, rows: int, *, shared: bool) -> None:
    """Customers 0 to rows - 1; the texts in one shared table (Excel's way) or in the cells."""
    strings = SharedStrings()
    cell = strings.cell if shared else inline_cell
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, xml in PARTS.items():
            package.writestr(name, xml)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for first in range(0, rows + 1, BLOCK_ROWS):
                numbers = range(first, min(first + BLOCK_ROWS, rows + 1))
                sheet.write("".join([row_xml(number, cell) for number in numbers]).encode())
            sheet.write(b"</sheetData></worksheet>")
        with package.open("xl/sharedStrings.xml", "w") as table:
            table.write("".join(strings.xml()).encode())


def row_xml(number: int, cell: Cell) -> str:
    """Row 0 is the header."""
    texts = person(number - 1, 0) if number else COLUMNS
    cells = [
        cell(f"{letter}{number + 1}", text) for letter, text in zip("ABCDEF", texts, strict=True)
    ]
    return f'<row r="{number + 1}">{"".join(cells)}</row>'
