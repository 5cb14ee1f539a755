"""Regular expressions for the usual numbers: read in 0.3 us, where phone_readings.py takes 3.

Each may only match what is read exactly so there; whatever none of them matches is asked there.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from app.importer.normalizer.phone_plan import NOTHING, Match, plan_of, split_code
from app.importer.normalizer.phone_readings import FOREIGN_DIGITS, Region, international
from app.importer.normalizer.phone_regex import (
    any_mobile,
    any_spelling,
    dialled_whole,
    invalid,
    lengths,
    mobiles,
    not_placeholder,
    placeholders,
    possible,
    stripped,
    trunk,
    valid,
    way_out,
    whole,
)

NO_MATCH: Final[Match] = re.compile(NOTHING).fullmatch
_SHORT: Final = rf"[0-9]{{1,{FOREIGN_DIGITS - 1}}}\Z"


class Pattern(NamedTuple):
    """What matches a number whole, and the group of what follows `+` and the code."""

    match: Match
    group: int


NO_PATTERN: Final = Pattern(NO_MATCH, 0)


@cache
def kept_pattern() -> Pattern:
    """Matches what is kept as its digits where no region is known."""
    return _pattern(f"(?!00){not_placeholder('d')}([0-9]{{3,15}})")


@cache
def valid_pattern(region: Region) -> Pattern:
    """Matches a region's valid numbers.

    Only those that have no other reading: none of `00`, none abroad, and either none with the region's own code before
    them or none without it.
    """
    own, plan = region.own, region.plan
    starts = _national(region, "a")
    if region.trunk != plan.code:  # else 1 212 555 1234 is N and C at once
        not_own_code = rf"(?!{plan.code}{any_spelling(plan, 'o')}\Z)"
        starts = f"{not_own_code}{starts}{_own_code(region)}"
    # Numbers that may have lost a zero are looked at one by one.
    short = f"[1-9][0-9]{{0,{plan.mobile_length - 2}}}" if plan.has_zeros else NOTHING
    refused = "|".join(digits for digits in placeholders() if _is_valid(region, digits))
    return _pattern(
        rf"(?!00|{way_out(own)}|(?:{refused or NOTHING}|{short})\Z)(?:{starts})([0-9]+)"
    )


def _pattern(text: str) -> Pattern:
    compiled = re.compile(text, re.ASCII)
    return Pattern(compiled.fullmatch, compiled.groups)


def _is_valid(region: Region, digits: str) -> bool:
    own_code = digits.startswith(region.code) and international(digits)
    return bool(own_code or region.national(digits))


def _national(region: Region, name: str) -> str:
    """What N begins with. `name` is a group's that the pattern has not used."""
    own, plan = region.own, region.plan
    prefix, mobile, other = trunk(own), mobiles(plan.main), valid(plan)
    # F: where it is long, begins with no zero, and is no mobile.
    local = f"(?=0|{_SHORT})"
    if prefix == NOTHING:
        return rf"(?={dialled_whole(plan)}(?:{mobile}|{local}{other})\Z)"
    if prefix == region.trunk:
        number = f"{mobile}|(?({name})|{local}){other}"
        return rf"(?P<{name}>{prefix})?+(?={dialled_whole(plan)}(?:{number})\Z)"
    local = rf"(?=0|{_SHORT}|(?:{mobile})\Z)"
    return rf"{local}{stripped(own, name)}(?={dialled_whole(plan)}(?:{mobile}|{other})\Z)"


def _own_code(region: Region) -> str:
    """What C begins with: of numbers that are none without their code, or the one mobile of two."""
    own, plan = region.own, region.plan
    if region.trunk and plan.code.startswith(region.trunk):
        return ""
    mobile, other, prefix = mobiles(plan.main), any_mobile(plan), stripped(own, "c")
    no_other = rf"(?!{other}\Z)" + (rf"(?!{prefix}{other}\Z)" if prefix else "")
    return (
        rf"|(?={plan.code}(?:{mobile})\Z){no_other}{plan.code}"
        rf"|(?={plan.code}{dialled_whole(plan)}{valid(plan)}\Z){invalid(plan, own, 'd')}{plan.code}"
    )


@cache
def possible_pattern(region: Region) -> Pattern:
    """Matches `0` and a region's digits that are no valid number, nor with that zero, but possible.

    Whether they are a foreign number is not asked here: see foreign_match().
    """
    own, plan = region.own, region.plan
    return _pattern(
        f"{invalid(plan, own, 'a')}0(?!00|{plan.code}|{way_out(own)}){not_placeholder('d')}"
        f"{invalid(plan, own, 'b')}{possible(plan, own)}"
    )


def foreign_match(start: str) -> Match:
    """Matches whatever may be a valid number after a plus sign, and begins with these three digits."""
    found = split_code(f"{start}0")
    return _foreign_match(found[0].code) if found else NO_MATCH


@cache
def _foreign_match(code: str) -> Match:
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    return re.compile(f"{code}{any_spelling(plan, 'o')}", re.ASCII).fullmatch


@cache
def valid_abroad_match(code: str) -> Match:
    """Matches the valid numbers of a calling code, in E.164."""
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    return re.compile(rf"\+{code}{dialled_whole(plan)}{valid(plan)}", re.ASCII).fullmatch


@cache
def possible_abroad_match(code: str) -> Match:
    """Matches a calling code, in E.164, and digits that are no valid number in any spelling, but possible."""
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    main, old = plan.main, "|".join(plan.obsolete) or NOTHING
    return re.compile(
        rf"\+{code}(?!{old}){whole(main)}(?!0?{valid(plan)}\Z){not_placeholder('d')}(?:{lengths(main)})",
        re.ASCII,
    ).fullmatch
