"""What an OLE compound file holds ([MS-CFB]): the form of XLS, DOC, and of encrypted XLSX.

Its directory may lie anywhere in the file and its chains may lie: entries are looked for by their
names, which begin at a multiple of 128 bytes whatever the sector size.
"""

from pathlib import Path
from typing import BinaryIO, Final

ENTRY: Final = 128  # bytes of a directory entry; its name comes first, in UTF-16
BLOCK: Final = 1024 * ENTRY

# The first stream that is there decides: an encrypted file has no other of these, and a workbook
# may hold embedded documents.
STREAMS: Final = (
    ("EncryptedPackage", "an encrypted workbook"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint presentation"),
    ("__properties_version1.0", "an Outlook message"),
)


def ole_content(path: Path) -> str:
    """ "xls", or what else the compound file is, in words."""
    names = {f"{name}\0".encode("utf-16-le"): content for name, content in STREAMS}
    with path.open("rb") as file:
        found = _entries(file, list(names))
    return next((content for name, content in names.items() if name in found), "an OLE file")


def _entries(file: BinaryIO, names: list[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    while block := file.read(BLOCK):
        found.update(name for name in names if _holds_entry(block, name))
    return found


def _holds_entry(block: bytes, name: bytes) -> bool:
    start = block.find(name)
    while start >= 0 and start % ENTRY:
        start = block.find(name, start + 1)
    return start >= 0
