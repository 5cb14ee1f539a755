"""Workbooks made of bytes: packages from their parts, so that each test shows the markup it is about."""

import struct
import zipfile
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.importer.reader.workbook import read_workbook
from app.importer.rows import Limits

Parts = Mapping[str, str | bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def tables(path: Path, kind: str, limits: Limits | None = None) -> list[tuple[str, list[Any]]]:
    """Every visible sheet with its rows."""
    return [
        (table.name, list(table.rows)) for table in read_workbook(path, kind, limits or Limits())
    ]


def rows(path: Path, kind: str, limits: Limits | None = None) -> list[Any]:
    """The rows of the only visible sheet."""
    [(_, found)] = tables(path, kind, limits)
    return found


def notices(path: Path, kind: str, limits: Limits | None = None) -> list[str]:
    """What the reader says of the only visible sheet as a whole, once its rows are read."""
    messages = []
    for table in read_workbook(path, kind, limits or Limits()):
        assert sum(1 for _ in table.rows) >= 0
        messages += [notice.message for notice in table.source.notices]
    return messages


def package(path: Path, parts: Parts, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def relationships(entries: Iterable[tuple[str, str, str]]) -> str:
    """A relationships part of (id, kind, target)."""
    body = "".join(
        f'<Relationship Id="{id}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for id, kind, target in entries
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{body}</Relationships>'


def xlsx_parts(
    sheet: str = "", *, strings: str = "", formats: Iterable[str] = (), properties: str = ""
) -> dict[str, str | bytes]:
    """A one-sheet XLSX: `sheet` is the content of sheetData, `strings` of sst, `formats` are codes."""
    codes = list(formats)
    number_formats = "".join(
        f'<numFmt numFmtId="{164 + index}" formatCode="{code}"/>'
        for index, code in enumerate(codes)
    )
    cell_formats = "".join(f'<xf numFmtId="{164 + index}"/>' for index in range(len(codes)))
    return {
        "_rels/.rels": relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{properties}'
            '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            [
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "sharedStrings", "sharedStrings.xml"),
                ("rId3", "styles", "styles.xml"),
            ]
        ),
        "xl/worksheets/sheet1.xml": worksheet(sheet),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><numFmts>{number_formats}</numFmts>'
            '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
            f'<cellXfs><xf numFmtId="0"/>{cell_formats}</cellXfs></styleSheet>'
        ),
    }


def worksheet(sheet_data: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'


def xlsx(path: Path, sheet: str = "", **shared: object) -> Path:
    return package(path, xlsx_parts(sheet, **shared))  # type: ignore[arg-type]


def ods(path: Path, tables: str, *, styles: str = "", **parts: str | bytes) -> Path:
    """An ODS: `tables` is the content of office:spreadsheet, `styles` of office:automatic-styles."""
    namespaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style", "draw")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return package(path, {"mimetype": mimetype, "content.xml": content, **parts})


def record(kind: int, data: bytes = b"") -> bytes:
    """One XLSB record: type and length in base 128 ([MS-XLSB] 2.1.4)."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    length = b""
    while size >= 0x80:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + data


def wide(text: str) -> bytes:
    """An XLWideString."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def xlsb_row(row: int) -> bytes:
    return record(0, struct.pack("<I", row) + bytes(13))


def xlsb_cell(kind: int, column: int, value: bytes, cell_format: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, cell_format) + value)


def xlsb(
    path: Path,
    sheet: bytes,
    *,
    strings: Iterable[str] = (),
    formats: Iterable[str] = (),
    states: Iterable[int] = (0,),
) -> Path:
    """An XLSB with a sheet of the same content for every one of `states` (0 is visible)."""
    codes = list(formats)
    texts = list(strings)
    numbered = list(enumerate(states, 1))
    bundle = b"".join(
        record(156, struct.pack("<II", state, n) + wide(f"rId{n}") + wide(f"Sheet{n}"))
        for n, state in numbered
    )
    styles = (
        record(615, struct.pack("<I", len(codes)))
        + b"".join(
            record(44, struct.pack("<H", 164 + i) + wide(code)) for i, code in enumerate(codes)
        )
        + record(616)
        + record(617, struct.pack("<I", len(codes) + 1))
        + b"".join(record(47, struct.pack("<HH", 0, f) + bytes(12)) for f in xlsb_formats(codes))
        + record(618)
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relationships([("rId1", "officeDocument", "xl/workbook.bin")]),
        "xl/workbook.bin": (
            record(131) + record(153, bytes(8)) + record(143) + bundle + record(144) + record(132)
        ),
        "xl/_rels/workbook.bin.rels": relationships(
            [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n, _ in numbered]
            + [("s", "sharedStrings", "sharedStrings.bin"), ("f", "styles", "styles.bin")]
        ),
        "xl/sharedStrings.bin": record(159, struct.pack("<II", len(texts), len(texts)))
        + b"".join(record(19, b"\0" + wide(text)) for text in texts)
        + record(160),
        "xl/styles.bin": styles,
    }
    for n, _ in numbered:
        parts[f"xl/worksheets/sheet{n}.bin"] = (
            record(129) + record(148, bytes(16)) + record(145) + sheet + record(146) + record(130)
        )
    return package(path, parts)


def xlsb_formats(codes: list[str]) -> list[int]:
    return [0, *range(164, 164 + len(codes))]


SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


def compound(streams: Mapping[str, bytes], table: Mapping[int, int] | None = None) -> bytes:
    """A compound file of these streams; "MBD1/Workbook" stands in a storage of its own.

    Sector 0 is the table, the directory and the streams follow. `table` overrides links, for chains
    that lie.
    """
    folders = list(dict.fromkeys(name.split("/")[0] for name in streams if "/" in name))
    names = [*folders, *streams]
    directory_sectors = -(-(1 + len(names)) * 128 // SECTOR)
    contents = [
        data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for data in streams.values()
    ]
    links = [TABLE, *range(2, 1 + directory_sectors), END]
    starts = []
    for data in contents:
        starts.append(len(links))
        links += [*range(len(links) + 1, len(links) + len(data) // SECTOR), END]
    for sector, link in (table or {}).items():
        links[sector] = link
    assert len(links) <= SECTOR // 4
    header = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, END, 0, END, 0),
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    directory = _directory(folders, list(streams), starts, [len(data) for data in contents])
    return (
        header
        + struct.pack(f"<{len(links)}I", *links).ljust(SECTOR, b"\xff")
        + directory.ljust(directory_sectors * SECTOR, b"\0")
        + b"".join(contents)
    )


def _directory(folders: list[str], names: list[str], starts: list[int], sizes: list[int]) -> bytes:
    """Entries whose siblings are linked to the right: a tree, if not a balanced one."""
    numbered = {name: number for number, name in enumerate([*folders, *names], 1)}
    members: dict[str, list[str]] = {folder: [] for folder in ["", *folders]}
    for name in [*folders, *names]:
        members[name.rpartition("/")[0]].append(name)
    following = {
        name: numbered[after] for siblings in members.values() for name, after in pairwise(siblings)
    }

    def child(folder: str) -> int:
        return numbered[members[folder][0]] if members[folder] else FREE

    entries = [_entry("Root Entry", ROOT, FREE, child(""), END, 0)]
    entries += [
        _entry(name, STORAGE, following.get(name, FREE), child(name), 0, 0) for name in folders
    ]
    entries += [
        _entry(name.rpartition("/")[2], STREAM, following.get(name, FREE), FREE, start, size)
        for name, start, size in zip(names, starts, sizes, strict=True)
    ]
    return b"".join(entries)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(encoded) + 2, kind, 1, FREE, right, child, start, size
    )


def repeated(
    path: Path, parts: Parts, name: str, block: bytes, times: int, end: bytes = b""
) -> Path:
    """A package in which the part `name` continues with `times` blocks: a bomb costs no memory to build."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in parts.items():
            if other != name:
                archive.writestr(other, content)
        start = parts[name]
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(start.encode() if isinstance(start, str) else start)
            for _ in range(times):
                part.write(block)
            part.write(end)
    return path
