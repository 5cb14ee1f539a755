"""The ZIP package of a workbook. Nothing its directory declares is believed: bytes are counted."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader.markup import elements
from app.importer.rows import Limits

CHUNK = 64 * 1024  # 16 KiB to 256 KiB read equally fast; the events of one chunk wait in memory
# A workbook has tens of parts. zipfile builds an object of some 600 bytes for every directory entry
# before it can be asked anything: 200 MiB of them would be gigabytes and half a minute.
MAX_DIRECTORY = 4 * 1024 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that OPC and ODF allow
ENCRYPTED = 0x1  # general purpose flag bit 0


class Relationship(NamedTuple):
    """Where a part points: the last word of the type's URI (`worksheet`), and the part's name."""

    kind: str
    target: str


class _ArchiveFile(io.FileIO):
    """The file as zipfile sees it: closed with its last reference, and no directory beyond a size.

    Sheets are read lazily, long after whoever opened the package has gone, so nobody else can say
    when to close. zipfile reads the directory in one call, the only large one it ever makes.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise InvalidRequest(
                "The workbook is not one a spreadsheet program writes: too many parts."
            )
        return super().read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        # An entry that claims to begin before the file would be an OSError, as a broken disk is.
        if offset < 0 and whence == io.SEEK_SET:
            raise zipfile.BadZipFile
        return super().seek(offset, whence)

    def __del__(self) -> None:
        self.close()


class Package:
    """The parts of one workbook; names are compared without case, as OPC does."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._archive = zipfile.ZipFile(_ArchiveFile(path))
        self._unpacked_left = limits.unpacked_bytes
        self._claimed: set[str] = set()
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            self._add(info)

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = _key(info.filename)
        if name in self._parts:
            raise InvalidRequest("The workbook is damaged: it holds the same part twice.")
        self._parts[name] = info

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def read(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a part. Raises InvalidRequest, UnknownContent, PayloadTooLarge."""
        info = self._parts.get(_key(name))
        if info is None:
            raise InvalidRequest(f"The workbook is damaged: its part {name[:80]!r} is missing.")
        if info.flag_bits & ENCRYPTED:
            raise encrypted()
        if info.compress_type not in METHODS:
            raise InvalidRequest("The workbook is packed in a way spreadsheet programs do not use.")
        with self._archive.open(info) as part:
            while chunk := part.read(CHUNK):
                self._count(len(chunk))
                yield chunk

    def _count(self, size: int) -> None:
        self._unpacked_left -= size
        if self._unpacked_left < 0:
            raise PayloadTooLarge("The workbook unpacks to more than this service accepts.")

    def relationships(self, part: str = "") -> dict[str, Relationship]:
        """What a part (or the package itself) points to, by relationship id (ECMA-376 part 2, 9.3)."""
        folder, name = posixpath.split(part)
        found = {}
        for tag, attributes in elements(self.read(posixpath.join(folder, "_rels", f"{name}.rels"))):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes["Target"])
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = Relationship(kind, posixpath.normpath(target).lstrip("/"))
        return found

    def claim(self, part: str) -> str:
        """A sheet's part, which no other sheet may have: a thousand sheets of one part are a bomb."""
        if _key(part) in self._claimed:
            raise InvalidRequest("The workbook is damaged: two of its sheets are the same part.")
        self._claimed.add(_key(part))
        return part

    def main_part(self) -> str:
        """The name of the workbook's own part."""
        for relationship in self.relationships().values():
            if relationship.kind == "officeDocument":
                return relationship.target
        raise InvalidRequest("The workbook is damaged: it names no workbook part.")


def encrypted() -> UnknownContent:
    """What is raised for a workbook under a password, wherever that is noticed."""
    return UnknownContent(
        "The workbook is encrypted: save it without a password and send that file."
    )


def _key(name: str) -> str:
    # Some .NET writers separate folders with a backslash.
    return name.replace("\\", "/").lower()
