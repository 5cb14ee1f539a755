"""The ZIP package of a workbook (OPC and ODF): its parts by name, and what they point to."""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.reader.archive import Archive, file_key
from app.importer.reader.markup import elements
from app.importer.rows import Limits


class Relationship(NamedTuple):
    """Where a part points: the last word of the type's URI (`worksheet`), and the part's name."""

    kind: str
    target: str


class Package:
    """The parts of one package; names are compared without case, as OPC does."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._archive = Archive(path)
        self._unpacked_left = limits.unpacked_bytes
        self._claimed: set[str] = set()
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.files:
            self._add(info)

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = file_key(info.filename)
        if name in self._parts:
            raise InvalidRequest("The workbook is damaged: it holds the same part twice.")
        self._parts[name] = info

    def __contains__(self, name: str) -> bool:
        return file_key(name) in self._parts

    def read(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a part. Raises InvalidRequest, UnknownContent, PayloadTooLarge."""
        info = self._parts.get(file_key(name))
        if info is None:
            raise InvalidRequest(f"The workbook is damaged: its part {name[:80]!r} is missing.")
        for chunk in self._archive.chunks(info):
            self._unpacked_left -= len(chunk)
            if self._unpacked_left < 0:
                raise PayloadTooLarge("The workbook unpacks to more than this service accepts.")
            yield chunk

    def relationships(self, part: str = "") -> dict[str, Relationship]:
        """What a part (or the package itself) points to, by relationship id (ECMA-376 part 2, 9.3)."""
        folder, name = posixpath.split(part)
        found = {}
        for tag, attributes in elements(self.read(posixpath.join(folder, "_rels", f"{name}.rels"))):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes["Target"].replace("\\", "/"))
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = Relationship(kind, posixpath.normpath(target).lstrip("/"))
        return found

    def claim(self, part: str) -> str:
        """A sheet's part, which no other sheet may have: a thousand sheets of one part are a bomb."""
        if file_key(part) in self._claimed:
            raise InvalidRequest("The workbook is damaged: two of its sheets are the same part.")
        self._claimed.add(file_key(part))
        return part

    def main_part(self) -> str:
        """The name of the workbook's own part."""
        for relationship in self.relationships().values():
            if relationship.kind == "officeDocument":
                return relationship.target
        raise InvalidRequest("The workbook is damaged: it names no workbook part.")
