"""What pytest-xdist is to know: how many processes run the tests, and which database each of them has."""

import os
from contextlib import ExitStack
from typing import Any

import pytest

from tests.support.databases import another_database, can_create_databases, given, running_postgres

MOST = 4  # processes; each starts a service of its own
SERVER = pytest.StashKey[str]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means: one a processor. None beside this one where only one database is to be had."""
    url = given()
    if url is not None and not can_create_databases(url):
        return 0
    wanted = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS")
    return int(wanted) if wanted else min(os.cpu_count() or 1, MOST)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called before each worker starts, in the process that starts it: that one keeps the server, whoever crashes."""
    config: pytest.Config = node.config
    if SERVER not in config.stash:
        config.stash[SERVER] = _until_the_end(config).enter_context(running_postgres())
    database = _until_the_end(config).enter_context(another_database(config.stash[SERVER]))
    node.workerinput["database"] = database


def _until_the_end(config: pytest.Config) -> ExitStack:
    """Closed when the run is over; what is entered last, ends first."""
    stack = ExitStack()
    config.add_cleanup(stack.close)
    return stack
