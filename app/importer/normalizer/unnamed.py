"""Filled cells in columns that the header does not name: not read, and said so in one notice."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from app.importer.normalizer.text import is_blank
from app.importer.rows import Gravity, Notice, Row

_NAMED: Final = 5
# The numbers of the rows, which programs write into a column without a name.
_RUNNING_NUMBER: Final = re.compile(r"[0-9]{1,6}")


class UnnamedColumns:
    """Which columns without a name have a filled cell in the rows read so far."""

    def __init__(self, names: Sequence[str]) -> None:
        self._waiting = [index for index, name in enumerate(names) if is_blank(name)]
        self._filled: set[int] = set()

    def watch(self, rows: Sequence[Row]) -> None:
        """Note the filled cells below blank cells of the header."""
        if not self._waiting:
            return
        for _, cells, problem in rows:
            if problem is None:
                found = [i for i in self._waiting if i < len(cells) and _is_value(cells[i])]
                if found:
                    self.note(found)
                    self._waiting = [i for i in self._waiting if i not in self._filled]

    def note(self, indices: Iterable[int]) -> None:
        """Note that a row has a filled cell in each of these columns."""
        self._filled.update(indices)

    def notices(self) -> list[Notice]:
        """One for all such columns, by the letters a spreadsheet shows."""
        if not self._filled:
            return []
        letters = [column_letters(index) for index in sorted(self._filled)]
        if len(letters) == 1:
            message = f"Column {letters[0]} has no header and is not read"
        else:
            more = f" and {len(letters) - _NAMED} more" if len(letters) > _NAMED else ""
            message = f"Columns {', '.join(letters[:_NAMED])}{more} have no header and are not read"
        return [Notice(Gravity.UNREAD, None, f"{message}: name the column if it matters")]


def column_letters(index: int) -> str:
    """The letters of a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _is_value(cell: str) -> bool:
    return bool(cell) and not is_blank(cell) and not _RUNNING_NUMBER.fullmatch(cell.strip())
