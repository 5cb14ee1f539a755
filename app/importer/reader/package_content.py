"""What a ZIP file holds: one file to unpack, or the parts of a document."""

from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError

from app.errors import InvalidRequest
from app.importer.reader.archive import Archive, file_key
from app.importer.reader.markup import elements
from app.importer.reader.package import Package
from app.importer.rows import Limits

CONTENT_TYPES: Final = "[Content_Types].xml"
MIMETYPE: Final = "mimetype"
MANIFEST: Final = "META-INF/manifest.xml"
# A hundred times the longest honest list of content types.
LIMITS: Final = Limits(unpacked_bytes=1024 * 1024)

# Pieces of the main part's content type (ECMA-376 part 1, 12 to 15; [MS-XLSB] 2.1.7), in small
# letters; the binary workbook comes first, because its type holds "ms-excel" too.
OFFICE_TYPES: Final = (
    ("ms-excel.sheet.binary", "xlsb"),
    ("ms-excel", "xlsx"),
    ("spreadsheetml", "xlsx"),
    ("wordprocessingml", "a Word document"),
    ("ms-word", "a Word document"),
    ("presentationml", "a PowerPoint presentation"),
    ("ms-powerpoint", "a PowerPoint presentation"),
    ("ms-visio", "a Visio drawing"),
)


def zip_content(path: Path) -> str:
    """ "xlsx", "xlsb", "ods" or plain "zip"; else what the package is, in words.

    Raises what Archive and Package raise.
    """
    names = {file_key(info.filename) for info in Archive(path).files}
    if file_key(CONTENT_TYPES) in names:
        return _office_content(Package(path, LIMITS))
    if MIMETYPE in names:
        mimetype = b"".join(Package(path, LIMITS).read(MIMETYPE))
        return _by_mimetype(mimetype.decode("ascii", "replace").strip())
    if {file_key(MANIFEST), "content.xml"} <= names:
        return _by_mimetype(_media_type(Package(path, LIMITS)))
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        return "an Apple Numbers or Pages document"
    return "zip"


def _office_content(package: Package) -> str:
    """By the content type of the part that `_rels/.rels` names as the document.

    A `Default` says nothing: every XLSX of SheetJS has one that calls `.bin` a binary workbook.
    """
    types = _overrides(package)
    main = _main_part(package)
    declared = types.get(main)
    if declared is None and main:
        return "xlsb" if main.endswith(".bin") else "xlsx"
    for content_type in [declared] if declared else types.values():
        for piece, content in OFFICE_TYPES:
            if piece in content_type:
                return content
    # Damage, most likely, which the reader of workbooks describes best.
    return "xlsx"


def _overrides(package: Package) -> dict[str, str]:
    """The content types of single parts, as far as the list can be read."""
    types = {}
    try:
        for tag, attributes in elements(package.read(CONTENT_TYPES)):
            if tag == "Override":
                part = file_key(attributes.get("PartName", ""))
                types[part] = attributes.get("ContentType", "").lower()
    except (ExpatError, InvalidRequest):
        pass
    return types


def _main_part(package: Package) -> str:
    """The key of the document's own part, "" where the package does not say which it is."""
    try:
        return file_key(package.main_part())
    except (ExpatError, InvalidRequest, KeyError):
        return ""


def _media_type(package: Package) -> str:
    """What the manifest says of the whole package: some writers leave out the file that says it first."""
    try:
        for tag, attributes in elements(package.read(MANIFEST)):
            if tag.endswith("file-entry") and attributes.get("manifest:full-path") == "/":
                return attributes.get("manifest:media-type", "")
    except ExpatError:
        pass
    return ""


def _by_mimetype(mimetype: str) -> str:
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    return "an OpenDocument file" if "opendocument" in mimetype else "an e-book or another document"
