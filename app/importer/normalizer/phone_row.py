"""One phone cell, beside the cells of its row's country and area code columns, becomes a reading or a CellError."""

from collections.abc import Callable, Sequence
from typing import Final

from app.importer.normalizer.countries import country_name, region_of_country
from app.importer.normalizer.phone_area import area_digits, with_area
from app.importer.normalizer.phone_plan import Kind
from app.importer.normalizer.phone_readings import (
    WRITE_IT_WHOLE,
    LostZero,
    NotRead,
    Placeholder,
    Reading,
    Region,
    international,
    meant,
    region_of,
    valid_reading,
)
from app.importer.normalizer.text import CellError, quote


class PlaceholderError(CellError):
    """A number that stands for none, such as 0000000000: a blank, unless nothing else says who the row is."""


class LostZeroError(CellError):
    """A number that a spreadsheet has taken a zero from."""


_ERRORS: Final[dict[type[NotRead], type[CellError]]] = {
    Placeholder: PlaceholderError,
    LostZero: LostZeroError,
}


def read_in_row(
    cell: str, spellings: Sequence[str], country: str, area: str, home: Region | None
) -> Reading:
    """What the cell means, whose digits `spellings` are; CellError for nothing.

    The row's country comes before the account's region, `home`.
    """
    if not country and area.lstrip().startswith(("+", "00")):
        country, area = area, ""
    region = _region_of_row(spellings[0], country, home)
    code = area_digits(area)
    if code and region is None and not _has_country_code(spellings[0]):
        raise CellError(f"{quote(cell)} needs a region for its area code: {WRITE_IT_WHOLE}")
    if region and home and region is not home and not code:
        _refuse_doubt(cell, spellings, region, home)
    return _read(cell, spellings, code, region)


def _region_of_row(digits: str, country: str, home: Region | None) -> Region | None:
    """The row's region, else the account's; not asked for where the number has its country code."""
    if not country or _has_country_code(digits):
        return home
    name = region_of_country(country)
    if name is None:
        raise CellError(
            f"{quote(country)} is not a country's name or code: correct it, or write the phone with + and the country code"
        )
    return region_of(name) if name else home


def _has_country_code(digits: str) -> bool:
    return digits.startswith("+") or (
        digits.startswith("00") and international(digits[2:]) is not None
    )


def _refuse_doubt(cell: str, spellings: Sequence[str], region: Region, home: Region) -> None:
    """CellError where the row's country makes less of the number than the account's region.

    An address is no dialling plan: who lives abroad may have kept a mobile of the account's region.
    """
    at_home = _or_none(lambda: valid_reading(spellings[0], home))
    if at_home is None or not at_home.is_national:
        return
    reading = _or_none(lambda: meant(spellings, region))
    if reading is None or _is_less(reading, at_home):
        there = f"{reading.e164} in" if reading else "none in"
        raise CellError(
            f"{quote(cell)} is {at_home.e164} in {country_name(home.name)}, but {there} {country_name(region.name)}: "
            f"{WRITE_IT_WHOLE}"
        )


def _is_less(reading: Reading, at_home: Reading) -> bool:
    if reading.e164 == at_home.e164 or not reading.is_national:
        return False
    return reading.kind is Kind.INVALID or (at_home.is_mobile and not reading.is_mobile)


def _or_none(read: Callable[[], Reading | None]) -> Reading | None:
    try:
        return read()
    except NotRead:
        return None


def _read(cell: str, spellings: Sequence[str], area: str, region: Region | None) -> Reading:
    try:
        if area and region:
            spellings = (with_area(spellings[0], area, region), *spellings[1:])
        reading = meant(spellings, region)
    except NotRead as problem:
        raise _ERRORS.get(type(problem), CellError)(f"{quote(cell)} {problem}") from None
    if reading is None:
        raise CellError(f"{quote(cell)} is not a possible phone number{_fix(region)}")
    return reading


def _fix(region: Region | None) -> str:
    if region:
        return f" in {country_name(region.name)}: write it whole, with + and the country code"
    return ": write it whole, with + and the country code, or set the account's region"
