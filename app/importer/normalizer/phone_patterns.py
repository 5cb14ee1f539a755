"""Regular expressions for the usual numbers: read in 0.3 us, where phone_readings.py takes 3.

Each may only match what is read exactly so there; whatever none of them matches is asked there.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from app.importer.normalizer.phone_plan import NOTHING, Match, Plan, Territory, plan_of, split_code
from app.importer.normalizer.phone_readings import (
    FOREIGN_DIGITS,
    RUNS,
    SHORTEST_RUN,
    Region,
    international,
)

NO_MATCH: Final[Match] = re.compile(NOTHING).fullmatch
_SHORT: Final = rf"[0-9]{{1,{FOREIGN_DIGITS - 1}}}\Z"
_CAPTURING: Final = re.compile(r"\((?!\?)")
_LITERAL: Final = re.compile(r"[0-9]+")
_MANY_REGIONS: Final = 6  # only +1 has more
_LONGEST: Final = 17


class Pattern(NamedTuple):
    """What matches a number whole, and the group of what follows `+` and the code."""

    match: Match
    group: int


NO_PATTERN: Final = Pattern(NO_MATCH, 0)


@cache
def kept_pattern() -> Pattern:
    """Matches what is kept as its digits where no region is known."""
    return _pattern(f"(?!00){_real('d')}([0-9]{{3,15}})")


@cache
def valid_pattern(region: Region) -> Pattern:
    """Matches a region's valid numbers.

    Only those that have no other reading: none of `00`, none abroad, and either none with the region's own code before
    them or none without it.
    """
    own, plan = region.own, region.plan
    starts = _national(region, "a")
    if region.trunk != plan.code:  # else 1 212 555 1234 is N and C at once
        not_own_code = rf"(?!{plan.code}{_between(plan)}{_any_valid(plan)}\Z)"
        starts = f"{not_own_code}{starts}{_own_code(region)}"
    placeholders = "|".join(digits for digits in _placeholders() if _is_valid(region, digits))
    return _pattern(rf"(?!00|{_way_out(own)}|(?:{placeholders or NOTHING})\Z)(?:{starts})([0-9]+)")


def _pattern(text: str) -> Pattern:
    compiled = re.compile(text, re.ASCII)
    return Pattern(compiled.fullmatch, compiled.groups)


def _is_valid(region: Region, digits: str) -> bool:
    return bool(region.national(digits) or international(digits))


def _national(region: Region, name: str) -> str:
    """What N begins with. `name` is a group's that the pattern has not used."""
    own, plan = region.own, region.plan
    trunk, mobile, others = _trunk(own), _mobile(plan.main), _valid(plan)
    if own.metadata.leading_digits:
        others += f"|{_mobile(own)}|{_others(own)}"
    # F: where it is long, begins with no zero, and is no mobile.
    local = f"(?=0|{_SHORT})"
    if trunk == NOTHING:
        return rf"(?={_dialled_whole(plan)}(?:{mobile}|{local}(?:{others}))\Z)"
    if trunk == region.trunk:
        number = f"{mobile}|(?({name})|{local})(?:{others})"
        return rf"(?P<{name}>{trunk})?+(?={_dialled_whole(plan)}(?:{number})\Z)"
    local = rf"(?=0|{_SHORT}|(?:{mobile})\Z)"
    return rf"{local}{_stripped(own, name)}(?={_dialled_whole(plan)}(?:{mobile}|{others})\Z)"


def _own_code(region: Region) -> str:
    """What C begins with: of numbers that are none without their code, or the one mobile of two."""
    own, plan = region.own, region.plan
    if region.trunk and plan.code.startswith(region.trunk):
        return ""
    mobile, any_mobile, stripped = _mobile(plan.main), _any_mobile(plan), _stripped(own, "c")
    no_other = rf"(?!{any_mobile}\Z)" + (rf"(?!{stripped}{any_mobile}\Z)" if stripped else "")
    return (
        rf"|(?={plan.code}(?:{mobile})\Z){no_other}{plan.code}"
        rf"|(?={plan.code}{_dialled_whole(plan)}(?:{_valid(plan)})\Z){_invalid(plan, own, 'd')}{plan.code}"
    )


@cache
def possible_pattern(region: Region) -> Pattern:
    """Matches `0` and a region's digits that are no valid number, nor with that zero, but possible.

    Whether they are a foreign number is not asked here: see foreign_match().
    """
    own, plan = region.own, region.plan
    return _pattern(
        f"{_invalid(plan, own, 'a')}0(?!00|{plan.code}|{_way_out(own)}){_real('d')}"
        f"{_invalid(plan, own, 'b')}{_possible(plan, own)}"
    )


@cache
def foreign_match(prefix: str) -> Match:
    """Matches whatever may be a valid number after a plus sign, and begins with these three digits."""
    found = split_code(f"{prefix}0")
    if found is None:
        return NO_MATCH
    plan = found[0]
    if plan.main.metadata.national_prefix_transform_rule:
        return re.compile(r"[0-9]+").fullmatch
    return re.compile(f"{plan.code}{_between(plan)}{_any_valid(plan)}", re.ASCII).fullmatch


@cache
def valid_abroad_match(code: str) -> Match:
    """Matches the valid numbers of a calling code, in E.164: of its regions but for the islands of +1."""
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    return re.compile(rf"\+{code}{_dialled_whole(plan)}(?:{_valid(plan)})", re.ASCII).fullmatch


@cache
def possible_abroad_match(code: str) -> Match:
    """Matches `0` and the digits after a calling code that are no valid number in any spelling, but possible."""
    plan = plan_of(code)
    if plan is None:
        return NO_MATCH
    main, any_valid = plan.main, _any_valid(plan)
    old = "|".join(plan.obsolete) or NOTHING
    return re.compile(
        rf"(?!{any_valid}\Z)0(?!{old}){_unlike(_trunk(main))}(?!0?{any_valid}\Z){_real('d')}(?:{_lengths(main)})",
        re.ASCII,
    ).fullmatch


@cache
def _placeholders() -> list[str]:
    repeated = [digit * length for digit in "0123456789" for length in range(2, _LONGEST)]
    runs = {
        run[start:end]
        for run in RUNS
        for start in range(len(run))
        for end in range(start + SHORTEST_RUN, len(run) + 1)
    }
    return [*repeated, *sorted(runs)]


def _real(name: str) -> str:
    """Neither a digit repeated nor the beginning of a run. `name` is a group's that the pattern has not used."""
    last = len(RUNS[0]) - SHORTEST_RUN
    runs = {run[start : start + SHORTEST_RUN] for run in RUNS for start in range(last + 1)}
    return rf"(?!(?P<{name}>[0-9])(?P={name})*\Z|{'|'.join(sorted(runs))})"


def _way_out(own: Territory) -> str:
    return own.metadata.international_prefix or NOTHING


def _stripped(own: Territory, name: str) -> str:
    """The trunk prefix, which is always dropped before a valid number; nothing matches where it is rewritten.

    `name` is a group's that the pattern has not used.
    """
    trunk = _trunk(own)
    if trunk == NOTHING:
        return ""
    if not own.metadata.national_prefix_transform_rule:
        return f"(?>{trunk})?+"
    return f"(?:(?!{trunk})|{_trunk_only(own, name)})"


def _trunk_only(own: Territory, name: str) -> str:
    """The trunk prefix, where it is dropped and nothing else is rewritten."""
    trunk = _trunk(own)
    if not own.metadata.national_prefix_transform_rule:
        return f"(?>{trunk})"
    last = [*_CAPTURING.finditer(trunk)][-1].start()
    rewritten = f"{trunk[:last]}(?P<{name}>{trunk[last + 1 :]}"
    return f"(?>{rewritten})(?({name}){NOTHING})"


def _invalid(plan: Plan, own: Territory, name: str) -> str:
    """Not valid as the region dials it."""
    any_valid = _any_valid(plan)
    old = f"(?!{'|'.join(plan.obsolete)})" if plan.obsolete else ""
    has_trunk = _trunk(own) != NOTHING
    dialled = rf"(?!{_trunk_only(own, name)}{any_valid}\Z)" if has_trunk else ""
    return rf"{old}(?!{any_valid}\Z){dialled}"


def _dialled_whole(plan: Plan) -> str:
    """Of a possible length; asked only where some valid numbers have none (310 1234 of Canada)."""
    if not plan.main.general.possible_length_local_only:
        return ""
    return rf"(?=(?:{_lengths(plan.main)})\Z)"


def _between(plan: Plan) -> str:
    """What may stand between a country code and its number, and more than that where a rule rewrites it."""
    if plan.main.metadata.national_prefix_transform_rule:
        return "[0-9]{0,3}"
    return f"(?:{'|'.join(['0', *plan.obsolete, _trunk(plan.main)])})?"


def _mobile(territory: Territory) -> str:
    return territory.patterns["mobile"]


def _others(territory: Territory) -> str:
    """What is valid besides mobiles."""
    return f"{territory.patterns['fixed']}|{territory.patterns['other']}"


def _valid(plan: Plan) -> str:
    """Valid numbers of the plan, mobiles first; without the islands of +1."""
    territories = plan.territories()
    if len(territories) > _MANY_REGIONS:
        territories = [t for t in territories if not t.metadata.leading_digits]
    kinds = [(t, pattern) for pattern in (_mobile, _others) for t in territories]
    return "|".join(f"{_leading(t)}(?:{pattern(t)})" for t, pattern in kinds)


def _leading(territory: Territory) -> str:
    leading = territory.metadata.leading_digits
    return f"(?={leading})" if leading else ""


def _any_mobile(plan: Plan) -> str:
    return f"(?:{'|'.join(map(_mobile, plan.territories()))})"


def _any_valid(plan: Plan) -> str:
    """Valid numbers of the plan, and some that are not."""
    alone = [t for t in plan.territories() if not t.metadata.leading_digits]
    led = [t for t in plan.territories() if t.metadata.leading_digits]
    patterns = [*map(_mobile, alone), *map(_others, alone)]
    if led:
        first = "|".join(filter(None, (t.metadata.leading_digits for t in led)))
        patterns.append(f"(?={first})(?:{'|'.join(map(_mobile_and_others, led))})")
    return f"(?:{'|'.join(patterns)})"


def _mobile_and_others(territory: Territory) -> str:
    return f"{_leading(territory)}(?:{_mobile(territory)}|{_others(territory)})"


def _possible(plan: Plan, own: Territory) -> str:
    """What possible_number() reads.

    An output that still begins with a prefix would lose it when it is read again: that is asked for.
    """
    known = rf"(?=(?:{own.general.national_number_pattern})\Z)"
    unknown = known.replace("(?=", "(?!", 1)
    starts = [""]
    if own.metadata.national_prefix_for_parsing:
        starts += [f"{unknown}{_trunk_only(own, 'x')}", f"{_trunk_only(own, 'y')}{known}"]
    return (
        f"(?:{'|'.join(starts)}){_real('e')}"
        f"{_unlike(_trunk(own))}{_unlike(_trunk(plan.main))}({_lengths(own, plan.main)})"
    )


def _trunk(territory: Territory) -> str:
    """What a national number may begin with that is not part of it."""
    prefix = territory.metadata.national_prefix_for_parsing
    if not prefix:
        return NOTHING
    return prefix if _LITERAL.fullmatch(prefix) else f"(?:{prefix})"


def _unlike(pattern: str) -> str:
    """Not at the beginning of this."""
    return "" if pattern == NOTHING else f"(?!{pattern})"


def _lengths(*territories: Territory) -> str:
    """A pattern of digits as many as every one of them finds possible."""
    possible = set.intersection(*(set(t.general.possible_length) for t in territories))
    local = {n for t in territories for n in t.general.possible_length_local_only}
    return "|".join(f"[0-9]{{{low},{high}}}" for low, high in _runs(possible - local)) or NOTHING


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        values = [value for _, value in run]
        yield values[0], values[-1]
