"""One measurement: seconds, WAL and buffers of one import, and whether it stored what it should."""

import time
from dataclasses import asdict, dataclass
from typing import Any, Final

import psycopg

from benchmarks.cluster import Database
from benchmarks.contenders import Contender, Details, Job

WAL_POSITION: Final = "SELECT pg_current_wal_insert_lsn() - '0/0'"
# Temporary tables included. A backend may sit on its numbers for ten seconds, but reports them when it ends, so
# they are read when the contender has hung up and its backends are gone.
BUFFERS: Final = (
    "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()"
)
BACKENDS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
BACKEND_SECONDS: Final = 5.0  # a hundred times what one takes to go


@dataclass(frozen=True)
class Measurement:
    """One import by one contender."""

    seconds: float
    wal_bytes: int
    buffers: int
    details: Details

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(contender: Contender, job: Job) -> Measurement:
    """Get ready, then run the job against the clock."""
    url = contender.database.url
    with contender.ready(url) as run:
        contender.database.settle()
        wal, buffers = ask(contender.database, WAL_POSITION), ask(contender.database, BUFFERS)
        began = time.perf_counter()
        details = run(job)
        seconds = time.perf_counter() - began
        wal = ask(contender.database, WAL_POSITION) - wal
    wait_for_backends(contender.database)
    return Measurement(seconds, wal, ask(contender.database, BUFFERS) - buffers, details)


def wait_for_backends(database: Database) -> None:
    """Until nobody but us is connected, or somebody has stayed too long to wait for."""
    deadline = time.monotonic() + BACKEND_SECONDS
    while ask(database, BACKENDS) and time.monotonic() < deadline:
        time.sleep(0.02)


def ask(database: Database, query: str) -> int:
    with psycopg.connect(database.url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
