"""Workbooks as tables: XLSX, XLSM, XLSB, XLS and ODS. Whatever a file does ends as a refusal, never a crash.

No library reads them all safely: calamine allocates 512 GiB for a file of 1.6 KB and turns `#N/A` into
a blank (docs/design.md#reading-workbooks), openpyxl takes 26 s for 200,000 rows where this takes 4.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers.expat import ExpatError

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.reader.ods import read_ods
from app.importer.reader.xls import read_xls
from app.importer.reader.xlsb import read_xlsb
from app.importer.reader.xlsx import read_xlsx
from app.importer.rows import Limits, Row, Table

READERS: dict[str, Callable[[Path, Limits], Iterator[Table]]] = {
    "xlsx": read_xlsx,
    "xlsb": read_xlsb,
    "xls": read_xls,
    "ods": read_ods,
}

# What the parsers raise for bytes that are not what they should be: a damaged archive, markup,
# number, text, record, index or key. Anything else is our fault and must show as such.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ExpatError,
    ValueError,
    OverflowError,
    LookupError,
    struct.error,
)


def read_workbook(path: Path, kind: str, limits: Limits) -> Iterator[Table]:
    """The visible sheets in order, each to be read before the next one is asked for.

    `kind` is "xlsx" (XLSM too), "xlsb", "xls" or "ods". Rows carry the workbook's own numbers and the
    cells as a person sees them (docs/design.md#workbooks); rows without a value are left out. Raises InvalidRequest,
    UnknownContent (encrypted) or PayloadTooLarge, from here or from a table's rows.
    """
    with _damage_refused():
        for table in READERS[kind](path, limits):
            yield Table(table.name, _refusing_damage(table.rows), table.source)


def _refusing_damage(rows: Iterator[Row]) -> Iterator[Row]:
    with _damage_refused():
        yield from rows


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise PayloadTooLarge(
            "The workbook needs more memory than this service has for it."
        ) from None
    except DAMAGE as error:
        raise InvalidRequest(
            "The workbook is damaged and cannot be read: open it in a spreadsheet program, save it "
            "again and send that file."
        ) from error
