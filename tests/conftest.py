"""What every test can ask for: a real PostgreSQL, a service that runs beside it, and an account in both."""

import multiprocessing.util
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, text

from app import migrator
from app.config import Settings
from app.database import make_engine
from tests.http.real_server import Server, running_server
from tests.support.databases import given_url, running_postgres, superuser_url
from tests.support.tenants import Tenant, new_tenant

MOST_PROCESSES = 4  # each has a PostgreSQL, a service, and a process that others are forked from


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means: one a processor. With a single database to test on, none beside this one."""
    if given_url() is not None:
        return 0
    wanted = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS")
    return int(wanted) if wanted else min(os.cpu_count() or 1, MOST_PROCESSES)


@pytest.fixture(scope="session", autouse=True)
def socket_folder() -> str:
    """Where the process that children are forked from listens. Chosen before a test moves the temporary folder to one
    whose path is longer than a socket's may be (107 bytes).
    """
    return str(multiprocessing.util.get_temp_dir())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty database: TEST_DATABASE_URL, or one in a private server of this process."""
    with running_postgres() as url:
        yield url


@pytest.fixture
def superuser(postgres: str) -> str:
    """The same database's URL for a role that may do everything."""
    url = superuser_url(postgres)
    if url is None:
        pytest.skip("Only the embedded PostgreSQL lets the tests in as a superuser.")
    return url


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


@pytest.fixture(scope="session")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`umanize serve` on the test database: one for all the tests that leave it as it is."""
    with running_server(database_url, tmp_path_factory.mktemp("server") / "log") as server:
        yield server


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
