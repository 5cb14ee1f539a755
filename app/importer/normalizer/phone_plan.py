"""libphonenumber's metadata as one regular expression per country: a number read in 0.3 us, not 35.

A plan may only match what the library reads exactly so; whatever it does not match is asked there.
The comments name the library's own steps (phonenumberutil.py), in its order.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Final

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    PhoneMetadata,
    PhoneNumberDesc,
    country_code_for_region,
)

Plan = Callable[[str], re.Match[str] | None]

NO_PLAN: Final[Plan] = re.compile(r"(?!)").fullmatch
# With no region known: kept as its digits (design 2, "Values"), unless `00` says more.
ANY_DIGITS: Final[Plan] = re.compile(r"(?!00)(?P<nsn>[0-9]{3,15})").fullmatch
_NOTHING: Final = "(?!)"
_LITERAL: Final = re.compile(r"\d+")


@cache  # at most 1,000 prefixes; putting a pattern together costs a one-row file as much as reading it
def international_plan(prefix: str) -> Plan:
    """What matches the plain E.164 numbers that begin with this plus sign and three digits.

    No country code is the beginning of another, so three digits always tell which one it is.
    """
    for length in (2, 3, 4):
        if regions := COUNTRY_CODE_TO_REGION_CODE.get(int(prefix[1:length])):
            main = _metadata(int(prefix[1:length]), regions[0])
            code = re.escape(prefix[:length])
            # parse() strips what looks like a national prefix even here; is_possible_number asks
            # only for the length.
            return re.compile(f"{code}{_unlike(_trunk(main))}(?:{_lengths(main)})").fullmatch
    return NO_PLAN


@cache
def national_plan(region: str) -> Plan:
    """What matches a region's plain digits; group `nsn` is the number to put after `+` and the code."""
    country_code = country_code_for_region(region)
    own = _metadata(country_code, region)
    main = _metadata(country_code, COUNTRY_CODE_TO_REGION_CODE[country_code][0])
    code, trunk, main_trunk = str(country_code), _trunk(own), _trunk(main)
    known = rf"(?=(?:{_general(own).national_number_pattern})\Z)"
    unknown = known.replace("(?=", "(?!", 1)
    starts = [f"(?!{code})", known]  # _maybe_extract_country_code finds none
    if not own.national_prefix_transform_rule:
        starts.append(
            f"(?!{code})(?>{trunk}){known}"
        )  # _maybe_strip_national_prefix_carrier_code does
    starts.append(f"{unknown}{code}{known}")  # 393471234567: the code without its plus sign
    lengths = _lengths(own, main)
    # An output that still begins with a prefix would lose it when it is read again: ask the library.
    return re.compile(
        f"(?!00|{own.international_prefix or _NOTHING})(?:{'|'.join(starts)})"
        f"{_unlike(trunk)}{_unlike(main_trunk)}(?P<nsn>{lengths})"
    ).fullmatch


def _metadata(country_code: int, region: str) -> PhoneMetadata:
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(country_code, region)
    if metadata is None:
        raise LookupError(f"libphonenumber has no metadata for +{country_code}")
    return metadata


def _general(metadata: PhoneMetadata) -> PhoneNumberDesc:
    assert metadata.general_desc is not None  # noqa: S101 - the library's own tables all have it
    return metadata.general_desc


def _unlike(pattern: str) -> str:
    return "" if pattern == _NOTHING else f"(?!{pattern})"


def _trunk(metadata: PhoneMetadata) -> str:
    prefix = metadata.national_prefix_for_parsing
    if not prefix:
        return _NOTHING
    return prefix if _LITERAL.fullmatch(prefix) else f"(?:{prefix})"


def _lengths(*plans: PhoneMetadata) -> str:
    """A pattern of digits as many as every one of the plans finds possible."""
    possible = set.intersection(*(set(_general(plan).possible_length) for plan in plans))
    local = {n for plan in plans for n in _general(plan).possible_length_local_only}
    return "|".join(f"[0-9]{{{low},{high}}}" for low, high in _runs(possible - local)) or _NOTHING


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        values = [value for _, value in run]
        yield values[0], values[-1]
