"""The rejected rows as CSV in the file's own columns: fix it in a spreadsheet and send it again.

`row` and `error` stand in front and are ignored on the way back in. The list is never cut short.
"""

import csv
import io
from collections.abc import Generator
from typing import Final

from app.importer.cleaning import CleanRequest, open_file
from app.importer.normalizer import ERROR_LIST_COLUMNS
from app.importer.rows import NO_TEXT, NOT_CALCULATED, RowError

BOM: Final = "\ufeff"  # without it Excel takes UTF-8 for the local code page
# Written where there is no text to write: rejected again unless it is replaced.
NO_VALUE: Final = {NO_TEXT: "#VALUE!", NOT_CALCULATED: "#CALC!"}
# A spreadsheet would run a cell that begins so. The apostrophe is its own escape, and the normalizer drops
# it again: `+39 347...` comes back as the phone it was, and is not turned into 3.9E+11 on the way.
FORMULA_STARTS: Final = ("=", "+", "-", "@")
FLUSH_CHARACTERS: Final = 64 * 1024
FLUSH_ROWS: Final = (
    1_000  # after so many rows of a long file, if it is nothing: it shows that reading goes on
)


def list_rejected(request: CleanRequest, ambiguous: dict[int, str]) -> Generator[bytes, None, None]:
    """Blocks of CSV, some of them empty: every row that the normalizer rejects, and those in `ambiguous`,
    position among the accepted rows -> message.

    Reads the file again: the rejected rows' cells were not kept, for there may be two million of them.
    Raises what clean() raises.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    text.write(BOM)
    file = open_file(request)
    header, normalizer = file.header, file.normalizer
    own = [
        index
        for index, name in enumerate(header.names)
        if name.strip().lower() not in ERROR_LIST_COLUMNS
    ]
    writer.writerow([*ERROR_LIST_COLUMNS, *[neutral(header.names[index]) for index in own]])
    position = 0
    for read, (number, cells, problem) in enumerate(file.rows, 1):
        message = None
        for outcome in normalizer.normalize([(number, cells, problem)]):
            if type(outcome) is list:
                message = describe(outcome)
            else:
                position += 1
                message = ambiguous.get(position)
        if message is not None:
            # In a workbook they are no part of the table; here they would be surplus cells.
            surplus = range(len(header.names), len(cells) if file.source.is_delimited else 0)
            kept = [*own, *surplus]
            writer.writerow([number, message, *[neutral(cells[i]) for i in kept if i < len(cells)]])
        if text.tell() > FLUSH_CHARACTERS or read % FLUSH_ROWS == 0:
            yield take(text)
    yield take(text)


def describe(errors: list[RowError]) -> str:
    """All that is wrong with one row, in one cell."""
    return "; ".join(
        error.message if error.field is None else f"{error.field}: {error.message}"
        for error in errors
    )


def neutral(cell: str) -> str:
    """The cell as a spreadsheet shows it instead of running it; an error's name where there is no text."""
    if cell in NO_VALUE:
        return NO_VALUE[cell]
    bare = cell.lstrip()
    return f"'{bare}" if bare.startswith(FORMULA_STARTS) else cell


def take(text: io.StringIO) -> bytes:
    """What has been written so far, which is then forgotten."""
    block = text.getvalue().encode("utf-8", "backslashreplace")
    text.seek(0)
    text.truncate()
    return block
