"""One PostgreSQL server for a run of the tests, and a database in it for each process that runs some of them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from app import embedded


def given() -> str | None:
    """The URL of an empty database on a PostgreSQL of the developer's own."""
    return os.environ.get("TEST_DATABASE_URL") or None


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of an empty database: the given one, or one in a private server that is gone when the block ends."""
    url = given()
    if url is not None:
        yield url
        return
    # Not pytest's own temporary folder: it removes those of earlier runs, even while they are running.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as folder:
        url = embedded.start(Path(folder))
        # Tests make thousands of commits, none of which has to survive the machine.
        _execute(url, "ALTER SYSTEM SET fsync = off")
        _execute(url, "SELECT pg_reload_conf()")
        yield url
        embedded.stop(Path(folder))


def superuser_url(url: str) -> str | None:
    """The same database for the private server's superuser; None on any other server."""
    return None if given() else url.replace("postgresql://umanize@/", "postgresql://postgres@/")


def can_create_databases(url: str) -> bool:
    """Whether the tests may make more databases than this one on its server."""
    with psycopg.connect(superuser_url(url) or url) as connection:
        query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        row = connection.execute(query).fetchone()
    return row is not None and bool(row[0])


@contextmanager
def another_database(url: str) -> Iterator[str]:
    """The URL of an empty database beside this one, with the same owner; it is dropped when the block ends."""
    name = f"umanize_test_{uuid4().hex}"
    with psycopg.connect(url) as connection:
        owner = connection.info.user
    _execute(url, f'CREATE DATABASE {name} OWNER "{owner}"')
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    _execute(url, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(superuser_url(url) or url, autocommit=True) as connection:
        connection.execute(statement)
