"""Files as bytes in, rows as values out."""

import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from app.importer.reader import open_tables
from app.importer.rows import Limits, Row

LIMITS = Limits()


def read(
    content: bytes | str,
    limits: Limits = LIMITS,
    looks_like_header: Callable[[list[str]], bool] | None = None,
) -> list[Row]:
    """All rows of a file that holds one table; text is written as UTF-8."""
    data = content.encode() if isinstance(content, str) else content
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        (rows,) = [
            list(table.rows) for table in open_tables(Path(file.name), limits, looks_like_header)
        ]
    return rows


def cells(content: bytes | str) -> list[list[str]]:
    """The cells of all rows, none of which has a problem."""
    rows = read(content)
    assert [problem for _, _, problem in rows if problem] == []
    return [cells for _, cells, _ in rows]


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
