"""`umanize doctor`: everything is looked at, and what is wrong is named with its cure."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from app.cli import checks
from app.cli.checks import checks_of
from app.database import make_engine
from tests.cli.shell import Shell

NAMES = ["settings", "database", "clocks", "role", "migrations", "tables", "row-level security"]


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    """A connection on which anything may be broken."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def unfixed(connection: Connection) -> list[str]:
    """The names of what has to be fixed."""
    return [check.name for check in checks_of(connection) if check.remedy is not None]


def test_an_installation_in_order_ends_with_0(shell: Shell) -> None:
    found = shell("doctor", "--json").json
    assert found["healthy"] is True
    assert [check["name"] for check in found["checks"]] == NAMES
    assert [check["remedy"] for check in found["checks"]] == [None] * len(NAMES)
    lines = shell("doctor").text.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["ok"] * len(NAMES)


def test_a_database_without_migrations_ends_with_1_and_the_cure(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, empty_database: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    printed = shell("doctor").ended_with(1).text.splitlines()
    assert printed[-1] == "migrations: Run `umanize migrate`."
    assert shell("doctor", "--json").ended_with(1).json["healthy"] is False


def test_a_database_that_is_away_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{port}/nothing")
        found: Any = shell("doctor", "--json").ended_with(1).json["checks"]
    assert [check["name"] for check in found] == ["settings", "database"]
    assert str(port) in found[1]["found"]


@pytest.mark.parametrize(
    ("setting", "value"), [("UMANIZE_MAX_ROWS", "many"), ("UMANIZE_JWT_SECRET", "secret")]
)
def test_a_setting_that_makes_no_sense_is_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    assert shell("doctor").ended_with(1).text.splitlines()[1].split()[:2] == ["FIX", "settings"]


def test_a_service_for_api_keys_alone_is_in_order(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UMANIZE_JWT_SECRET")
    assert "no JWT" in shell("doctor").text


@pytest.mark.parametrize("statement", ["NO FORCE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"])
def test_a_table_whose_rows_are_open_is_named(engine: Engine, statement: str) -> None:
    with undone(engine) as connection:
        assert unfixed(connection) == []
        connection.execute(text(f"ALTER TABLE customers {statement}"))
        assert unfixed(connection) == ["row-level security"]


def test_an_older_migration_is_named(engine: Engine) -> None:
    with undone(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        assert unfixed(connection) == ["migrations"]


def test_clocks_that_differ_are_named(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowClock:
        @staticmethod
        def now(_zone: object) -> datetime:
            return datetime.now(UTC) - timedelta(minutes=1)

    monkeypatch.setattr(checks, "datetime", SlowClock)
    with undone(engine) as connection:
        found = {check.name: check.found for check in checks_of(connection) if check.remedy}
    assert list(found) == ["clocks"]
    assert 59 < float(found["clocks"].split()[0]) < 61


def test_a_role_that_is_above_the_law_is_named(superuser: str) -> None:
    engine = make_engine(superuser)
    with undone(engine) as connection:
        assert "role" in unfixed(connection)
    engine.dispose()


def test_a_table_of_another_owner_is_named() -> None:
    # As a value: an ordinary role can neither make another one nor give a table away.
    assert checks.check_owner(["customers", "imports"]) == checks.Check(
        "tables",
        "owned by another role: customers, imports",
        "Give them to the role that the service connects as: ALTER TABLE ... OWNER TO ...",
    )
