"""The quick way of one file's numbers: patterns are compiled for what comes often, and only for that."""

from collections import Counter
from typing import Final

from app.importer.normalizer.phone_patterns import (
    NO_MATCH,
    foreign_match,
    kept_match,
    possible_abroad_match,
    possible_match,
    valid_abroad_match,
    valid_match,
)
from app.importer.normalizer.phone_plan import Match, split_code
from app.importer.normalizer.phone_readings import Region

_OFTEN: Final = 64


class QuickReader:
    """Numbers written without surprises: digits, after a plus sign or as `region` dials them."""

    def __init__(self, region: Region | None) -> None:
        self._region = region
        self._code = f"+{region.code}" if region else ""
        self._valid = self._possible = NO_MATCH
        # By the plus sign and three digits, which always tell the country code: what is valid, and what is possible.
        self.abroad: dict[str, Match] = {}
        self._possible_abroad: dict[str, tuple[int, Match]] = {}
        self._seen: Counter[str] = Counter()

    def learn_region(self) -> None:
        """Read the region's own numbers the quick way from here on."""
        if self._region is None:
            self._valid = kept_match()
        else:
            self._valid, self._possible = valid_match(self._region), possible_match(self._region)

    def learn_abroad(self, number: str) -> None:
        """Note a number in E.164; those of its country are read the quick way once it has come often."""
        prefix = number[:4]
        self._seen[prefix] += 1
        if self._seen[prefix] == _OFTEN and (found := split_code(prefix[1:] + "0")):
            code = found[0].code
            self._possible_abroad[prefix] = 1 + len(code), possible_abroad_match(code)
            self.abroad[prefix] = valid_abroad_match(code)

    def national(self, digits: str) -> str | None:
        """E.164 of the region's own valid number."""
        match = self._valid(digits)
        return self._code + match["nsn"] if match else None

    def number(self, bare: str) -> str | None:
        """E.164 of digits after at most one plus sign, valid or possible; None where the careful way must look."""
        if bare[:1] == "+":
            return bare if self._is_abroad(bare) else None
        if number := self.national(bare):
            return number
        match = self._possible(f"0{bare}")
        if match is None or (bare[:1] != "0" and foreign_match(bare[:3])(bare)):
            return None
        return self._code + match["nsn"]

    def _is_abroad(self, bare: str) -> bool:
        prefix = bare[:4]
        if prefix not in self.abroad:
            return False
        if self.abroad[prefix](bare):
            return True
        start, possible = self._possible_abroad[prefix]
        return possible(f"0{bare[start:]}") is not None
