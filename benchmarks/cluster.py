"""A fresh PostgreSQL for one run: full durability, autovacuum off, two databases of the project's schema.

The rule a newcomer would break: nothing is measured before settle(), which gives every contender the same
vacuumed tables and a checkpoint just behind.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app import embedded, migrator
from app.database import make_engine

NO_KEYS: Final = "no_foreign_keys"
PEER_SCHEMA: Final = "peer"  # for who insists on tables of his own
SETTINGS: Final = (
    "server_version",
    "shared_buffers",
    "work_mem",
    "max_wal_size",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "data_checksums",
    "autovacuum",
)


@dataclass(frozen=True)
class Database:
    """One migrated database, as its owner and as the superuser see it."""

    url: str
    superuser_url: str

    def settle(self) -> None:
        """Vacuum and analyze every table, then write everything out."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
            connection.execute("CHECKPOINT")

    def empty(self) -> None:
        """Forget all customers, targets and imports, and a peer's own tables; accounts stay."""
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("TRUNCATE customers, campaign_targets, imports CASCADE")
            connection.execute(
                f"DROP SCHEMA IF EXISTS {PEER_SCHEMA}, {PEER_SCHEMA}_staging CASCADE"
            )

    def settings(self) -> dict[str, str]:
        """The server's settings that times hang on."""
        with psycopg.connect(self.url) as connection:
            return {name: str(show(connection, name)) for name in SETTINGS}


@dataclass(frozen=True)
class Cluster:
    """The databases of one server: the project's, and the same without foreign keys."""

    main: Database
    without_keys: Database

    def settle(self) -> None:
        """Both databases as if nothing had just happened."""
        for database in (self.main, self.without_keys):
            database.settle()

    def empty(self) -> None:
        """The next round finds no table larger than this one did."""
        for database in (self.main, self.without_keys):
            database.empty()


def show(connection: psycopg.Connection, name: str) -> object:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row and row[0]


@contextmanager
def fresh_cluster() -> Iterator[Cluster]:
    """A new server with empty tables; gone when the block ends."""
    with tempfile.TemporaryDirectory(
        prefix="umanize-benchmark-", ignore_cleanup_errors=True
    ) as folder:
        url = embedded.start(Path(folder))
        try:
            yield prepare(url)
        finally:
            # Whatever else went wrong is the news, not that the server had already gone.
            with suppress(Exception):
                embedded.stop(Path(folder))


def prepare(url: str) -> Cluster:
    superuser_url = make_conninfo(url, user="postgres")
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        # It would wake in the middle of one contender's turn and not of another's.
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")
        owner = sql.Identifier(embedded.ROLE)
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NO_KEYS), owner)
        )
    cluster = Cluster(
        Database(url, superuser_url),
        Database(make_conninfo(url, dbname=NO_KEYS), make_conninfo(superuser_url, dbname=NO_KEYS)),
    )
    migrate(cluster.main)
    migrate(cluster.without_keys)
    drop_foreign_keys(cluster.without_keys)
    return cluster


def migrate(database: Database) -> None:
    engine = make_engine(database.url)
    migrator.upgrade(engine)
    engine.dispose()


def drop_foreign_keys(database: Database) -> None:
    query = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
    with psycopg.connect(database.url) as connection:
        for table, constraint in connection.execute(query).fetchall():
            drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
            connection.execute(drop.format(sql.Identifier(table), sql.Identifier(constraint)))
