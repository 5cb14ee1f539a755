"""What the patterns of phone_patterns.py are put together from: pieces of regular expressions, as text.

A `name` is that of a group that the pattern has not used.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Final

from app.importer.normalizer.phone_plan import NOTHING, Plan, Territory
from app.importer.normalizer.phone_readings import RUNS, SHORTEST_RUN

LITERAL: Final = re.compile(r"[0-9]+")
_CAPTURING: Final = re.compile(r"\((?!\?)")
_LONGEST: Final = 17
_NARROWER: Final = (
    "AT",
    "DE",
)  # a landline of theirs that begins with 43 or 49 must not be one with its code


@cache
def placeholders() -> list[str]:
    """The placeholders that are long enough to be a number somewhere."""
    repeated = [digit * length for digit in "0123456789" for length in range(2, _LONGEST)]
    return [*repeated, *sorted(RUNS)]


def not_placeholder(name: str) -> str:
    """Neither a digit repeated nor what begins as a run does."""
    runs = {run[:SHORTEST_RUN] for run in RUNS}
    return rf"(?!(?P<{name}>[0-9])(?P={name})*\Z|{'|'.join(sorted(runs))})"


def way_out(own: Territory) -> str:
    """What a region dials before a country code."""
    return own.metadata.international_prefix or NOTHING


def stripped(own: Territory, name: str) -> str:
    """The trunk prefix, which is always dropped before a valid number; nothing matches where it is rewritten."""
    prefix = trunk(own)
    if prefix == NOTHING:
        return ""
    if not own.metadata.national_prefix_transform_rule:
        return f"(?>{prefix})?+"
    return f"(?:(?!{prefix})|{trunk_only(own, name)})"


def trunk_only(own: Territory, name: str) -> str:
    """The trunk prefix, where it is dropped and nothing else is rewritten."""
    prefix = trunk(own)
    if not own.metadata.national_prefix_transform_rule:
        return f"(?>{prefix})"
    return f"(?>{_named(prefix, name)})(?({name}){NOTHING})"


def _named(prefix: str, name: str) -> str:
    """The trunk prefix with a name for its last group: where that takes part, the number is rewritten."""
    last = [*_CAPTURING.finditer(prefix)][-1].start()
    return f"{prefix[:last]}(?P<{name}>{prefix[last + 1 :]}"


def invalid(plan: Plan, own: Territory, name: str) -> str:
    """Not valid as the region dials it."""
    number = valid(plan)
    old = f"(?!{'|'.join(plan.obsolete)})" if plan.obsolete else ""
    has_trunk = trunk(own) != NOTHING
    dialled = rf"(?!{trunk_only(own, name)}{number}\Z)" if has_trunk else ""
    return rf"{old}(?!{number}\Z){dialled}"


def dialled_whole(plan: Plan) -> str:
    """Of a possible length; asked only where some valid numbers have none (310 1234 of Canada)."""
    if not plan.main.general.possible_length_local_only:
        return ""
    return rf"(?=(?:{lengths(plan.main)})\Z)"


def any_spelling(plan: Plan, name: str) -> str:
    """What may be a valid number after the country code, and more than that where a trunk prefix is rewritten."""
    number, prefix = valid(plan), trunk(plan.main)
    old = "|".join(["0", *plan.obsolete])
    if prefix == NOTHING:
        return f"(?:{old})?{number}"
    if not plan.main.metadata.national_prefix_transform_rule:
        return f"(?:{old}|{prefix})?{number}"
    return f"(?:(?:{old})?{number}|(?>{_named(prefix, name)})(?({name})[0-9]*|{number}))"


def mobiles(territory: Territory) -> str:
    """Its valid mobiles."""
    return f"{_if_known(territory)}(?:{territory.patterns['mobile']})"


def _known(territory: Territory) -> str:
    """Looks like a number, as every valid one must."""
    return rf"(?=(?:{territory.general.national_number_pattern})\Z)"


def _if_known(territory: Territory) -> str:
    """_known(), where some patterns of valid numbers match what does not look like one. The tests try all regions."""
    return _known(territory) if territory.metadata.id in _NARROWER else ""


def any_mobile(plan: Plan) -> str:
    """Mobiles of any region of the plan."""
    return f"(?:{'|'.join(map(mobiles, plan.territories()))})"


def valid(plan: Plan) -> str:
    """Valid numbers of any region of the plan: last the islands of +1."""
    alone = [t for t in plan.territories() if not t.metadata.leading_digits]
    led = [t for t in plan.territories() if t.metadata.leading_digits]
    patterns = list(map(_valid, alone))
    if led:
        first = "|".join(filter(None, (t.metadata.leading_digits for t in led)))
        patterns.append(f"(?={first})(?:{'|'.join(map(_valid, led))})")
    return f"(?:{'|'.join(patterns)})"


def _valid(territory: Territory) -> str:
    leading = territory.metadata.leading_digits
    kinds = "|".join(territory.patterns[kind] for kind in ("mobile", "fixed", "other"))
    return f"{f'(?={leading})' if leading else ''}{_if_known(territory)}(?:{kinds})"


def possible(plan: Plan, own: Territory) -> str:
    """What possible_number() reads.

    An output that still begins with a prefix would lose it when it is read again: that is asked for.
    """
    known = _known(own)
    unknown = known.replace("(?=", "(?!", 1)
    starts = [""]
    if own.metadata.national_prefix_for_parsing:
        starts += [f"{unknown}{trunk_only(own, 'x')}", f"{trunk_only(own, 'y')}{known}"]
    return (
        f"(?:{'|'.join(starts)}){not_placeholder('e')}"
        rf"{whole(own)}{whole(plan.main)}(?!0{valid(plan)}\Z)({lengths(own, plan.main)})"
    )


def trunk(territory: Territory) -> str:
    """What a national number may begin with that is not part of it."""
    prefix = territory.metadata.national_prefix_for_parsing
    if not prefix:
        return NOTHING
    return prefix if LITERAL.fullmatch(prefix) else f"(?:{prefix})"


def whole(territory: Territory) -> str:
    """Nothing that looks like a trunk prefix in front, or too few digits behind it for parse() to drop it."""
    prefix = trunk(territory)
    if prefix == NOTHING:
        return ""
    if territory.metadata.national_prefix_transform_rule:
        return f"(?!{prefix})"
    longer = f"[0-9]{{{max(territory.general.possible_length) + 1},}}"
    return rf"(?!{prefix}(?:{lengths(territory)}|{longer})\Z)"


def lengths(*territories: Territory) -> str:
    """A pattern of digits as many as every one of them finds possible."""
    usual = set.intersection(*(set(t.general.possible_length) for t in territories))
    local = {n for t in territories for n in t.general.possible_length_local_only}
    return "|".join(f"[0-9]{{{low},{high}}}" for low, high in _runs(usual - local)) or NOTHING


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        values = [value for _, value in run]
        yield values[0], values[-1]
