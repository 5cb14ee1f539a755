"""The numbers that a cell's digits may stand for, and which of them is meant: valid before possible.

N, as the region dials it; C, the region's own country code without its plus sign; W, `00` as the whole world writes it, or
the region's own way out; F, a foreign number that lost its plus sign. Only valid ones count; the possible is asked last.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from phonenumbers import SUPPORTED_REGIONS, country_code_for_region

from app.importer.normalizer.phone_plan import NOTHING, Kind, Plan, plan_of, split_code
from app.importer.normalizer.phone_possible import possible_abroad, possible_number
from app.importer.normalizer.text import CURE_FOR_NUMBERS

WRITE_IT_WHOLE: Final = "write it with + and the country code"
SHORTEST_RUN: Final = 5
_UP, _DOWN = ("01234567890", "1234567890"), ("09876543210", "9876543210", "987654321")
# What begins as these do, and what goes down to 1 or 0: 1234567, 0123456789, 9876543210, 87654321.
RUNS: Final = frozenset(
    [run[:end] for run in (*_UP, *_DOWN) for end in range(SHORTEST_RUN, len(run) + 1)]
    + [run[start:] for run in _DOWN for start in range(len(run) - SHORTEST_RUN + 1)]
)
# With no region a number is kept as its digits (docs/design.md#phones), unless `00` says more.
_DIGITS_KEPT: Final = re.compile("[0-9]{3,15}")
FOREIGN_DIGITS: Final = 11  # fewer are no foreign number that lost its plus sign


class Reading(NamedTuple):
    """A number in E.164. `is_national` when only the region's own plan made it one."""

    e164: str
    kind: Kind
    is_national: bool = False

    @property
    def is_mobile(self) -> bool:
        return self.kind is Kind.MOBILE


class NotRead(Exception):
    """Why a cell is no number; the message goes on where the quoted cell ends."""


class Ambiguous(NotRead):
    """Two numbers are meant, each as likely as the other."""

    def __init__(self, first: Reading, second: Reading) -> None:
        super().__init__(f"may be {first.e164} or {second.e164}: {WRITE_IT_WHOLE}")


class LostZero(NotRead):
    """The digits are no number, but with a zero, as in `written`, they are."""

    def __init__(self, written: str) -> None:
        super().__init__(f"has lost a zero: write {written}, or {CURE_FOR_NUMBERS}")


class Placeholder(NotRead):
    """Digits that stand for no number, such as 0000000000."""

    def __init__(self) -> None:
        super().__init__("is a placeholder: write a phone number or empty the cell")


class Region:
    """How a region dials. ValueError for one that libphonenumber does not know."""

    def __init__(self, name: str) -> None:
        if name not in SUPPORTED_REGIONS:
            raise ValueError(f"{name!r} is not a region libphonenumber knows")
        plan = plan_of(str(country_code_for_region(name)))
        assert plan is not None  # noqa: S101 - every region has one
        self.name, self.code, self.plan = name, plan.code, plan
        self.own = plan.territory(name)
        self.trunk = self.own.metadata.national_prefix or ""
        self.keeps_zero = self.plan.has_zeros
        self.way_out = re.compile(self.own.metadata.international_prefix or NOTHING).match

    def national(self, digits: str) -> Reading | None:
        """N."""
        numbers = [self.own.without_trunk(digits)]
        if numbers[0] != digits:
            numbers.append(digits)
        if self.plan.obsolete:
            numbers += self.plan.without_obsolete(digits)
        for number in numbers:
            if kind := self.plan.kind(number):
                return Reading(f"+{self.code}{number}", kind, is_national=True)
        # Italian mobiles were dialled 0347 until 2001.
        if self.keeps_zero and digits.startswith("0") and self.plan.kind(digits[1:]) is Kind.MOBILE:
            return Reading(f"+{self.code}{digits[1:]}", Kind.MOBILE, is_national=True)
        return None

    def after_trunk(self, digits: str) -> Reading | None:
        """The region's own country code after its trunk prefix: 091 98765 43210."""
        rest = digits.removeprefix(self.trunk)
        if self.keeps_zero or rest == digits or not rest.startswith(self.code):
            return None
        return international(rest)

    def may_lack_zero(self, digits: str) -> bool:
        """Whether a valid number would be another one with a zero before it: 331123456, of Italy's short mobiles."""
        if not self.keeps_zero or digits[0] == "0" or len(digits) >= self.plan.mobile_length:
            return False
        return self.national(f"0{digits}") is not None

    def abroad(self, digits: str) -> Reading | None:
        """W, else the region's own way out."""
        if digits.startswith("00") and (reading := international(digits[2:])):
            return reading
        way_out = self.way_out(digits)
        return international(digits[way_out.end() :]) if way_out else None


region_of = cache(Region)


def international(digits: str) -> Reading | None:
    """The valid number that the digits after a plus sign are."""
    if (found := split_code(digits)) is None:
        return None
    plan, rest = found
    for number in plan.spellings(rest):
        if kind := plan.kind(number):
            return Reading(f"+{plan.code}{number}", kind)
    return None


def meant(spellings: Sequence[str], region: Region | None) -> Reading | None:
    """The number that a cell's digits are, in one or two spellings; None for an impossible one.

    Ambiguous, LostZero and Placeholder say why there is none.
    """
    digits = spellings[0]
    if is_placeholder(digits):
        raise Placeholder
    if region is None and not digits.startswith(("+", "00")):
        return Reading(digits, Kind.VALID) if _DIGITS_KEPT.fullmatch(digits) else None
    valid = [found for spelling in spellings if (found := valid_reading(spelling, region))]
    if len(valid) > 1 and valid[0] != valid[1]:
        return _with_bracketed_zero(*valid)
    return valid[0] if valid else possible_reading(digits, region)


def _with_bracketed_zero(kept: Reading, dropped: Reading) -> Reading:
    """Of two valid numbers that with its zero, where the other is one of the few short mobiles: +39 (0)331 123456."""
    found = split_code(dropped.e164[1:])
    if dropped.is_mobile and found and len(found[1]) < found[0].mobile_length:
        return kept
    raise Ambiguous(kept, dropped)


def is_placeholder(digits: str) -> bool:
    """One digit repeated, or a run such as 1234567890."""
    if len(digits) > 1 and digits.count(digits[0]) == len(digits):
        return True
    return digits in RUNS


def valid_reading(digits: str, region: Region | None) -> Reading | None:
    """The valid number meant; Ambiguous when that is open."""
    if digits.startswith("+"):
        return international(digits[1:])
    if region is None:
        return international(digits[2:]) if digits.startswith("00") else None
    if reading := region.abroad(digits):
        return reading
    national = region.national(digits)
    if national and region.trunk and digits.startswith(region.trunk):
        return national
    if digits.startswith(region.code) and (own := international(digits)):
        return _with_own_code(national, own)
    if len(digits) < FOREIGN_DIGITS or (national and national.is_mobile):
        return national
    foreign = international(digits)
    if national and foreign:
        raise Ambiguous(national, foreign)
    return national or foreign


def _with_own_code(national: Reading | None, own: Reading) -> Reading:
    """Of N and C the only mobile.

    But not N: 390642792 is +39 06 42792, a landline of Rome, rather than one of the few mobiles that begin with 390.
    """
    if national is None or national.e164 == own.e164:
        return own
    if own.is_mobile and not national.is_mobile:
        return own
    raise Ambiguous(national, own)


def possible_reading(digits: str, region: Region | None) -> Reading | None:
    """The first that is possible, where none is valid.

    LostZero where a zero would make it valid, Ambiguous where a plus sign would.
    """
    if digits.startswith("+"):
        return _possible_abroad(digits[1:])
    if digits.startswith("00") and (abroad := _possible_abroad(digits[2:])):
        return abroad
    if region is None:
        return None
    if not digits.startswith("0") and region.national(f"0{digits}"):
        raise LostZero(f"0{digits}")
    if own := region.after_trunk(digits):
        return own
    if (number := possible_number(digits, region.way_out, region.plan, region.own)) is None:
        return None
    if foreign := international(digits):
        raise Ambiguous(Reading(number, Kind.INVALID), foreign)
    return _as_read_again(number, is_national=True)


def has_stray_zero(plan: Plan, number: str) -> bool:
    """Whether a number is only as long as it must be with its trunk zero: 06 12 34 56 7 lacks a digit."""
    return number.startswith("0") and not plan.has_zeros


def _possible_abroad(digits: str) -> Reading | None:
    number = possible_abroad(digits)
    return _as_read_again(number) if number else None


def _as_read_again(e164: str, is_national: bool = False) -> Reading | None:
    """A possible number, as it would be read with its plus sign the next time: 0347 1234567 of Italy without its zero."""
    if valid := international(e164[1:]):
        return valid._replace(is_national=is_national)
    found = split_code(e164[1:])
    if found and is_placeholder(found[1]):
        raise Placeholder
    if found and has_stray_zero(*found):
        return None
    return Reading(e164, Kind.INVALID, is_national)
