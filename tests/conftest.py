"""One real PostgreSQL for the whole run: TEST_DATABASE_URL, or a private one that is gone afterwards."""

import multiprocessing.util
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, text

from app import embedded, migrator
from app.config import Settings
from app.database import make_engine
from tests.support.tenants import Tenant, new_tenant


@pytest.fixture(scope="session", autouse=True)
def socket_folder() -> str:
    """Where the process that children are forked from listens. Chosen before a test moves the temporary folder to one
    whose path is longer than a socket's may be (107 bytes).
    """
    return str(multiprocessing.util.get_temp_dir())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """An empty database's URL."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    # Not pytest's own temporary folder: it removes those of earlier runs, even while they are running.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as folder:
        yield embedded.start(Path(folder))
        embedded.stop(Path(folder))


@pytest.fixture(scope="session")
def database_url(postgres: str) -> str:
    """A database at the newest migration."""
    engine = make_engine(postgres)
    migrator.upgrade(engine)
    engine.dispose()
    return postgres


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The defaults on the test database, with a secret to sign tokens with."""
    return Settings(database_url=database_url, data_dir=tmp_path, jwt_secret=("s" * 40,))


@pytest.fixture
def tenant(engine: Engine) -> Tenant:
    """An account of its own for each test: nothing needs to be cleaned up between them."""
    return new_tenant(engine)


@pytest.fixture
def empty_database(engine: Engine, database_url: str) -> Iterator[str]:
    """Where nothing was ever migrated: an empty schema of its own, which an ordinary role can make anywhere."""
    name = f"empty_{uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        yield make_conninfo(database_url, options=f"-csearch_path={name}")
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
