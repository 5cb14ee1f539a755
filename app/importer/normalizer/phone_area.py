"""A number beside its area code in a column of its own becomes one number."""

import re
from typing import Final

from app.importer.normalizer.phone_readings import (
    WRITE_IT_WHOLE,
    Ambiguous,
    LostZero,
    NotRead,
    Region,
    valid_reading,
)

_FLOAT: Final = re.compile(r"(\d+)[.,]0+")  # 11.0, a number cell of a spreadsheet
_NO_DIGITS: Final = re.compile(r"\D")


class NotInUse(NotRead):
    """Neither the number alone nor with its area code is valid."""

    def __init__(self, area: str) -> None:
        super().__init__(f"is no number of the area code {area}: {WRITE_IT_WHOLE}")


def area_digits(area: str) -> str:
    """The digits of an area code cell, "" where it has none, or nothing but zeros."""
    text = area.strip()
    if whole := _FLOAT.fullmatch(text):
        text = whole[1]
    digits = _NO_DIGITS.sub("", text)
    return digits if digits.strip("0") else ""


def with_area(digits: str, area: str, region: Region) -> str:
    """The digits, with the area code's before them where only so they are valid.

    Ambiguous where both are, NotInUse where neither is.
    """
    local = area.removeprefix(region.trunk)
    is_whole = digits.startswith(("+", "00", local)) or (
        region.trunk and digits.startswith(region.trunk)
    )
    together = region.national(area + digits) or valid_reading(area + digits, region)
    alone = valid_reading(digits, region)
    if together is None and (alone or is_whole):
        return digits
    if together is None and region.national(f"0{area}{digits}"):
        raise LostZero(f"0{area}{digits}")
    if together is None:
        raise NotInUse(area)
    if alone is None or alone.e164 == together.e164:
        return area + digits
    if is_whole:
        return digits
    if area != local:  # it carries the trunk prefix, so it is an area code, and the number has none
        return area + digits
    raise Ambiguous(alone, together)
