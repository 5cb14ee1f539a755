"""What only the command line offers: a dry run, the rejected rows as a file, and a bar for whoever watches."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from app import database
from app.cli import importing
from app.config import PROJECT_ROOT
from app.database import account_transaction
from app.importer import statistics
from app.importer.locks import lock_account
from tests.cli.shell import Shell, Word
from tests.http.forms import people, table
from tests.support.tenants import Tenant

TABLES = ("customers", "campaign_targets", "imports")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "customers.csv"
    file.write_bytes(
        table("email;phone", "anna@example.com;", "bruno(at)example.com;347", ";", ";5")
    )
    return file


def words(tenant: Tenant, file: Path, *options: Word) -> tuple[Word, ...]:
    campaign, account = tenant.campaign(), tenant.account_id
    return ("import", file, "--campaign", campaign, "--account", account, *options)


def stored(tenant: Tenant) -> dict[str, list[dict[str, Any]]]:
    return {name: tenant.rows(name) for name in TABLES}


def test_a_dry_run_gives_the_imports_answer_and_leaves_nothing(
    shell: Shell, tenant: Tenant, file: Path
) -> None:
    foretold = shell(*words(tenant, file, "--dry-run", "--json")).ended_with(3).json
    assert stored(tenant) == {name: [] for name in TABLES}
    assert shell(*words(tenant, file, "--json")).ended_with(3).json == foretold


def test_a_dry_run_over_known_customers_changes_not_one_byte(
    shell: Shell, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(people(5))
    shell(*words(tenant, file))
    before = stored(tenant)
    file.write_bytes(people(5, start=3).replace(b"Anna", b"Berta"))
    told = shell(*words(tenant, file, "--dry-run", "--json")).json
    assert (told["created"], told["updated"], told["targets_created"]) == (3, 2, 3)
    assert stored(tenant) == before


def test_a_dry_run_of_one_row_names_no_target_for_there_is_none(
    shell: Shell, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(people(1))
    told = shell(*words(tenant, file, "--dry-run", "--json")).json
    assert (told["targets_created"], "target" in told) == (1, False)
    assert "target" in shell(*words(tenant, file, "--json")).json


def test_the_planner_is_told_of_a_large_import_but_not_of_a_dry_run(
    shell: Shell, tenant: Tenant, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed: list[Engine] = []
    monkeypatch.setattr(statistics, "WORTH_ANALYZING", 1)
    monkeypatch.setattr(importing, "refresh_statistics", refreshed.append)
    shell(*words(tenant, file, "--dry-run", "--json")).ended_with(3)
    assert refreshed == []
    shell(*words(tenant, file, "--json")).ended_with(3)
    assert len(refreshed) == 1


def test_people_are_told_that_it_was_a_dry_run(shell: Shell, tenant: Tenant, file: Path) -> None:
    file.write_bytes(people(1))
    printed = shell(*words(tenant, file, "--dry-run")).text.splitlines()
    assert printed[-1] == "This was a dry run: nothing is stored."


def test_a_dry_run_is_refused_where_the_import_would_be(
    shell: Shell, tenant: Tenant, file: Path
) -> None:
    tenant.admin.set_campaign_status(tenant.account_id, tenant.campaign(), "completed")
    refused = shell(*words(tenant, file, "--dry-run")).sentence
    assert refused == shell(*words(tenant, file)).sentence


def test_a_dry_run_waits_for_the_accounts_other_imports(
    shell: Shell, tenant: Tenant, engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT", "100ms")
    with account_transaction(engine, tenant.account_id) as connection:
        lock_account(connection, tenant.account_id)
        refused = shell(*words(tenant, file, "--dry-run")).sentence
    assert refused.startswith("Another import of this account is still running")


def test_the_rejected_rows_are_written_mended_and_imported(
    shell: Shell, tenant: Tenant, file: Path, tmp_path: Path
) -> None:
    rejected = tmp_path / "rejected.csv"
    printed = shell(*words(tenant, file, "--errors", rejected)).ended_with(3).text
    assert printed.splitlines()[-1] == f"Fix the rejected rows in {rejected} and import that file."
    rows = rejected.read_text("utf-8-sig").splitlines()
    assert (rows[0], len(rows)) == ("row,error,email,phone", 3)
    assert rows[1].startswith("3,")
    assert rows[1].endswith(",bruno(at)example.com,347")
    assert rejected.stat().st_mode & 0o077 == 0
    fixed = rejected.read_bytes().replace(b"(at)", b"@").replace(b",347", b",3471234567")
    rejected.write_bytes(fixed.replace(b",5\r", b",3477654321\r"))
    assert shell(*words(tenant, rejected, "--json")).json["created"] == 2


def test_where_no_row_is_rejected_only_the_header_is_written(
    shell: Shell, tenant: Tenant, file: Path, tmp_path: Path
) -> None:
    file.write_bytes(table("email", "anna@example.com"))
    rejected = tmp_path / "rejected.csv"
    rejected.write_text("of an earlier import")
    assert "Fix" not in shell(*words(tenant, file, "--errors", rejected)).text
    assert rejected.read_text("utf-8-sig").splitlines() == ["row,error,email"]


@pytest.mark.parametrize("target", ["customers.csv", "nowhere/rejected.csv", "/dev/null"])
def test_a_place_where_no_list_can_be_is_refused_and_nothing_is_imported(
    shell: Shell, tenant: Tenant, file: Path, target: str
) -> None:
    content = file.read_bytes()
    outcome = shell(*words(tenant, file, "--errors", file.parent / target))
    assert outcome.sentence.startswith("The rejected rows ")
    assert file.read_bytes() == content
    assert stored(tenant) == {name: [] for name in TABLES}


def test_a_refused_import_leaves_the_list_of_the_one_before(
    shell: Shell, tenant: Tenant, file: Path, tmp_path: Path
) -> None:
    file.write_bytes(b"%PDF-1.7\n")
    rejected = tmp_path / "rejected.csv"
    rejected.write_text("of an earlier import")
    assert "PDF" in shell(*words(tenant, file, "--errors", rejected)).sentence
    assert sorted(tmp_path.iterdir()) == [file, rejected]
    assert rejected.read_text() == "of an earlier import"


def on_a_terminal(database_url: str, *arguments: Word) -> tuple[int, str]:
    """Exit code and everything a person sees scroll by."""
    watcher, terminal = pty.openpty()
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    environment = os.environ | {"DATABASE_URL": database_url, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(
        command, cwd=PROJECT_ROOT, env=environment, stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        seen = b""
        while chunk := read_some(watcher):
            seen += chunk
        os.close(watcher)
    return process.returncode, seen.decode()


def read_some(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when the other side has closed
        return b""


def test_whoever_watches_a_terminal_sees_the_rows_go_by(
    database_url: str, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(people(2_000))
    code, seen = on_a_terminal(database_url, *words(tenant, file))
    assert code == 0
    assert "2,000 rows read" in seen
    assert "rows/s" in seen
    assert "targets created" in seen


def test_a_program_on_a_terminal_reads_json_and_nothing_else(
    database_url: str, tenant: Tenant, file: Path
) -> None:
    file.write_bytes(people(2_000))
    code, seen = on_a_terminal(database_url, *words(tenant, file, "--json"))
    assert (code, seen[0], seen[-3:]) == (0, "{", "}\r\n")
    assert "rows/s" not in seen


def test_a_pipe_sees_no_bar(shell: Shell, tenant: Tenant, file: Path) -> None:
    file.write_bytes(people(2_000))
    assert "rows read" not in shell(*words(tenant, file)).text
