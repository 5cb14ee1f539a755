"""Phones: what a cell may look like, what is made of it, and what a refusal says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.importer.normalizer.phone import PhoneReader, PlaceholderError
from app.importer.normalizer.text import CellError


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
        "+39 (0) 347 1234567",
        "+39(0)347 1234567",
        "0039 (0)347-1234567",
        "+39 0347 1234567",
        "0347 1234567",
        "347/123/4567",
        "347.1234567",
        "3.471.234.567",
        "p:+393471234567",
        "tel:+393471234567",
        "Tel.: 347 1234567",
        "Tel. Mobile: 347 1234567",
        "(mobile) 347 1234567",
        "Mobile: 347 1234567",
        "Cellulare 347 1234567",
        "Móvil: 347 1234567",
        "Portable : 347 1234567",
        "Handy-Nr.: 347 1234567",
        "Telemóvel: 347 1234567",
        "Celular - 347 1234567",
        "Tel/Cel 347 1234567",
        "T 347 1234567",
        "M: 347 1234567",
        "whatsapp:+393471234567",
        "347 1234567 (cell)",
        "347 1234567 - Mobile",
        "347 1234567 casa",
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


@pytest.mark.parametrize(
    ("region", "text", "expected"),
    [
        # The region's own code without its plus sign.
        ("DE", "4915112345678", "+4915112345678"),
        ("DE", "49 (0)151 12345678", "+4915112345678"),
        ("DE", "4930123456", "+4930123456"),
        ("IT", "390612345678", "+390612345678"),
        ("FR", "33612345678", "+33612345678"),
        ("MX", "521 55 1234 5678", "+525512345678"),
        ("US", "12125551234", "+12125551234"),
        # 00, where the region dials otherwise.
        ("BR", "005511961234567", "+5511961234567"),
        ("AU", "0061412345678", "+61412345678"),
        ("CO", "00573211234567", "+573211234567"),
        ("US", "00442079460958", "+442079460958"),
        ("DE", "0049 (0)151 12345678", "+4915112345678"),
        # A foreign number without its plus sign.
        ("IT", "447911123456", "+447911123456"),
        ("IT", "4915112345678", "+4915112345678"),
        ("FR", "393471234567", "+393471234567"),
        ("US", "5511961234567", "+5511961234567"),
        # What is no longer dialled, and a zero that never was.
        ("MX", "+52 1 55 1234 5678", "+525512345678"),
        ("MX", "044 55 1234 5678", "+525512345678"),
        ("ES", "+34 (0) 612 345 678", "+34612345678"),
        ("ES", "+34 0612345678", "+34612345678"),
        ("IT", "+39 (0)331 123456", "+390331123456"),
        ("IT", "+39 06 12345678", "+390612345678"),
        # Slashes.
        ("FR", "06/12/34/56/78", "+33612345678"),
        ("FR", "+33/6/12/34/56/78", "+33612345678"),
        ("BE", "0470/12/34/56", "+32470123456"),
        ("DE", "0151/123/45678", "+4915112345678"),
        # A number of the region that would be a foreign one too.
        ("BR", "35984338392", "+5535984338392"),
        ("RU", "84954071437", "+74954071437"),
    ],
)
def test_of_several_readings_the_valid_one_is_meant(region: str, text: str, expected: str) -> None:
    assert PhoneReader(region).read(text) == expected


@pytest.mark.parametrize(
    ("region", "text", "first", "second"),
    [
        ("IT", "390642792", "+39390642792", "+390642792"),
        ("IT", "3908126880", "+393908126880", "+3908126880"),
        ("SE", "468123456", "+46468123456", "+468123456"),
        ("IT", "33612345678", "+3933612345678", "+33612345678"),
        ("IT", "+39 (0)345 1234567", "+3903451234567", "+393451234567"),
        ("GB", "2975212345", "+442975212345", "+2975212345"),
    ],
)
def test_a_number_with_two_readings_is_refused_and_both_are_named(
    region: str, text: str, first: str, second: str
) -> None:
    assert refusal(text, region) == (
        f"'{text}' may be {first} or {second}: write it with + and the country code"
    )


@pytest.mark.parametrize(
    ("region", "text", "written"),
    [
        ("IT", "61234567", "061234567"),
        ("IT", "21234567.0", "021234567"),
        ("SM", "549886377", "0549886377"),
        ("CI", "123456788", "0123456788"),
    ],
)
def test_a_number_that_lost_its_zero_is_refused_with_the_fix(
    region: str, text: str, written: str
) -> None:
    assert refusal(text, region) == (
        f"'{text}' has lost a zero: write {written}, or format the column as text and export again"
    )


@pytest.mark.parametrize(
    "text",
    [
        "-9999999908",
        "-3471234567",
        "-3.47E+09",
        "\N{MINUS SIGN}3471234567",
        "3471234567.5",
        "393471234567,25",
        "3.471.234.567,00",
        "3,471,234,567.5",
    ],
)
def test_a_calculated_number_is_refused_with_the_fix(text: str) -> None:
    assert refusal(text) == (
        f"'{text}' is a number that a spreadsheet has calculated, not a phone: "
        "format the column as text and export again"
    )


@pytest.mark.parametrize("text", ["12/05/1980", "1980-05-12", "12-05-1980", "12.5.1980"])
@pytest.mark.parametrize("region", ["IT", "DK"])
def test_a_date_is_no_phone(region: str, text: str) -> None:
    assert refusal(text, region) == (
        f"'{text}' is a date, not a phone number: correct it or empty the cell"
    )


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("IT", "0000000000"),
        ("IT", "(000) 000-0000"),
        ("US", "999-999-9999"),
        ("IN", "9999999999"),
        ("IT", "3333333333"),
        ("IT", "1234567890"),
        ("US", "123-456-7890"),
        ("FR", "01 23 45 67 89"),
        ("DE", "0123456789"),
        ("US", "9876543210"),
        ("US", "987654321"),
        ("IT", "1234567"),
        (None, "1111111111"),
        (None, "12345"),
        ("IT", "+39 0000000000"),
        ("US", "+1 1111111111"),
        ("US", "11111111111"),
        ("IT", "Tel. 0000000000"),
        ("IT", "00000000000000000000"),
    ],
)
def test_a_placeholder_is_refused_as_one(region: str | None, text: str) -> None:
    with pytest.raises(PlaceholderError) as caught:
        PhoneReader(region).read(text)
    assert str(caught.value) == (
        f"'{text}' is a placeholder: write a phone number or empty the cell"
    )
    assert PhoneReader(region).plain(text) is None


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("IN", "+91 9999999999", "+919999999999"),
        ("IT", "+39 333 3333333", "+393333333333"),
        ("US", "2345678901", "+12345678901"),
        ("IT", "3456789012", "+393456789012"),
        ("FR", "06 12 34 56 78", "+33612345678"),
    ],
)
def test_what_only_resembles_a_placeholder_is_a_number(region: str, text: str, number: str) -> None:
    assert PhoneReader(region).read(text) == number


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
        "608-555-0123 ::: 608-555-0124",
        "+39 347 1234567 ::: +39 348 1234567",
        "3471234567 - 3481234567",
        "02 1234567 \N{EN DASH} 02 7654321",
        "030 1234567 oder 030 7654321",
        "Tel. 02 1234567 Cell. 347 1234567",
        "0571/123456/7",
        "3471234567:3481234567",
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


@given(
    region=st.sampled_from([None, "IT", "US", "DE", "AR", "BR", "MX", "RU", "SM", "CI", "CA"]),
    text=st.from_regex(r"\+?[0-9]{1,3}[ ()./-]?[0-9]{2,5}[ -]?[0-9]{3,7}(\.0)?", fullmatch=True),
)
@example(region="IT", text="0320000000")
@example(region="IT", text="0347 1234567")
@example(region="CX", text="1832004886")  # 1831 and 1832 are prefixes in all of +61 but here
def test_a_number_read_again_stays_the_same(region: str | None, text: str) -> None:
    phones = PhoneReader(region)
    try:
        once = phones.read(text)
    except CellError:
        return
    assert phones.read(once) == once


@given(
    region=st.sampled_from([None, "IT", "US", "DE", "GB", "AU", "DK"]),
    text=st.text("+0123456789 -().,/xE'", max_size=24),
)
@example(region="DK", text="12-05-1980")
@example(region="DE", text="1234567 - 7654321")
@example(region="IT", text="+39 (0) 347 1234567")
@example(region="IT", text="-3471234567")
def test_the_plain_way_never_disagrees_with_the_careful_one(region: str | None, text: str) -> None:
    phones = PhoneReader(region)
    plain = phones.plain(text)
    if plain:
        assert PhoneReader(region).read(text) == plain
    column = PhoneReader(region).plain_column([text, "+393471234567"])
    assert None in column or column == [
        plain or (text and PhoneReader(region).read(text)),
        "+393471234567",
    ]


@pytest.mark.parametrize(
    ("region", "text"),
    [("IT", "Tel."), ("IT", "p: ask her"), ("IT", "Mobile: n.d."), ("FR", "portable : voir note")],
)
def test_a_refusal_quotes_the_cell_as_it_was_written(region: str, text: str) -> None:
    assert refusal(text, region) == (
        f"'{text}' is not a phone number: write it in digits, such as +393471234567"
    )


def test_an_impossible_number_names_the_country() -> None:
    assert refusal("555-1234", "US") == (
        "'555-1234' is not a possible phone number in the United States: "
        "write it whole, with + and the country code"
    )


@pytest.mark.parametrize(
    ("region", "text"),
    [("FR", "06 12 34 56 7"), ("GB", "0121 23456"), ("GB", "074001234"), ("IT", "+33 061234567")],
)  # fmt: skip
def test_a_number_that_is_long_enough_only_with_its_trunk_zero_is_refused(
    region: str, text: str
) -> None:
    assert "is not a possible phone number" in refusal(text, region)


@pytest.mark.parametrize(
    ("region", "text", "e164"),
    [
        ("IN", "091 98765 12345", "+919876512345"),
        ("IN", "0919876512345", "+919876512345"),
        ("DE", "049 30 123456", "+4930123456"),
        ("FR", "033 6 12 34 56 78", "+33612345678"),
        ("IN", "098765 12345", "+919876512345"),
        ("IT", "0347/1234567", "+393471234567"),
        ("IT", "0393 1234567", "+3903931234567"),
    ],
)
def test_a_zero_in_front_is_a_trunk_prefix_where_the_number_is_valid_without_it(
    region: str, text: str, e164: str
) -> None:
    assert PhoneReader(region).read(text) == e164
