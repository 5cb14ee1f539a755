"""The notices of an import: entries of `errors` on the header's row, the gravest first, at most MAX_NOTICES.

A notice says what a careful person would want to know of the file as a whole. It rejects no row and is not counted.
"""

from collections.abc import Iterable
from typing import Final

from app.importer.rows import Notice, RowError

MAX_NOTICES: Final = 20


def listed_notices(header_row: int, notices: Iterable[Notice]) -> list[RowError]:
    """The notices as entries of `errors`; one that was given twice is listed once."""
    ordered = sorted(dict.fromkeys(notices), key=lambda notice: notice.gravity)
    return [RowError(header_row, field, message) for _, field, message in ordered[:MAX_NOTICES]]
