"""Good files over HTTP: the answer, and what is stored once it is out."""

import hashlib
from itertools import permutations
from typing import Any

import pytest

from app.config import Settings
from tests.contract.validation import COUNTS
from tests.http.caller import SCOPES, Caller
from tests.http.forms import Part, form, people, shuffled, table
from tests.support.tenants import Tenant

ANNA = "C-1,Anna,Rossi,anna@example.com,+393471234567,active"
HEADER = "customer_id,name,surname,email,phone,status"


def counts(*numbers: int) -> dict[str, Any]:
    """The answer with these counts, in the contract's order, and no problems."""
    return dict(zip(COUNTS, numbers, strict=True)) | {"errors": []}


@pytest.mark.parametrize("credential", ["key", "token", "both"])
def test_a_file_is_imported_with_either_credential_and_with_both(api: Caller, credential) -> None:
    headers = {
        "key": api.key,
        "token": api.token(*SCOPES),
        "both": {**api.key, **api.token(*SCOPES)},
    }[credential]
    assert api.imported(people(3), headers=headers) == counts(3, 3, 0, 0, 3, 0)
    assert [person["email"] for person in api.tenant.customers()] == [
        "anna0@example.com",
        "anna1@example.com",
        "anna2@example.com",
    ]


@pytest.mark.parametrize("order", list(permutations(range(6)))[:: 720 // 12])
def test_columns_may_come_in_any_order(api: Caller, order) -> None:
    content = shuffled(people(2), order)
    assert api.imported(content) == counts(2, 2, 0, 0, 2, 0)
    assert api.tenant.customers()[1] == {
        "customer_id": "C-1",
        "name": "Anna",
        "surname": "Rossi 1",
        "email": "anna1@example.com",
        "phone": "+393470000001",
        "status": "active",
    }


def test_problems_are_reported_by_row_beside_what_was_imported(api: Caller) -> None:
    content = table(
        HEADER,
        "C-1,Anna,,anna(at)example.com,12,",
        ANNA.replace("C-1", "C-2"),
        ",Nobody,,,,",
        "",
        "C-3,Carla,,carla@,,",
    )
    body = api.imported(content)
    places = [(error["row"], error.get("field")) for error in body.pop("errors")]
    assert places == [(2, "email"), (2, "phone"), (4, None), (6, "email")]
    assert body | {"errors": []} == counts(4, 1, 0, 3, 1, 0)
    assert [person["customer_id"] for person in api.tenant.customers()] == ["C-2"]


def test_a_header_without_rows_is_an_import_of_nobody(api: Caller) -> None:
    assert api.imported(table(HEADER)) == counts(0, 0, 0, 0, 0, 0)


def test_every_import_leaves_one_row_that_says_who_what_and_how_much(api: Caller) -> None:
    content = people(2)
    api.imported(content, headers=api.token(*SCOPES), params={"skip_if_in_other_campaigns": "true"})
    (row,) = api.tenant.rows("imports")
    assert row["started_at"] <= row["finished_at"]
    expected = {
        "account_id": api.tenant.account_id,
        "campaign_id": api.tenant.campaign(),
        "imported_by": "anna",
        "idempotency_key": None,
        "answer": None,
        "rejections": None,
        "file_name": "customers.csv",
        "file_size": len(content),
        "file_sha256": hashlib.sha256(content).digest(),
        "skip_if_in_other_campaigns": True,
        "total": 2,
        "created": 2,
        "updated": 0,
        "skipped": 0,
        "targets_created": 2,
        "targets_skipped": 0,
    }
    assert {name: row[name] for name in expected} == expected


def test_the_same_file_again_changes_not_one_stored_byte(api: Caller) -> None:
    content = people(50) + table("C-7,Anna,Bianchi,,,", ",,,nobody,,").replace(b"\n\n", b"\n")
    first = api.imported(content)
    before = api.stored()
    again = api.imported(content)
    after = api.stored()
    assert (first["created"], first["targets_created"], first["skipped"]) == (50, 50, 1)
    assert again == {
        **first,
        "created": 0,
        "updated": 51,
        "targets_created": 0,
        "targets_skipped": 51,
    }
    assert after["customers"] == before["customers"]
    assert after["campaign_targets"] == before["campaign_targets"]
    assert len(after["imports"]) == len(before["imports"]) + 1


def test_who_is_a_target_elsewhere_is_left_out_when_asked(api: Caller) -> None:
    api.imported(people(2))
    body = api.imported(people(3), "B", params={"skip_if_in_other_campaigns": "true"})
    assert body == counts(3, 1, 2, 0, 1, 2)
    assert api.imported(people(3), "B", params={"skip_if_in_other_campaigns": "false"}) == counts(
        3, 0, 3, 0, 2, 1
    )


def test_a_large_file_is_imported_whole(api: Caller) -> None:
    # Over the size at which the merge changes its plans, and many pieces of the body.
    assert api.imported(people(6_000)) == counts(6_000, 6_000, 0, 0, 6_000, 0)
    assert api.imported(people(6_000, 1_000)) == counts(6_000, 1_000, 5_000, 0, 1_000, 5_000)


def test_fields_beside_the_file_are_ignored(api: Caller) -> None:
    note = Part(b"as agreed on the phone", "note", None)
    body = form(note, Part(people(1)), note)
    assert api.post(body=body).json()["created"] == 1


def test_accounts_know_nothing_of_each_other(
    api: Caller, settings: Settings, other_tenant: Tenant
) -> None:
    other = Caller(api.client, other_tenant, settings)
    api.imported(people(3))
    assert other.imported(people(3)) == counts(3, 3, 0, 0, 3, 0)
