"""`umanize customer set-status`: an operator lifts an opt-out, or sets one."""

from uuid import uuid4

import pytest

from app.config import Settings
from tests.cli.shell import Shell
from tests.files.builders import lines
from tests.support.tenants import Tenant

OPT_OUT = lines("email,status", "a@x.com,DNC")


def test_an_opt_out_is_lifted_by_hand_and_the_next_file_enrols(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    assert tenant.import_bytes(settings, OPT_OUT).targets_created == 0
    (before,) = tenant.rows("customers")
    said = shell("customer", "set-status", before["id"], "none", "--account", tenant.account_id)
    assert said.text == f"Customer {before['id']} has no status."
    (after,) = tenant.rows("customers")
    assert (after["status"], after["updated_at"] > before["updated_at"]) == (None, True)
    assert tenant.import_bytes(settings, lines("email", "a@x.com")).targets_created == 1


def test_a_status_is_set_by_hand_and_no_file_lifts_it(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, lines("email", "a@x.com"), "B")
    (person,) = tenant.rows("customers")
    words = ("set-status", person["id"], "Non contattare", "--account", tenant.account_id)
    assert shell("customer", *words).text == (
        f"Customer {person['id']} has the status 'Non contattare'."
    )
    assert shell("customer", *words, "--json").json == {
        "id": str(person["id"]),
        "status": "Non contattare",
    }
    assert (
        tenant.import_bytes(settings, lines("email,status", "a@x.com,active")).targets_created == 0
    )
    assert tenant.customers()[0]["status"] == "Non contattare"


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("x" * 51, "A status must not be longer than 50 characters."),
        (" ", "A name must not be blank."),
    ],
)
def test_a_status_that_no_file_could_bring_is_refused(
    shell: Shell, tenant: Tenant, settings: Settings, status: str, sentence: str
) -> None:
    tenant.import_bytes(settings, OPT_OUT)
    (person,) = tenant.rows("customers")
    words = ("set-status", person["id"], status, "--account", tenant.account_id)
    assert shell("customer", *words).sentence == sentence
    assert tenant.customers()[0]["status"] == "DNC"


def test_a_customer_of_another_account_is_not_there(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, OPT_OUT)
    (person,) = tenant.rows("customers")
    other = shell("account", "create", "Other").text
    words = ("customer", "set-status", person["id"], "none", "--account", other)
    assert shell(*words).sentence == f"Account {other} has no customer {person['id']}."
    nowhere = uuid4()
    own = ("customer", "set-status", nowhere, "none", "--account", tenant.account_id)
    assert shell(*own).sentence == f"Account {tenant.account_id} has no customer {nowhere}."
