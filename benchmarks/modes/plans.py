"""Shows that no plan goes quadratic: nothing is ever analyzed from outside, and every account is new.

Two questions: do seconds a row stay level from a small file to a large one, and does a small file into a large account
stay small? Each import is timed first and explained in another account, because explaining costs time.
"""

import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, Final, TextIO

import psycopg
from sqlalchemy import event

from app import embedded
from app.config import Settings
from app.database import make_engine
from app.importer.child import start_forkserver
from benchmarks.cluster import Cluster, Database
from benchmarks.contenders import Job
from benchmarks.data import Kind, Sample, write_file, write_sample
from benchmarks.machine import describe_machine
from benchmarks.modes.imports import make_job
from benchmarks.project import import_here
from benchmarks.stored_customers import fill_account
from benchmarks.tenants import Tenant, new_tenant

SMALL_SIZES: Final = (100, 5_000, 20_000)  # a plan for each: see app/importer/merge.py
SMALL_KINDS: Final = (Kind.ORDERED, Kind.EMAIL, Kind.PHONE)

# Plans come as notices on the import's own connection: those of the statements as they really ran.
EXPLAIN: Final = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_triggers": "on",
    "auto_explain.log_level": "notice",
}


def run_plans(
    cluster: Cluster, sizes: Sequence[int], kinds: Sequence[Kind], stored: int, plans: Path
) -> dict[str, Any]:
    """Seconds of each import; the plans go to a file of their own."""
    plans.parent.mkdir(parents=True, exist_ok=True)
    machine = describe_machine(cluster)
    start_forkserver()
    with tempfile.TemporaryDirectory() as name, plans.open("w", encoding="utf-8") as out:
        folder = Path(name)
        growing = [
            row
            for rows in sizes
            for kind in kinds
            for row in new_accounts(cluster.main, write_sample(kind, rows, folder), out)
        ]
        small = [*small_files(cluster.main, stored, folder, out)]
    return {"machine": machine, "new accounts": growing, "small files": small}


def new_accounts(database: Database, sample: Sample, out: TextIO) -> Iterator[dict[str, Any]]:
    """Cases a, b and c, timed in one new account and explained in another."""
    timed, explained = new_tenant(database.url), new_tenant(database.url)
    for case in "abc":
        seconds = import_timed(database, make_job(sample, timed, case))
        yield {"kind": sample.kind.value, "rows": sample.rows, "case": case, "seconds": seconds}
        out.write(f"\n\n===== {sample.rows:,} {sample.kind} rows into a new account, case {case}\n")
        import_explained(database, make_job(sample, explained, case), out)


def small_files(
    database: Database, stored: int, folder: Path, out: TextIO
) -> Iterator[dict[str, Any]]:
    """A small file, half known and half new, into a large account: with stale statistics, then with fresh ones."""
    tenant = new_tenant(database.url)
    fill_account(database.url, tenant, stored)
    end = stored
    for statistics in ("stale", "fresh"):
        if statistics == "fresh":
            database.settle()
        for rows, kind in product(SMALL_SIZES, SMALL_KINDS):
            seconds = import_timed(database, small_job(tenant, kind, rows, end, folder))
            yield {
                "kind": kind.value,
                "rows": rows,
                "stored": stored,
                "statistics": statistics,
                "seconds": seconds,
            }
            end += rows // 2
            out.write(
                f"\n\n===== {rows:,} {kind} rows, {stored:,} stored, statistics {statistics}\n"
            )
            import_explained(database, small_job(tenant, kind, rows, end, folder), out)
            end += rows // 2


def small_job(tenant: Tenant, kind: Kind, rows: int, end: int, folder: Path) -> Job:
    """A file of the account's last customers, changed, and as many that are new; `end` are stored."""
    path = folder / "small.csv"
    write_file(path, kind, range(end - rows // 2, end + rows // 2), rows, version=1)
    return Job(tenant.account_id, tenant.second, tenant.key, kind.key, path)


def import_timed(database: Database, job: Job) -> float:
    """Seconds of one import in this process, on a connection already open."""
    engine = make_engine(database.url)
    with engine.connect():
        pass
    began = time.perf_counter()
    import_here(engine, Settings(database_url=database.url), job)
    seconds = time.perf_counter() - began
    engine.dispose()
    return seconds


def import_explained(database: Database, job: Job, out: TextIO) -> None:
    """The same, every statement's plan written out."""
    engine = make_engine(database.url)

    def listen(connection: psycopg.Connection, _record: object) -> None:
        connection.add_notice_handler(lambda notice: write_plan(notice.message_primary, out))

    event.listen(engine, "connect", listen)
    with explaining(database):
        import_here(engine, Settings(database_url=database.url), job)
        engine.dispose()


def write_plan(message: str | None, out: TextIO) -> None:
    """One statement's plan, unless it asks only the catalogue or a function."""
    if message is not None and re.search(r"import_\w+|customers|campaign_targets", message):
        out.write(f"\n{message}\n")


@contextmanager
def explaining(database: Database) -> Iterator[None]:
    """New connections of the owner explain what they run."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        for name, value in EXPLAIN.items():
            connection.execute(f"ALTER ROLE {embedded.ROLE} SET {name} = '{value}'".encode())
        try:
            yield
        finally:
            connection.execute(f"ALTER ROLE {embedded.ROLE} RESET ALL".encode())
