"""gzip and ZIP unpacked into temporary files. Bytes are counted as they come, no declared size is believed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Literal

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.rows import Limits
from app.spool import spool_file

CHUNK: Final = 64 * 1024  # bytes
# Members of a gzip file: bgzip makes one of every 64 KiB, 32,768 of 2 GiB. A file of nothing but
# empty members would cost microseconds for every 20 bytes.
MAX_MEMBERS: Final = 100_000
# zipfile makes an object of some 600 bytes for each directory entry (of 46 bytes and a name).
MAX_DIRECTORY: Final = 4 * 1024 * 1024
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # LZMA allocates what the file asks for
ENCRYPTED: Final = 0x1  # general purpose flag bit 0

# What zipfile and zlib raise for bytes that are not what they should be (RuntimeError: encrypted).
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    LookupError,
    OverflowError,
    RuntimeError,
)

# The main part's content type (ECMA-376 part 1, 12 to 15; [MS-XLSB] 2.1.7); the binary one first,
# for its name contains the other's.
OFFICE_PARTS: Final = (
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"sheet.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    (b"ms-excel.template.macroEnabled.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"wordprocessingml.", "a Word document"),
    (b"presentationml.", "a PowerPoint presentation"),
)


class _ArchiveFile(io.FileIO):
    """The file as zipfile sees it: offsets that point in front of it are damage, not our bug.

    The directory, the only long read zipfile ever makes, is refused beyond a size.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise _not_alone("tens of thousands of")
        return super().read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_SET and offset < 0:
            raise zipfile.BadZipFile
        return super().seek(offset, whence)


def unpacked(path: Path, kind: Literal["gzip", "zip"], limits: Limits) -> IO[bytes]:
    """The file inside, in a temporary file that vanishes when it is closed.

    Raises InvalidRequest (broken, empty, more than one file), UnknownContent (encrypted),
    PayloadTooLarge.
    """
    pieces = _gzip_pieces(path) if kind == "gzip" else _zip_pieces(path, limits)
    # Closed by whoever reads it; by its name, because a workbook's reader opens it once more.
    file = spool_file("unpacked")
    try:
        _write(pieces, file, limits.unpacked_bytes)
    except BaseException:
        file.close()
        raise
    return file


def zip_content(path: Path) -> str:
    """ "xlsx", "xlsb", "ods" or plain "zip"; else what the package is, in words."""
    with _ArchiveFile(path) as file, _broken_refused("ZIP"), zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names:
            types = _beginning(archive, "[Content_Types].xml")
            return next((content for part, content in OFFICE_PARTS if part in types), "xlsx")
        if "mimetype" in names:
            return _by_mimetype(_beginning(archive, "mimetype").decode("ascii", "replace").strip())
        if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
            return "an Apple Numbers or Pages document"
        return "zip"


def _by_mimetype(mimetype: str) -> str:
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    return "an OpenDocument file" if "opendocument" in mimetype else "an e-book or another document"


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    _check_readable(info)
    with archive.open(info) as part:
        return part.read(1024 * 1024)  # a hundred times the longest honest list of content types


def _write(pieces: Iterator[bytes], file: IO[bytes], left: int) -> None:
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise _too_large()
        file.write(piece)
    file.flush()


def _zip_pieces(path: Path, limits: Limits) -> Iterator[bytes]:
    with _ArchiveFile(path) as file, _broken_refused("ZIP"), zipfile.ZipFile(file) as archive:
        info = _only_file(archive)
        _check_readable(info)
        if info.file_size > limits.unpacked_bytes:  # true or a lie, it will not do
            raise _too_large()
        with archive.open(info) as part:
            while piece := part.read(CHUNK):
                yield piece


def _only_file(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [
        info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)
    ]
    if len(files) != 1:
        raise _not_alone(f"{len(files):,}")
    return files[0]


def _is_litter(name: str) -> bool:
    # What macOS and Windows add to an archive unasked.
    last = name.rpartition("/")[2]
    return (
        name.startswith("__MACOSX/") or last.startswith(".") or last in ("Thumbs.db", "desktop.ini")
    )


def _check_readable(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise UnknownContent(
            "The ZIP is encrypted: send the file inside, or pack it without a password."
        )
    if info.compress_type not in METHODS:
        raise InvalidRequest(
            "The ZIP is packed by an unusual method: pack it again as a plain ZIP."
        )


def _gzip_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, _broken_refused("gzip file"):
        packed = file.read(CHUNK)
        for _ in range(MAX_MEMBERS):
            member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            while not member.eof:
                packed = packed or file.read(CHUNK)
                if not packed:
                    raise EOFError
                yield member.decompress(packed, CHUNK)
                packed = member.unconsumed_tail
            packed = _after_padding(member.unused_data, file)
            if not packed:
                return
    raise InvalidRequest("The gzip file consists of too many parts: pack it again.")


def _after_padding(packed: bytes, file: IO[bytes]) -> bytes:
    # gzip allows zeros behind a member, as tapes leave them; anything else must be a member.
    while not (packed := packed.lstrip(b"\0")):
        packed = file.read(CHUNK)
        if not packed:
            break
    return packed


@contextmanager
def _broken_refused(what: str) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise InvalidRequest(
            f"The {what} is broken or cut off: pack it again, or send the file as it is."
        ) from error


def _too_large() -> PayloadTooLarge:
    return PayloadTooLarge(
        "The file unpacks to more than this service accepts: split it and import the parts."
    )


def _not_alone(count: str) -> InvalidRequest:
    return InvalidRequest(
        f"The ZIP holds {count} files: send a ZIP of exactly one, or the file itself."
    )
