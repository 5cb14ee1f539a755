"""A phone cell becomes E.164: valid before possible, as one region writes its numbers.

plain(), plain_column() and read() must never disagree: the first two are only shorter ways to the same answer.
"""

from collections.abc import Sequence

from app.importer.normalizer.countries import region_of_country
from app.importer.normalizer.phone_cell import MAX_PHONE_CELL, dialled, has_bare_digits
from app.importer.normalizer.phone_guard import RegionGuard
from app.importer.normalizer.phone_quick import QuickReader
from app.importer.normalizer.phone_readings import NotRead, Reading, meant, region_of
from app.importer.normalizer.phone_row import LostZeroError, PlaceholderError, read_in_row
from app.importer.rows import Notice

__all__ = ["MAX_PHONE_CELL", "PhoneReader", "PlaceholderError"]


class PhoneReader:
    """Reads the phones of one file.

    `region` (ISO 3166, two letters) is where a number without a country code is; with None such a
    number is kept as its digits. ValueError for a region libphonenumber does not know.
    """

    def __init__(self, region: str | None) -> None:
        self._home = region_of(region) if region else None
        self._quick = QuickReader(self._home)
        self._abroad, self._code = self._quick.abroad, self._quick.code
        self._valid, self._group = self._quick.valid
        # The first national numbers are read with care and counted; the quick way begins behind them.
        self._guard = RegionGuard(self._home)
        self._last_counted: str | None = None
        self._is_counting = True
        self._go_on_counting()

    def plain(self, text: str) -> str | None:
        """E.164 of a number without surprises (0.4 us; 0.9 with spaces), None if read() must look."""
        if text[:1] == "+":
            if (plan := self._abroad.get(text[:4])) is not None and plan(text):
                return text
        elif match := self._valid(text):
            return self._code + match[self._group]
        return self._plain(text)

    def plain_column(self, cells: Sequence[str]) -> list[str | None]:
        """plain() of each cell, "" of a blank one: 0.3 us each.

        Where none is None the numbers count as read: their cells may not be read once more.
        """
        counted = self._guard.counted
        learnt, valid, plain = self._abroad.get, self._valid, self._plain
        code, group = self._code, self._group
        numbers = [
            cell
            if (plan := learnt(cell[:4])) is not None and plan(cell)
            else code + match[group]
            if (match := valid(cell))
            else cell and plain(cell)
            for cell in cells
        ]
        if self._is_counting and None in numbers:
            self._guard.counted = counted
        return numbers

    def read(self, text: str, country: str = "", area: str = "") -> str:
        """The number in a clean, non-blank cell; CellError when there is none, several, or too much.

        `country` and `area` are the row's cells of such columns. PlaceholderError for what stands for no number.
        """
        at_home = not country or self._is_home(country)
        if text[:1] == "+" or (at_home and not area and not self._is_counting):
            bare = _bare(text)
            if bare and (number := self._matched(bare)):
                return number
        spellings = dialled(text)
        try:
            reading = read_in_row(text, spellings, country, area, self._home)
        except LostZeroError:
            self._note_lost_zero(country)
            raise
        self._note(reading, spellings[0], country)
        return reading.e164

    def notices(self, column_name: str) -> list[Notice]:
        """Whether the account's region is in doubt, by the first national numbers of the file."""
        return self._guard.notices(column_name)

    def _is_home(self, country: str) -> bool:
        return self._home is not None and region_of_country(country) == self._home.name

    def _note(self, reading: Reading, digits: str, country: str) -> None:
        """Learn from what read() has read; count it, unless the row names its country or plain() has counted it."""
        if digits[0] == "+" or not country or self._is_home(country):
            self._quick.learn(digits, reading)
        if country:
            self._guard.look_at()
        elif reading.e164 != self._last_counted:
            self._guard.note_digits(digits)
            self._guard.count(reading)
        self._last_counted = None
        self._go_on_counting()

    def _note_lost_zero(self, country: str) -> None:
        if not country:
            self._guard.note_lost_zero()
            self._go_on_counting()

    def _plain(self, text: str) -> str | None:
        """plain() of what is not matched as it stands."""
        bare = text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
        if bare != text:
            if ("-" in text or "(" in text) and not has_bare_digits(text):
                return None
            # As _matched(), a call less.
            if bare[:1] == "+":
                if (plan := self._abroad.get(bare[:4])) is not None and plan(bare):
                    return bare
            elif match := self._valid(bare):
                return self._code + match[self._group]
        if self._is_counting and bare[:1] != "+":
            return self._counted(bare)
        if number := self._quick.possible(bare):
            return number
        reading = self._careful(bare)
        return reading.e164 if reading else None

    def _matched(self, bare: str) -> str | None:
        """A number that one of the patterns matches."""
        if bare[:1] == "+":
            plan = self._abroad.get(bare[:4])
            return bare if plan is not None and plan(bare) else None
        match = self._valid(bare)
        return self._code + match[self._group] if match else None

    def _careful(self, bare: str) -> Reading | None:
        if not (
            bare.isascii() and bare.removeprefix("+").isdigit() and len(bare) <= MAX_PHONE_CELL
        ):
            return None
        try:
            reading = meant((bare,), self._home)
        except NotRead:
            return None
        if reading:
            self._quick.learn(bare, reading)
            self._guard.note_digits(bare)
        return reading

    def _counted(self, bare: str) -> str | None:
        """The number, counted; read() does not count it again if it is asked next."""
        reading = self._careful(bare)
        self._last_counted = reading.e164 if reading else None
        if reading:
            self._guard.count(reading)
            self._go_on_counting()
        return self._last_counted

    def _go_on_counting(self) -> None:
        if self._is_counting and not self._guard.is_counting():
            self._is_counting = False
            self._quick.learn_region()
            self._valid, self._group = self._quick.valid


def _bare(text: str) -> str | None:
    """The digits of a cell in which blanks, brackets and hyphens say nothing; None where they may."""
    bare = text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
    if bare != text and ("-" in text or "(" in text) and not has_bare_digits(text):
        return None
    return bare
