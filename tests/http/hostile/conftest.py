"""A real server with little patience, and a raw connection to it."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.config import Settings
from tests.faults.waiting import wait_until
from tests.http.caller import Caller
from tests.http.forms import people
from tests.http.hostile.connections import LIMIT, PATIENCE, Impatient
from tests.http.real_server import running_server
from tests.support.tenants import Tenant


@pytest.fixture(scope="session")
def impatient(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Impatient]:
    log = tmp_path_factory.mktemp("impatient") / "log"
    # Not below pytest's temporary folder: the server's sockets may have paths of 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as folder:
        settings = {
            "TMPDIR": folder,
            "UMANIZE_SLOW_CLIENT_SECONDS": str(PATIENCE),
            "UMANIZE_MAX_UPLOAD_BYTES": str(LIMIT),
        }
        with running_server(database_url, log, **settings) as server:
            yield Impatient(server, Path(folder))


@pytest.fixture
def api(impatient: Impatient, tenant: Tenant, settings: Settings) -> Iterator[Caller]:
    """A well-behaved caller of the same server; whatever the test did, it is served afterwards."""
    with httpx.Client(base_url=impatient.server.url, timeout=60, trust_env=False) as client:
        api = Caller(client, tenant, settings)
        yield api
        assert api.imported(people(1), "afterwards")["total"] == 1
        wait_until(lambda: impatient.uploads() == [], "nothing of an upload is left on disk")


@pytest.fixture
def connection(impatient: Impatient) -> Iterator[socket.socket]:
    with impatient.server.connect() as connection:
        yield connection
