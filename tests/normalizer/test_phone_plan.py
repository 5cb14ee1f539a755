"""Our own way to ask libphonenumber's metadata gives the library's answers, in every region."""

import os

import pytest
from phonenumbers import (
    NumberParseException,
    PhoneNumberType,
    ValidationResult,
    is_possible_number_with_reason,
    is_valid_number,
    number_type,
    parse,
)

from app.importer.normalizer.phone_plan import Kind, plan_of, split_code
from app.importer.normalizer.phone_possible import possible_number
from app.importer.normalizer.phone_readings import region_of
from tests.normalizer.phone_numbers import CODES, REGIONS, e164, number_of, resembling

# Under `make torture` forty times as many.
EACH = 2_000 if os.environ.get("TORTURE") == "1" else 50

MOBILES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def kind_by_library(code: str, rest: str) -> Kind:
    number = number_of(code, rest)
    if not is_valid_number(number):
        return Kind.INVALID
    if is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return Kind.INVALID  # 310 1234 of Canada: valid, but not dialled whole
    return Kind.MOBILE if number_type(number) in MOBILES else Kind.VALID


def possible_by_library(number: str, region: str | None) -> str | None:
    """Its reading, read again until it stays the same."""
    seen: set[str] = set()
    while number not in seen:
        seen.add(number)
        try:
            parsed = parse(number, region)
        except NumberParseException:
            return None
        if is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
            return None
        number, region = e164(parsed), None
    return number


@pytest.mark.parametrize("region", REGIONS)
def test_a_number_is_as_valid_and_as_mobile_as_the_library_says(region: str) -> None:
    plan = region_of(region).plan
    numbers = [number for number in resembling(region, EACH, "kind") if len(number) < 17]
    ours = {number: plan.kind(number) for number in numbers}
    assert ours == {number: kind_by_library(plan.code, number) for number in numbers}


@pytest.mark.parametrize("region", REGIONS)
def test_a_number_is_as_possible_as_the_library_says(region: str) -> None:
    own = region_of(region)
    numbers = list(resembling(region, EACH, "possible"))
    ours = {n: possible_number(n, own.way_out, own.plan, own.own) for n in numbers}
    assert ours == {number: possible_by_library(number, region) for number in numbers}


def test_each_country_code_is_found_in_front_of_its_numbers() -> None:
    for code in CODES:
        found = split_code(f"{code}123456")
        assert found is not None
        assert (found[0].code, found[1]) == (code, "123456")


@pytest.mark.parametrize("digits", ["", "0", "0391234567", "999123456", "210123456"])
def test_what_begins_with_no_country_code_has_none(digits: str) -> None:
    assert split_code(digits) is None


def test_a_code_that_is_not_in_use_has_no_plan() -> None:
    assert plan_of("210") is None
