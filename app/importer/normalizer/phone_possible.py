"""Digits that are no valid number, as libphonenumber takes them all the same: of a length that is possible.

The library takes 50 us for it. possible_pattern() is a short way to the same answer; the comments name the library's own
steps (phonenumberutil.py), in its order.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Final

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
)

from app.importer.normalizer.phone_plan import NOTHING, Match, Plan, Territory

_LITERAL: Final = re.compile(r"\d+")


def possible_number(digits: str, plan: Plan, own: Territory) -> str | None:
    """E.164 of digits as the region dials them; None for an impossible number."""
    if match := possible_match(plan, own)(digits):
        return f"+{plan.code}{match['nsn']}"
    return _by_library(digits, own.metadata.id)


@cache
def possible_match(plan: Plan, own: Territory) -> Match:
    """What possible_pattern() matches."""
    return re.compile(possible_pattern(plan, own)).fullmatch


def possible_pattern(plan: Plan, own: Territory) -> str:
    """What matches a region's plain digits; group `nsn` is the number to put after `+` and the code."""
    code, trunk, main_trunk = plan.code, trunk_pattern(own), trunk_pattern(plan.main)
    known = rf"(?=(?:{own.general.national_number_pattern})\Z)"
    unknown = known.replace("(?=", "(?!", 1)
    starts = [f"(?!{code})", known]  # _maybe_extract_country_code finds none
    if not own.metadata.national_prefix_transform_rule:
        # _maybe_strip_national_prefix_carrier_code does
        starts.append(f"(?!{code})(?>{trunk}){known}")
    starts.append(f"{unknown}{code}{known}")  # 393471234567: the code without its plus sign
    way_out = own.metadata.international_prefix or NOTHING
    # An output that still begins with a prefix would lose it when it is read again: ask the library.
    return (
        f"(?!00|{way_out})(?:{'|'.join(starts)})"
        f"{unlike(trunk)}{unlike(main_trunk)}(?P<nsn>{possible_lengths(own, plan.main)})"
    )


def trunk_pattern(territory: Territory) -> str:
    """What a national number may begin with that is not part of it."""
    prefix = territory.metadata.national_prefix_for_parsing
    if not prefix:
        return NOTHING
    return prefix if _LITERAL.fullmatch(prefix) else f"(?:{prefix})"


def unlike(pattern: str) -> str:
    """Not at the beginning of this."""
    return "" if pattern == NOTHING else f"(?!{pattern})"


def possible_lengths(*territories: Territory) -> str:
    """A pattern of digits as many as every one of them finds possible."""
    possible = set.intersection(*(set(t.general.possible_length) for t in territories))
    local = {n for t in territories for n in t.general.possible_length_local_only}
    return "|".join(f"[0-9]{{{low},{high}}}" for low, high in _runs(possible - local)) or NOTHING


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        values = [value for _, value in run]
        yield values[0], values[-1]


def _by_library(number: str, region: str | None) -> str | None:
    """The library's reading, read again until it stays the same; None for an impossible number.

    Some outputs still begin with what looks like a national prefix, and lose it the next time:
    a phone that changed with every import would be a new person each time.
    """
    seen: set[str] = set()
    while number not in seen:
        seen.add(number)
        try:
            parsed = parse(number, region)
        except NumberParseException:
            return None
        # IS_POSSIBLE_LOCAL_ONLY is a number without its area code: nobody can dial its E.164 form.
        if is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
            return None
        number, region = format_number(parsed, PhoneNumberFormat.E164), None
    return number
