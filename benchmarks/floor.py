"""The floor: the fastest plain script we know for the same tables, from one connection in one transaction.

It does what cannot be left out (name the account to the row-level policies, COPY, ANALYZE, dedupe, match,
update what differs, insert customers, insert targets) and nothing else: no cleaning, no second identifier, no
opt-outs, no counts, no errors. Whoever makes it faster makes the project's goal harder, and is welcome.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import sql

from app.ids import uuid7_prefix
from benchmarks.contenders import Details, Job, Run
from benchmarks.data import COLUMNS

BLOCK_BYTES: Final = 1024 * 1024  # smaller blocks cost calls, larger ones win nothing

# What the project sets too, for the same reasons: an account the statistics have not seen (docs/design.md#statistics), and
# sorts and hash tables that stay in memory.
PLANS: Final = """
SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'
"""

STAGING: Final = """
CREATE TEMP TABLE floor_row (
    customer_id text COLLATE "C", name text, surname text,
    email text COLLATE "C", phone text COLLATE "C", status text
) ON COMMIT DROP
"""
COPY: Final = "COPY floor_row ({columns}) FROM STDIN (FORMAT csv, HEADER)"
ANALYZE: Final = "ANALYZE floor_row"

# The last row of an identifier wins; ctid is the file's order, for free. One sort serves the dedupe and the ids, so
# that everything below is written in the order of ids and of the identifier alike.
MATCH: Final = """
CREATE TEMP TABLE floor_person ON COMMIT DROP AS
SELECT
    coalesce(
        stored_id, (%(prefix)s || lpad(to_hex(row_number() OVER ()), 8, '0'))::uuid
    ) AS id,
    stored_id IS NULL AS is_new,
    customer_id, name, surname, email, phone, status, is_changed
FROM (
    SELECT DISTINCT ON (r.{key}) r.*, c.id AS stored_id,
        (c.name, c.surname, c.email, c.phone, c.status)
            IS DISTINCT FROM (r.name, r.surname, r.email, r.phone, r.status) AS is_changed
    FROM floor_row AS r
    LEFT JOIN customers AS c ON c.account_id = %(account_id)s AND c.{key} = r.{key}
    WHERE r.{key} IS NOT NULL
    ORDER BY r.{key}, r.ctid DESC
) AS record
"""
UPDATE: Final = """
UPDATE customers AS c
SET name = p.name, surname = p.surname, email = p.email, phone = p.phone, status = p.status,
    updated_at = now()
FROM floor_person AS p
WHERE c.account_id = %(account_id)s AND c.id = p.id AND NOT p.is_new AND p.is_changed
"""
INSERT_CUSTOMERS: Final = """
INSERT INTO customers
    (account_id, id, customer_id, name, surname, email, phone, status, created_at, updated_at)
SELECT %(account_id)s, id, customer_id, name, surname, email, phone, status, now(), now()
FROM floor_person WHERE is_new
"""
INSERT_TARGETS: Final = """
INSERT INTO campaign_targets
    (account_id, campaign_id, id, customer_id, created_at, updated_at)
SELECT %(account_id)s, %(campaign_id)s,
    (%(prefix)s || lpad(to_hex(row_number() OVER ()), 8, '0'))::uuid, p.id, now(), now()
FROM floor_person AS p
WHERE NOT EXISTS (
    SELECT FROM campaign_targets AS t
    WHERE t.account_id = %(account_id)s AND t.campaign_id = %(campaign_id)s AND t.customer_id = p.id
)
ORDER BY p.id
"""
STAGES: Final = {
    "match": MATCH,
    "update customers": UPDATE,
    "insert customers": INSERT_CUSTOMERS,
    "insert targets": INSERT_TARGETS,
}


@contextmanager
def floor(database_url: str) -> Iterator[Run]:
    """The script on one open connection."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield lambda job: run_script(connection, job)


def run_script(connection: psycopg.Connection, job: Job) -> Details:
    """One import; seconds by stage."""
    clock = StageClock()
    values = {
        "account_id": job.account_id,
        "campaign_id": job.campaign_id,
        "prefix": uuid7_prefix(),
    }
    with connection.transaction():
        connection.execute("SELECT set_config('app.account_id', %s, true)", [str(job.account_id)])
        connection.execute(PLANS)
        connection.execute(STAGING)
        copy_file(connection, job)
        clock.note("copy")
        connection.execute(ANALYZE)
        clock.note("analyze rows")
        for name, text in STAGES.items():
            connection.execute(sql.SQL(text).format(key=sql.Identifier(job.key)), values)
            clock.note(name)
    clock.note("commit")
    return Details(stages=clock.stages)


def copy_file(connection: psycopg.Connection, job: Job) -> None:
    """The file's bytes as they are: PostgreSQL reads CSV faster than anything that could stand in front of it."""
    with job.path.open("rb") as file:
        header = file.readline().decode().strip().split(",")
        file.seek(0)
        columns = sql.SQL(", ").join(sql.Identifier(name) for name in header if name in COLUMNS)
        with connection.cursor().copy(sql.SQL(COPY).format(columns=columns)) as copy:
            while block := file.read(BLOCK_BYTES):
                copy.write(block)


class StageClock:
    """Seconds between one note and the next."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._last = time.perf_counter()

    def note(self, name: str) -> None:
        now = time.perf_counter()
        self.stages[name] = now - self._last
        self._last = now
