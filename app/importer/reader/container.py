"""gzip, ZIP and encrypted files unpacked into temporary files. Bytes are counted as they come, no declared size is believed."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Literal

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.reader.archive import CHUNK, Archive, broken_refused
from app.importer.rows import Limits
from app.spool import spool_file

# Members of a gzip file: bgzip makes one of every 64 KiB, 32,768 of 2 GiB. A file of nothing but
# empty members would cost microseconds for every 20 bytes.
MAX_MEMBERS: Final = 100_000


def unpacked(path: Path, kind: Literal["gzip", "zip", "encrypted"], limits: Limits) -> IO[bytes]:
    """The file inside, in a temporary file that vanishes when it is closed.

    Raises InvalidRequest (broken, empty, more than one file), UnknownContent (encrypted under a
    password that is not Excel's own), PayloadTooLarge.
    """
    # Closed by its reader; by its name, because a workbook's reader opens it once more.
    file = spool_file("unpacked")
    try:
        _write(_pieces(path, kind, limits), file, limits.unpacked_bytes)
    except BaseException:
        file.close()
        raise
    return file


def _pieces(
    path: Path, kind: Literal["gzip", "zip", "encrypted"], limits: Limits
) -> Iterator[bytes]:
    if kind == "gzip":
        return _gzip_pieces(path)
    if kind == "zip":
        return _zip_pieces(path, limits)
    # Imported only now: the cryptography takes 50 ms, and hardly any file needs it.
    from app.importer.reader.default_password import decrypted

    return decrypted(path)


def _write(pieces: Iterator[bytes], file: IO[bytes], left: int) -> None:
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise _too_large()
        file.write(piece)
    file.flush()


def _zip_pieces(path: Path, limits: Limits) -> Iterator[bytes]:
    with broken_refused("ZIP"):
        archive = Archive(path)
        info = _only_file(archive)
        # True or a lie, such a file cannot be read to its end.
        if info.file_size > limits.unpacked_bytes:
            raise _too_large()
        yield from archive.chunks(info)


def _only_file(archive: Archive) -> zipfile.ZipInfo:
    files = [info for info in archive.files if not _is_litter(info.filename)]
    if len(files) != 1:
        raise InvalidRequest(
            f"The ZIP holds {len(files):,} files: send a ZIP of exactly one, or the file itself."
        )
    return files[0]


def _is_litter(name: str) -> bool:
    # What macOS and Windows add to an archive unasked.
    last = name.rpartition("/")[2]
    return (
        name.startswith("__MACOSX/") or last.startswith(".") or last in ("Thumbs.db", "desktop.ini")
    )


def _gzip_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, broken_refused("gzip file"):
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


def _too_large() -> PayloadTooLarge:
    return PayloadTooLarge(
        "The file unpacks to more than this service accepts: split it and import the parts."
    )
