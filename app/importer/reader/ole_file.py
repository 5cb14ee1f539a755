"""The streams of an OLE compound file ([MS-CFB]), for XLS. Chains may turn in circles: steps are counted."""

import mmap
import struct
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_SECTOR: Final = 0xFFFFFFFA  # the numbers from here on are marks: end of chain, free, table
MINI_CUTOFF: Final = 4096  # bytes; smaller streams lie in the mini stream (2.2: always this value)
MINI_SIZE: Final = 64  # bytes (2.2: always)
ENTRY_SIZE: Final = 128
STREAM, ROOT = 2, 5


class Entry(NamedTuple):
    """A directory entry: where it starts, and how many bytes it claims to have."""

    kind: int
    start: int
    size: int


class OleFile:
    """The streams of a compound file. Raises ValueError, LookupError or struct.error when it is none."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            # Mapped, for chains jump about and an XLS is read from several places at a time.
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:8] != MAGIC:
            raise ValueError("not a compound file")
        (shift,) = struct.unpack_from("<H", self._data, 30)
        if shift not in (9, 12):
            raise ValueError("no such sector size")
        self._size = 1 << shift
        self._table = self._read_table()
        (directory,) = struct.unpack_from("<I", self._data, 48)
        self._entries = dict(self._read_directory(directory))
        (mini_table,) = struct.unpack_from("<I", self._data, 60)
        self._mini_table = _integers(self._sectors(mini_table))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a stream from an offset on, a sector at a time; perhaps some past its end."""
        entry = self._entries[name]
        if entry.size < MINI_CUTOFF:
            yield self._mini_stream(entry)[offset:]
            return
        for number, sector in enumerate(_chain(self._table, entry.start)):
            at = number * self._size
            if at + self._size > offset:
                yield self._sector(sector)[max(0, offset - at) :]

    def _mini_stream(self, entry: Entry) -> bytes:
        root = next(found for found in self._entries.values() if found.kind == ROOT)
        sectors = list(_chain(self._table, root.start))
        data = bytearray()
        for mini in _chain(self._mini_table, entry.start):
            index, at = divmod(mini * MINI_SIZE, self._size)
            data += self._sector(sectors[index])[at : at + MINI_SIZE]
            if len(data) >= entry.size:
                break
        return bytes(data[: entry.size])

    def _read_table(self) -> Sequence[int]:
        """The sector allocation table; the sectors it is in are listed in the header and a chain."""
        listed = list(struct.unpack_from("<109I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) // self._size):
            if more >= MAX_SECTOR:
                break
            *numbers, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            listed += numbers
        numbers = [number for number in listed if number < MAX_SECTOR]
        if len(numbers) > len(self._data) // self._size:
            raise ValueError("more tables than sectors")
        return _integers(map(self._sector, numbers))

    def _read_directory(self, start: int) -> Iterator[tuple[str, Entry]]:
        for sector in self._sectors(start):
            for at in range(0, self._size, ENTRY_SIZE):
                length, kind = struct.unpack_from("<HB", sector, at + 64)
                first, size = struct.unpack_from("<II", sector, at + 116)
                name = sector[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                if kind in (STREAM, ROOT):
                    yield name, Entry(kind, first, size)

    def _sectors(self, start: int) -> Iterator[bytes]:
        return map(self._sector, _chain(self._table, start))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        sector = self._data[at : at + self._size]
        if not sector:
            raise IndexError(number)
        return sector.ljust(self._size, b"\0")  # some writers stop short in the last sector


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """The sectors from `start` on, as the table links them. Raises ValueError for a circle."""
    sector = start
    for _ in range(len(table) + 1):
        if sector >= MAX_SECTOR:
            return
        yield sector
        sector = table[sector]
    raise ValueError("a chain of sectors turns in a circle")


def _integers(sectors: Iterator[bytes]) -> Sequence[int]:
    numbers = array("I")
    for sector in sectors:
        numbers.extend(struct.unpack(f"<{len(sector) // 4}I", sector))
    return numbers
