"""The quick way gives the careful way's answers, or none: in every region, for right, nearly right and wrong digits."""

import os

import pytest

from app.importer.normalizer.phone import PhoneReader
from app.importer.normalizer.phone_patterns import foreign_match
from app.importer.normalizer.phone_plan import Kind
from app.importer.normalizer.phone_quick import QuickReader
from app.importer.normalizer.phone_readings import NotRead, Reading, meant, region_of
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

# Under `make torture` forty times as many.
EACH = 8_000 if os.environ.get("TORTURE") == "1" else 120


def careful(bare: str, region: str) -> str | None:
    try:
        reading = meant((bare,), region_of(region))
    except NotRead:
        return None
    return reading.e164 if reading else None


def quick(reader: QuickReader, bare: str) -> str | None:
    if bare[0] == "+":
        match_abroad = reader.abroad.get(bare[:4])
        if match_abroad and match_abroad(bare):
            return bare
    elif match := reader.valid.match(bare):
        return reader.code + match[reader.valid.group]
    return reader.possible(bare)


def learnt(region: str) -> QuickReader:
    """One that has read enough to know what it can."""
    reader = QuickReader(region_of(region))
    reader.learn_region()
    for _ in range(500):
        reader.learn("1", Reading("", Kind.INVALID))
    reader._foreign = {f"{start:03}": foreign_match(f"{start:03}") for start in range(100, 1_000)}
    return reader


def learn_abroad(reader: QuickReader, number: str) -> None:
    for _ in range(500):
        reader.learn(number, Reading(number, Kind.INVALID))


@pytest.mark.parametrize("region", REGIONS)
def test_national_digits_are_read_as_the_careful_way_reads_them(region: str) -> None:
    reader = learnt(region)
    found = {n: number for n in resembling(region, EACH, "quick") if (number := quick(reader, n))}
    assert found == {bare: careful(bare, region) for bare in found}
    assert found


@pytest.mark.parametrize("region", REGIONS)
def test_numbers_with_a_plus_sign_are_read_as_the_careful_way_reads_them(region: str) -> None:
    reader, code = QuickReader(region_of(region)), region_of(region).code
    numbers = [f"+{code}{bare}" for bare in resembling(region, EACH // 4, "abroad")]
    numbers += map(e164, examples(region))
    for one_of_each in {number[:4]: number for number in numbers}.values():
        learn_abroad(reader, one_of_each)
    found = {bare: number for bare in numbers if (number := quick(reader, bare))}
    assert found == {bare: careful(bare, region) for bare in found}
    assert found


@pytest.mark.parametrize("region", ["FR", "ES", "DE", "GB", "US", "BR", "IN", "AU", "MX"])
def test_nearly_every_valid_number_takes_the_quick_way(region: str) -> None:
    reader = learnt(region)
    numbers = random_valid(region, 200)
    as_dialled = [quick(reader, digits(national(number))) for number in numbers]
    right = sum(found == e164(number) for found, number in zip(as_dialled, numbers, strict=True))
    assert right >= 180


@pytest.mark.parametrize("region", [None, "IT", "US", "DE", "BR"])
def test_a_reader_that_has_read_much_says_what_a_new_one_says(region: str | None) -> None:
    used = PhoneReader(region)
    example = e164(next(examples(region or "IT")))
    for _ in range(6_000):
        used.plain("3471234567")
        used.plain(example)
    for bare in resembling(region or "IT", 400, "used"):
        for text in (bare, f"+{bare}", f"{bare[:3]} {bare[3:]}", f"({bare[:2]}) {bare[2:]}"):
            assert outcome(used, text) == outcome(PhoneReader(region), text), text


def outcome(phones: PhoneReader, text: str) -> str:
    """What read() says; plain(), where it speaks, must say the same."""
    plain = phones.plain(text)
    try:
        number = phones.read(text)
    except CellError as error:
        number = str(error)
    assert plain in (None, number)
    return number


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("IT", "3471234567"),
        ("IT", "3921234567"),
        ("IT", "0212345678"),
        ("IT", "0331123456"),
        ("IT", "393471234567"),
        ("DE", "030123456"),
        ("DE", "4915112345678"),
        ("FR", "0612345678"),
        ("ES", "612345678"),
        ("GB", "07911123456"),
        ("AU", "0412345678"),
        ("US", "2125551234"),
        ("US", "12125551234"),
        ("CA", "4165551234"),
        ("BR", "11961234567"),
        ("BR", "011961234567"),
        ("IT", "9406101562"),
        ("US", "5551234567"),
        ("DE", "016765259646"),
    ],
)
def test_usual_numbers_take_the_quick_way(region: str, text: str) -> None:
    assert quick(learnt(region), text) == careful(text, region) is not None


def test_digits_of_other_scripts_are_never_passed_on() -> None:
    phones = PhoneReader("IT")
    for _ in range(2_000):
        phones.plain("3471234567")
    arabic = "٣٤٧١٢٣٤٥٦٧"
    assert phones.plain(arabic) is None
    assert phones.read(arabic) == "+393471234567"
