"""Headers: the alias table, its precedence and context rules, near misses, and where a header is."""

from collections.abc import Iterator

import pytest

from app.errors import InvalidRequest
from app.importer.normalizer import (
    Header,
    find_header,
    find_header_and_rows,
    find_table,
    unrecognised_header,
)
from app.importer.normalizer.spelling import spellings
from app.importer.rows import Gravity, Notice, Row, Table


def rows(*lines: list[str]) -> Iterator[Row]:
    return iter([(number, cells, None) for number, cells in enumerate(lines, start=1)])


def header(*names: str) -> Header:
    found = find_header(rows(list(names)))
    assert found is not None
    return found


def columns(*names: str) -> dict[str, tuple[int, ...]]:
    return dict(header(*names).columns)


def fields(*names: str) -> list[str | None]:
    """The field each column feeds."""
    found = {index: field for field, indices in columns(*names).items() for index in indices}
    return [found.get(index) for index in range(len(names))]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["First Name", "Last Name", "E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Value"],
            ["name", "surname", None, "email", "phone"],
        ),
        (["Given Name", "Family Name", "E-mail 1 - Value"], ["name", "surname", "email"]),
        (
            ["Record ID", "First Name", "Last Name", "Email", "Mobile Phone Number", "Lead Status"],
            ["customer_id", "name", "surname", "email", "phone", "status"],
        ),
        (["Email Address", "FNAME", "LNAME", "PHONE"], ["email", "name", "surname", "phone"]),
        (["EMAIL", "NOM", "PRENOM", "SMS"], ["email", "surname", "name", "phone"]),
        (
            ["vendor_lead_code", "phone_number", "first_name", "last_name", "status"],
            ["customer_id", "phone", "name", "surname", "status"],
        ),
        (
            ["identifier", "name", "email", "phone_number"],
            ["customer_id", "name", "email", "phone"],
        ),
        (
            ["FirstName", "LastName", "Email", "MobilePhone", "Phone"],
            ["name", "surname", "email", "phone", "phone"],
        ),
    ],
    ids=[
        "google",
        "google-old",
        "hubspot",
        "mailchimp",
        "brevo",
        "vicidial",
        "chatwoot",
        "salesforce",
    ],
)
def test_the_exports_of_the_known_tools_are_recognised(
    names: list[str], expected: list[str | None]
) -> None:
    assert fields(*names) == expected


@pytest.mark.parametrize(
    "name",
    [
        "first_name", "firstName", "FIRST-NAME", "First.Name", " first  name ", "\ufeffFirst\u00a0Name",
        "First Name *", "First Name (required)", "First Name* (Obbligatorio)", "First name [text]",
        '"First Name"', "First Name:", "Ｆｉｒｓｔ Name", "First\u200bName", "First\nName",
    ],
)  # fmt: skip
def test_a_header_is_compared_by_its_words(name: str) -> None:
    assert fields(name, "email") == ["name", "email"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Codice Cliente", "customer_id"),
        ("N° cliente", "customer_id"),
        ("Nº cliente", "customer_id"),
        ("Kunden-Nr.", "customer_id"),
        ("customerID", "customer_id"),
        ("Prénom", "name"),
        ("Teléfono", "phone"),
        ("WhatsApp", "phone"),
        ("eMail", "email"),
        ("E-Mail-Adresse", "email"),
        ("Vollständiger Name", "name"),
    ],
)
def test_accents_humps_and_signs_do_not_matter(name: str, field: str) -> None:
    identifier = "phone" if field == "email" else "email"
    assert fields(name, identifier) == [field, identifier]


def test_only_whole_names_count() -> None:
    assert fields("email", "email consent", "phone type", "my name") == ["email", None, None, None]


def test_a_mobile_comes_before_the_contracts_phone() -> None:
    assert columns("landline", "phone", "mobile", "telefono") == {"phone": (2, 1, 3, 0)}


@pytest.mark.parametrize(
    ("better", "own"),
    [("external id", "customer_id"), ("last name", "surname"), ("primary email", "email"), ("lead status", "status")],
)  # fmt: skip
def test_the_contracts_own_name_comes_first_for_other_fields(better: str, own: str) -> None:
    assert columns(better, own, "phone")[own] == (1, 0)


def test_the_lists_are_taken_in_order() -> None:
    assert columns("Landline", "Telephone", "Mobile") == {"phone": (2, 1, 0)}
    assert columns("codice cliente", "external id") == {"customer_id": (1, 0)}


def test_a_duplicated_header_is_read_from_the_left() -> None:
    assert columns("email", "Email", "E-Mail") == {"email": (0, 1, 2)}


def test_a_last_resort_is_read_only_if_nothing_better_is_there() -> None:
    assert fields("id", "email") == ["customer_id", "email"]
    assert fields("id", "customer_id") == [None, "customer_id"]
    assert fields("number", "phone") == [None, "phone"]


def test_nom_is_the_surname_only_beside_a_prenom() -> None:
    assert fields("Nom", "Prénom", "email") == ["surname", "name", "email"]
    assert fields("Nom", "email") == ["name", "email"]


def test_name_is_the_surname_beside_a_vorname() -> None:
    assert fields("Name", "Vorname", "email") == ["surname", "name", "email"]
    assert fields("Name", "email") == ["name", "email"]
    assert columns("Name", "Vorname", "Nachname", "email")["surname"] == (2,)


def test_a_name_beside_a_given_name_and_a_surname_is_the_full_name_and_not_read() -> None:
    assert fields("Name", "Given Name", "Family Name", "email") == [
        None,
        "name",
        "surname",
        "email",
    ]
    assert fields("Person - Name", "First name", "Last name", "email")[0] is None
    assert fields("Nombre", "Primer nombre", "Apellidos", "email")[0] is None
    assert fields("Nom", "Prénom", "Nom de famille", "email") == [None, "name", "surname", "email"]
    assert fields("Name", "Last name", "email") == ["name", "surname", "email"]


def test_a_name_beside_a_given_name_alone_is_what_its_values_say() -> None:
    names = ["Name", "First Name", "email"]
    surnames = find_header(rows(names, ["Smith", "Ann", "a@x.com"], ["Lee", "Bob", "b@x.com"]))
    assert surnames is not None
    assert dict(surnames.columns) == {"name": (1,), "surname": (0,), "email": (2,)}
    whole = find_header(rows(names, ["Ann Smith", "Ann", "a@x.com"], ["Bob Lee", "Bob", "b@x.com"]))
    assert whole is not None
    assert dict(whole.columns) == {"name": (1, 0), "email": (2,)}


def test_a_customer_s_name_comes_before_a_bare_one() -> None:
    assert columns("Name", "Customer Name", "email")["name"] == (1, 0)
    assert fields("Name", "Lineitem name", "Billing Name", "email") == [None, None, "name", "email"]


def test_a_numbered_name_is_a_name() -> None:
    assert columns("Nombre", "Apellido 2", "Apellido 1", "email")["surname"] == (2, 1)
    assert fields("2. Your name", "3. Your email") == ["name", "email"]
    assert fields("Name 2024", "email") == [None, "email"]


def test_apelido_is_a_surname_in_portugal_and_a_nickname_in_brazil() -> None:
    assert fields("Nome", "Apelido", "email") == ["name", "surname", "email"]
    assert fields("Nome", "Sobrenome", "Apelido", "email") == ["name", "surname", None, "email"]


def test_a_full_name_is_the_name_only_without_a_surname() -> None:
    assert fields("Nominativo", "email") == ["name", "email"]
    assert fields("Nominativo", "Nome", "Cognome", "email") == [None, "name", "surname", "email"]
    assert columns("Nominativo", "Nome", "email") == {"name": (1, 0), "email": (2,)}
    assert fields("Nominativo", "Nom", "Prénom", "email") == [None, "surname", "name", "email"]
    assert fields("Full name", "Nom", "email") == ["name", "name", "email"]
    assert fields("Full name", "Name", "email") == ["name", "name", "email"]
    assert fields("Nominativo", "Name", "Vorname", "email") == [None, "surname", "name", "email"]
    assert columns("Nominativo", "Prénom", "email")["name"] == (1, 0)
    assert columns("Nominativo", "Vorname", "email")["name"] == (1, 0)
    assert columns("Nominativo", "Full name", "email")["name"] == (0, 1)


@pytest.mark.parametrize(
    "place", ["City", "Città", "CAP", "PLZ", "Provincia", "País", "Country", "Ville"]
)
@pytest.mark.parametrize("status", ["Stato", "Estado", "État"])
def test_stato_beside_an_address_is_a_place(status: str, place: str) -> None:
    assert fields(status, "email") == ["status", "email"]
    assert fields(status, "email", place) == [None, "email", None]
    assert header(status, "email", place).notices == ()


@pytest.mark.parametrize("name", ["Number", "Numero", "Nummer"])
def test_number_is_the_phone_only_without_a_customer_number(name: str) -> None:
    assert fields(name, "name") == ["phone", "name"]
    assert fields(name, "customer_id") == ["phone", "customer_id"]
    assert fields(name, "Kundennummer") == [None, "customer_id"]
    assert fields(name, "N° cliente") == [None, "customer_id"]


def test_the_columns_of_our_own_error_list_are_ignored() -> None:
    found = header("row", "row_number", "error", "errors", "message", "email")
    assert found.columns == (("email", (5,)),)
    assert found.notices == ()


def test_a_near_miss_is_reported_on_the_headers_row() -> None:
    assert header("email", "Telefoon").notices == (
        Notice(Gravity.UNREAD, "phone", "Column 'Telefoon' is not read; did you mean 'phone'?"),
    )


@pytest.mark.parametrize(
    ("name", "field"),
    [("emial", "email"), ("Surnam", "surname"), ("Custmer_ID", "customer_id"), ("Fist Name", "name"),
     ("Frist Nmae", "name"), ("Cognomme", "surname"), ("Statsu", "status")],
)  # fmt: skip
def test_one_edit_from_five_letters_and_two_from_eight(name: str, field: str) -> None:
    identifier = "phone" if field == "email" else "email"
    assert [notice.field for notice in header(identifier, name).notices] == [field]


def test_a_near_miss_in_camel_case_is_compared_by_its_words() -> None:
    assert [notice.field for notice in header("email", "codiceClente").notices] == ["customer_id"]
    assert header("email", "rowNumber").notices == ()


@pytest.mark.parametrize(
    "name", ["Costumer_ID", "codiceClnte", "Referente", "Referent", "Riferente", "Cliente"]
)
def test_nothing_over_one_edit_is_proposed_for_a_customer_id(name: str) -> None:
    assert "customer_id" not in [notice.field for notice in header("Nome", "email", name).notices]


@pytest.mark.parametrize(
    ("names", "near", "field"),
    [
        (("Nome", "Cognome", "email"), "Telefomo", "phone"),
        (("Nombre", "Apellidos", "email"), "Teléfomo", "phone"),
        (("Vorname", "Nachname", "email"), "Telefonn", "phone"),
        (("Nome", "Cognome", "Telefono"), "Postta elettronica", "email"),
        (("Prénom", "Nom", "Téléphone"), "Couriel", "email"),
        (("First name", "Last name", "Phone"), "Adress emial", "email"),
        (("Nome", "Cognome", "email"), "Nr. telefomo casa", "phone"),
    ],
)
def test_a_misspelt_word_among_known_ones_is_a_near_miss(
    names: tuple[str, ...], near: str, field: str
) -> None:
    assert [notice.field for notice in header(*names, near).notices] == [field]


def test_an_identifier_is_not_proposed_in_another_language_than_the_file_s() -> None:
    assert [notice.field for notice in header("email", "Phome").notices] == ["phone"]
    assert header("Codice cliente", "Nome", "Cognome", "Phome").notices == ()
    assert header("Codice cliente", "Nome", "Cognome", "Custmer id").notices == ()
    assert header("Numero", "Nome", "Cognome", "Contract#").notices == ()


def test_a_near_miss_of_a_field_that_is_supplied_is_no_notice() -> None:
    assert header("email", "phone", "Telefoon").notices == ()


@pytest.mark.parametrize("name", ["nane", "state", "notes", "telefoooono", "x" * 10_000, ""])
def test_what_is_not_near_is_ignored_in_silence(name: str) -> None:
    assert header("email", name).notices == ()


def test_the_header_is_found_below_a_title_and_the_rows_below_it_are_left() -> None:
    lines = rows(
        ["Customers 2024"], [], ["Tel.", "02 1234567"], ["Nome", "Email"], [], ["Anna", "a@x.it"]
    )
    found = find_header_and_rows(lines)
    assert found is not None
    header, below = found
    assert header == Header(4, ["Nome", "Email"], (("name", (0,)), ("email", (1,))), ())
    assert list(below) == [(5, [], None), (6, ["Anna", "a@x.it"], None)]


def test_a_header_in_the_thirtieth_row_is_found_and_later_ones_are_not() -> None:
    titles = [["a title"], [""]] * 29
    assert find_header(rows(*titles, ["email"])) is not None
    assert find_header(rows(*titles, ["a title"], ["email"])) is None


def test_a_row_with_a_problem_is_no_header() -> None:
    assert find_header([(1, ["email"], "bad bytes"), (2, ["phone"], None)]) == Header(
        2, ["phone"], (("phone", (0,)),), ()
    )


def test_names_alone_make_no_header() -> None:
    assert find_header(rows(["name", "surname", "status"])) is None


def test_the_refusal_names_the_headers_found_and_the_ones_understood() -> None:
    error = unrecognised_header(rows(["A title"], ["name", "foo\x00", "x" * 99]))
    assert (error.status, error.loc) == (422, ("body", "file"))
    assert error.message == (
        f"No recognisable identifier column: found 'name', 'foo\\x00', '{'x' * 80}…'. "
        "Name at least one column customer_id, email or phone; also read: name, surname, status, "
        "and their usual names in English, Spanish, Italian, Portuguese, French and German."
    )


def test_the_refusal_takes_the_row_with_most_known_names_then_the_longest() -> None:
    known = [["zzz", "a title"], ["name", "foo"], ["x", "y", "z"]]
    assert "found 'name', 'foo'. " in unrecognised_header(rows(*known)).message
    unknown = [["zzz"], ["a", "b"]]
    assert "found 'a', 'b'. " in unrecognised_header(rows(*unknown)).message


def test_the_refusal_names_twenty_headers_at_most() -> None:
    twenty = unrecognised_header(rows([f"c{i}" for i in range(20)])).message
    assert "'c19'. Name" in twenty
    message = unrecognised_header(rows([f"c{i}" for i in range(1000)])).message
    assert "'c19' and 980 more. Name" in message


def test_an_empty_file_is_refused_as_such() -> None:
    message = "The file is empty: send one with a header and rows below it."
    assert unrecognised_header(rows([], [" ", "\ufeff"])).message == message


def test_the_first_table_with_a_header_is_read() -> None:
    cover, data = Table("Cover", rows(["Hello"])), Table("Data", rows(["email"], ["a@x.it"]))
    table, found = find_table([cover, data])
    assert (table.name, found.names) == ("Data", ["email"])
    assert list(table.rows) == [(2, ["a@x.it"], None)]


def test_without_such_a_table_the_request_is_invalid() -> None:
    with pytest.raises(InvalidRequest, match="found 'Hello', 'you'"):
        find_table([Table("1", rows([""])), Table("2", rows(["Hello", "you"]))])


def test_camel_case_is_split_only_where_words_meet() -> None:
    assert spellings("customerID") == ("customer id", "customerid")
    assert spellings("IDCliente") == ("id cliente", "idcliente")
    assert spellings("PHONE") == ("phone", "phone")
