"""The columns that say where a row's phone is dialled: its country and its area code."""

from collections.abc import Sequence
from typing import Final

from app.importer.fold import fold
from app.importer.normalizer.headers import Header
from app.importer.normalizer.nothing_words import NOTHING_WORDS
from app.importer.normalizer.text import INVISIBLE, WHITE_SPACE

_CODE_LENGTH: Final = 2  # "NA" and "NC" are countries


class Places:
    """The country and the area code of each row below one header."""

    def __init__(self, header: Header) -> None:
        self._countries = header.extra.get("country", ())
        self._areas = header.extra.get("area_code", ())
        self._phones = dict(header.columns).get("phone", ())
        self._is_used = bool(self._phones and (self._countries or self._areas))

    def __bool__(self) -> bool:
        return self._is_used

    def of(self, cells: Sequence[str]) -> tuple[str, str]:
        """The row's country, "" where its columns disagree, and its area code; "" where there is none."""
        countries = [found for i in self._countries if (found := _said(cells[i]))]
        areas = [found for i in self._areas if (found := _said(cells[i]))]
        country = countries[0] if len(set(map(fold, countries))) == 1 else ""
        return country, areas[0] if areas else ""

    def do_not_matter(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether every phone of these rows is blank or has its country code, or no place stands beside it."""
        if not self._is_used:
            return True
        places = (*self._countries, *self._areas)
        try:
            return all(
                all(cells[i][:1] in ("", "+") for i in self._phones)
                or not any(cells[i] for i in places)
                for cells in rows
            )
        except IndexError:  # a row that leaves out its last cells is read on its own
            return False


def _said(cell: str) -> str:
    text = INVISIBLE.sub(" ", cell).strip(WHITE_SPACE)
    is_nothing = text.lower() in NOTHING_WORDS and not (
        len(text) == _CODE_LENGTH and text.isalpha()
    )
    return "" if is_nothing else text
