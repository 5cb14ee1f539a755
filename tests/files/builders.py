"""Files as bytes, from rows of cells: one function a format, so that a test names nothing but its cells."""

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlwt

from tests.reader.builders import zipped
from tests.workbooks import builders as parts

XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XLSB_MAIN = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"

Cell = str | int | float
Rows = Sequence[Sequence[Cell]]


def lines(*rows: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    """A text file, each line with its end."""
    return "".join(row + end for row in rows).encode(encoding)


def delimited(rows: Rows, delimiter: str = ",", end: str = "\n", quote: str = '"') -> str:
    """Delimited text as RFC 4180 writes it: a cell is quoted where it must be."""
    special = {delimiter, quote, "\r", "\n"}

    def written(cell: Cell) -> str:
        text = str(cell)
        if special.isdisjoint(text) and text == text.strip():
            return text
        return quote + text.replace(quote, quote * 2) + quote

    return "".join(delimiter.join(map(written, row)) + end for row in rows)


def json_lines(rows: Rows) -> bytes:
    """An object a line; a blank cell has no key."""
    return "".join(json.dumps(each) + "\n" for each in _objects(rows)).encode()


def json_array(rows: Rows) -> bytes:
    """One array of objects, characters beyond ASCII as they are."""
    return json.dumps(_objects(rows), ensure_ascii=False, indent=1).encode()


def _objects(rows: Rows) -> list[dict[str, Cell]]:
    header, *below = rows
    return [
        {str(name): cell for name, cell in zip(header, row, strict=False) if cell != ""}
        for row in below
    ]


def xlsx(rows: Rows, *, first_row: int = 1) -> bytes:
    """A workbook of one sheet, its rows numbered from `first_row`; an empty row is left out."""
    sheet = "".join(
        f'<row r="{number}">{_xlsx_cells(number, row)}</row>'
        for number, row in enumerate(rows, first_row)
        if row
    )
    return packed(parts.xlsx_parts(sheet))


def packed(files: parts.Parts, main: str = XLSX_MAIN) -> bytes:
    """A package of these parts and the list of content types that says what it is."""
    contents = {**content_types(main), **files}
    return zipped(
        *(
            (name, text.encode() if isinstance(text, str) else text)
            for name, text in contents.items()
        )
    )


def content_types(main: str = XLSX_MAIN) -> dict[str, str]:
    """The part that says what a package is."""
    override = f'<Override PartName="/xl/workbook" ContentType="{main}"/>'
    return {"[Content_Types].xml": f"<Types>{override}</Types>"}


def _xlsx_cells(number: int, row: Sequence[Cell]) -> str:
    return "".join(
        xlsx_cell(f"{column_letters(index)}{number}", cell)
        for index, cell in enumerate(row)
        if cell != ""
    )


def xlsx_cell(place: str, cell: Cell) -> str:
    if not isinstance(cell, str):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    return (
        f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_xlsx_text(cell)}</t></is></c>'
    )


def _xlsx_text(text: str) -> str:
    # ECMA-376 part 1, 22.9.2.19: an underscore that would begin an escape is itself escaped, and so
    # is what XML has no room for, and a carriage return, which it turns into a line feed.
    return escape(re.sub("[\r\ufffe\uffff]", _xlsx_escape, text.replace("_x", "_x005F_x")))


def _xlsx_escape(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def column_letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def xls(rows: Rows) -> bytes:
    """A workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(number, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows: Rows) -> bytes:
    """An OpenDocument spreadsheet."""
    return ods_table("".join(map(ods_row, rows)))


def ods_row(row: Sequence[Cell], repeated: int = 1) -> str:
    """A row that stands for `repeated` rows."""
    cells = "".join(map(_ods_cell, row))
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def ods_table(markup: str) -> bytes:
    """An OpenDocument spreadsheet of one sheet with these rows."""
    return _built(
        lambda path: parts.ods(path, f'<table:table table:name="A">{markup}</table:table>')
    )


def _ods_cell(cell: Cell) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell!r}</text:p></table:table-cell>"
    )


def xlsb(rows: Rows) -> bytes:
    """A binary workbook; every cell is text."""
    sheet = b"".join(
        parts.xlsb_row(number)
        + b"".join(
            parts.xlsb_cell(6, column, parts.wide(str(cell)))
            for column, cell in enumerate(row)
            if cell != ""
        )
        for number, row in enumerate(rows)
    )
    with zipfile.ZipFile(io.BytesIO(_built(lambda path: parts.xlsb(path, sheet)))) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()}, XLSB_MAIN)


def _built(build: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        build(path)
        return path.read_bytes()
