"""Of several columns for a field the first that can be read counts; a placeholder is a blank."""

import pytest

from app.importer.normalizer import Normalizer
from app.importer.rows import Gravity, RowError
from tests.normalizer.tables import header_of, message, numbered, read, values

PHONES = header_of("email", "phone", "phone2", "phone3")


def phone_of(*cells: str) -> str | None:
    [outcome], _ = read(PHONES, ["a@x.com", *cells])
    return values(outcome).get("phone")


def test_a_cell_that_cannot_be_read_hides_no_good_one() -> None:
    assert phone_of("see notes", "02 1234567", "") == "+39021234567"
    assert phone_of("0", "", "347 123 4567") == "+393471234567"
    assert phone_of("#N/A", "x", "347 123 4567") == "+393471234567"


def test_an_empty_column_hides_no_filled_one() -> None:
    assert phone_of("", "n/a", "347 123 4567") == "+393471234567"


def test_the_best_that_can_be_read_counts() -> None:
    assert phone_of("347 123 4567", "02 1234567", "rubbish") == "+393471234567"


def test_where_none_can_be_read_the_best_one_says_why() -> None:
    [outcome], notices = read(PHONES, ["a@x.com", "", "see notes", "x1"])
    assert message(outcome).startswith("'see notes' is not a phone number")
    assert notices == []


def test_one_notice_a_column_counts_what_was_passed_over() -> None:
    rows = [
        ["a@x.com", "see notes", "02 1234567", ""],
        ["b@x.com", "12", "ask", "347 123 4567"],
        ["broken", "no phone here", "02 1234567", ""],
        ["c@x.com", "NULL", "02 1234567", "rubbish"],
    ]
    _, notices = read(PHONES, *rows)
    assert notices == [
        (
            Gravity.UNREAD,
            "phone",
            "2 cells in column 'phone', such as 'see notes', cannot be read as phone: another column was used; "
            "correct or empty them",
        ),
        (
            Gravity.UNREAD,
            "phone",
            "1 cell in column 'phone2', such as 'ask', cannot be read as phone: another column was used; "
            "correct or empty them",
        ),
    ]


def test_other_fields_of_several_columns_are_read_so_too() -> None:
    header = header_of("customer_id", "customer_id2", "email", "email2", "name", "name2")
    rows = [
        ["1.2E+05", "C-1", "anna@", "a@x.com", "x" * 300, "Anna"],
        ["(null)", "C-2", "n/a", "b@x.com", " ", "Bea"],
    ]
    outcomes, notices = read(header, *rows)
    assert [values(outcome) for outcome in outcomes] == [
        {"customer_id": "C-1", "email": "a@x.com", "name": "Anna"},
        {"customer_id": "C-2", "email": "b@x.com", "name": "Bea"},
    ]
    assert {notice.field for notice in notices} == {"customer_id", "email", "name"}


def test_a_file_whose_first_columns_are_read_has_no_notice() -> None:
    assert read(PHONES, ["a@x.com", "347 123 4567", "rubbish", ""])[1] == []


@pytest.mark.parametrize(
    "address",
    [
        "noemail@example.com", "no-email@example.com", "No_Email@Example.com", "none@none.com", "nomail@x.it",
        "NOEMAIL123@x.com", "sinemail@x.es", "sin-correo@x.es", "no.tiene@x.es", "senzaemail@x.it", "senza.mail@x.it",
        "nessunamail@x.it", "nonha@x.it", "pasdemail@x.fr", "pas-d-email@x.fr", "pasdemel@x.fr", "sansmail@x.fr",
        "aucun@x.fr", "semail@x.pt", "sememail@x.pt", "naotem@x.pt", "nao-tem-email@x.pt", "keineemail@x.de",
        "keine.mail@x.de", "ohne-email@x.de", "keine@x.de", "noemailprovided@x.com", "null@x.com", "noemail", "no-email",
        "unknown@x.com", "mailto:noemail@x.com", "noemail@localhost",
    ],
)  # fmt: skip
def test_an_address_that_says_there_is_none_is_a_blank(address: str) -> None:
    [outcome], notices = read(PHONES, [address, "347 123 4567", "", ""])
    assert values(outcome) == {"phone": "+393471234567"}
    assert notices == []


@pytest.mark.parametrize(
    "address",
    [
        "noemi@example.com", "noemi.mailer@example.com", "nomel@example.com", "none.smith@example.com", "sin@example.com",
        "nora.mail@example.com", "sem.benelli@example.com", "simone@example.com", "keiner@example.com",
        "nullo@example.com", "info@example.com", "mail@example.com", "email@example.com", "unknowns@example.com",
        "pascal.demail@example.com", "not@example.com", "ohnemus@example.com", "sansa@example.com",
    ],
)  # fmt: skip
def test_people_with_such_names_keep_their_addresses(address: str) -> None:
    [outcome], _ = read(PHONES, [address, "", "", ""])
    assert values(outcome) == {"email": address}


def test_where_nothing_else_identifies_the_row_the_placeholder_is_quoted() -> None:
    header = header_of("customer_id", "email", "email2", "name")
    outcomes, _ = read(
        header,
        ["", "NoEmail@example.com", "", "Anna"],
        ["NULL", "none@x.com", "sinemail@x.com", ""],
        ["C-1", "none@x.com", "", ""],
    )
    fix = "is a placeholder: fill in a real customer_id, e-mail or phone"
    assert outcomes[:2] == [
        [RowError(2, "email", f"'NoEmail@example.com' {fix}")],
        [
            RowError(3, "email", f"'none@x.com' {fix}"),
            RowError(3, "email", f"'sinemail@x.com' {fix}"),
        ],
    ]
    assert values(outcomes[2]) == {"customer_id": "C-1"}


def test_a_message_quotes_the_cell_as_it_was_written() -> None:
    header = header_of("customer_id", "email", "phone")
    [outcome], _ = read(header, ["'1.2E+05", " 'anna@' ", '="12"'])
    assert isinstance(outcome, list)
    assert [error.message.split(" ")[0] for error in outcome] == [
        "''1.2E+05'",
        "''anna@''",
        "'=\"12\"'",
    ]


class Dialler:
    """Stands for the phone reader: says what it was asked."""

    def plain(self, text: str) -> str | None:
        return text if text.startswith("+") else None

    def plain_column(self, cells: list[str]) -> list[str | None]:
        return [self.plain(cell) if cell else "" for cell in cells]

    def read(self, text: str, country: str = "", area: str = "") -> str:
        return f"{text}|{country}|{area}"


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["347", "DE", "", ""], "347|DE|"),
        (["347", " de ", "DE", ""], "347|de|"),
        (["347", "Germany", "Deutschland", ""], "347|Germany|"),
        (["347", "FR", "DE", ""], "347||"),
        (["347", "N/A", "DE", "(11)"], "347|DE|(11)"),
        (["347", "NA", "", "n/a"], "347|NA|"),
        (["347", "Atlantis", "atlantis!", ""], "347|Atlantis|"),
        (["347", "Atlantis", "DE", ""], "347||"),
        (["347", "IT", "Italia", ""], "347||"),
        (["347", "", "", ""], "347||"),
        (["347"], "347||"),
        (["+39347", "DE", "", "11"], "+39347"),
    ],
)
def test_a_phone_is_read_with_its_country_and_area_code(cells: list[str], asked: str) -> None:
    header = header_of("phone", "country", "paese", "ddd", country=(1, 2), area_code=(3,))
    normalizer = Normalizer(header, region="IT")
    dialler = Dialler()
    for part in (normalizer, normalizer._plain, normalizer._fields):
        part._phones = dialler  # type: ignore[assignment]
    [outcome, _] = normalizer.normalize(numbered([cells, ["+391", "", "", ""]]))
    assert values(outcome) == {"phone": asked}
