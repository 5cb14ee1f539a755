"""The PostgreSQL server that the tests of one process run on."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from app import embedded


def given_url() -> str | None:
    """The URL of an empty database on a PostgreSQL of the developer's own."""
    return os.environ.get("TEST_DATABASE_URL") or None


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of an empty database: the given one, or one in a private server that is gone when the block ends.

    UsageError in one of several processes that were given the same database.
    """
    given = given_url()
    if given is None:
        with _private_server() as url:
            yield url
    elif "PYTEST_XDIST_WORKER" in os.environ:
        raise pytest.UsageError("TEST_DATABASE_URL is one database: run the tests without -n.")
    else:
        yield given


def superuser_url(url: str) -> str | None:
    """The same database for the private server's superuser; None on any other server."""
    if given_url() is not None:
        return None
    return url.replace("postgresql://umanize@/", "postgresql://postgres@/")


@contextmanager
def _private_server() -> Iterator[str]:
    # Not pytest's own temporary folder: it removes those of earlier runs, even while they are running.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as folder:
        url = embedded.start(Path(folder))
        with psycopg.connect(superuser_url(url) or url, autocommit=True) as connection:
            # Tests make thousands of commits, none of which has to survive the machine.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url
        embedded.stop(Path(folder))
