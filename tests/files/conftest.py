"""What every file is read with: the process that children are forked from, warm as in the service."""

import pytest

from app.importer.child import start_forkserver


@pytest.fixture(scope="session", autouse=True)
def warm_forkserver() -> None:
    """As create_app() does: without it each workbook pays 0.5 s for a child's imports."""
    start_forkserver()
