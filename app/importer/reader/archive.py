"""ZIP files, read with care. Nothing a directory declares is believed; readers count the bytes that come."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.errors import InvalidRequest, UnknownContent

CHUNK: Final = 64 * 1024  # bytes; 16 KiB to 256 KiB read equally fast
# A workbook has tens of parts. zipfile builds an object of some 600 bytes for every directory entry
# (of 46 bytes and a name) before it can be asked anything.
MAX_DIRECTORY: Final = 4 * 1024 * 1024
# All that OPC and ODF allow; LZMA allocates as much as the file asks for.
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
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


class Archive:
    """A ZIP file and its files, folders aside. Closed with its last reference.

    Parts are read lazily, long after their opener has gone, so no caller knows when to close.
    Raises zipfile.BadZipFile and its like for damage, InvalidRequest for an endless directory.
    """

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(_ArchiveFile(path))
        self.files = [
            info for info in self._zip.infolist() if not file_key(info.filename).endswith("/")
        ]

    def chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The unpacked bytes of a file. Raises UnknownContent (encrypted) or InvalidRequest."""
        if info.flag_bits & ENCRYPTED:
            raise UnknownContent(
                "The ZIP is encrypted: send the file inside, or pack it without a password."
            )
        if info.compress_type not in METHODS:
            raise InvalidRequest(
                "The ZIP is packed by an unusual method: pack it again as a plain ZIP, or save the "
                "workbook again."
            )
        with self._zip.open(info) as part:
            while chunk := part.read(CHUNK):
                yield chunk


def file_key(name: str) -> str:
    """A file's name as names are compared: OPC ignores case, and some .NET writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


@contextmanager
def broken_refused(what: str) -> Iterator[None]:
    """Turn damage of an archive into InvalidRequest; `what` names the kind of archive."""
    try:
        yield
    except BROKEN as error:
        raise InvalidRequest(
            f"The {what} is broken or cut off: pack it again, or send the file as it is."
        ) from error


class _ArchiveFile(io.FileIO):
    """The file as zipfile sees it, with a bounded directory and no offset in front of the file."""

    def read(self, size: int | None = -1, /) -> bytes:
        # The directory is the only long read that zipfile ever makes.
        if size is not None and size > MAX_DIRECTORY:
            raise InvalidRequest(
                "The ZIP holds tens of thousands of files: send a workbook, or a ZIP of exactly one file."
            )
        return super().read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        # An entry that claims to begin before the file would be an OSError, as a broken disk is.
        if whence == io.SEEK_SET and offset < 0:
            raise zipfile.BadZipFile
        return super().seek(offset, whence)

    def __del__(self) -> None:
        self.close()
