"""PgBouncer in transaction mode, two server connections, in front of a database."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.faults.waiting import wait_until
from tests.http.real_server import free_port

POOL_SIZE = 2

_CONFIG = """
[databases]
import = {target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool_size}
"""


@contextmanager
def running_pooler(database_url: str, folder: Path) -> Iterator[str]:
    """The URL of a pooled connection, until the block ends; skipped where the program is not installed."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("Debian's pgbouncer is not installed")
    port, config = free_port(), folder / "pgbouncer.ini"
    config.write_text(
        _CONFIG.format(target=connect_string(database_url), port=port, pool_size=POOL_SIZE)
    )
    url = f"postgresql://anybody@127.0.0.1:{port}/import"
    user = ordinary_user(database_url) if os.geteuid() == 0 else None
    folder.chmod(0o755)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, str(config)], stdout=log, stderr=log, user=user)
    try:
        wait_until(lambda: answers(url) or process.poll() is not None, "PgBouncer answers")
        assert process.poll() is None, (folder / "log").read_text()
        yield url
    finally:
        process.kill()  # its clients are gone
        process.wait()


def ordinary_user(database_url: str) -> int | str:
    """Whom root lets it run as, for as root it refuses to: somebody who may open the database's socket."""
    folder = Path(str(conninfo_to_dict(database_url).get("host", "")))
    return (folder.is_absolute() and folder.stat().st_uid) or "nobody"


def connect_string(database_url: str) -> str:
    """The database in PgBouncer's words: it takes the user it is told here for everybody."""
    known = {"host", "port", "dbname", "user", "password"}
    values = {"user": "umanize"} | conninfo_to_dict(database_url)
    return " ".join(f"{name}={value}" for name, value in values.items() if name in known and value)


def answers(url: str) -> bool:
    """Whether the database can be reached there."""
    try:
        psycopg.connect(url, prepare_threshold=None).close()
    except psycopg.OperationalError:
        return False
    return True
