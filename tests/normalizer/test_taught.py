"""Names that a request or an account gives to headers."""

import pytest

from app.errors import InvalidRequest
from app.importer.normalizer import (
    Header,
    TaughtNames,
    find_table,
    is_header,
    normalise_header,
)
from app.importer.normalizer.taught import Names
from app.importer.rows import TEACHABLE, Table
from tests.normalizer.headers_of import feeds, rows


def taught(names: list[str], columns: Names | None = None, account: Names | None = None) -> Header:
    table = Table("", iter(rows(["a title"], names, ["x"] * len(names))))
    return find_table([table], columns, account)[1]


def test_a_request_s_name_comes_before_all_others() -> None:
    found = taught(["customer_id", "N. pratica", "phone", "email"], {"N. pratica": "customer_id"})
    assert feeds(found) == [None, "customer_id", "phone", "email"]


def test_a_taught_id_is_strong() -> None:
    assert taught(["code", "phone"]).is_weak
    assert not taught(["code", "phone"], {"code": "customer_id"}).is_weak
    assert not taught(["code", "phone"], None, {"Code": "customer_id"}).is_weak


def test_the_request_comes_before_the_account() -> None:
    names = ["Contatto urgente", "Telefono", "Cellulare"]
    found = taught(
        names, {"Contatto urgente": None}, {"contatto urgente": "phone", "telefono": "phone"}
    )
    assert dict(found.columns) == {"phone": (1, 2)}
    found = taught(names, {"Telefono": "phone"}, {"contatto urgente": "phone"})
    assert dict(found.columns) == {"phone": (1, 0, 2)}


def test_null_ignores_a_column() -> None:
    assert feeds(taught(["name", "email", "phone"], {"name": None})) == [None, "email", "phone"]
    assert feeds(taught(["name", "email"], None, {"NAME": None})) == [None, "email"]


@pytest.mark.parametrize("field", TEACHABLE)
def test_every_field_that_can_be_taught_is_read(field: str) -> None:
    found = taught(["Colonna X", "customer_id", "email"], {"Colonna X": field})
    assert feeds(found)[0] == field


def test_a_channel_s_column_can_be_taught_to_be_an_opt_out() -> None:
    assert feeds(taught(["Email Opt Out", "email"])) == ["one_channel", "email"]
    assert feeds(taught(["Email Opt Out", "email"], None, {"email opt out": "opt_out"})) == [
        "opt_out",
        "email",
    ]


def test_a_taught_name_makes_a_header() -> None:
    assert taught(["N. pratica", "Nome"], {"N. pratica": "customer_id"}).number == 2
    assert is_header(["N. pratica", "Nome"], TaughtNames(None, {"n pratica": "customer_id"}))
    assert not is_header(["N. pratica", "Nome"])


@pytest.mark.parametrize(
    "spelling", ["N. pratica", "n. PRATICA", " N pratica ", "N.Pratica", "nPratica", "N_PRATICA *"]
)
def test_names_are_compared_as_headers_are(spelling: str) -> None:
    assert feeds(taught([spelling, "email"], None, {"N. pratica": "customer_id"})) == [
        "customer_id",
        "email",
    ]


def test_a_duplicated_header_is_taught_for_both_columns() -> None:
    assert dict(taught(["Tel X", "Tel X"], {"Tel X": "phone"}).columns) == {"phone": (0, 1)}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"N. pratica": "customer_id"}, "'N. pratica' is no header of this file: it has 'name', 'email'. "),
        ({"a": "phone", "b": None, "name": "name"}, "'a', 'b' are no headers of this file: "),
        ({"name": "fone"}, "'name' cannot be 'fone': name one of customer_id, name, surname, "),
        ({"name": "one_channel"}, "'name' cannot be 'one_channel': "),
    ],
)  # fmt: skip
def test_a_wrong_name_is_refused(columns: Names, message: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        taught(["name", "email"], columns)
    assert refused.value.message.startswith(message)
    assert refused.value.loc == ("body", "columns")


def test_the_account_s_names_need_not_be_in_the_file() -> None:
    assert feeds(taught(["name", "email"], None, {"N. pratica": "customer_id"})) == [
        "name",
        "email",
    ]


def test_the_table_with_the_named_headers_is_read() -> None:
    first = Table("A", iter(rows(["name", "email"])))
    second = Table("B", iter(rows(["N. pratica", "email"])))
    table, header = find_table([first, second], {"N. pratica": "customer_id"})
    assert (table.name, feeds(header)) == ("B", ["customer_id", "email"])


def test_a_header_is_stored_in_its_normal_form() -> None:
    assert normalise_header(" N. Pratica * ") == "n pratica"
    assert normalise_header("firstName") == "first name"
    assert normalise_header("¿Cuál es tu teléfono?") == "cual es tu telefono"
    assert normalise_header("%") == "%"
    assert normalise_header("Phone #2") == "phone no 2"
    assert normalise_header("x" * 1000) == "x" * 300
    assert normalise_header(normalise_header("Città (Prov.)")) == normalise_header("CITTA (prov)")
