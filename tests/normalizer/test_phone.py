"""Phones: what a cell may look like, and the proof that the short way is the library's way."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import (
    SUPPORTED_REGIONS,
    NumberParseException,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
    supported_calling_codes,
)

from app.importer.normalizer.phone import PhoneReader
from app.importer.normalizer.text import CellError


def library(number: str, region: str | None) -> str | None:
    """One plain reading by libphonenumber."""
    try:
        parsed = parse(number, region)
    except NumberParseException:
        return None
    if is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return None
    return format_number(parsed, PhoneNumberFormat.E164)


def refusal(text: str, region: str | None = "IT") -> str:
    with pytest.raises(CellError) as caught:
        PhoneReader(region).read(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "3471234567",
        "+393471234567",
        "+39 347 123 4567",
        "(+39) 347-123.45.67",
        "00393471234567",
        "0039 347 1234567",
        "+0039 347 1234567",
        "393471234567",
        "'+393471234567",
        "tel:+39-347-1234567",
        "Cell. 347 1234567",
        "347/1234567",
        "347 \N{EN DASH} 1234567",
        "'tel: 347 1234567",
        "+(+39) 347 1234567",
        "[ +39] 347 1234567",
        "+39\u00a0347\u00a01234567",
        "393471234567.0",
        "393471234567,00",
        "3.93471234567E+11",
        "3,93471234567e+11",
        "\N{FULLWIDTH PLUS SIGN}３９３４７１２３４５６７",
        "٣٤٧١٢٣٤٥٦٧",
    ],
)
def test_every_spelling_of_an_italian_mobile_is_one_number(text: str) -> None:
    assert PhoneReader("IT").read(text) == "+393471234567"


@pytest.mark.parametrize(
    ("region", "text", "expected"),
    [
        ("IT", "02 1234567", "+39021234567"),
        ("IT", "+39 (0)2 1234567", "+39021234567"),
        ("IT", "0571/123456", "+390571123456"),
        ("IT", "392 1234567", "+393921234567"),
        ("IT", "+44 (0)20 7946 0958", "+442079460958"),
        ("GB", "020 7946 0958", "+442079460958"),
        ("DE", "030/123456-78", "+493012345678"),
        ("US", "(212) 555-1234", "+12125551234"),
        ("US", "1-212-555-1234", "+12125551234"),
        ("US", "011 39 02 1234567", "+39021234567"),
        ("US", "0039 02 1234567", "+39021234567"),
        ("AU", "0011 39 02 1234567", "+39021234567"),
        (None, "0039 02 1234567", "+39021234567"),
        (None, "02 1234567", "021234567"),
        (None, "112", "112"),
        (None, "٣٤٧١٢٣٤٥٦٧", "3471234567"),
        (None, "+39.347.1234567", "+393471234567"),
        (None, "++39.347.1234567", "+393471234567"),
        (None, "+0039.347.1234567", "+393471234567"),
        (None, "393471234567.0", "393471234567"),
    ],
)
def test_national_numbers_are_read_as_the_region_dials_them(
    region: str | None, text: str, expected: str
) -> None:
    assert PhoneReader(region).read(text) == expected


@pytest.mark.parametrize("text", ["3.93E+11", "3,93E+11", "3.9347123456E+11", "4E+11", "4E+4"])
def test_an_exponent_that_lost_digits_is_refused_with_the_cure(text: str) -> None:
    assert refusal(text) == (
        f"'{text}' has lost its digits to a spreadsheet: format the column as text and export again"
    )


@pytest.mark.parametrize(
    "text",
    [
        "02 1234567 / 333 1234567",
        "+393471234567, +393471234568",
        "3471234567;3471234568",
        "3471234567\n3471234568",
        "3471234567 o 3471234568",
        "02 123456/7",
        "+39 347 1234567 +39 347 1234568",
        "0212345/0212346",
        "+39+3471234567",
    ],
)
def test_several_numbers_in_a_cell_are_refused(text: str) -> None:
    assert refusal(text).endswith(" holds several phone numbers: leave one in the cell")


@pytest.mark.parametrize(
    "text",
    ["+39 02 123456 ext 5", "+39 02 123456 x5", "02 123456 int. 12", "tel:+3902123456;ext=5"],
)
def test_an_extension_is_refused_because_colleagues_are_not_one_person(text: str) -> None:
    assert refusal(text).endswith(" has an extension, which cannot be dialled: remove it")


@pytest.mark.parametrize(
    "text", ["call me", "1-800-FLOWERS", "02 1234 Anna", "+", "3" * 300, "*31#", "X3471234567"]
)
def test_what_is_not_written_in_digits_is_refused(text: str) -> None:
    assert "is not a phone number: write it in digits" in refusal(text)


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("IT", "112"),
        ("IT", "0"),
        ("US", "555-1234"),
        ("IT", "+999123456"),
        (None, "12"),
        (None, "0012"),
    ],
)
def test_an_impossible_number_is_refused(region: str | None, text: str) -> None:
    assert "is not a possible phone number" in refusal(text, region)


def test_without_a_region_the_cure_is_to_set_one() -> None:
    assert refusal("12", None) == (
        "'12' is not a possible phone number: write it whole, with + and the country code, "
        "or set the account's region"
    )


def test_an_unknown_region_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="'XX' is not a region"):
        PhoneReader("XX")


def digit_strings(region: str, count: int) -> list[str]:
    """Numbers likely to begin with whatever means something there, of every length."""
    generator = random.Random(region)
    codes = sorted(map(str, supported_calling_codes()))
    starts = ["", "0", "00", "1", "8", "011", "0011", "9", "15", *generator.sample(codes, 10)]
    numbers = []
    for _ in range(count):
        tail = "".join(generator.choices("0123456789", k=generator.randint(1, 14)))
        numbers.append(generator.choice(starts) + tail)
    return numbers


@pytest.mark.parametrize("region", sorted(SUPPORTED_REGIONS))
def test_the_plain_way_of_a_region_is_the_library_s(region: str) -> None:
    phones = PhoneReader(region)
    own = str(parse("1234567", region).country_code)
    numbers = digit_strings(region, 150)
    numbers += [own + number for number in numbers[:50]] + ["0" + own + n for n in numbers[:10]]
    plain = {number: phones.plain(number) for number in numbers}
    assert {n: p for n, p in plain.items() if p and p != library(n, region)} == {}


def test_the_plain_way_of_e164_is_the_library_s_for_every_country_code() -> None:
    phones = PhoneReader("IT")
    generator = random.Random(164)
    numbers = [
        f"+{code}{''.join(generator.choices('0123456789', k=generator.randint(1, 14)))}"
        for code in [*supported_calling_codes(), *(f"{n:03d}" for n in range(0, 1000, 7))]
        for _ in range(20)
    ]
    plain = {number: phones.plain(number) for number in numbers}
    assert {n: p for n, p in plain.items() if p and p != library(n, "IT")} == {}


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("IT", "3471234567"),
        ("IT", "3921234567"),
        ("IT", "393471234567"),
        ("IT", "+39 347 123-4567"),
        ("DE", "030123456"),
        ("FR", "06 12 34 56 78"),
        ("ES", "612345678"),
        ("GB", "07911123456"),
        ("AU", "0412 345 678"),
        ("US", "(212) 555-1234"),
        ("US", "12125551234"),
        ("IT", "+12125551234"),
        ("IT", "+351912345678"),
        ("PT", "912345678"),
        (None, "3471234567"),
    ],
)
def test_usual_numbers_take_the_plain_way(region: str | None, text: str) -> None:
    plain = PhoneReader(region).plain(text)
    assert plain is not None
    assert plain == PhoneReader(region).read(text)


@given(
    region=st.sampled_from([None, "IT", "US", "DE", "AR", "BR", "MX", "RU", "SM", "CI", "CA"]),
    text=st.from_regex(r"\+?[0-9]{1,3}[ ()./-]?[0-9]{2,5}[ -]?[0-9]{3,7}(\.0)?", fullmatch=True),
)
@example(region="CX", text="1832004886")  # 1831 and 1832 are prefixes in all of +61 but here
def test_a_number_read_again_stays_the_same(region: str | None, text: str) -> None:
    phones = PhoneReader(region)
    try:
        once = phones.read(text)
    except CellError:
        return
    assert phones.read(once) == once


@given(
    region=st.sampled_from([None, "IT", "US", "DE", "GB", "AU"]),
    text=st.text("+0123456789 -().,/xE'", max_size=24),
)
def test_the_plain_way_never_disagrees_with_the_careful_one(region: str | None, text: str) -> None:
    class Careful(PhoneReader):
        def plain(self, text: str) -> str | None:
            return None

    plain = PhoneReader(region).plain(text)
    if plain:
        assert Careful(region).read(text) == plain
