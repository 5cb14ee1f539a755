"""Refusals in columns that are not read, such as "DNC" below "Disposition": never passed over in silence.

Only columns of few different cells are watched: a person's answers and statuses, not notes.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from app.importer.fold import fold
from app.importer.normalizer.text import quote
from app.importer.refusals import is_refusal
from app.importer.rows import MAX_LENGTHS, Gravity, Notice

WATCHED_ROWS: Final = 100_000
_MOST_VALUES: Final = 200
# Parts of folds that speak of contact, whatever the column is called. "Baja" is also a low priority, "blocked" a card.
_SPEAKS: Final = """
contact contatt kontakt contatar call llam chiam ligar ligue appel rappel anruf telefon telephon phone unsubscr optout
optedout disiscr desuscr desinscr desabon descadast robinson bloctel donot dnc rpo consent consens consentim einwillig
widerspr
"""


class UnreadRefusals:
    """Watches unread columns of one header, by index; `status` is the header of the column that is read, if any."""

    def __init__(self, names: Sequence[str], columns: Iterable[int], status: str | None) -> None:
        self._names = names
        self._status = status
        self._seen: dict[int, set[str]] = {index: {""} for index in columns}
        self._found: dict[int, str] = {}
        self._rows_left = WATCHED_ROWS

    @property
    def is_watching(self) -> bool:
        """Whether further rows may matter."""
        return bool(self._seen) and self._rows_left > 0

    def watch(self, rows: Sequence[Sequence[str]]) -> None:
        """Look at the cells of some rows; short rows leave out their last cells."""
        self._rows_left -= len(rows)
        for index, seen in list(self._seen.items()):
            try:
                fresh = {row[index] for row in rows} - seen
            except IndexError:
                fresh = {row[index] for row in rows if index < len(row)} - seen
            if not fresh:
                continue
            seen |= fresh
            if refusal := min(filter(says_no_contact, fresh), default=None):
                self._found[index] = refusal
            if refusal or len(seen) > _MOST_VALUES:
                del self._seen[index]

    def notices(self) -> list[Notice]:
        """Return one for each column in which a cell refuses contact."""
        hint = (
            "name the column status"
            if self._status is None
            else f"write it into column {quote(self._status)}"
        )
        return [
            Notice(
                Gravity.OPT_OUT,
                "status",
                f"{quote(cell)} stands in column {quote(self._names[index])}, which is not read: "
                f"if these people must not be contacted, {hint}",
            )
            for index, cell in sorted(self._found.items())
        ]


def says_no_contact(cell: str) -> bool:
    """Whether the cell is a refusal of contact by itself, in a column of any name."""
    if len(cell) > MAX_LENGTHS["status"] or not any(map(str.isalpha, cell)):
        return False
    folded = fold(cell)
    return any(part in folded for part in _SPEAKS.split()) and is_refusal(cell)
