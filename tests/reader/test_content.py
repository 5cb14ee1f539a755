import pytest

from app.errors import InvalidRequest, UnknownContent
from app.importer.reader.content import SIGNATURES
from tests.reader.builders import cells, gzipped, read, zipped
from tests.workbooks.builders import compound

OOXML = '<Types xmlns="x"><Override PartName="/main.xml" ContentType="application/vnd.{}.main+xml"/></Types>'


def ole(*names: str) -> bytes:
    """A compound file with these streams, all of them empty."""
    return compound(dict.fromkeys(names, b""))


def office(kind: str) -> bytes:
    return zipped(("[Content_Types].xml", OOXML.format(kind).encode()), ("main.xml", b"<x/>"))


REFUSED = {
    "a PDF document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a PNG image": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a JPEG image": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "a GIF image": b"GIF89a\x01\0\x01\0",
    "a TIFF image": b"II*\0\x08\0\0\0",
    "a WebP image": b"RIFF\x24\0\0\0WEBPVP8 ",
    "a photo or a video": b"\0\0\0\x18ftypheic\0\0\0\0",
    "an RTF document": b"{\\rtf1\\ansi}",
    "a RAR archive": b"Rar!\x1a\x07\x01\0",
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\0\x04",
    "a bzip2 archive": b"BZh91AY&SY\x94",
    "an xz archive": b"\xfd7zXZ\0\0\x04",
    "a Zstandard archive": b"\x28\xb5\x2f\xfd\x04",
    "a tar archive": b"customers.csv".ljust(257, b"\0") + b"ustar\x0000",
    "an SQLite database": b"SQLite format 3\0\x10\0",
    "an Access database": b"\0\x01\0\0Standard ACE DB\0",
    "a Parquet file": b"PAR1\x15\x04",
    "an Arrow file": b"ARROW1\0\0\xff\xff",
    "a program": b"\x7fELF\x02\x01\x01",
    "binary data": b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40",
    "text in UTF-32": "id".encode("utf-32"),
    "a workbook of Excel 4": b"\x09\x04\x06\x00\x00\x00\x10\x00",
    "a Lotus 1-2-3 spreadsheet": b"\x00\x00\x1a\x00\x00\x10\x04\x00",
    "a web page (HTML), whatever its name says": b"\xef\xbb\xbf\n<!DOCTYPE html>\n<table>",
    "an Excel 2003 XML spreadsheet": b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
    "a flat OpenDocument file (FODS)": (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
        b'office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        b"<office:body><office:spreadsheet>"
    ),
    "a SYLK spreadsheet": b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"email"\r\nE\r\n',
    "a DIF spreadsheet": b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n',
    "an SVG image": b'<?xml version="1.0"?><svg xmlns="x">',
    "an XML document": '<?xml version="1.0"?><customers/>'.encode("utf-16"),
    "a vCard file": b"BEGIN:VCARD\r\nVERSION:3.0",
    "a Word document": office("openxmlformats-officedocument.wordprocessingml.document"),
    "a PowerPoint presentation": office(
        "openxmlformats-officedocument.presentationml.presentation"
    ),
    "an OpenDocument file": zipped(("mimetype", b"application/vnd.oasis.opendocument.text")),
    "an e-book or another document": zipped(("mimetype", b"application/epub+zip")),
    "an Apple Numbers or Pages document": zipped(
        ("Index/Document.iwa", b"x"), ("preview.jpg", b"x")
    ),
    "an Outlook message": ole("__properties_version1.0"),
    "an OLE file": ole("Something"),
}


@pytest.mark.parametrize(("what", "content"), REFUSED.items(), ids=REFUSED)
def test_content_that_is_no_table_is_named_and_refused(what: str, content: bytes) -> None:
    with pytest.raises(
        UnknownContent, match=r"^This is (.*): .*(send|save|export|unpack).*\.$"
    ) as refused:
        read(content)
    assert refused.value.message.startswith(f"This is {what}: ")


def test_an_old_word_document_is_told_from_a_workbook() -> None:
    with pytest.raises(UnknownContent, match="a Word document"):
        read(ole("1Table", "WordDocument"))


@pytest.mark.parametrize("content", [gzipped(b"%PDF-1.7"), zipped(("a.pdf", b"%PDF-1.7"))])
def test_content_inside_an_archive_is_recognised_too(content: bytes) -> None:
    with pytest.raises(UnknownContent, match="This is a PDF document"):
        read(content)


SAVED_AS = {
    'ID;PCALCOOO32\nC;X1;Y1;K"email"\nC;X2;Y1;K"name"\nE\n': "a SYLK spreadsheet",
    "ID;PSheetJS;N;E\r\nF;P0;DG0G8;M255\r\nB;Y2;X2;D0 0 1 1\r\nE\r\n": "a SYLK spreadsheet",
    'ID;P\rP;EArial;M200\rC;Y1;K"email"\rE\r': "a SYLK spreadsheet",
    'TABLE\n0,1\n"lo"\nVECTORS\n': "a DIF spreadsheet",
    'TABLE\r0,1\r""\rTUPLES\r': "a DIF spreadsheet",
    '<?xml version="1.0"?>\n<!-- x -->\n<office:document>': "a flat OpenDocument file (FODS)",
    "<office:document xmlns:office='x'>": "a flat OpenDocument file (FODS)",
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">': (
        "an Excel 2003 XML spreadsheet"
    ),
    '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">': (
        "an Excel 2003 XML spreadsheet"
    ),
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">': (
        "an Excel 2003 XML spreadsheet"
    ),
}


@pytest.mark.parametrize("content", SAVED_AS)
def test_names_the_formats_that_spreadsheet_programs_also_save(content: str) -> None:
    with pytest.raises(UnknownContent) as refused:
        read(content)
    assert refused.value.message == (
        f"This is {SAVED_AS[content]}: open it in a spreadsheet program, save it as XLSX or CSV and "
        "send that file."
    )


@pytest.mark.parametrize(
    "content",
    [
        "ID;Phone\nC;3471234567\n",
        "ID;Prenom\nP;Paolo\nE\n",
        "ID;Pais\nF;FR\nB;BR\n",
        "id;phone\nc;x1;k\n",
        "TABLE\n0\n",
        "table\n0,1\n",
    ],
)
def test_a_table_that_resembles_such_a_format_is_still_a_table(content: str) -> None:
    assert len(read(content)) == content.count("\n")


@pytest.mark.parametrize(
    "start", ["BM", "MZ", "ORC", "ID;P", "PK", "<email>", "[email]", "{name}", "PAR"]
)
def test_a_header_that_begins_like_another_format_is_still_a_header(start: str) -> None:
    assert cells(f"{start},email\n1,a@b.it\n") == [[start, "email"], ["1", "a@b.it"]]


def test_no_signature_is_plain_text_a_header_could_begin_with() -> None:
    plain = {(offset, signature) for offset, signature, _, _ in SIGNATURES if signature.isalnum()}
    assert plain == {(0, b"GIF8"), (8, b"WEBPVP8"), (4, b"ftyp"), (0, b"PAR1"), (257, b"ustar")}


@pytest.mark.parametrize("content", [b"", gzipped(b""), zipped(("a.csv", b""))])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidRequest, match="is empty"):
        read(content)


@pytest.mark.parametrize(
    "content", ["\n", " \r\n\t\r\n", ";;;\n;;;\n", '"",""\n', "\ufeff", "sep=;\n", "\u00a0,\n"]
)
def test_a_file_of_nothing_but_blanks_is_refused(content: str) -> None:
    with pytest.raises(InvalidRequest, match="no cell with a value"):
        read(content)


@pytest.mark.parametrize("content", [ole("Workbook")[:600], ole("Workbook")[:9]])
def test_refuses_a_compound_file_that_is_cut_off(content: bytes) -> None:
    with pytest.raises(InvalidRequest, match="damaged or cut off: open it"):
        read(content)


def test_a_document_with_an_embedded_workbook_is_a_document() -> None:
    with pytest.raises(UnknownContent, match="a Word document"):
        read(ole("ObjectPool/Workbook", "WordDocument"))
