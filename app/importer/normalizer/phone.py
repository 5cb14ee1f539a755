"""A phone cell becomes E.164: valid before possible, as one region writes its numbers.

plain(), plain_column() and read() must never disagree: the first two are only shorter ways to the same answer.
"""

from collections.abc import Sequence
from typing import Final

from app.importer.normalizer.countries import country_name, region_of_country
from app.importer.normalizer.phone_area import area_digits, with_area
from app.importer.normalizer.phone_cell import MAX_PHONE_CELL, bare_number, dialled, has_bare_digits
from app.importer.normalizer.phone_plan import Kind
from app.importer.normalizer.phone_quick import QuickReader
from app.importer.normalizer.phone_readings import (
    WRITE_IT_WHOLE,
    NotRead,
    Placeholder,
    Reading,
    Region,
    international,
    meant,
    region_of,
    valid_reading,
)
from app.importer.normalizer.text import CellError, quote
from app.importer.rows import Gravity, Notice

__all__ = ["MAX_PHONE_CELL", "PhoneReader", "PlaceholderError"]

_GUARDED: Final = 1_000  # of the national numbers, the first ones say whether the region is right
_ENOUGH: Final = 20
_DOUBTFUL: Final = 0.2


class PlaceholderError(CellError):
    """A number that is nobody's, such as 0000000000: a blank, unless nothing else says who the row is."""


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
        self._uncounted = _GUARDED
        self._counted = self._not_in_use = 0
        if self._home is None:
            self._end_counting()

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

        Where none is None the column counts as read, and its cells may not be read again.
        """
        if self._uncounted:
            return self._counted_column(cells)
        learnt, valid, code, group, plain = self._abroad.get, self._valid, self._code, self._group, self._plain
        return [
            cell
            if (plan := learnt(cell[:4])) is not None and plan(cell)
            else code + match[group]
            if (match := valid(cell))
            else cell and plain(cell)
            for cell in cells
        ]

    def _plain(self, text: str) -> str | None:
        """plain() of what is not matched as it stands."""
        bare = text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
        if bare != text:
            if ("-" in text or "(" in text) and not has_bare_digits(text):
                return None
            if bare[:1] == "+":
                if (plan := self._abroad.get(bare[:4])) is not None and plan(bare):
                    return bare
            elif match := self._valid(bare):
                return self._code + match[self._group]
        if self._uncounted and bare[:1] != "+":
            return None
        return self._quick.possible(bare) or self._careful(bare)

    def read(self, text: str, country: str = "", area: str = "") -> str:
        """The number in a clean, non-blank cell; CellError when there is none, several, or too much.

        `country` and `area` are the row's cells of such columns. PlaceholderError for what stands for no number.
        """
        if not country and not area and (number := self.plain(text)):
            return number
        spellings = dialled(text)
        if not country and area.lstrip().startswith(("+", "00")):
            country, area = area, ""
        region = self._region_of_row(spellings[0], country)
        if region and region is not self._home and not area_digits(area):
            self._refuse_doubt(text, spellings, region)
        reading = _read(text, spellings, area_digits(area), region)
        if region is self._home:
            self._count([reading])
        return reading.e164

    def notices(self, column_name: str) -> list[Notice]:
        """Whether the account's region is in doubt, by the first national numbers of the file."""
        if self._counted < _ENOUGH or self._not_in_use <= _DOUBTFUL * self._counted:
            return []
        assert self._home is not None  # noqa: S101 - only its numbers are counted
        message = (
            f"{self._not_in_use:,} of {self._counted:,} national numbers in {quote(column_name)} are not in use in "
            f"{country_name(self._home.name)}: is the account's region right? Add a country column, or write them with +"
        )
        return [Notice(Gravity.IDENTITY, "phone", message)]

    def _careful(self, bare: str) -> str | None:
        reading = self._reading(bare)
        return reading.e164 if reading else None

    def _reading(self, bare: str) -> Reading | None:
        if not (bare.isascii() and bare.removeprefix("+").isdigit() and len(bare) <= MAX_PHONE_CELL):
            return None
        try:
            reading = meant((bare,), self._home)
        except NotRead:
            return None
        if reading and bare[:1] == "+":
            self._quick.learn_abroad(reading.e164)
        return reading

    def _counted_column(self, cells: Sequence[str]) -> list[str | None]:
        """plain_column(), with care: numbers that it returns None for are counted when they are read one by one."""
        numbers: list[str | None] = []
        readings: list[Reading] = []
        for cell in cells:
            if not cell or cell[0] == "+":
                numbers.append(cell and self.plain(cell))
            elif (bare := bare_number(cell)) and (reading := self._reading(bare)):
                numbers.append(reading.e164)
                readings.append(reading)
            else:
                return [None]
        self._count(readings)
        return numbers

    def _count(self, readings: Sequence[Reading]) -> None:
        if not self._uncounted:
            return
        national = [reading for reading in readings if reading.is_national][: self._uncounted]
        self._counted += len(national)
        self._not_in_use += sum(reading.kind is Kind.INVALID for reading in national)
        self._uncounted -= len(national)
        if not self._uncounted:
            self._end_counting()

    def _end_counting(self) -> None:
        self._uncounted = 0
        self._quick.learn_region()
        self._valid, self._group = self._quick.valid

    def _region_of_row(self, digits: str, country: str) -> Region | None:
        """The row's region, else the account's; not asked for where the number has its country code."""
        if not country or digits.startswith("+") or (digits.startswith("00") and international(digits[2:])):
            return self._home
        name = region_of_country(country)
        if name is None:
            raise CellError(
                f"{quote(country)} is no country that is understood: write its name or code, or the phone with + and "
                "the country code"
            )
        return region_of(name) if name else self._home

    def _refuse_doubt(self, text: str, spellings: Sequence[str], region: Region) -> None:
        """CellError where the row's country makes less of the number than the account's region.

        An address is no dialling plan: a mobile of the account's region may belong to somebody who lives abroad.
        """
        home = self._valid_at_home(spellings[0])
        if home is None:
            return
        try:
            reading = meant(spellings, region)
        except NotRead:
            reading = None
        if reading and (
            reading.e164 == home.e164
            or not reading.is_national
            or (reading.kind is not Kind.INVALID and (reading.is_mobile or not home.is_mobile))
        ):
            return
        there = f"{reading.e164} in" if reading else "none of"
        raise CellError(
            f"{quote(text)} is {home.e164} in {_name(self._home)} and {there} {_name(region)}: {WRITE_IT_WHOLE}"
        )

    def _valid_at_home(self, digits: str) -> Reading | None:
        try:
            reading = valid_reading(digits, self._home)
        except NotRead:
            return None
        return reading if reading and reading.is_national else None


def _read(text: str, spellings: Sequence[str], area: str, region: Region | None) -> Reading:
    """What the cell means in this region; CellError for nothing."""
    try:
        if area and region:
            spellings = (with_area(spellings[0], area, region), *spellings[1:])
        reading = meant(spellings, region)
    except NotRead as problem:
        kind = PlaceholderError if isinstance(problem, Placeholder) else CellError
        raise kind(f"{quote(text)} {problem}") from None
    if reading is None:
        raise CellError(f"{quote(text)} is not a possible phone number{_cure(region)}")
    return reading


def _cure(region: Region | None) -> str:
    if region:
        return f" in {_name(region)}: write it whole, with + and the country code"
    return ": write it whole, with + and the country code, or set the account's region"


def _name(region: Region | None) -> str:
    return country_name(region.name) if region else ""
