import os
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader import archive, container
from app.importer.rows import Limits
from tests.reader.builders import cells, gzipped, read, zipped

CSV = b"id,email\n1,a@b.it\n"
ROWS = [["id", "email"], ["1", "a@b.it"]]


@pytest.mark.parametrize(
    "content",
    [
        gzipped(CSV),
        gzipped(CSV[:5]) + gzipped(CSV[5:]),
        gzipped(CSV) + bytes(100_000),
        zipped(("customers.csv", CSV)),
        zipped(("customers.csv", CSV), method=zipfile.ZIP_STORED),
        zipped(
            ("a/", b""),
            ("a/customers.csv", CSV),
            ("__MACOSX/a/._customers.csv", b"x"),
            ("a/.DS_Store", b"x"),
        ),
        zipped(("customers.csv.gz", gzipped(CSV))),
        gzipped(zipped(("customers.csv", CSV))),
    ],
    ids=[
        "gzip",
        "gzip members",
        "padded gzip",
        "zip",
        "stored",
        "litter",
        "gzip in zip",
        "zip in gzip",
    ],
)
def test_a_packed_file_is_read_as_if_it_were_not(content: bytes) -> None:
    assert cells(content) == ROWS


def test_json_is_read_twice_from_its_archive() -> None:
    assert cells(gzipped(b'[{"id": 1}, {"email": "a@b.it"}]')) == [
        ["id", "email"],
        ["1", ""],
        ["", "a@b.it"],
    ]


@pytest.mark.parametrize("pack", [gzipped, lambda data: zipped(("x", data))])
def test_archives_in_archives_in_archives_are_refused(pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InvalidRequest, match="archives within archives: unpack it first"):
        read(pack(pack(pack(CSV))))


def test_a_zip_of_several_files_or_none_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="The ZIP holds 2 files: send a ZIP of exactly one"):
        read(zipped(("a.csv", CSV), ("b.csv", CSV)))
    with pytest.raises(InvalidRequest, match="The ZIP holds 0 files"):
        read(zipped())


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


BROKEN = {
    "gzip cut off": gzipped(os.urandom(1000))[:-9],
    "gzip header only": b"\x1f\x8b",
    "gzip checksum": flipped(gzipped(CSV), -8),
    "gzip with something behind": gzipped(CSV) + b"id,email\n",
    "zip cut off": zipped(("a.csv", CSV))[:-30],
    "zip header only": b"PK\x03\x04",
    "zip data": flipped(zipped(("a.csv", CSV)), 45),
    "zip with a byte missing in front of its directory": (lambda data: data[:40] + data[41:])(
        zipped(("a.csv", CSV))
    ),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidRequest, match="is broken or cut off: pack it again"):
        read(content)


def with_declared_size(archive: bytes, size: int) -> bytes:
    """The same archive, its directory and local header saying another unpacked size."""
    at = archive.index(b"PK\x01\x02") + 24
    lying = archive[:22] + struct.pack("<I", size) + archive[26:]
    return lying[:at] + struct.pack("<I", size) + lying[at + 4 :]


def test_a_zip_that_declares_less_than_it_holds_is_not_cut_in_silence() -> None:
    with pytest.raises(InvalidRequest, match="broken"):
        read(with_declared_size(zipped(("a.csv", CSV)), 9))


def test_a_zip_that_declares_too_much_is_refused_unread() -> None:
    with pytest.raises(PayloadTooLarge, match="unpacks to more"):
        read(with_declared_size(zipped(("a.csv", CSV)), 3 * 10**9))


def bomb() -> bytes:
    """64 MiB of zeros in 64 KB, as gzip."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(bytes(2**20)) for _ in range(64)), packer.flush()])


@pytest.mark.parametrize(
    "content", [bomb(), gzipped(bomb()), zipped(("x.gz", bomb()))], ids=["gzip", "twice", "in zip"]
)
def test_a_bomb_is_refused_as_soon_as_it_exceeds_the_limit(content: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(PayloadTooLarge, match="unpacks to more"):
        read(content, Limits(unpacked_bytes=2**20))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 2**20


def test_a_zip_bomb_that_lies_about_its_size_unpacks_no_further_than_it_claims() -> None:
    content = with_declared_size(zipped(("x.csv", bytes(64 * 2**20))), 1000)
    with pytest.raises(InvalidRequest, match="broken"):
        read(content, Limits(unpacked_bytes=2**20))


def test_what_is_unpacked_may_be_exactly_as_large_as_the_limit() -> None:
    assert len(read(gzipped(CSV), Limits(unpacked_bytes=len(CSV)))) == 2
    with pytest.raises(PayloadTooLarge):
        read(gzipped(CSV), Limits(unpacked_bytes=len(CSV) - 1))


def test_an_encrypted_zip_and_an_unusual_method_are_refused_with_the_cure() -> None:
    plain = zipped(("a.csv", CSV))
    at = plain.index(b"PK\x01\x02") + 8
    encrypted = plain[:at] + b"\x01\0" + plain[at + 2 :]
    with pytest.raises(UnknownContent, match="encrypted"):
        read(encrypted)
    with pytest.raises(InvalidRequest, match="unusual method"):
        read(zipped(("a.csv", CSV), method=zipfile.ZIP_LZMA))


def test_a_directory_of_megabytes_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_DIRECTORY", 5_000)
    with pytest.raises(InvalidRequest, match="tens of thousands of files"):
        read(zipped(*((f"{n}.csv", b"x") for n in range(100))))


def test_a_gzip_file_of_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_MEMBERS", 10)
    assert cells(b"".join(gzipped(bytes([byte])) for byte in b"id\n1\n2\n3\n4")) == [
        ["id"],
        ["1"],
        ["2"],
        ["3"],
        ["4"],
    ]
    with pytest.raises(InvalidRequest, match="too many parts"):
        read(b"".join(gzipped(bytes([byte])) for byte in b"id\n1\n2\n3\n4\n"))


def test_temporary_files_are_gone_when_the_rows_have_been_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read(zipped(("x.gz", gzipped(CSV))))
    with pytest.raises(PayloadTooLarge):
        read(bomb(), Limits(unpacked_bytes=1000))
    assert list(tmp_path.iterdir()) == []
