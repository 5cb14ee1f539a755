"""A phone beside its row's country and area code; and what a whole column says of the account's region."""

import pytest

from app.importer.normalizer import Normalizer, find_header
from app.importer.normalizer.phone import PhoneReader, PlaceholderError
from app.importer.normalizer.text import CellError
from app.importer.rows import Gravity, Notice, Row


def refusal(text: str, country: str = "", area: str = "", region: str | None = "IT") -> str:
    with pytest.raises(CellError) as caught:
        PhoneReader(region).read(text, country, area)
    return str(caught.value)


@pytest.mark.parametrize(
    ("region", "country", "text", "number"),
    [
        ("IT", "DE", "0151 12345678", "+4915112345678"),
        ("IT", "Germany", "0151 12345678", "+4915112345678"),
        ("IT", "+49", "0151 12345678", "+4915112345678"),
        ("IT", "0049", "15112345678", "+4915112345678"),
        ("IT", "UK", "020 7946 0958", "+442079460958"),
        ("IT", "Stati Uniti", "(212) 555-1234", "+12125551234"),
        ("IT", "1", "2125551234", "+12125551234"),
        ("DE", "IT", "347 1234567", "+393471234567"),
        ("FR", "CH", "079 123 45 67", "+41791234567"),
        ("IT", "IT", "347 1234567", "+393471234567"),
        ("IT", "", "347 1234567", "+393471234567"),
        ("IT", "-", "347 1234567", "+393471234567"),
        ("IT", "FR", "393471234567", "+393471234567"),
        ("IT", "DE", "4915112345678", "+4915112345678"),
        ("US", "CA", "416 555 1234", "+14165551234"),
        ("US", "TT", "868 291 1234", "+18682911234"),
        (None, "IT", "347 1234567", "+393471234567"),
        (None, "FR", "06/12/34/56/78", "+33612345678"),
    ],
)
def test_the_row_s_country_reads_its_national_number(
    region: str | None, country: str, text: str, number: str
) -> None:
    assert PhoneReader(region).read(text, country) == number


@pytest.mark.parametrize("country", ["DE", "Atlantis", "NA", "en-US", ""])
@pytest.mark.parametrize("text", ["+39 347 1234567", "0039 347 1234567", "p:+393471234567"])
def test_a_number_with_its_country_code_needs_no_country(country: str, text: str) -> None:
    assert PhoneReader("US").read(text, country) == "+393471234567"


@pytest.mark.parametrize("region", ["IT", None])
@pytest.mark.parametrize("country", ["Atlantis", "NA", "Congo"])
def test_a_country_that_is_not_understood_rejects_a_phone_that_needs_it(
    country: str, region: str | None
) -> None:
    assert refusal("347 1234567", country, region=region) == (
        f"'{country}' is not a country's name or code: correct it, or write the phone with + and the country code"
    )


@pytest.mark.parametrize(
    ("region", "country", "text", "message"),
    [
        (
            "IT",
            "DE",
            "347 1234567",
            "'347 1234567' is +393471234567 in Italy, but +493471234567 in Germany",
        ),
        (
            "IT",
            "France",
            "347 1234567",
            "'347 1234567' is +393471234567 in Italy, but none in France",
        ),
        (
            "ES",
            "US",
            "612 345 678",
            "'612 345 678' is +34612345678 in Spain, but none in the United States",
        ),
    ],
)
def test_a_number_of_the_account_s_region_and_not_of_the_row_s_country_is_refused(
    region: str, country: str, text: str, message: str
) -> None:
    assert (
        refusal(text, country, region=region) == f"{message}: write it with + and the country code"
    )


@pytest.mark.parametrize(
    ("region", "country", "area", "text", "number"),
    [
        ("BR", "", "11", "91234-5678", "+5511912345678"),
        ("BR", "", "(11)", "91234-5678", "+5511912345678"),
        ("BR", "", "11.0", "912345678", "+5511912345678"),
        ("BR", "", "011", "91234-5678", "+5511912345678"),
        ("BR", "", "11", "(11) 91234-5678", "+5511912345678"),
        ("BR", "", "11", "+55 11 91234-5678", "+5511912345678"),
        ("IT", "BR", "11", "91234-5678", "+5511912345678"),
        ("IT", "", "347", "1234567", "+393471234567"),
        ("IT", "", "06", "1234567", "+39061234567"),
        ("IT", "", "06", "347 1234567", "+393471234567"),
        ("US", "", "212", "555-1234", "+12125551234"),
        ("US", "", "212", "(212) 555-1234", "+12125551234"),
        ("DE", "", "030", "2345678", "+49302345678"),
        ("DE", "", "030", "030 2345678", "+49302345678"),
        ("IT", "", "+49", "151 12345678", "+4915112345678"),
        ("IT", "", "0049", "0151 12345678", "+4915112345678"),
        ("IT", "", "39", "347 1234567", "+393471234567"),
        ("IT", "", "0", "347 1234567", "+393471234567"),
        ("IT", "", "n/a", "347 1234567", "+393471234567"),
        (None, "", "02", "+39 347 1234567", "+393471234567"),
    ],
)
def test_an_area_code_is_joined_where_the_number_needs_it(
    region: str | None, country: str, area: str, text: str, number: str
) -> None:
    assert PhoneReader(region).read(text, country, area) == number


def test_an_area_code_that_may_belong_to_the_number_or_not_is_refused() -> None:
    assert refusal("2345678", area="30", region="DE") == (
        "'2345678' may be +492345678 or +49302345678: write it with + and the country code"
    )


def test_an_area_code_that_lost_its_zero_is_refused() -> None:
    assert refusal("12345678", area="6") == (
        "'12345678' has lost a zero: write 0612345678, or format the column as text and export again"
    )


def test_a_number_that_is_valid_neither_alone_nor_with_its_area_code_is_refused() -> None:
    assert refusal("912345678", area="20", region="BR") == (
        "'912345678' is no number of the area code 20: write it with + and the country code"
    )


def test_an_area_code_without_a_region_is_refused() -> None:
    assert refusal("1234568", area="02", region=None) == (
        "'1234568' needs a region for its area code: write it with + and the country code"
    )


def test_a_placeholder_beside_a_country_is_one_too() -> None:
    with pytest.raises(PlaceholderError):
        PhoneReader("IT").read("0000000000", "DE")


def doubt(not_in_use: int, counted: str, where: str = "Italy") -> list[Notice]:
    message = (
        f"{not_in_use} of {counted} national numbers in 'Telefono' are not in use in {where}: is the account's region "
        "right? Add a country column, or write them with +"
    )
    return [Notice(Gravity.IDENTITY, "phone", message)]


def italian(count: int) -> list[str]:
    return [f"347 1{index:06d}" for index in range(count)]


def unused(count: int) -> list[str]:
    """Possible in Italy, and valid neither there nor anywhere else."""
    return [f"940 1{index:06d}" for index in range(count)]


@pytest.mark.parametrize("step", [1, 7, 64])
@pytest.mark.parametrize("other", [[], ["+39 347 1234567", "0039 347 1234567", "no", "12"]])
def test_numbers_that_are_not_in_use_put_the_region_in_doubt(other: list[str], step: int) -> None:
    phones = PhoneReader("IT")
    cells = [*italian(39), *unused(61), *other]
    for start in range(0, len(cells), step):
        block = cells[start : start + step]
        if None in phones.plain_column(block):
            for cell in block:
                if phones.plain(cell) is None:
                    with pytest.raises(CellError):
                        phones.read(cell)
    assert phones.notices("Telefono") == doubt(61, "100")


@pytest.mark.parametrize(
    ("good", "bad"), [(80, 20), (19, 0), (0, 19), (0, 0), (1_000, 1_000), (800, 2_000)]
)
def test_a_fifth_a_few_or_later_ones_put_nothing_in_doubt(good: int, bad: int) -> None:
    phones = PhoneReader("IT")
    for cell in [*italian(good), *unused(bad)]:
        phones.read(cell)
    assert phones.notices("Telefono") == []


def test_numbers_refused_for_a_lost_zero_are_not_in_use_either() -> None:
    """A Spanish file in an Italian account: what looks like Rome without its zero is a mobile of Madrid."""
    phones = PhoneReader("IT")
    for index in range(30):
        with pytest.raises(CellError, match="has lost a zero"):
            phones.read(f"612 3{index:05d}")
    assert phones.notices("Telefono") == doubt(30, "30")


def test_only_the_first_thousand_are_counted() -> None:
    phones = PhoneReader("IT")
    for cell in [*italian(700), *unused(5_000)]:
        phones.read(cell)
    assert phones.notices("Telefono") == doubt(300, "1,000")


@pytest.mark.parametrize("country", ["DE", "IT", "Italia"])
def test_numbers_whose_rows_name_their_country_are_not_counted(country: str) -> None:
    phones = PhoneReader("IT")
    numbers = [f"0151 1{n:07d}" for n in range(100)] if country == "DE" else unused(100)
    for number in numbers:
        phones.read(number, country)
    assert phones.notices("Telefono") == []


@pytest.mark.parametrize("country", ["DE", "IT"])
def test_much_reading_changes_no_answer_beside_a_country(country: str) -> None:
    used = PhoneReader("IT")
    for index in range(4_000):
        used.read(f"347 1{index:06d}", "IT")
        used.read(f"+49 151 1{index:07d}", country)
    for text in ("0151 12345678", "347 1234567", "+393471234567", "02 12345678", "4915112345678"):
        assert answer(used, text, country) == answer(PhoneReader("IT"), text, country)


def answer(phones: PhoneReader, text: str, country: str) -> str:
    try:
        return phones.read(text, country)
    except CellError as error:
        return str(error)


def test_without_a_region_nothing_is_in_doubt() -> None:
    phones = PhoneReader(None)
    for cell in unused(100):
        phones.read(cell)
    assert phones.notices("Telefono") == []


def test_rows_read_one_by_one_are_counted_once() -> None:
    header = find_header([(1, ["Telefono", "E-Mail"], None)])
    assert header is not None
    normalizer = Normalizer(header, region="IT")
    cells = [*italian(39), *unused(61)]
    rows: list[Row] = [
        (number, [cell, "x@example.com" if number % 3 else "not an address"], None)
        for number, cell in enumerate(cells, 2)
    ]
    normalizer.normalize(rows)
    assert normalizer._phones.notices("Telefono") == doubt(61, "100")


def test_short_mobiles_are_in_doubt_where_others_have_lost_their_zero() -> None:
    phones = PhoneReader("IT")
    assert phones.read("331123456") == "+39331123456"
    assert phones.notices("Telefono") == []
    with pytest.raises(CellError):
        phones.read("612345678")
    assert phones.notices("Telefono") == [
        Notice(
            Gravity.IDENTITY,
            "phone",
            "Numbers such as '331123456' in 'Telefono' may have lost a zero too, as others in this file have: "
            "format the column as text and export again",
        )
    ]
