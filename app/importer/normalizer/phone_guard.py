"""Doubts about a file's phones as a whole: is the account's region right, and did a spreadsheet drop zeros?"""

from collections.abc import Iterable, Iterator
from typing import Final

from app.importer.normalizer.countries import country_name
from app.importer.normalizer.phone_plan import Kind
from app.importer.normalizer.phone_readings import Reading, Region
from app.importer.normalizer.text import CURE_FOR_NUMBERS, quote
from app.importer.rows import Gravity, Notice

_GUARDED: Final = 1_000  # of the national numbers, the first
# So many numbers without a plus sign are looked at: to compile the patterns of the quick way costs as much as reading them.
_LOOKED_AT: Final = 3_000
_ENOUGH: Final = 20
_DOUBTFUL: Final = 0.2


class RegionGuard:
    """Counts the first national numbers that the account's region reads, and those of them that are not in use."""

    def __init__(self, region: Region | None) -> None:
        self._region = region
        self._counted = self._not_in_use = self._seen = 0
        self._has_lost_zero = False
        self._short: str | None = None

    def is_counting(self) -> bool:
        """Whether more numbers are wanted."""
        return self._region is not None and self._seen < _LOOKED_AT

    def look_at(self, count: int) -> None:
        """Note numbers that were read, and say nothing of the region."""
        self._seen += count

    def count(self, readings: Iterable[Reading]) -> None:
        """Note numbers that were read by the account's region, or could have been."""
        for reading in readings:
            if reading.is_national:
                self._count(reading.kind)
            else:
                self.look_at(1)

    def _count(self, kind: Kind) -> None:
        self._seen += 1
        if self._counted < _GUARDED:
            self._counted += 1
            self._not_in_use += kind is Kind.INVALID

    def note_lost_zero(self) -> None:
        """Count a number that was refused, because with a zero before it there is one."""
        self._has_lost_zero = True
        if self.is_counting():
            self._count(Kind.INVALID)

    def note_digits(self, digits: str) -> None:
        """Note the digits of a number that was read."""
        if self._short is None and self._region and self._region.may_lack_zero(digits):
            self._short = digits

    def notices(self, column_name: str) -> list[Notice]:
        """Whether more than a fifth are not in use, and whether zeros were lost without a trace."""
        return [*self._region_in_doubt(column_name), *self._zeros_in_doubt(column_name)]

    def _region_in_doubt(self, column_name: str) -> Iterator[Notice]:
        if self._region is None or self._counted < _ENOUGH:
            return
        if self._not_in_use > _DOUBTFUL * self._counted:
            yield _notice(
                f"{self._not_in_use:,} of {self._counted:,} national numbers in {quote(column_name)} are not in use in "
                f"{country_name(self._region.name)}: is the account's region right? Add a country column, or write "
                "them with +"
            )

    def _zeros_in_doubt(self, column_name: str) -> Iterator[Notice]:
        if self._has_lost_zero and self._short:
            yield _notice(
                f"Numbers such as {quote(self._short)} in {quote(column_name)} may have lost a zero too, as others in "
                f"this file have: {CURE_FOR_NUMBERS}"
            )


def _notice(message: str) -> Notice:
    return Notice(Gravity.IDENTITY, "phone", message)
