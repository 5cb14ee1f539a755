"""Columns are read by the names that an account has been taught, and by no other account's."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.config import Settings
from app.database import account_transaction
from app.errors import InvalidRequest, UsageError
from app.importer.refusals import refusal_keys
from app.importer.service import import_targets
from app.importer.staging import Reading, open_staging
from app.taught_columns import TaughtColumns
from tests.files.builders import lines
from tests.files.cases import customer
from tests.support.tenants import Tenant, new_tenant

FILE = lines("N. pratica;Sede;email", "7;Rossi;a@x.com")


@pytest.fixture
def taught(tenant: Tenant) -> TaughtColumns:
    return TaughtColumns(tenant.engine, tenant.account_id)


@pytest.mark.parametrize(
    "header", ["N. pratica", "n pratica", "N_PRATICA", "\u201cN. Pràtica\u201d"]
)
def test_a_taught_header_is_read_whatever_its_case_accents_and_punctuation(
    tenant: Tenant, settings: Settings, taught: TaughtColumns, header: str
) -> None:
    taught.set(header, "customer_id")
    tenant.import_bytes(settings, FILE)
    assert tenant.customers() == [customer(customer_id="7", email="a@x.com")]


def test_a_taught_header_is_read_in_no_other_account(
    engine: Engine, settings: Settings, taught: TaughtColumns
) -> None:
    taught.set("N. pratica", "customer_id")
    other = new_tenant(engine)
    other.import_bytes(settings, FILE)
    assert other.customers() == [customer(email="a@x.com")]


def test_a_header_that_is_ignored_is_not_read(
    tenant: Tenant, settings: Settings, taught: TaughtColumns
) -> None:
    taught.set("email", None)
    with pytest.raises(InvalidRequest):
        tenant.import_bytes(settings, lines("email", "a@x.com"))


def test_a_code_that_is_taught_is_trusted(
    tenant: Tenant, settings: Settings, taught: TaughtColumns
) -> None:
    taught.set("code", "customer_id")
    result = tenant.import_bytes(settings, lines("code,email", "7,a@x.com", "7,b@x.com"))
    assert (result.created, result.errors) == (1, [])
    assert tenant.customers() == [customer(customer_id="7", email="b@x.com")]


def test_a_request_names_a_column_before_its_account_does(
    tenant: Tenant, settings: Settings, taught: TaughtColumns, tmp_path: Path
) -> None:
    taught.set("N. pratica", "customer_id")
    path = tmp_path / "file"
    path.write_bytes(FILE)
    request = replace(tenant.request(path, FILE, "A", skip=False), columns={"N. pratica": "name"})
    import_targets(tenant.engine, settings, request)
    assert tenant.customers() == [customer(name="7", email="a@x.com")]


def test_a_header_that_was_forgotten_is_read_as_before(
    tenant: Tenant, settings: Settings, taught: TaughtColumns
) -> None:
    taught.set("N. pratica", "customer_id")
    taught.forget("n pratica")
    tenant.import_bytes(settings, FILE)
    assert tenant.customers() == [customer(email="a@x.com")]
    with pytest.raises(UsageError, match="has not been taught"):
        taught.forget("N. pratica")


def test_a_header_taught_again_means_what_was_said_last(taught: TaughtColumns) -> None:
    taught.set("Tel/Cel", "phone")
    taught.set("TEL CEL", None)
    assert [(name["header"], name["field"]) for name in taught.list_all()] == [("tel cel", None)]


@pytest.mark.parametrize(
    ("header", "field"),
    [("x", "telephone"), ("x", "agent_id"), ("", "phone"), ("a\nb", "phone"), ("x" * 301, "phone")],
)
def test_what_no_import_could_use_is_not_taught(
    taught: TaughtColumns, header: str, field: str
) -> None:
    with pytest.raises(UsageError):
        taught.set(header, field)
    assert taught.list_all() == []


def test_the_names_come_with_the_region_in_one_answer(
    tenant: Tenant, taught: TaughtColumns
) -> None:
    taught.set("N. pratica", "customer_id")
    taught.set("Note", None)
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        assert open_staging(connection, tenant.account_id, refusal_keys()) == Reading(
            "IT", {"n pratica": "customer_id", "note": None}
        )


def test_the_database_itself_shows_no_account_the_names_of_another(
    engine: Engine, taught: TaughtColumns
) -> None:
    taught.set("N. pratica", "customer_id")
    with account_transaction(engine, new_tenant(engine).account_id) as connection:
        assert connection.execute(text("SELECT * FROM column_names")).all() == []
