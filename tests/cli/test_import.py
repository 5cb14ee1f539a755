"""`umanize import` is what HTTP does, with a file that is already here."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from app.config import PROJECT_ROOT, Settings
from app.main import create_app
from tests.cli.shell import Shell
from tests.contract.validation import assert_contract
from tests.http.caller import Caller
from tests.http.forms import people, table
from tests.http.transport import InProcess
from tests.support.tenants import Tenant, new_tenant

VARIABLE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+[\d:]+)"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers.csv"


@pytest.mark.parametrize(
    "content",
    [
        (PROJECT_ROOT / "examples" / "customers.csv").read_bytes(),
        people(1),
        people(20),
        table("email;telefono", "anna@example.com;347 123 4567", "nobody;12", ";"),
        table("email"),
    ],
    ids=["example", "one", "many", "problems", "none"],
)
def test_a_file_gets_the_same_answer_from_the_shell_and_over_http(
    shell: Shell, engine: Engine, settings: Settings, tenant: Tenant, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    with httpx.Client(
        transport=InProcess(create_app(settings)), base_url="http://import"
    ) as client:
        over_http = Caller(client, new_tenant(engine), settings).imported(content)
    outcome = shell(
        "import", file, "--campaign", tenant.campaign(), "--account", tenant.account_id, "--json"
    )
    printed = outcome.ended_with(3 if over_http["skipped"] else 0).json
    assert_contract(printed)
    assert without_ids_and_times(printed) == without_ids_and_times(over_http)


def without_ids_and_times(body: dict[str, Any]) -> Any:
    return json.loads(VARIABLE.sub("*", json.dumps(body)))


def test_people_read_the_counts_and_then_the_problems(
    shell: Shell, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(table("email", "anna@example.com", "[/nobody]"))
    outcome = shell("import", file, "--campaign", tenant.campaign(), "--account", tenant.account_id)
    printed = outcome.ended_with(3).text.splitlines()
    assert printed[0].split() == [
        "total",
        "created",
        "updated",
        "skipped",
        "targets",
        "created",
        "targets",
        "skipped",
    ]
    assert printed[1].split() == ["2", "1", "0", "1", "1", "0"]
    assert printed[2] == ""
    assert printed[3].split() == ["row", "field", "remedy"]
    assert printed[4].split()[:2] == ["3", "email"]
    assert len(printed) == 5


def test_of_many_problems_people_read_the_first_twenty(
    shell: Shell, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(table("email", *["nobody"] * 25))
    words = ("import", file, "--campaign", tenant.campaign(), "--account", tenant.account_id)
    printed = shell(*words).ended_with(3).text.splitlines()
    assert len(printed) == 2 + 2 + 20 + 1
    assert printed[-1] == "... and 5 more problems: --json shows them all."
    assert len(shell(*words, "--json").ended_with(3).json["errors"]) == 25


def test_the_import_is_recorded_as_the_shells(shell: Shell, tenant: Tenant, file: Path) -> None:
    file.write_bytes(people(2))
    words = ("import", file, "--campaign", tenant.campaign(), "--account", tenant.account_id)
    shell(*words, "--skip-if-in-other-campaigns")
    (row,) = tenant.rows("imports")
    assert (row["imported_by"], row["file_name"], row["file_size"]) == (
        "cli",
        "customers.csv",
        len(people(2)),
    )
    assert row["skip_if_in_other_campaigns"] is True


def test_a_file_whose_name_is_not_text_is_imported_too(
    shell: Shell, tenant: Tenant, tmp_path: Path
) -> None:
    file = tmp_path / "clienti\udcff.csv"  # a Latin-1 name on a UTF-8 system
    file.write_bytes(people(1))
    words = ("import", str(file), "--campaign", tenant.campaign(), "--account", tenant.account_id)
    assert shell(*words, "--json").json["created"] == 1
    assert [row["file_name"] for row in tenant.rows("imports")] == ["clienti\ufffd.csv"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The file is empty."), (b"%PDF-1.7\n", None), (b"colour\nred\n", None)],
    ids=["empty", "pdf", "no header"],
)
def test_a_file_that_cannot_be_imported_is_refused_in_one_sentence(
    shell: Shell, tenant: Tenant, file: Path, content, sentence
) -> None:
    file.write_bytes(content)
    words = ("import", file, "--campaign", tenant.campaign(), "--account", tenant.account_id)
    for outcome in (shell(*words), shell(*words, "--json")):
        assert outcome.sentence == (sentence or outcome.sentence)
        assert len(outcome.sentence) > 10
    assert tenant.rows("imports") == []


def test_another_accounts_campaign_is_no_campaign(
    shell: Shell, engine: Engine, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(people(1))
    theirs = new_tenant(engine).campaign()
    outcome = shell("import", file, "--campaign", theirs, "--account", tenant.account_id)
    assert outcome.sentence == "There is no such campaign in your account."


def test_a_closed_campaign_is_refused(shell: Shell, tenant: Tenant, file: Path) -> None:
    file.write_bytes(people(1))
    tenant.admin.set_campaign_status(tenant.account_id, tenant.campaign(), "archived")
    outcome = shell("import", file, "--campaign", tenant.campaign(), "--account", tenant.account_id)
    assert outcome.sentence == (
        "The campaign is completed or archived: import into one that is still open."
    )
