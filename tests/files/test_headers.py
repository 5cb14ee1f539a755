"""docs/design.md#header: where they stand, what they mean, and what is said of a near miss."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines
from tests.files.cases import Case, Counts, customer, new

ALL = customer(
    customer_id="C-1",
    name="Anna",
    surname="Rossi",
    email="anna@x.com",
    phone="+393471234567",
    status="hot",
)
ALL_CELLS = "C-1;Anna;Rossi;anna@x.com;3471234567;hot"
MAIL = customer(email="anna@x.com")


def in_language(language: str, header: str) -> Case:
    return Case(f"headers in {language}", lines(header, ALL_CELLS), new(1), [ALL])


def understood(reason: str, header: str, cells: str, **stored: str) -> Case:
    """A header that is read in silence."""
    return Case(reason, lines(header, cells), new(1), [customer(**stored)])


LANGUAGES = [
    in_language("the contract's own words", "customer_id;name;surname;email;phone;status"),
    in_language(
        "English", "Client ID;First Name;Last Name;E-mail Address;Phone Number;Lead Status"
    ),
    in_language(
        "Spanish", "Código de cliente;Nombre;Apellidos;Correo electrónico;Teléfono móvil;Estatus"
    ),
    in_language(
        "Italian", "Codice Cliente;Nome;Cognome;Posta elettronica;N° telefono;Stato cliente"
    ),
    in_language(
        "Portuguese", "Código do cliente;Nome;Sobrenome;Correio eletrônico;Telemóvel;Situação"
    ),
    in_language("French", "N° client;Prénom;Nom;Adresse e-mail;Téléphone portable;Statut"),
    in_language("German", "Kunden-Nr.;Vorname;Name;E-Mail-Adresse;Handynummer;Kundenstatus"),
]

SPELLINGS = [
    understood(
        "snake, camel, capitals and hyphens", header, "C-1;Anna", customer_id="C-1", name="Anna"
    )
    for header in (
        "CUSTOMER-ID;first_name",
        "customerId;firstName",
        "Customer.Id *;First Name (required)",
        " customer  id ;'First Name'",
        "ＣＵＳＴＯＭＥＲ ＩＤ;First\u00a0Name",
        "\ufeffCustomer ID;FIRST/NAME",
        "Customer ID [text];First Name:",
    )
]

CONTEXT = [
    understood(
        "French nom alone is the name",
        "nom;email",
        "Anna;anna@x.com",
        name="Anna",
        email="anna@x.com",
    ),
    understood(
        "a full name goes to the name unsplit",
        "Full Name;email",
        "Anna Maria Rossi;anna@x.com",
        name="Anna Maria Rossi",
        email="anna@x.com",
    ),
    understood(
        "but only when there is no surname",
        "Full Name;Surname;email",
        "Anna Rossi;Rossi;anna@x.com",
        surname="Rossi",
        email="anna@x.com",
    ),
    understood(
        "stato is a status", "stato;email", "hot;anna@x.com", status="hot", email="anna@x.com"
    ),
    understood(
        "stato beside a city is a country",
        "stato;città;email",
        "Italia;Roma;anna@x.com",
        email="anna@x.com",
    ),
    Case(
        "a number beside a customer number is no phone, and a notice says what it looks like",
        lines("Customer Number;Number", "C-1;3471234567"),
        new(1),
        [customer(customer_id="C-1")],
        [(1, "phone", "Column 'Number' is not read but looks like phone numbers: name it 'phone'")],
    ),
    understood(
        "a number alone is a phone",
        "name;Number",
        "Anna;3471234567",
        name="Anna",
        phone="+393471234567",
    ),
    understood(
        "an id is a last resort", "id;email", "9;anna@x.com", customer_id="9", email="anna@x.com"
    ),
    understood("which a better column makes idle", "id;customer_id", "9;C-1", customer_id="C-1"),
    understood(
        "the contract's own name always wins",
        "External ID;customer_id",
        "9;C-1",
        customer_id="C-1",
    ),
    understood(
        "but a mobile wins over a phone",
        "Phone;Mobile",
        "0212345678;3471234567",
        phone="+393471234567",
    ),
    understood(
        "of several phones the mobile counts first",
        "Home Phone;Telephone;Mobile",
        "0212345678;0298765432;3471234567",
        phone="+393471234567",
    ),
    understood(
        "and the next one where it is blank",
        "Home Phone;Telephone;Mobile",
        "0212345678;n/a; ",
        phone="+390212345678",
    ),
    understood(
        "words are compared whole", "email consent;email", "yes;anna@x.com", email="anna@x.com"
    ),
    understood(
        "the error list's own columns are ignored",
        "row;error;email",
        "7;bad;anna@x.com",
        email="anna@x.com",
    ),
    understood(
        "unknown columns are ignored", "colour;email;", "red;anna@x.com;", email="anna@x.com"
    ),
]

PLACES = [
    Case(
        "the header may be the 30th non-blank row",
        lines(*[f"title {n}" for n in range(29)], "", "", "email", "anna@x.com", "x"),
        new(1, rejected=1),
        [MAIL],
        [(34, "email")],
    ),
    Case(
        "a header repeated further down is a rejected row",
        lines("email;name", "anna@x.com;", "EMAIL; Name", "bea@x.com;"),
        new(2, rejected=1),
        [MAIL, customer(email="bea@x.com")],
        [(3, None, "repeats the header")],
    ),
    Case(
        "a totals line has no identifier and is rejected",
        lines("name;email;amount", "Anna;anna@x.com;10", "Total;;10"),
        new(1, rejected=1),
        [customer(name="Anna", email="anna@x.com")],
        [(3, None)],
    ),
    Case(
        "a letterhead with a phone is no header",
        lines("Tel.;02 1234567", "name;email", "Anna;anna@x.com"),
        new(1),
        [customer(name="Anna", email="anna@x.com")],
    ),
]


def near_miss(reason: str, header: str, field: str | None, cells: str = "anna@x.com;1") -> Case:
    """A header beside `email`, and the field that the notice about it names."""
    notices = [(1, field, f"did you mean '{field}'?")] if field else []
    return Case(reason, lines(f"email;{header}", cells), new(1), [MAIL], notices)


NEAR_MISSES = [
    near_miss("one edit from an alias of five letters", "phohe", "phone"),
    near_miss("a letter less", "Telefoo", "phone"),
    near_miss("two letters swapped", "satus", "status"),
    near_miss("two edits from an alias of nine letters", "celphne", "phone"),
    near_miss("two edits are too many for five letters", "phxxe", None),
    near_miss("one edit is too many for four letters", "nime", None),
    near_miss("three edits are too many for anybody", "customxxxid", None),
    near_miss("a near miss of a field that has its column", "emaill", None),
    near_miss("nothing like a header", "favourite colour", None),
    Case(
        "a notice says which column, and is not a rejected row",
        lines("email;Telefoon", "anna@x.com;3471234567", "x;"),
        new(1, rejected=1),
        [MAIL],
        [(1, "phone", "Column 'Telefoon' is not read; did you mean 'phone'?"), (3, "email")],
    ),
    Case(
        "a notice stands on the header's row",
        lines("title", "", "email;phohe", "anna@x.com;1"),
        new(1),
        [MAIL],
        [(3, "phone")],
    ),
    Case(
        "a notice in a file without rows",
        lines("email;phohe"),
        Counts(0, 0, 0, 0, 0, 0),
        [],
        [(1, "phone")],
    ),
    Case(
        "a notice takes its place in a short list, by its row",
        lines("email;phohe", "x;", "y;"),
        new(0, rejected=2),
        [],
        [(1, "phone"), (2, None, "2 more rows")],
        settings={"max_reported_errors": 1},
    ),
]


@pytest.mark.parametrize("case", [*LANGUAGES, *SPELLINGS, *CONTEXT, *PLACES, *NEAR_MISSES], ids=str)
def test_a_header_is_understood(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
