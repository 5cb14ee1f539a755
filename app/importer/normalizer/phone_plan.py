"""Which numbers of a calling code are valid, possible or mobile: libphonenumber's metadata, asked in 1 us.

The library's own functions take 30 to 200 us a number. These give its answers, and tests hold them equal for every region;
the comments name the library's own steps (phonenumberutil.py).
"""

import re
from collections.abc import Callable
from enum import IntEnum
from functools import cache, cached_property
from typing import Final

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberDesc

Match = Callable[[str], re.Match[str] | None]

NOTHING: Final = "(?!)"
_NEVER: Final[Match] = re.compile(NOTHING).fullmatch
# Until 2020 Mexico dialled 1 after +52, and 01, 044 or 045 before a number of its own.
_OBSOLETE: Final = {"52": ("1", "01", "044", "045")}
_LARGE_NEIGHBOURS: Final = ("CA",)
_FEW_REGIONS: Final = 5  # only +1 has more


class Kind(IntEnum):
    """What is known of a number; the higher, the more."""

    INVALID = 0
    VALID = 1
    MOBILE = 2  # valid, and a mobile or of a kind that may be one


class Territory:
    """One region of a calling code."""

    def __init__(self, metadata: PhoneMetadata) -> None:
        self.metadata = metadata
        self.general = _desc(metadata.general_desc)

    def kind(self, number: str) -> Kind:
        """By the patterns of this region alone; the usual kinds first, for each is compiled when it is needed."""
        if not self.leads(number):
            return Kind.INVALID
        if self._mobile(number):
            kind = Kind.MOBILE
        elif self._fixed(number) or self._other(number):
            kind = Kind.VALID
        else:
            return Kind.INVALID
        # +49 49 30 123456 looks like a landline, and like no German number.
        return kind if self.is_viable(number) else Kind.INVALID

    def without_trunk(self, number: str) -> str:
        """What parse() leaves of a national number: without its trunk prefix, if what is left is long enough."""
        rest = self.stripped(number)
        # TOO_LONG passes here as it does there: the number is refused for it afterwards.
        return rest if self.is_possible(rest) or self.is_too_long(rest) else number

    def stripped(self, number: str) -> str:
        """_maybe_strip_national_prefix_carrier_code()."""
        match = self._trunk(number)
        if match is None:
            return number
        rule = self.metadata.national_prefix_transform_rule
        if rule and match.groups()[-1] is not None:
            rest = match.expand(rule) + number[match.end() :]
        else:
            rest = number[match.end() :]
        return number if self.is_viable(number) and not self.is_viable(rest) else rest

    def is_too_long(self, number: str) -> bool:
        """Whether it is longer than any possible number."""
        return len(number) > self._longest

    def is_possible(self, number: str) -> bool:
        """Whether it has a possible length, and not only without its area code."""
        length = len(number)
        return (
            length in self.general.possible_length
            and length not in self.general.possible_length_local_only
        )

    @cached_property
    def patterns(self) -> dict[str, str]:
        """A pattern for `mobile`, for `fixed` and for all `other` valid numbers."""
        own = self.metadata
        others = (
            own.toll_free,
            own.premium_rate,
            own.shared_cost,
            own.personal_number,
            own.voip,
            own.pager,
            own.uan,
            own.voicemail,
        )
        fixed = _pattern(own.fixed_line)
        mobile = fixed if own.same_mobile_and_fixed_line_pattern else _pattern(own.mobile)
        other = "|".join(sorted({_pattern(desc) for desc in others} - {NOTHING})) or NOTHING
        return {"mobile": mobile, "fixed": NOTHING if fixed == mobile else fixed, "other": other}

    @cached_property
    def _longest(self) -> int:
        return max(self.general.possible_length)

    @cached_property
    def leads(self) -> Match | Callable[[str], bool]:
        leading = self.metadata.leading_digits
        return re.compile(leading).match if leading else bool

    @cached_property
    def _mobile(self) -> Match:
        return re.compile(self.patterns["mobile"]).fullmatch

    @cached_property
    def _fixed(self) -> Match:
        return re.compile(self.patterns["fixed"]).fullmatch

    @cached_property
    def _other(self) -> Match:
        return re.compile(self.patterns["other"]).fullmatch

    @cached_property
    def is_viable(self) -> Match:
        """Matches what looks like a number, of a kind that is in use or not."""
        return re.compile(_pattern(self.general)).fullmatch

    @cached_property
    def _trunk(self) -> Match:
        prefix = self.metadata.national_prefix_for_parsing
        return re.compile(prefix).match if prefix else _NEVER


class Plan:
    """The numbers of one calling code, each without that code."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.obsolete = _OBSOLETE.get(code, ())
        main, *others = COUNTRY_CODE_TO_REGION_CODE[int(code)]
        # One after the other as they are needed: each costs 0.3 ms to load, and +1 has twenty-five.
        self._regions = [main, *sorted(others, key=lambda region: region not in _LARGE_NEIGHBOURS)]
        self._islands: dict[str, list[Territory]] = {}
        self.main = self.territory(main)

    def territory(self, region: str) -> Territory:
        """The region's part of the plan."""
        return _territory(self.code, region)

    def territories(self) -> list[Territory]:
        """All of them."""
        return [_territory(self.code, region) for region in self._regions]

    def kind(self, number: str) -> Kind:
        """is_valid_number(), of any region of this calling code, and dialled whole: 310 1234 of Canada is not."""
        if kind := self.main.kind(number) or self._elsewhere(number):
            return kind if self.is_possible(number) else Kind.INVALID
        return Kind.INVALID

    def _elsewhere(self, number: str) -> Kind:
        if len(self._regions) > _FEW_REGIONS:
            others = self._islands.get(number[:4]) or self._areas(number[:4])
        else:
            others = [_territory(self.code, region) for region in self._regions[1:]]
        for territory in others:
            if kind := territory.kind(number):
                return kind
        return Kind.INVALID

    def _areas(self, area: str) -> list[Territory]:
        """Who of +1 may have numbers that begin so: each island has area codes of its own."""
        fitting = [territory for territory in self.territories()[1:] if territory.leads(area)]
        self._islands[area] = fitting
        return fitting

    def is_possible(self, number: str) -> bool:
        """is_possible_number()."""
        return self.main.is_possible(number)

    @property
    def has_zeros(self) -> bool:
        """Whether numbers may begin with a zero that is no trunk prefix, as in Italy."""
        own = self.main.metadata
        examples = [desc.example_number for desc in (own.fixed_line, own.mobile) if desc]
        return any(example and example.startswith("0") for example in examples)

    @property
    def mobile_length(self) -> int:
        """Of the usual mobile; some regions have shorter ones."""
        mobile = self.main.metadata.mobile
        return len((mobile and mobile.example_number) or "")

    def spellings(self, number: str) -> list[str]:
        """What a number after this calling code may stand for, the likeliest first.

        As it is; without its trunk prefix; without a prefix or a zero that is out of use.
        """
        spellings = [number]
        if (without_trunk := self.main.without_trunk(number)) != number:
            spellings.append(without_trunk)
        if self.obsolete:
            spellings += self.without_obsolete(number)
        if number.startswith("0"):
            spellings.append(number[1:])
        return spellings

    def without_obsolete(self, number: str) -> list[str]:
        """The number without each of the prefixes that are no longer dialled."""
        return [number[len(old) :] for old in self.obsolete if number.startswith(old)]

    def possible(self, number: str) -> str | None:
        """What the library makes of a number after the calling code, if it is possible.

        Read again until it stays the same: some numbers still begin with what looks like a national prefix, and a phone
        that changed with every import would be a new person each time.
        """
        seen: set[str] = set()
        while number not in seen:
            seen.add(number)
            number = self.main.without_trunk(number)
            if not self.is_possible(number):
                return None
        return number


@cache
def plan_of(code: str) -> Plan | None:
    """The plan of a calling code such as `39`, None where there is none."""
    return Plan(code) if int(code) in COUNTRY_CODE_TO_REGION_CODE else None


def split_code(digits: str) -> tuple[Plan, str] | None:
    """The calling code that the digits after a plus sign begin with, and the rest.

    No country code is the beginning of another, so there is one at most.
    """
    if digits.startswith("0"):
        return None
    for length in (1, 2, 3):
        if len(digits) > length and (plan := plan_of(digits[:length])):
            return plan, digits[length:]
    return None


@cache
def _territory(code: str, region: str) -> Territory:
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    if metadata is None:
        raise LookupError(f"libphonenumber has no metadata for {region} in +{code}")
    return Territory(metadata)


def _desc(desc: PhoneNumberDesc | None) -> PhoneNumberDesc:
    assert desc is not None  # noqa: S101 - the library's own tables all have it
    return desc


def _pattern(desc: PhoneNumberDesc | None) -> str:
    return (desc and desc.national_number_pattern) or NOTHING
