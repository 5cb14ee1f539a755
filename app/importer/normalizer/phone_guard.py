"""Doubts about a file's phones as a whole: is the account's region right, and did a spreadsheet drop zeros?"""

from collections.abc import Iterator
from typing import Final, NamedTuple

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


class Counted(NamedTuple):
    """How many numbers without a plus sign were seen, how many of the first were national, and not in use."""

    seen: int
    national: int
    not_in_use: int


class RegionGuard:
    """Counts the first national numbers that the account's region reads, and those of them that are not in use."""

    def __init__(self, region: Region | None) -> None:
        self._region = region
        self.counted = Counted(0, 0, 0)
        self._has_lost_zero = False
        self._short: str | None = None

    def is_counting(self) -> bool:
        """Whether more numbers are wanted."""
        return self._region is not None and self.counted.seen < _LOOKED_AT

    def look_at(self) -> None:
        """Note a number that was read, and says nothing of the region."""
        self.counted = self.counted._replace(seen=self.counted.seen + 1)

    def count(self, reading: Reading) -> None:
        """Note a number that was read by the account's region, or could have been."""
        if reading.is_national:
            self._count(reading.kind)
        else:
            self.look_at()

    def note_lost_zero(self) -> None:
        """Count a number that was refused, because with a zero before it there is one."""
        self._has_lost_zero = True
        self._count(Kind.INVALID)

    def _count(self, kind: Kind) -> None:
        seen, national, not_in_use = self.counted
        if national < _GUARDED:
            national, not_in_use = national + 1, not_in_use + (kind is Kind.INVALID)
        self.counted = Counted(seen + 1, national, not_in_use)

    def note_digits(self, digits: str) -> None:
        """Note the digits of a number that was read."""
        if self._short is None and self._region and self._region.may_lack_zero(digits):
            self._short = digits

    def notices(self, column_name: str) -> list[Notice]:
        """Whether more than a fifth are not in use, and whether zeros were lost without a trace."""
        return [*self._region_in_doubt(column_name), *self._zeros_in_doubt(column_name)]

    def _region_in_doubt(self, column_name: str) -> Iterator[Notice]:
        _, national, not_in_use = self.counted
        if self._region is None or national < _ENOUGH:
            return
        if not_in_use > _DOUBTFUL * national:
            yield _notice(
                f"{not_in_use:,} of {national:,} national numbers in {quote(column_name)} are not in use in "
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
