"""`umanize imports`: what happened, newest first."""

import hashlib
from uuid import UUID

from app.config import Settings
from tests.cli.shell import Shell
from tests.http.forms import people
from tests.support.tenants import Tenant


def test_past_imports_are_listed_newest_first(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    words = ("imports", "--account", tenant.account_id)
    assert shell(*words).text == "No import yet."
    tenant.import_bytes(settings, people(2))
    tenant.import_bytes(settings, people(3), "B", skip=True)
    listed = shell(*words, "--json").json
    assert listed["id"] == str(tenant.account_id)
    newest, oldest = listed["imports"]
    assert newest["started_at"] >= oldest["started_at"]
    times = ("id", "started_at", "finished_at")
    assert {name: value for name, value in newest.items() if name not in times} == {
        "campaign_id": str(tenant.campaign("B")),
        "imported_by": "test",
        "file_name": "customers.csv",
        "file_size": len(people(3)),
        "file_sha256": hashlib.sha256(people(3)).hexdigest(),
        "skip_if_in_other_campaigns": True,
        "columns": None,
        "total": 3,
        "created": 1,
        "updated": 2,
        "skipped": 0,
        "targets_created": 1,
        "targets_skipped": 2,
    }
    assert {entry["id"] for entry in listed["imports"]} == {
        str(row["id"]) for row in tenant.rows("imports")
    }


def test_people_read_a_table_and_may_ask_for_less(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    for count in (1, 2):
        tenant.import_bytes(settings, people(count))
    lines = shell("imports", "--account", tenant.account_id, "--limit", "1").text.splitlines()
    assert lines[0].split()[:2] == ["id", "started"]
    assert [line.split()[2:8] for line in lines[1:]] == [
        ["test", "customers.csv", "2", "1", "1", "0"]
    ]


def test_another_accounts_imports_are_not_listed(shell: Shell, tenant: Tenant) -> None:
    outcome = shell("imports", "--account", UUID(int=0))
    assert outcome.sentence == f"There is no account {UUID(int=0)}."
