"""OLE compound files ([MS-CFB]): the form of XLS, of DOC and of encrypted XLSX. olefile reads the container.

What such a file claims is checked first: a chain may turn in a circle, and a table be larger than the file.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import olefile

from app.errors import InvalidRequest

SECTOR_SIZES: Final = (512, 4096)
ENTRY_SIZE: Final = 128  # bytes of a directory entry
# A workbook with macros has a hundred entries, one of many embedded objects has thousands. olefile
# makes an object of a kilobyte for each and compares it with all those before.
MAX_ENTRIES: Final = 10_000
MAX_SECTOR: Final = 0xFFFFFFFA  # the numbers from here on are marks: end of chain, free, table

ENCRYPTED_PACKAGE: Final = "EncryptedPackage"
# Of BIFF8 and BIFF5; a file with both is read as the newer one.
WORKBOOKS: Final = ("Workbook", "Book")
# What the root's own streams say, the first that is there: an encrypted file has no other of these.
CONTENTS: Final = (
    (ENCRYPTED_PACKAGE, "encrypted"),
    *((name, "xls") for name in WORKBOOKS),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint presentation"),
    ("__properties_version1.0", "an Outlook message"),
)


def ole_content(path: Path) -> str:
    """ "xls", "encrypted", or what else the compound file is, in words.

    Raises InvalidRequest for a damaged one.
    """
    try:
        file = OleFile(path)
    except (ValueError, LookupError, EOFError, OverflowError, struct.error) as error:
        raise InvalidRequest(
            "The file is damaged or cut off: open it in a spreadsheet program, save it again and "
            "send that file."
        ) from error
    return next((content for name, content in CONTENTS if name in file), "an OLE file")


class OleFile:
    """The streams of a compound file's root storage: those of embedded documents stand elsewhere.

    Names have no case. Raises ValueError and its like for what is no sound compound file.
    """

    def __init__(self, path: Path) -> None:
        with _damage_raised():
            self._file = _BoundedFile(str(path))
            self._entries = {
                entry.name.lower(): entry
                for entry in self._file.root.kids
                if entry.entry_type == olefile.STGTY_STREAM
            }

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a stream from an offset on, a sector at a time; perhaps some past its end."""
        entry = self._entries[name.lower()]
        with _damage_raised():
            if entry.size < self._file.minisectorcutoff:
                yield self._file.openstream([entry.name]).read()[offset:]
            else:
                yield from self._sectors(entry.isectStart, offset)

    def size(self, name: str) -> int:
        """How many bytes a stream claims to have."""
        return int(self._entries[name.lower()].size)

    def _sectors(self, start: int, offset: int) -> Iterator[bytes]:
        size = self._file.sector_size
        skipped, offset = divmod(offset, size)
        for sector in islice(_chain(self._file.fat, start), skipped, None):
            self._file.fp.seek((sector + 1) * size)
            data = self._file.fp.read(size)
            if not data:
                raise EOFError
            # Some writers stop short in the last sector.
            yield data.ljust(size, b"\0")[offset:]
            offset = 0


class _BoundedFile(olefile.OleFileIO):  # type: ignore[misc]
    """Refuses a table or directory larger than the file can hold, and reads no more small streams."""

    def loadfat(self, header: bytes) -> None:
        if self.sector_size not in SECTOR_SIZES:
            raise ValueError("no such sector size")
        # olefile copies the whole table for each sector of it. Writers may reserve some too many.
        needed = self.nb_sect // (self.sector_size // 4) + 1
        if self.num_fat_sectors > 2 * needed + 109:
            raise ValueError("the table of sectors is larger than the file")
        self.num_mini_fat_sectors: int = min(self.num_mini_fat_sectors, self.nb_sect)
        super().loadfat(header)

    def loaddirectory(self, sect: int) -> None:
        most = MAX_ENTRIES * ENTRY_SIZE // self.sector_size
        if sum(1 for _ in islice(_chain(self.fat, sect), most + 1)) > most:
            raise ValueError("too many directory entries")
        super().loaddirectory(sect)
        self.root.size = min(self.root.size, self._filesize)


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """The sectors from `start` on, as the table links them. Raises ValueError for a circle."""
    sector = start
    for _ in range(len(table) + 1):
        if sector >= MAX_SECTOR:
            return
        yield sector
        sector = table[sector]
    raise ValueError("a chain of sectors turns in a circle")


@contextmanager
def _damage_raised() -> Iterator[None]:
    """Raise what olefile says of damage as ValueError; its OSError has no number, a broken disk's has."""
    try:
        yield
    except RecursionError as error:
        raise ValueError("the directory is nested too deeply") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise ValueError("not a sound compound file") from error
