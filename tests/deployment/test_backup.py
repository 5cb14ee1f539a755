"""docs/operating.md on backups: the service's own role sees nothing, a role that may bypass sees everything."""

import subprocess
from pathlib import Path

import psycopg

from app.config import Settings
from tests.http.forms import people
from tests.support.tenants import Tenant

ROLE = "umanize_backup"


def dump(programs: Path, url: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [programs / "pg_dump", "--data-only", "--table=customers", url],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_services_own_role_is_refused(programs: Path, database_url: str) -> None:
    done = dump(programs, database_url)
    assert done.returncode != 0
    assert "row-level security" in done.stderr


def test_a_role_that_may_bypass_backs_up_every_account(
    superuser: str, programs: Path, tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, people(3))
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN BYPASSRLS")
        try:
            connection.execute(f"GRANT pg_read_all_data TO {ROLE}")
            done = dump(programs, superuser.replace("postgres@", f"{ROLE}@"))
        finally:
            connection.execute(f"DROP ROLE {ROLE}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(str(tenant.account_id)) == 3
