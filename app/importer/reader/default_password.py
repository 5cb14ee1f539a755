"""XLSX files under Excel's own default password, which spreadsheet programs open without asking.

Excel encrypts so what is only protected against changes. msoffcrypto does the cryptography; what it would
believe of a hostile file is checked first.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from msoffcrypto.format.ooxml import OOXMLFile

from app.importer.reader.encrypted import PASSWORD, encrypted
from app.importer.reader.ole import ENCRYPTED_PACKAGE, OleFile

MAX_PACKAGE: Final = 64 * 1024 * 1024  # bytes; the library holds a file five times in memory
# The description of the cipher: an honest one has 1 KB, and has the password hashed 100,000 times.
ENCRYPTION_INFO: Final = "EncryptionInfo"
MAX_INFO: Final = 64 * 1024
MAX_SPINS: Final = 1_000_000
_DECLARATION: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def decrypted(path: Path) -> Iterator[bytes]:
    """The package inside. Raises UnknownContent where the default password does not fit."""
    with path.open("rb") as file:
        try:
            content = _decrypted(path, file)
        except Exception as error:
            # The library's parsers raise whatever they stumble over; the machine's limits are ours.
            if isinstance(error, MemoryError) or getattr(error, "errno", None) is not None:
                raise
            raise encrypted() from error
    yield content


def _decrypted(path: Path, file: BinaryIO) -> bytes:
    container = OleFile(path)
    _check_size(container, path, ENCRYPTED_PACKAGE, MAX_PACKAGE)
    _check_size(container, path, ENCRYPTION_INFO, MAX_INFO)
    # The library builds a tree of it, and would expand entities. UTF-16 has a NUL at each letter.
    if _DECLARATION.search(b"".join(container.read(ENCRYPTION_INFO)).replace(b"\0", b"")):
        raise ValueError("a document type declaration")
    package, content = OOXMLFile(file), io.BytesIO()
    if package.info.get("spinValue", 0) > MAX_SPINS:
        raise ValueError("the password would have to be hashed too often")
    package.load_key(password=PASSWORD, verify_password=True)
    package.decrypt(content)
    return content.getvalue()


def _check_size(container: OleFile, path: Path, stream: str, most: int) -> None:
    # The library believes the size that a stream claims.
    if container.size(stream) > min(most, path.stat().st_size):
        raise ValueError("a stream is too large")
