"""The project itself, as its callers meet it: over HTTP, and as a function."""

import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import psycopg
from sqlalchemy import Connection, Engine, event

from app.config import Settings
from app.database import make_engine
from app.importer.child import start_forkserver
from app.importer.refusals import refusal_keys
from app.importer.request import ImportRequest
from app.importer.service import import_targets
from app.importer.statements import names_by_text
from benchmarks.client import Client, imported
from benchmarks.contenders import Details, Job, Run
from benchmarks.data import Kind, write_file
from benchmarks.processes import watched
from benchmarks.serving import running_server
from benchmarks.tenants import Tenant, new_tenant

WARM_UP_ROWS: Final = (
    3_000  # more than is cleaned in the server itself, so that a child is started too
)


@contextmanager
def over_http(database_url: str) -> Iterator[Run]:
    """A server of its own, warmed by one import into another account."""
    with running_server(database_url) as server:
        client = Client(server.port)
        with warm_up_job(database_url) as job:
            imported(client.post_file(job))

        def run(job: Job) -> Details:
            with watched(server.pid) as memory:
                imported(client.post_file(job))
            return Details(memory=memory.bytes())

        yield run
        client.close()


@contextmanager
def in_process(database_url: str) -> Iterator[Run]:
    """import_targets() called here, with the same settings and a warm engine."""
    start_forkserver()
    engine = make_engine(database_url)
    settings = Settings(database_url=database_url)
    watch = StatementWatch(engine)

    def run(job: Job) -> Details:
        watch.clear()
        import_here(engine, settings, job)
        return Details(stages=watch.stages(time.perf_counter()))

    with warm_up_job(database_url) as job:
        run(job)
    yield run
    engine.dispose()


def import_here(engine: Engine, settings: Settings, job: Job) -> None:
    """One import in this process, as the command line does it."""
    with job.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    request = ImportRequest(
        account_id=job.account_id,
        campaign_id=job.campaign_id,
        imported_by="benchmark",
        path=job.path,
        file_name=job.path.name,
        file_size=job.path.stat().st_size,
        file_sha256=digest,
    )
    import_targets(engine, settings, request)


@cache
def warm_up_tenant(database_url: str) -> Tenant:
    """One account for every warm-up, made before those that are measured: ids ascend with time, and its rows must
    not lie behind theirs (see modes/imports.py).
    """
    return new_tenant(database_url)


@contextmanager
def warm_up_job(database_url: str) -> Iterator[Job]:
    tenant = warm_up_tenant(database_url)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm-up.csv"
        write_file(path, Kind.ORDERED, range(WARM_UP_ROWS), WARM_UP_ROWS, version=0)
        yield Job(tenant.account_id, tenant.first, tenant.key, "customer_id", path)


class StatementWatch:
    """When each statement of an import began and ended, as the driver saw it: the importer is left as it is.

    COPY is no such statement; it is what lies just before the account's lock is asked for.
    """

    def __init__(self, engine: Engine) -> None:
        self._names = names_by_text(refusal_keys())
        self._spans: list[tuple[str, float, float]] = []
        self._commit = 0.0
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "commit", self._committing)

    def clear(self) -> None:
        self._spans.clear()

    def stages(self, end: float) -> dict[str, float]:
        """Seconds by statement, with those of reading and COPY, and of the commit."""
        found: dict[str, float] = {}
        for name, began, ended in self._spans:
            found[name] = found.get(name, 0.0) + ended - began
        names = [name for name, _, _ in self._spans]
        lock = names.index("lock_campaign")
        copy = self._spans[lock][1] - self._spans[lock - 1][2]
        return {"read, clean, copy": copy} | found | {"commit": end - self._commit}

    def note(self, text: str, began: float) -> None:
        name = self._names.get(text, "other statements")
        self._spans.append((name, began, time.perf_counter()))

    def _connected(self, driver: psycopg.Connection, _record: object) -> None:
        driver.cursor_factory = watched_cursor(self)

    def _committing(self, _connection: Connection) -> None:
        self._commit = time.perf_counter()


def watched_cursor(watch: StatementWatch) -> type[psycopg.Cursor[Any]]:
    """The driver's cursor, which tells the watch of every statement."""

    class Watched(psycopg.Cursor[Any]):
        def execute(self, query: Any, *arguments: Any, **options: Any) -> Self:
            began = time.perf_counter()
            super().execute(query, *arguments, **options)
            watch.note(query, began)
            return self

    return Watched
