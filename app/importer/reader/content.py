"""What a file is, by its content; never by its name or declared type.

A refusal says what the file is and what to send instead.
"""

import re
from pathlib import Path
from typing import Final, Literal

from app.errors import InvalidRequest, UnknownContent
from app.importer.reader.archive import broken_refused
from app.importer.reader.encoding import named_encoding
from app.importer.reader.marks import END_OF_FILE

Kind = Literal[
    "text", "json lines", "json array", "gzip", "zip", "encrypted", "xlsx", "xlsb", "xls", "ods"
]

HEAD: Final = 4096  # bytes; tar's signature ends at 262, a comment in front of HTML takes some more

TABLE = "send a CSV file or an Excel workbook"
EXPORT = "export the table as CSV or Excel and send that file"
UNPACK = "unpack it and send the file inside"
SAVE_AS = "open it in a spreadsheet program, save it as XLSX or CSV and send that file"

# (offset, bytes, what it is, what to do), each from the format's own specification. Signatures a
# CSV file could begin with (BM, MZ, ORC) are missing: control characters give those files away.
SIGNATURES: Final = (
    (0, b"%PDF-", "a PDF document", EXPORT),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image", TABLE),
    (0, b"\xff\xd8\xff", "a JPEG image", TABLE),
    (0, b"GIF8", "a GIF image", TABLE),
    (0, b"II*\0", "a TIFF image", TABLE),
    (0, b"MM\0*", "a TIFF image", TABLE),
    (8, b"WEBPVP8", "a WebP image", TABLE),
    (4, b"ftyp", "a photo or a video", TABLE),
    (0, b"{\\rtf", "an RTF document", EXPORT),
    (0, b"%!PS", "a PostScript document", EXPORT),
    (0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (4, b"1AY&SY", "a bzip2 archive", UNPACK),
    (0, b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"SQLite format 3\0", "an SQLite database", EXPORT),
    (4, b"Standard Jet DB\0", "an Access database", EXPORT),
    (4, b"Standard ACE DB\0", "an Access database", EXPORT),
    (0, b"PAR1", "a Parquet file", EXPORT),
    (0, b"ARROW1\0\0", "an Arrow file", EXPORT),
    (0, b"Obj\x01", "an Avro file", EXPORT),
    (0, b"\x7fELF", "a program", TABLE),
    (0, b"\xff\xfe\0\0", "text in UTF-32", "save it as UTF-8 and send that file"),
    (0, b"\0\0\xfe\xff", "text in UTF-32", "save it as UTF-8 and send that file"),
    (0, b"\x09\x00\x04\x00", "a workbook of Excel 2", SAVE_AS),
    (0, b"\x09\x02\x06\x00", "a workbook of Excel 3", SAVE_AS),
    (0, b"\x09\x04\x06\x00", "a workbook of Excel 4", SAVE_AS),
    (0, b"\x00\x00\x02\x00\x06\x04", "a Lotus 1-2-3 spreadsheet", SAVE_AS),
    (0, b"\x00\x00\x1a\x00", "a Lotus 1-2-3 spreadsheet", SAVE_AS),
)

# (pattern at the first visible character, what it is, what to do); the first that matches decides.
MARKUP: Final = (
    (r"(<\?xml\b.*?|)<office:document", "a flat OpenDocument file (FODS)", SAVE_AS),
    (
        r"(<\?xml\b.*?progid=\"Excel\.Sheet\"|(<\?xml\b.*?|)<([a-z]+:)?workbook\b[^>]*office:spreadsheet)",
        "an Excel 2003 XML spreadsheet",
        SAVE_AS,
    ),
    (r"<\?xml.*?<html\b", "a web page (HTML), whatever its name says", SAVE_AS),
    (r"(<\?xml\b.*?|)<svg\b", "an SVG image", TABLE),
    (r"<\?xml\b", "an XML document", EXPORT),
    (
        r"<(!--|(!doctype html|html|head|body|meta|table|style|script|div)\b)",
        "a web page (HTML), whatever its name says",
        SAVE_AS,
    ),
    (r"BEGIN:VCARD\b", "a vCard file", "export the contacts as CSV and send that file"),
    (r"MIME-Version:", "a web archive or an e-mail", SAVE_AS),
    # A header may be called ID;P..., so a record of the format's own must follow.
    (
        r"(?-i:ID;P[^\r\n]*[\r\n](.*?[\r\n])?(P;PGeneral\b|[BC];[XY][0-9]+[;\r\n]))",
        "a SYLK spreadsheet",
        SAVE_AS,
    ),
    (r"(?-i:TABLE[\r\n]+0,1[\r\n]+\")", "a DIF spreadsheet", SAVE_AS),
)
_MARKUP: Final = [
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), what, fix) for pattern, what, fix in MARKUP
]

_JSON_OBJECT: Final = re.compile(r'\{\s*(?:["}]|\Z)')
_JSON_ARRAY: Final = re.compile(r'\[\s*(?:[\[{"\]]|\Z)')
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def recognise(path: Path) -> Kind:
    """What the file is. Raises UnknownContent, or InvalidRequest for an empty file."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise InvalidRequest("The file is empty.")
    for offset, signature, what, fix in SIGNATURES:
        if head.startswith(signature, offset):
            raise refusal(what, fix)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(_zip_content(path))
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _package(_ole_content(path))
    text = _decoded(head)
    return _text_kind(text.rstrip(END_OF_FILE) or text)


def refusal(what: str, fix: str) -> UnknownContent:
    """What is raised for content that no reader knows."""
    return UnknownContent(f"This is {what}: {fix}.")


def _zip_content(path: Path) -> str:
    # Imported only now: most files are text, and the XML parser costs 20 ms of start-up.
    from app.importer.reader.package_content import zip_content

    with broken_refused("ZIP"):
        return zip_content(path)


def _ole_content(path: Path) -> str:
    from app.importer.reader.ole import ole_content

    return ole_content(path)


def _package(content: str) -> Kind:
    match content:
        case "zip" | "encrypted" | "xlsx" | "xlsb" | "xls" | "ods":
            return content
        case _:
            raise refusal(content, EXPORT)


def _decoded(head: bytes) -> str:
    codec, bom = named_encoding(head)
    return head[bom:].decode(codec or "latin-1", "replace").lstrip("\ufeff")


def _text_kind(text: str) -> Kind:
    visible = text.lstrip()
    for pattern, what, fix in _MARKUP:
        if pattern.match(visible):
            raise refusal(what, fix)
    # Compressed or machine data is a tenth control characters, text has none; a few are let
    # through to be rejected where they stand, row by row.
    if len(_CONTROL.findall(text)) > max(7, len(text) // 20):
        raise refusal("binary data", TABLE)
    if _JSON_OBJECT.match(visible):
        return "json lines"
    return "json array" if _JSON_ARRAY.match(visible) else "text"
