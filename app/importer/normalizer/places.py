"""The columns that say where a row's phone is dialled: its country and its area code."""

from collections.abc import Sequence
from typing import Final

from app.importer.fold import fold
from app.importer.normalizer.countries import region_of_country
from app.importer.normalizer.headers import Header
from app.importer.normalizer.text import INVISIBLE, WHITE_SPACE, is_blank_identifier

_CODE_LENGTH: Final = 2
_LEARNT: Final = 1_000  # spellings of the account's own country


class Places:
    """The country and the area code of each row below one header, whose account is in `region`."""

    def __init__(self, header: Header, region: str | None) -> None:
        self._countries = header.extra.get("country", ())
        self._areas = header.extra.get("area_code", ())
        self._phones = dict(header.columns).get("phone", ())
        self._region = region
        self._at_home = {""}  # cells that say nothing, or what the account's region says already
        self._is_used = bool(self._phones and (self._countries or self._areas))

    def __bool__(self) -> bool:
        return self._is_used

    def of(self, cells: Sequence[str]) -> tuple[str, str]:
        """Return the row's country and area code, "" where there is none.

        The country is "" too where several columns disagree, and where it is the account's own.
        """
        areas = [found for i in self._areas if (found := _visible(cells[i]))]
        area = next((found for found in areas if not is_blank_identifier(found)), "")
        return self._country([cells[i] for i in self._countries]), area

    def do_not_matter(self, rows: Sequence[Sequence[str]]) -> bool:
        """Return whether every phone of these rows is dialled as if the columns were blank."""
        if not self._is_used:
            return True
        try:
            return all(
                all(cells[i][:1] in ("", "+") for i in self._phones)
                or (
                    all(cells[i] in self._at_home for i in self._countries)
                    and not any(cells[i] for i in self._areas)
                )
                for cells in rows
            )
        except IndexError:  # a row that leaves out its last cells is read on its own
            return False

    def _country(self, cells: Sequence[str]) -> str:
        found: dict[str, str] = {}
        for cell in cells:
            text = _visible(cell)
            region = "" if _is_nothing(text) else region_of_country(text)
            if region in ("", self._region) and len(self._at_home) < _LEARNT:
                self._at_home.add(cell)
            if region != "":
                found.setdefault(region or fold(text), text)
        [(region, country)] = found.items() if len(found) == 1 else [("", "")]
        return "" if region == self._region else country


def _is_nothing(text: str) -> bool:
    # NA and NC are countries as well as words for nothing.
    return is_blank_identifier(text) and not (len(text) == _CODE_LENGTH and text.isalpha())


def _visible(cell: str) -> str:
    return INVISIBLE.sub(" ", cell).strip(WHITE_SPACE)
