"""Engine and transactions; the only place that connects.

The rule a newcomer would break: nothing touches an account's rows outside account_transaction(), which
names the account to the database before anything else is said (docs/design.md#row-security).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from uuid import UUID

import psycopg
import psycopg.errors
from psycopg.pq import ExecStatus
from psycopg.rows import namedtuple_row
from sqlalchemy import ClauseElement, Connection, Dialect, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.errors import Unavailable

# Said with the account, in one round trip, for this transaction only: a pooler's next client inherits nothing.
# The keepalives and the connection check let the server drop a client that died, and its locks with it, within
# seconds (docs/design.md#dead-clients); the check needs a Linux server. Eight SETs cost the server less than one SELECT of as
# many set_config(), and the client half: nothing is bound, nothing comes back.
_OPEN_TRANSACTION: Final = """
    BEGIN;
    SET LOCAL app.account_id = '{account_id}';
    SET LOCAL statement_timeout = '{statement_timeout}';
    SET LOCAL lock_timeout = '{lock_timeout}';
    SET LOCAL idle_in_transaction_session_timeout = '{idle_timeout}';
    SET LOCAL tcp_keepalives_idle = 30;
    SET LOCAL tcp_keepalives_interval = 10;
    SET LOCAL tcp_keepalives_count = 3;
    SELECT set_config('client_connection_check_interval', '5s', true) WHERE version() LIKE '%linux%'
"""
_DONE: Final = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
PREPARE_AFTER: Final = (
    2  # uses; a connection's second small import is then as fast as its thousandth
)
STATEMENT_TIMEOUT: Final = "15min"  # the last guard: a million rows' longest statement takes 20 s
LOCK_TIMEOUT: Final = (
    "30s"  # docs/design.md#account-lock: an import waits up to 30 s for the account's other imports
)
IDLE_TIMEOUT: Final = "2min"  # writing the longest list of rejected rows takes 20 s


def make_engine(database_url: str, *, pool_size: int = 5) -> Engine:
    """An engine for any libpq URI (socket directories and multiple hosts too).

    No start-up options are sent, and behind a pooler no statement is prepared: both would break with PgBouncer in
    transaction mode (docs/design.md#staging).
    """

    def connect() -> psycopg.Connection:
        connection = psycopg.connect(database_url, connect_timeout=10)
        # The third of a small import's time is planning, which prepared statements save.
        connection.prepare_threshold = None if is_pooled(connection) else PREPARE_AFTER
        return connection

    return create_engine(
        "postgresql+psycopg://",
        creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
    )


def is_pooled(connection: psycopg.Connection) -> bool:
    """Whether a pooler stands between: it greets with a process id that is not the server's."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    connection.rollback()
    return row is None or row[0] != connection.info.backend_pid


@contextmanager
def account_transaction(engine: Engine, account_id: UUID) -> Iterator[Connection]:
    """One transaction of one account: commits when the block ends, rolls back when it raises."""
    opening = _OPEN_TRANSACTION.format(
        account_id=UUID(int=account_id.int),  # put together as text: it must be nothing else
        statement_timeout=STATEMENT_TIMEOUT,
        lock_timeout=LOCK_TIMEOUT,
        idle_timeout=IDLE_TIMEOUT,
    )
    with live_connection(engine, opening) as connection:
        yield connection
        connection.commit()


@contextmanager
def live_connection(engine: Engine, opening: str = "BEGIN") -> Iterator[Connection]:
    """A connection on which `opening` has begun a transaction; rolled back at the end unless it was committed.

    What lay in the pool while Postgres was restarted is replaced: it is noticed by the statement that is needed
    anyway, where the pool's own ping would cost a round trip each time.
    """
    try:
        connection = _begin(engine, opening)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        connection = _begin(engine, opening)  # all that lay in the pool went with the first
    with connection:
        yield connection


def _begin(engine: Engine, opening: str) -> Connection:
    connection = engine.connect()
    try:
        connection.begin()
        _send(driver_connection(connection), opening)
    except BaseException:
        connection.close()  # of a lost one it raises what SQLAlchemy makes of that
        raise
    return connection


def _send(driver: psycopg.Connection, opening: str) -> None:
    # Straight through libpq: the driver would send a BEGIN of its own first, another round trip.
    result = driver.pgconn.exec_(opening.encode())
    if result.status not in _DONE:
        error = psycopg.errors.error_from_result(result)
        if error.sqlstate is None:  # the server's own errors have one
            driver.close()  # libpq itself may take a connection that a crash cut off for a good one
        raise error


@contextmanager
def account_session(engine: Engine, account_id: UUID) -> Iterator[Session]:
    """The same, for code that reads and writes models."""
    with account_transaction(engine, account_id) as connection, Session(connection) as session:
        yield session
        session.flush()


@contextmanager
def planned_afresh(connection: Connection) -> Iterator[None]:
    """Statements of this block are planned for what the tables hold now, not as they were prepared.

    Not by plan_cache_mode = force_custom_plan: that would plan every foreign-key check anew as well, 12 us a row.
    """
    driver = driver_connection(connection)
    threshold, driver.prepare_threshold = driver.prepare_threshold, None
    try:
        yield
    finally:
        driver.prepare_threshold = threshold


def execute(
    connection: Connection, query: str | ClauseElement, values: Mapping[str, Any]
) -> psycopg.Cursor[Any]:
    """Run a fixed statement by the driver alone, for what every import says: SQLAlchemy takes as long again on top.

    Rows have names; errors are psycopg's own.
    """
    text = query if isinstance(query, str) else _text_of(query, connection.dialect, tuple(values))
    return driver_connection(connection).cursor(row_factory=namedtuple_row).execute(text, values)


@cache
def _text_of(statement: ClauseElement, dialect: Dialect, columns: tuple[str, ...]) -> str:
    return str(statement.compile(dialect=dialect, column_keys=columns))


def driver_connection(connection: Connection) -> psycopg.Connection:
    """The psycopg connection underneath, for COPY and for what has to be quick."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise Unavailable
    return driver
