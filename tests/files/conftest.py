"""What every file is read with: the process that children are forked from, warm as in the service."""

import os

import pytest

from app.importer.child import start_forkserver


@pytest.fixture(scope="session", autouse=True)
def warm_forkserver() -> None:
    """As create_app() does: without it each workbook pays 0.5 s for a child's imports."""
    start_forkserver()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "torture: MUTANTS damaged files, minutes and not seconds")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Torture happens only where somebody says how much of it."""
    if "MUTANTS" not in os.environ:
        tortures = [item for item in items if item.get_closest_marker("torture")]
        config.hook.pytest_deselected(items=tortures)
        items[:] = [item for item in items if item not in tortures]
