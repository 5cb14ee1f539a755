"""A header becomes columns, a row of cells becomes a record or its errors.

No file and no database is known here, and a bad row is never an exception: it is a list of RowError.
"""

from app.importer.normalizer.headers import (
    Header,
    find_header,
    find_header_and_rows,
    find_table,
    is_header,
    unrecognised_header,
)
from app.importer.normalizer.opt_outs import ERROR_LIST_COLUMNS
from app.importer.normalizer.record import Normalizer
from app.importer.normalizer.spelling import normalise_header
from app.importer.normalizer.taught import TaughtNames
from app.importer.normalizer.text import quote
from app.importer.normalizer.unread import UnreadColumns

__all__ = [
    "ERROR_LIST_COLUMNS",
    "Header",
    "Normalizer",
    "TaughtNames",
    "UnreadColumns",
    "find_header",
    "find_header_and_rows",
    "find_table",
    "is_header",
    "normalise_header",
    "quote",
    "unrecognised_header",
]
