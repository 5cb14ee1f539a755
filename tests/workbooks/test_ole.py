"""Compound files: the root's own streams, whatever the case of their names, and nothing a liar claims."""

import struct
from pathlib import Path

import pytest

from app.errors import InvalidRequest
from app.importer.reader.ole import MAX_ENTRIES, ole_content
from tests.workbooks.builders import SECTOR, compound, tables
from tests.workbooks.child import outcome
from tests.workbooks.test_xls import number, workbook

SHEET = workbook(number(0, 0, 7.0))
OTHER = workbook(number(0, 0, 666.0))
EXPECTED = [("S", [(1, ["7"], None)])]


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "Book", "BOOK"])
def test_names_of_streams_have_no_case(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound({name: SHEET}))

    assert ole_content(path) == "xls"
    assert tables(path, "xls") == EXPECTED


@pytest.mark.parametrize(
    "streams",
    [
        {"MBD0000A3B4/Workbook": OTHER, "Workbook": SHEET},
        {"Workbook": SHEET, "MBD0000A3B4/Workbook": OTHER, "MBD0000A3B5/Book": OTHER},
        {"MBD0000A3B4/WORKBOOK": OTHER, "Book": SHEET},
    ],
)
def test_an_embedded_workbook_is_never_read(streams: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound(streams))

    assert tables(path, "xls") == EXPECTED


@pytest.mark.parametrize(
    ("streams", "content"),
    [
        ({"WordDocument": b"", "ObjectPool/Workbook": SHEET}, "a Word document"),
        ({"WORDDOCUMENT": b"", "1Table": b""}, "a Word document"),
        ({"PowerPoint Document": b"", "MBD1/Workbook": SHEET}, "a PowerPoint presentation"),
        ({"MBD1/Workbook": SHEET}, "an OLE file"),
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, "encrypted"),
        ({"__properties_version1.0": b""}, "an Outlook message"),
    ],
)
def test_tells_what_a_compound_file_is(
    streams: dict[str, bytes], content: str, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(compound(streams))

    assert ole_content(path) == content


def test_reads_a_small_workbook_from_the_mini_stream(tmp_path: Path) -> None:
    """Sectors: 0 the table, 1 the directory, 2 the mini table, 3 to 10 the mini stream."""
    size = -(-len(SHEET) // 64)
    content = bytearray(compound({"padding": bytes(8 * SECTOR)}))
    content[512 : 512 + 16] = struct.pack("<4I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 4)
    content[60:68] = struct.pack("<II", 2, 1)
    mini_table = struct.pack(f"<{size}I", *range(1, size), 0xFFFFFFFE)
    stream = SHEET.ljust(7 * SECTOR, b"\0")
    content[3 * SECTOR :] = mini_table.ljust(SECTOR, b"\xff") + stream
    directory = 2 * SECTOR
    content[directory + 116 : directory + 124] = struct.pack("<II", 3, len(stream))
    entry = directory + 128
    content[entry : entry + 66] = "Workbook".encode("utf-16-le").ljust(64, b"\0") + b"\x12\0"
    content[entry + 116 : entry + 124] = struct.pack("<II", 0, len(SHEET))
    path = tmp_path / "a.xls"
    path.write_bytes(content)

    assert tables(path, "xls") == EXPECTED


def patched(content: bytes, at: int, layout: str, *values: int) -> bytes:
    packed = struct.pack(layout, *values)
    return content[:at] + packed + content[at + len(packed) :]


def many_entries(count: int, *, linked: bool) -> bytes:
    """A directory of empty streams: each the right sibling of the one before, or a balanced tree."""
    sectors = -(-(count + 1) * 128 // SECTOR)
    tables = -(-(sectors + 120) // 128)
    links = [0xFFFFFFFD] * tables + [*range(tables + 1, tables + sectors), 0xFFFFFFFE]
    header = patched(compound({"a": b""})[:SECTOR], 44, "<III", tables, tables, 0)
    header = patched(header, 76, f"<{tables}I", *range(tables))

    def entry(number: int) -> bytes:
        left, right = 2 * number, 2 * number + 1
        if linked:
            left, right = count, number + 1
        name = f"{number:x}".encode("utf-16-le")
        siblings = [at if at < count else 0xFFFFFFFF for at in (left, right)]
        return name.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ", len(name) + 2, 2 if number else 5, 1, *siblings, 0xFFFFFFFF, 0, 0
        )

    root = patched(entry(0), 68, "<III", 0xFFFFFFFF, 0xFFFFFFFF, 1)
    directory = root + b"".join(map(entry, range(1, count)))
    table = struct.pack(f"<{len(links)}I", *links).ljust(tables * SECTOR, b"\xff")
    return header + table + directory.ljust(sectors * SECTOR, b"\0")


def circular_table() -> bytes:
    """The table's list of sectors goes on in a sector that names itself as the next."""
    content = compound({"Workbook": SHEET})
    content = patched(content, 44, "<I", 0xFFFFFFFF)
    content = patched(content, 68, "<II", 2, (0xFFFFFFFF - 109 + 126) // 127)
    return patched(content, 3 * SECTOR, "<128I", *[0] * 127, 2)


HOSTILE = {
    "circular table": circular_table(),
    "circular directory": compound({"Workbook": SHEET}, {1: 1}),
    "directory out of the file": compound({"Workbook": SHEET}, {1: 5_000_000}),
    "no such sector size": patched(compound({"Workbook": SHEET}), 30, "<H", 2),
    "huge sectors": patched(compound({"Workbook": SHEET}), 30, "<H", 0xFFFF),
    "endless directory": many_entries(MAX_ENTRIES + 4, linked=False),
    "deep directory": many_entries(5_000, linked=True),
    "huge mini stream": patched(
        patched(compound({"a": b"", "Workbook": SHEET}), 2 * SECTOR + 116, "<II", 2, 0xFFFFFFFF),
        2 * SECTOR + 2 * 128 + 120,
        "<I",
        100,
    ),
    "huge mini table": patched(
        patched(compound({"Workbook": SHEET}), 60, "<II", 2, 0xFFFFFFFF),
        2 * SECTOR + 128 + 120,
        "<I",
        100,
    ),
    "no directory": compound({})[: 2 * SECTOR],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_compound_file_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(HOSTILE[name])

    refusal = outcome(path, "xls")

    assert (refusal["status"], "damaged" in str(refusal["message"])) == (422, True)
    if "mini" not in name:
        with pytest.raises(InvalidRequest, match="damaged or cut off"):
            ole_content(path)


def test_reads_a_directory_of_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(many_entries(4_000, linked=False))

    assert ole_content(path) == "an OLE file"
