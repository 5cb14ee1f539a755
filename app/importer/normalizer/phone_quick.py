"""The quick way of one file's numbers: patterns are compiled for what comes often, and only for that."""

from collections import Counter
from typing import Final

from app.importer.normalizer.phone_patterns import (
    NO_MATCH,
    NO_PATTERN,
    foreign_match,
    kept_pattern,
    possible_abroad_match,
    possible_pattern,
    valid_abroad_match,
    valid_pattern,
)
from app.importer.normalizer.phone_plan import Kind, Match, split_code
from app.importer.normalizer.phone_readings import Reading, Region, has_stray_zero

# To compile a pattern costs as much as reading so many numbers with care.
_OFTEN: Final = 500
_OFTEN_LIKE_FOREIGN: Final = 50


class QuickReader:
    """Numbers written without surprises: digits, after a plus sign or as `region` dials them."""

    def __init__(self, region: Region | None) -> None:
        self._region = region
        self.code = f"+{region.code}" if region else ""
        self.valid = NO_PATTERN  # matches the region's own valid numbers
        # By the plus sign and three digits, which always tell the country code.
        self.abroad: dict[str, Match] = {}
        self._possible = NO_PATTERN
        self._possible_abroad: dict[str, Match] = {}
        self._foreign: dict[str, Match] = {}
        self._seen: Counter[str] = Counter()

    def learn_region(self) -> None:
        """Read the region's own valid numbers the quick way from here on."""
        self.valid = valid_pattern(self._region) if self._region else kept_pattern()

    def learn(self, bare: str, reading: Reading) -> None:
        """Note what was read with care: what comes often is read the quick way from here on."""
        if bare[0] == "+":
            self._learn_abroad(bare, reading)
        elif reading.kind is Kind.INVALID and self._region and self._is_often("possible"):
            self._possible = possible_pattern(self._region)

    def _learn_abroad(self, number: str, reading: Reading) -> None:
        if (found := split_code(number[1:])) is None:
            return
        start, code = number[:4], found[0].code
        if self._is_often(code):
            self.abroad[start] = valid_abroad_match(code)
        if reading.kind is Kind.INVALID and self._is_often(f"possible {code}"):
            self._possible_abroad[start] = possible_abroad_match(code)

    def _is_often(self, what: str) -> bool:
        self._seen[what] += 1
        return self._seen[what] >= _OFTEN

    def possible(self, bare: str) -> str | None:
        """E.164 of digits that are no valid number, after at most one plus sign; None where that is open."""
        if bare[:1] == "+":
            if self._possible_abroad.get(bare[:4], NO_MATCH)(bare) is None:
                return None
            found = split_code(bare[1:])
            return None if found and has_stray_zero(*found) else bare
        match = self._possible.match(f"0{bare}")
        if match is None or (bare[:1] != "0" and self._may_be_foreign(bare)):
            return None
        number = match[self._possible.group]
        return None if self._is_read_otherwise(bare, number) else self.code + number

    def _is_read_otherwise(self, bare: str, number: str) -> bool:
        """Whether zeros in front say more of a possible number than its length does."""
        region = self._region
        if region is None or "0" not in (bare[:1], number[:1]):
            return False
        if number[:1] == "0" and (not region.keeps_zero or region.national(bare)):
            return True
        return region.after_trunk(bare) is not None

    def _may_be_foreign(self, bare: str) -> bool:
        start = bare[:3]
        if (match := self._foreign.get(start)) is not None:
            return match(bare) is not None
        self._seen[start] += 1
        if self._seen[start] == _OFTEN_LIKE_FOREIGN:
            self._foreign[start] = foreign_match(start)
        return True
