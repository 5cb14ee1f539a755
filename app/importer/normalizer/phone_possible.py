"""Digits that are no valid number, as libphonenumber's parse() takes them all the same: of a length that is possible.

The comments name the library's own steps (phonenumberutil.py).
"""

from typing import Final

from app.importer.normalizer.phone_plan import Match, Plan, Territory, split_code

_SHORTEST: Final = 3  # of digits after a way out


def possible_number(digits: str, way_out: Match, plan: Plan, own: Territory) -> str | None:
    """E.164 of digits as one region dials them; None for an impossible number."""
    # _maybe_strip_i18n_prefix_and_normalize
    if (out := way_out(digits)) and not digits.startswith("0", out.end()):
        return possible_abroad(digits[out.end() :])
    territory = own
    # _maybe_extract_country_code
    if digits.startswith(plan.code):
        rest = own.stripped(digits.removeprefix(plan.code))
        if (own.is_viable(rest) and not own.is_viable(digits)) or own.is_too_long(digits):
            digits, territory = rest, plan.main
    digits = territory.without_trunk(digits)
    number = plan.possible(digits) if plan.is_possible(digits) else None
    return f"+{plan.code}{number}" if number else None


def possible_abroad(digits: str) -> str | None:
    """E.164 of the digits after a plus sign; None for an impossible number."""
    if len(digits) < _SHORTEST or (found := split_code(digits)) is None:
        return None
    plan, rest = found
    number = plan.possible(rest)
    return f"+{plan.code}{number}" if number else None
