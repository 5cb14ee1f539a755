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
from app.importer.normalizer.phone_plan import Match, split_code
from app.importer.normalizer.phone_readings import Region

_OFTEN: Final = 64


class QuickReader:
    """Numbers written without surprises: digits, after a plus sign or as `region` dials them."""

    def __init__(self, region: Region | None) -> None:
        self._region = region
        self.code = f"+{region.code}" if region else ""
        self.valid = NO_PATTERN  # matches the region's own valid numbers
        self._is_learnt = False
        # By the plus sign and three digits, which always tell the country code: what is valid, and what is possible.
        self.abroad: dict[str, Match] = {}
        self._possible_abroad: dict[str, Match] = {}
        self._seen: Counter[str] = Counter()

    def learn_region(self) -> None:
        """Read the region's own numbers the quick way from here on."""
        self.valid = valid_pattern(self._region) if self._region else kept_pattern()
        self._is_learnt = True

    def learn_abroad(self, number: str) -> None:
        """Note a number in E.164; those of its country are read the quick way once it has come often."""
        prefix = number[:4]
        self._seen[prefix] += 1
        if self._seen[prefix] == _OFTEN and (found := split_code(prefix[1:] + "0")):
            code = found[0].code
            self._possible_abroad[prefix] = possible_abroad_match(code)
            self.abroad[prefix] = valid_abroad_match(code)

    def possible(self, bare: str) -> str | None:
        """E.164 of digits that are no valid number, after at most one plus sign; None where that is open."""
        if bare[:1] == "+":
            return bare if self._possible_abroad.get(bare[:4], NO_MATCH)(bare) else None
        if self._region is None or not self._is_learnt:
            return None
        match, group = possible_pattern(self._region)
        found = match(f"0{bare}")
        if found is None or (bare[:1] != "0" and foreign_match(bare[:3])(bare)):
            return None
        return self.code + found[group]
