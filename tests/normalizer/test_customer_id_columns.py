"""Which column is the customer_id, and when it is weak."""

import pytest

from tests.normalizer.headers_of import columns, header


@pytest.mark.parametrize(
    "name",
    ["id", "ID", "code", "Code", "codice", "código", "key", "ref", "Ref.", "reference", "riferimento", "Rif.",
     "referencia", "référence", "Referenz", "identificativo", "chiave", "clé", "uuid", "Response ID"],
)  # fmt: skip
def test_a_column_that_may_number_anything_is_weak(name: str) -> None:
    found = header([name, "name", "phone"])
    assert (dict(found.columns)["customer_id"], found.is_weak) == ((0,), True)


@pytest.mark.parametrize(
    "name",
    ["customer_id", "CustomerId", "Codice cliente", "Kundennummer", "Contact ID", "Lead ID", "Record ID",
     "N° client", "Código do cliente", "External ID", "Nº cliente", "contactid", "Person - ID", "User ID"],
)  # fmt: skip
def test_a_number_of_customers_is_strong(name: str) -> None:
    found = header([name, "name", "phone"])
    assert (dict(found.columns)["customer_id"], found.is_weak) == ((0,), False)


def test_a_strong_id_leaves_the_weak_one_unread() -> None:
    found = header(["id", "codice", "Codice cliente", "email"])
    assert dict(found.columns)["customer_id"] == (2,)
    assert not found.is_weak


def test_one_weak_column_is_read_the_first_that_is_filled() -> None:
    names = ["code", "id", "email"]
    assert columns(names)["customer_id"] == ["id"]
    assert columns(names, ["P10", "", "a@x.it"])["customer_id"] == ["code"]


@pytest.mark.parametrize(
    "company", ["AccountId", "Account ID", "Company ID", "Codice azienda", "Account Number"]
)
def test_a_company_s_id_is_no_person_s(company: str) -> None:
    assert columns([company, "Contact ID", "phone"])["customer_id"] == ["Contact ID"]
    assert "customer_id" not in columns([company, "name", "email"])
    assert columns([company, "id", "phone"])["customer_id"] == ["id"]
    found = header([company, "name", "phone"])
    assert (dict(found.columns)["customer_id"], found.is_weak) == ((0,), True)


def test_id_in_a_salesforce_file_of_people_is_strong() -> None:
    found = header(["Id", "AccountId", "FirstName", "LastName", "Email"])
    assert (dict(found.columns)["customer_id"], found.is_weak) == ((0,), False)
    assert header(["Id", "AccountId", "Name", "StageName", "Email"]).is_weak
    assert header(["Id", "OwnerId", "LastName", "Phone"]).is_weak is False


@pytest.mark.parametrize("name", ["nr", "Nr.", "n.", "N°", "#", "No.", "num"])
def test_numbers_of_rows_are_not_read(name: str) -> None:
    names = [name, "name", "email"]
    counted = [[str(n), "x", f"a{n}@x.it"] for n in range(1, 40)]
    assert "customer_id" not in columns(names, *counted)
    assert "customer_id" not in columns(names, ["0", "x", "a@x.it"], ["1", "y", "b@x.it"])
    customers = header(names, ["71", "x", "a@x.it"], ["12", "y", "b@x.it"])
    assert (dict(customers.columns)["customer_id"], customers.is_weak) == ((0,), True)


@pytest.mark.parametrize("name", ["pos", "riga", "Lfd. Nr.", "Zeile", "Sr. No.", "progressivo"])
def test_columns_that_only_number_rows_are_never_read(name: str) -> None:
    assert columns([name, "email"], ["71", "a@x.it"], ["12", "b@x.it"]) == {"email": ["email"]}
