"""What a package is, by the type of the part that it names as its document."""

import zipfile
from pathlib import Path

import pytest

from app.importer.reader.content import recognise
from app.importer.reader.package_content import zip_content
from tests.workbooks.builders import Parts, package, relationships

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

SHEETJS_DEFAULT = f'<Default Extension="bin" ContentType="{XLSB}"/>'


def types(part: str, content_type: str, defaults: str = "") -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'{defaults}<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )


def parts(main: str, content_types: str) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": content_types,
        "_rels/.rels": relationships([("rId1", "officeDocument", main)]),
        main: "<x/>",
    }


KINDS: dict[str, tuple[Parts, str]] = {
    "a workbook": (parts("xl/workbook.xml", types("xl/workbook.xml", XLSX)), "xlsx"),
    "a workbook with macros": (parts("xl/workbook.xml", types("xl/workbook.xml", XLSM)), "xlsx"),
    "a binary workbook": (parts("xl/workbook.bin", types("xl/workbook.bin", XLSB)), "xlsb"),
    "a workbook of SheetJS": (
        parts("xl/workbook.xml", types("xl/workbook.xml", XLSX, SHEETJS_DEFAULT)),
        "xlsx",
    ),
    "a workbook with an embedded binary one": (
        parts(
            "xl/workbook.xml",
            types("xl/embeddings/a.bin", XLSB)[:-8]
            + f'<Override PartName="/XL/Workbook.xml" ContentType="{XLSX}"/></Types>',
        ),
        "xlsx",
    ),
    "a binary workbook that a Default declares": (
        parts("xl/workbook.bin", f"<Types>{SHEETJS_DEFAULT}</Types>"),
        "xlsb",
    ),
    "a workbook without types": (parts("xl/workbook.xml", "<Types/>"), "xlsx"),
    "a workbook whose types are no XML": (parts("xl/workbook.xml", "Types"), "xlsx"),
    "a package that names no document": (
        {"[Content_Types].xml": types("xl/workbook.bin", XLSB), "_rels/.rels": "<x"},
        "xlsb",
    ),
    "a package without relationships": (
        {"[Content_Types].xml": types("a", WORD)},
        "a Word document",
    ),
    "a document": (parts("word/document.xml", types("word/document.xml", WORD)), "a Word document"),
    "a document with macros": (parts("d.xml", types("d.xml", MACRO_WORD)), "a Word document"),
    "slides": (parts("ppt/p.xml", types("ppt/p.xml", SLIDES)), "a PowerPoint presentation"),
    "an OpenDocument spreadsheet": (
        {"MIMETYPE": "application/vnd.oasis.opendocument.spreadsheet-template\n"},
        "ods",
    ),
    "an OpenDocument spreadsheet without its mimetype": (
        {
            "content.xml": "<x/>",
            "META-INF/manifest.xml": (
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                '<manifest:file-entry manifest:full-path="/" manifest:media-type='
                '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
            ),
        },
        "ods",
    ),
    "another package with a manifest": (
        {"content.xml": "<x/>", "META-INF/manifest.xml": "<x"},
        "an e-book or another document",
    ),
    "a file in a ZIP": ({"customers.csv": "email"}, "zip"),
}


@pytest.mark.parametrize("name", KINDS)
def test_tells_what_a_package_is(name: str, tmp_path: Path) -> None:
    content, kind = KINDS[name]

    assert zip_content(package(tmp_path / "a", content)) == kind


@pytest.mark.parametrize(
    "name", ["[content_types].xml", "[CONTENT_TYPES].XML", "\\[Content_Types].xml"]
)
def test_compares_the_names_of_parts_without_case_and_with_either_slash(
    name: str, tmp_path: Path
) -> None:
    written = {
        name: types("xl/workbook.bin", XLSB),
        "_RELS\\.rels": relationships([("rId1", "officeDocument", "xl\\Workbook.bin")]),
        "XL\\WORKBOOK.BIN": "",
    }
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        for part, text in written.items():
            archive.writestr(part, text)

    assert recognise(tmp_path / "a") == "xlsb"
