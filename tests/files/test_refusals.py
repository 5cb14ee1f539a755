"""docs/design.md#refusals, of files as a whole: which status, what is said, and nothing written."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines, ods, packed, xls, xlsx
from tests.files.cases import Refusal
from tests.reader.builders import gzipped, zipped
from tests.workbooks.builders import compound, xlsx_parts

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = lines("email", "anna@x.com")


def encrypted_zip() -> bytes:
    """A ZIP whose entry says that it needs a password."""
    content = bytearray(zipped(("a.csv", GOOD)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


UNKNOWN = [
    Refusal("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 415, "PDF"),
    Refusal("a picture", PNG, 415, "PNG"),
    Refusal("a photo", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(64), 415, "JPEG"),
    Refusal(
        "a web page that calls itself XLS",
        b"<html><table><tr><td>email</td></tr></table></html>",
        415,
        "HTML",
    ),
    Refusal(
        "a web page behind a BOM and blanks", b"\xef\xbb\xbf \n<!DOCTYPE HTML>\n<p>", 415, "HTML"
    ),
    Refusal(
        "an XML spreadsheet of 2003",
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
        415,
        "2003",
    ),
    Refusal(
        "a Word document",
        packed(
            {"word/document.xml": "<w/>"},
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        ),
        415,
        "Word",
    ),
    Refusal(
        "an OpenDocument text",
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text")),
        415,
        "OpenDocument",
    ),
    Refusal("a vCard", b"BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nEND:VCARD\n", 415, "vCard"),
    Refusal("a tar archive", b"a.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(248), 415, "tar"),
    Refusal("a RAR archive", b"Rar!\x1a\x07\x01\x00" + bytes(64), 415, "RAR"),
    Refusal("a 7z archive", b"7z\xbc\xaf\x27\x1c" + bytes(64), 415, "7z"),
    Refusal("a database", b"SQLite format 3\0" + bytes(100), 415, "SQLite"),
    Refusal("a Parquet file", b"PAR1" + bytes(100), 415, "Parquet"),
    Refusal("random bytes", bytes(range(256)) * 20, 415, "binary"),
    Refusal("a picture inside a ZIP", zipped(("a.csv", PNG)), 415, "PNG"),
    Refusal("a PDF inside a gzip", gzipped(b"%PDF-1.7\n"), 415, "PDF"),
    Refusal("an OLE file of something else", compound({"Something": b""}), 415, "OLE"),
    Refusal("an encrypted ZIP", encrypted_zip(), 415, "password"),
]

UNREADABLE = [
    Refusal("no bytes", b"", 422, "empty"),
    Refusal("an OLE file of nothing", OLE + bytes(600), 422, "damaged or cut off"),
    Refusal("blanks and line ends", b" \r\n\t\r\n", 422, ""),
    Refusal("nothing but a BOM", b"\xef\xbb\xbf", 422, ""),
    Refusal("nothing but delimiters", b";;;;\n;;;;\n", 422, ""),
    Refusal("nothing but a sep= line", b"sep=;\n", 422, ""),
    Refusal(
        "no header: the ones found are named", b"colour,size\nred,4\n", 422, "'colour', 'size'"
    ),
    Refusal(
        "no header: the ones understood are named",
        b"colour,size\nred,4\n",
        422,
        "customer_id, email or phone",
    ),
    Refusal(
        "a name alone identifies nobody", b"name,surname\nAnna,Rossi\n", 422, "'name', 'surname'"
    ),
    Refusal("headers are whole strings", b"email consent\nyes\n", 422, "'email consent'"),
    Refusal(
        "a header below the 30th row", lines(*["title"] * 30, "email", "anna@x.com"), 422, "'title'"
    ),
    Refusal(
        "values without a header", lines("anna@x.com,Anna", "bea@x.com,Bea"), 422, "anna@x.com"
    ),
    Refusal("an empty workbook", xlsx([]), 422, "empty"),
    Refusal("an empty XLS", xls([]), 422, "empty"),
    Refusal("an empty ODS", ods([]), 422, "empty"),
    Refusal("a workbook without a known header", xlsx([["colour"], ["red"]]), 422, "'colour'"),
    Refusal("a workbook cut in half", xlsx([["email"], ["anna@x.com"]])[:600], 422, ""),
    Refusal(
        "a workbook whose sheet is no XML", packed(xlsx_parts("<row><c></row>")), 422, "damaged"
    ),
    Refusal("an empty ZIP", zipped(), 422, "0 files"),
    Refusal("a ZIP of two files", zipped(("a.csv", GOOD), ("b.csv", GOOD)), 422, "2 files"),
    Refusal("a ZIP of an empty file", zipped(("a.csv", b"")), 422, "empty"),
    Refusal("a gzip cut off", gzipped(GOOD * 50)[:-12], 422, "gzip"),
    Refusal("a gzip of nothing", gzipped(b""), 422, "empty"),
    Refusal(
        "an archive in an archive in an archive", gzipped(gzipped(gzipped(GOOD))), 422, "archives"
    ),
    Refusal("a JSON array cut off", b'[{"email": "anna@x.com"}, {"em', 422, "JSON"),
    Refusal("a JSON array of numbers", b'[["email"], ["anna@x.com"]]', 422, "JSON"),
    Refusal("an empty JSON array", b"[]", 422, ""),
    Refusal("JSON objects without keys", b"{}\n{}\n", 422, "columns"),
    Refusal("JSON objects of nothing we know", b'{"colour": "red"}\n', 422, "'colour'"),
]


@pytest.mark.parametrize("case", [*UNKNOWN, *UNREADABLE], ids=str)
def test_a_file_is_refused_whole(case: Refusal, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
