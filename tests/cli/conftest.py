"""A shell whose environment names the test database."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> Shell:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("UMANIZE_JWT_SECRET", "s" * 40)
    return Shell(monkeypatch, capsys)
