"""Every region of libphonenumber: its numbers as people write them are stored right or rejected, never wrong."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat, country_code_for_region, format_number
from phonenumbers import national_significant_number as without_trunk

from app.importer.normalizer.phone import PhoneReader
from app.importer.normalizer.phone_readings import is_placeholder
from app.importer.normalizer.text import CellError
from tests.normalizer.phone_numbers import (
    REGIONS,
    digits,
    e164,
    examples,
    national,
    random_valid,
    resembling,
)

EACH = 4_000 if os.environ.get("TORTURE") == "1" else 400

Writing = Callable[[PhoneNumber], str]


def international(number: PhoneNumber) -> str:
    return format_number(number, PhoneNumberFormat.INTERNATIONAL)


def separated(number: PhoneNumber, separator: str) -> str:
    return separator.join(re.findall(r"\d+", national(number)))


def bracketed(number: PhoneNumber) -> str:
    first, *others = re.findall(r"\d+", national(number))
    return f"({first}) {' '.join(others)}"


# Each with how many of the examples may be rejected, besides those that are placeholders without their plus sign.
WRITINGS: dict[str, tuple[Writing, int]] = {
    "E.164": (e164, 0),
    "internationally": (international, 0),
    "internationally, with dots": (lambda n: international(n).replace(" ", "."), 0),
    "internationally, with hyphens": (lambda n: international(n).replace(" ", "-"), 0),
    "with 00": (lambda n: f"00{e164(n)[1:]}", 0),
    "with 00 and blanks": (lambda n: f"00{international(n)[1:]}", 0),
    "with +00": (lambda n: f"+00{e164(n)[1:]}", 0),
    "without its plus sign": (lambda n: e164(n)[1:], 3),
    "with blanks, without its plus sign": (lambda n: international(n)[1:], 3),
    "nationally": (national, 0),
    "in national digits": (lambda n: digits(national(n)), 0),
    "without its trunk prefix": (without_trunk, 0),
    "with blanks": (lambda n: separated(n, " "), 0),
    "with dots": (lambda n: separated(n, "."), 0),
    "with hyphens": (lambda n: separated(n, "-"), 0),
    "with slashes": (lambda n: separated(n, "/"), 4),
    "with brackets": (bracketed, 0),
    "with a label": (lambda n: f"Tel.: {national(n)}", 0),
    "with a zero in brackets": (lambda n: f"+{n.country_code} (0) {without_trunk(n)}", 4),
    "with a zero in tight brackets": (lambda n: f"+{n.country_code}(0){without_trunk(n)}", 4),
}


def read(phones: PhoneReader, text: str) -> str | None:
    try:
        return phones.read(text)
    except CellError:
        return None


def tried(phones: PhoneReader, numbers: Iterable[PhoneNumber], write: Writing) -> Counter[str]:
    """How many are right, rejected and wrong; the wrong ones by what they are and what they became."""
    found: Counter[str] = Counter()
    for number in numbers:
        text = write(number)
        stored = read(phones, text)
        if stored == e164(number):
            found["right"] += 1
        elif stored is None:
            found["rejected"] += not is_placeholder(digits(text))
        else:
            found[f"wrong: {text} of {e164(number)} is {stored}"] += 1
    return found


@pytest.mark.parametrize("writing", WRITINGS)
def test_the_examples_of_all_regions_are_right_or_rejected(writing: str) -> None:
    write, most_rejected = WRITINGS[writing]
    found: Counter[str] = Counter()
    for region in REGIONS:
        found += tried(PhoneReader(region), examples(region), write)
    assert found.keys() <= {"right", "rejected"}
    assert found["rejected"] <= most_rejected
    assert found["right"] >= 460


# At most so many of 400 that are rejected without their plus sign. Where area codes begin with the country's own code
# (0491 is Leer) and no trunk prefix tells, digits have two readings.
WITHOUT_PLUS = {
    "FR": 0,
    "ES": 0,
    "GB": 0,
    "US": 0,
    "BR": 6,
    "IN": 0,
    "NL": 4,
    "DE": 160,
    "SE": 90,
    "AT": 60,
    "PL": 20,
    "IT": 75,
}


@pytest.mark.parametrize("region", WITHOUT_PLUS)
def test_random_valid_numbers_are_right_or_rejected(region: str) -> None:
    phones, numbers = PhoneReader(region), random_valid(region, EACH)
    own_way = tried(phones, numbers, national)
    assert own_way.keys() <= {"right", "rejected"}
    assert own_way["rejected"] <= EACH * (0.02 if region != "IT" else 0.06)
    assert tried(phones, numbers, lambda n: f"00{e164(n)[1:]}") == {"right": EACH}
    without_plus = tried(phones, numbers, lambda n: e164(n)[1:])
    assert without_plus.keys() <= {"right", "rejected"}
    assert without_plus["rejected"] <= (WITHOUT_PLUS[region] + 2) * EACH // 400


@pytest.mark.parametrize(
    ("region", "least", "most_wrong"),
    [
        ("IT", 0.65, 0.02),
        ("FR", 0.76, 0.04),
        ("ES", 0.76, 0.02),
        ("GB", 0.76, 0.02),
        ("US", 0.74, 0.06),
        ("BR", 0.75, 0.08),
    ],
)
def test_foreign_numbers_without_plus_are_mostly_right(
    region: str, least: float, most_wrong: float
) -> None:
    """Wrong are only those of ten digits and fewer, and mobiles, that are numbers of the region itself."""
    foreign = [
        number
        for other in REGIONS
        if country_code_for_region(other) != country_code_for_region(region)
        for number in examples(other)
    ]
    found = tried(PhoneReader(region), foreign, lambda n: e164(n)[1:])
    assert found["right"] >= least * len(foreign)
    assert len(found.keys() - {"right", "rejected"}) <= most_wrong * len(foreign)


@pytest.mark.parametrize("region", REGIONS)
def test_what_was_stored_is_read_again_as_itself(region: str) -> None:
    phones = PhoneReader(region)
    texts = list(resembling(region, EACH // 10, "again"))
    texts += [f"+{country_code_for_region(region)}{text}" for text in texts]
    stored = {number for text in texts if (number := read(phones, text))}
    assert {number: read(phones, number) for number in stored} == {n: n for n in stored}
