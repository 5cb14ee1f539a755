"""Regular expressions for the usual numbers: read in 0.3 us, where phone_readings.py takes 3.

Each may only match what is read exactly so there; whatever none of them matches is asked there.
"""

import re
from functools import cache
from typing import Final

from app.importer.normalizer.phone_plan import NOTHING, Match, Plan, Territory, plan_of, split_code
from app.importer.normalizer.phone_possible import (
    possible_lengths,
    possible_pattern,
    trunk_pattern,
    unlike,
)
from app.importer.normalizer.phone_readings import FOREIGN_DIGITS, Region

NO_MATCH: Final[Match] = re.compile(NOTHING).fullmatch
# Of placeholders, and of some numbers that are none: these are asked for.
_NO_PLACEHOLDER: Final = (
    r"(?!(?P<digit>\d)(?P=digit){4}|01234|12345|23456|34567|45678|56789|67890"
    "|09876|98765|87654|76543|65432|54321)"
)
_SHORT: Final = rf"[0-9]{{1,{FOREIGN_DIGITS - 1}}}\Z"
# Between a country code and the number: a trunk prefix, or one that is out of use.
_BETWEEN: Final = "[0-9]{0,3}"


_CAPTURING: Final = re.compile(r"\((?!\?)")


@cache
def kept_match() -> Match:
    """Matches what is kept as its digits where no region is known."""
    return re.compile(f"(?!00){_NO_PLACEHOLDER}(?P<nsn>[0-9]{{3,15}})").fullmatch


@cache
def valid_match(region: Region) -> Match:
    """Matches a region's own valid numbers; group `nsn` is what follows `+` and the code.

    Only those that have no other reading: none of `00`, none with the region's own code, none abroad.
    """
    own, plan = region.own, region.plan
    # F: where it is long, begins with no zero, and is no mobile.
    foreign = rf"(?=0|{region.trunk or NOTHING}|{_SHORT}|(?:{_mobile(plan.main)})\Z)"
    # C, unless it is N too (1 212 555 1234).
    own_code = rf"(?!{plan.code}{_BETWEEN}{_any_valid(plan)}\Z)"
    return re.compile(
        f"(?!00|{own.metadata.international_prefix or NOTHING}){_NO_PLACEHOLDER}"
        f"{'' if region.trunk == plan.code else own_code}{foreign}{_stripped(own, 'a')}"
        f"(?P<nsn>{_dialled_whole(plan)}(?:{_mobile(own)}|{_main(own)}|{_valid(plan)}))"
    ).fullmatch


@cache
def possible_match(region: Region) -> Match:
    """Matches `0` and a region's digits that are no valid number, nor with that zero, but possible.

    Whether they are a foreign number is not asked here: see foreign_match().
    """
    own, plan = region.own, region.plan
    return re.compile(
        f"{_invalid(plan, own, 'a')}0(?=0|{_SHORT}){_NO_PLACEHOLDER}(?!{plan.code})"
        f"{_invalid(plan, own, 'b')}{possible_pattern(plan, own)}"
    ).fullmatch


@cache
def foreign_match(prefix: str) -> Match:
    """Matches whatever may be a valid number after a plus sign, and begins with these three digits."""
    found = split_code(f"{prefix}0")
    if found is None:
        return NO_MATCH
    plan = found[0]
    if any(t.metadata.national_prefix_transform_rule for t in plan.territories()):
        return re.compile(r"\d+").fullmatch
    return re.compile(f"{plan.code}{_BETWEEN}{_any_valid(plan)}").fullmatch


@cache
def valid_abroad_match(code: str) -> Match:
    """Matches the valid numbers of a calling code, in E.164: of its regions but for the islands of +1."""
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    return re.compile(rf"\+{code}{_dialled_whole(plan)}(?:{_valid(plan)})").fullmatch


@cache
def possible_abroad_match(code: str) -> Match:
    """Matches `0` and the digits after a calling code that are no valid number in any spelling, but possible."""
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    main, any_valid = plan.main, _any_valid(plan)
    old = "|".join(plan.obsolete) or NOTHING
    return re.compile(
        rf"(?!{any_valid}\Z)0(?!0|{old}){unlike(trunk_pattern(main))}(?!{any_valid}\Z){_NO_PLACEHOLDER}"
        f"(?:{possible_lengths(main)})"
    ).fullmatch


def _stripped(own: Territory, name: str) -> str:
    """The trunk prefix, which is always dropped before a valid number; nothing matches where it is rewritten.

    `name` is a group's that the pattern has not used.
    """
    trunk = trunk_pattern(own)
    if trunk == NOTHING:
        return ""
    if not own.metadata.national_prefix_transform_rule:
        return f"(?>{trunk})?+"
    last = [*_CAPTURING.finditer(trunk)][-1].start()
    rewritten = f"{trunk[:last]}(?P<{name}>{trunk[last + 1 :]}"
    return f"(?:(?!{trunk})|(?>{rewritten})(?({name}){NOTHING}))"


def _invalid(plan: Plan, own: Territory, name: str) -> str:
    any_valid = _any_valid(plan)
    old = f"(?!{'|'.join(plan.obsolete)})" if plan.obsolete else ""
    return rf"{old}(?!{any_valid}\Z)(?!{_stripped(own, name)}{any_valid}\Z)"


def _dialled_whole(plan: Plan) -> str:
    """Of a possible length; asked only where some valid numbers have none (310 1234 of Canada)."""
    if not plan.main.general.possible_length_local_only:
        return ""
    return rf"(?=(?:{possible_lengths(plan.main)})\Z)"


def _mobile(territory: Territory) -> str:
    return territory.patterns["mobile"]


def _main(territory: Territory) -> str:
    """What is valid besides mobiles."""
    return f"{territory.patterns['fixed']}|{territory.patterns['other']}"


def _valid(plan: Plan) -> str:
    """Valid numbers of the plan, mobiles first."""
    regions = [t for t in plan.territories() if not t.metadata.leading_digits]
    return "|".join([*map(_mobile, regions), *map(_main, regions)])


def _any_valid(plan: Plan) -> str:
    """Valid numbers of the plan, and some that are not."""
    regions = plan.territories()
    return f"(?:{'|'.join([*map(_mobile, regions), *map(_main, regions)])})"
