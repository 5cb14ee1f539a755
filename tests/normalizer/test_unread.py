"""Columns that are not read and look like what the rows lack."""

import pytest

from app.importer.normalizer import UnreadColumns, find_header, unrecognised_header
from app.importer.normalizer.shapes import looks_like_email, looks_like_phone
from app.importer.normalizer.unread import WATCHED_ROWS as SAMPLED_ROWS
from app.importer.normalizer.unread_refusals import WATCHED_ROWS
from app.importer.rows import Gravity, Notice
from tests.normalizer.headers_of import rows

MOBILES = ["3471234567", "348 111 2222", "+39 349 5551234", "02 55512345"]


def notices(names: list[str], *below: list[str], region: str | None = "IT") -> list[Notice]:
    numbered = rows(names, *below)
    header = find_header(numbered)
    assert header is not None
    unread = UnreadColumns(header, region)
    unread.watch(numbered[header.number :])
    return unread.notices()


def test_an_unread_column_of_phones_gives_a_notice_when_the_rows_have_no_phone() -> None:
    below = [["a@x.it", phone] for phone in MOBILES]
    assert notices(["email", "Contatto urgente"], *below) == [
        Notice(
            Gravity.UNREAD,
            "phone",
            "Column 'Contatto urgente' is not read but looks like phone numbers: name it 'phone'",
        )
    ]


def test_an_unread_column_of_addresses_gives_one_when_the_rows_have_no_e_mail() -> None:
    below = [["3471234567", "anna@example.it"], ["3481112222", "Bea <bea@example.it>"]]
    assert [notice.message for notice in notices(["phone", "Login"], *below)] == [
        "Column 'Login' is not read but looks like e-mail addresses: name it 'email'"
    ]


def test_an_empty_column_of_the_field_is_as_good_as_none() -> None:
    below = [["a@x.it", "", phone] for phone in MOBILES] + [["b@x.it", "n/a", ""]]
    assert [n.field for n in notices(["email", "phone", "Kontakt X"], *below)] == ["phone"]
    below[2][1] = "3471234567"
    assert notices(["email", "phone", "Kontakt X"], *below) == []


def test_a_column_without_a_header_is_named_by_its_number() -> None:
    below = [["a@x.it", "", phone] for phone in MOBILES]
    assert [n.message for n in notices(["email", "name", ""], *below)] == [
        "Column 3 has no header and looks like phone numbers: name it 'phone'"
    ]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Fax", ["02 1234567", "06 7654321"]),
        ("Telefax", ["02 1234567", "06 7654321"]),
        ("P.IVA", ["02345678901", "01234567890"]),
        ("N. ordine", ["3471234567", "3481234567"]),
        ("Data", ["05/01/2024", "2024-01-05"]),
        ("Importo", ["1.234.567", "3471234.50"]),
        ("Cod. fiscale", ["RSSNNA80A01H501U", "VRDBRN80A01H501U"]),
        ("Note", ["richiamare il 3471234567", "ok"]),
        ("Creato", ["2024-01-05 10:00:00", "2024-01-05 10:00:00"]),
        ("Indirizzo IP", ["192.168.100.200", "10.20.30.40"]),
    ],
)
def test_other_numbers_give_no_notice(name: str, values: list[str]) -> None:
    assert notices(["email", name], *[["a@x.it", value] for value in values]) == []


@pytest.mark.parametrize(
    "name", ["Tel./Fax", "WhatsApp ID", "Numero", "Contatto urgente", "Phone code X"]
)
def test_bare_digits_are_phones_below_a_header_that_does_not_say_otherwise(name: str) -> None:
    below = [["7", "3471234567"], ["8", "3481112222"]]
    assert [n.field for n in notices(["N° cliente", name], *below)] == ["phone"]


def test_a_number_written_with_plus_is_a_phone_whatever_the_header() -> None:
    below = [["a@x.it", "+393471234567"]]
    assert [n.field for n in notices(["email", "Codice X"], *below)] == ["phone"]


def test_most_of_the_cells_must_look_so() -> None:
    below = [["a@x.it", value] for value in ["3471234567", "ciao", "ok"]]
    assert notices(["email", "Extra"], *below) == []


def test_a_near_miss_is_not_said_twice() -> None:
    assert notices(["email", "Telefoon"], ["a@x.it", "3471234567"]) == []


def test_watching_ends_when_enough_rows_were_seen() -> None:
    header = find_header(rows(["email", "phone", "x"]))
    assert header is not None

    def is_watching(rows_seen: int) -> bool:
        unread = UnreadColumns(header, "IT")
        unread.watch([(2, ["a@x.it", "3471234567", ""], None)] * rows_seen)
        return unread.is_watching

    assert is_watching(0)
    assert is_watching(WATCHED_ROWS - 1)
    assert not is_watching(WATCHED_ROWS)


def test_a_column_of_phones_is_sought_in_the_first_rows_only() -> None:
    header = find_header(rows(["email", "phone", "x"]))
    assert header is not None
    unread = UnreadColumns(header, "IT")
    unread.watch([(2, ["a@x.it", "", ""], None)] * SAMPLED_ROWS)
    unread.watch([(2, ["a@x.it", "", "+393471234567"], None)])
    assert unread.notices() == []


def test_nothing_is_watched_where_every_column_is_read() -> None:
    header = find_header(rows(["email", "name"]))
    assert header is not None
    assert not UnreadColumns(header, "IT").is_watching


def test_rows_with_a_problem_are_no_sample() -> None:
    header = find_header(rows(["email", "x"]))
    assert header is not None
    unread = UnreadColumns(header, "IT")
    unread.watch([(2, ["a@x.it", "3471234567"], "a quote never closes")])
    assert unread.notices() == []


def test_the_refusal_of_a_header_names_columns_that_look_like_an_identifier() -> None:
    message = unrecognised_header(
        rows(["Nome", "Contatto urgente", "Login"], ["Anna", "347 123 4567", "anna@x.it"])
    ).message
    assert (
        "'Contatto urgente' is not read but looks like phone numbers: name it 'phone'." in message
    )
    assert "'Login' is not read but looks like e-mail addresses: name it 'email'." in message


PHONES = """+39 347 1234567|0039 347 1234567|347 1234567|347-123-4567|(02) 5551234|06/12/34/56/78|06.12.34.56.78
'+393471234567|p:+393471234567|Tel. 02 1234567|3471234567|+1 (608) 555-0123|02-12345678"""
NO_PHONES = """|12|123456|31/12/2024|2024-01-31|01.02.2024|45.464211|1.234.567|192.168.10.20|12345-6789|123-45-6789
2023-2024|4111 1111 1111 1111|anna|A1234567|12 abc 34 567|00:10:20|123.456.789-09|12.345.678/0001-90|1234567.5"""


@pytest.mark.parametrize("cell", PHONES.replace("\n", "|").split("|"))
def test_what_is_written_as_a_phone_looks_like_one(cell: str) -> None:
    assert looks_like_phone(cell)
    assert not looks_like_email(cell)


@pytest.mark.parametrize("cell", NO_PHONES.replace("\n", "|").split("|"))
@pytest.mark.parametrize("region", [None, "IT", "US"])
def test_other_numbers_do_not_look_like_phones(cell: str, region: str | None) -> None:
    assert not looks_like_phone(cell, region)


def test_bare_digits_are_a_phone_only_where_the_region_uses_them() -> None:
    assert looks_like_phone("6085550123", "US")
    assert looks_like_phone("612345678", "ES")
    assert not looks_like_phone("1005550123", "US")
    assert not looks_like_phone("7000123", "IT")


@pytest.mark.parametrize(
    "cell", ["a@x.it", " Anna Rossi <anna@x.it> ", "mailto:a@x.it", "ANNA@EXAMPLE.CO.UK"]
)
def test_an_address_looks_like_one(cell: str) -> None:
    assert looks_like_email(cell)


@pytest.mark.parametrize(
    "cell", ["", "@anna", "a@b", "anna at x.it", "a@x.it b@x.it", "5 kg @ 3.50"]
)
def test_other_cells_do_not_look_like_an_address(cell: str) -> None:
    assert not looks_like_email(cell)


@pytest.mark.parametrize(
    ("column", "refusal"),
    [
        ("Disposition", "DNC"),
        ("Esito", "Non chiamare"),
        ("Résultat", "Ne pas rappeler"),
        ("Ergebnis", "nicht mehr anrufen"),
        ("Resultado", "No llamar"),
        ("Subscription", "Unsubscribed"),
    ],
)
def test_a_refusal_in_an_unread_column_gives_a_notice(column: str, refusal: str) -> None:
    below = [["a@x.it", "open"], ["b@x.it", refusal], ["c@x.it", refusal], ["d@x.it"]]
    assert notices(["email", column], *below) == [
        Notice(
            Gravity.OPT_OUT,
            "status",
            f"'{refusal}' stands in column '{column}', which is not read: if these people must not be contacted, "
            "name the column status",
        )
    ]


def test_a_refusal_beside_a_status_belongs_into_that_column() -> None:
    said = notices(["email", "status", "Esito"], ["a@x.it", "new", "DNC"])
    assert said[0].message.endswith("must not be contacted, write it into column 'status'")


@pytest.mark.parametrize("cell", ["Baja", "blocked", "stop", "gesperrt", "no", "called", "TPS"])
def test_a_word_that_may_mean_something_else_in_another_column_gives_none(cell: str) -> None:
    assert notices(["email", "Priority"], ["a@x.it", cell]) == []


def test_a_column_of_notes_is_not_searched() -> None:
    below = [["a@x.it", f"note {n}"] for n in range(300)]
    numbered = rows(["email", "Notes"], *below, ["a@x.it", "do not call"])
    header = find_header(numbered)
    assert header is not None
    unread = UnreadColumns(header, "IT")
    unread.watch(numbered[1:301])
    unread.watch(numbered[301:])
    assert unread.notices() == []
