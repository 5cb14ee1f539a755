"""One import, tried again as a whole when the database failed it, and never twice once it is stored.

The rule a newcomer would break: after COMMIT was sent, a lost connection says nothing about the outcome. It is
asked for by the import's id, which was minted before, and only then decided (docs/design.md#lost-commit).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.database import account_transaction
from app.errors import Unavailable
from app.importer.locks import lock_account
from app.models import Import

Result = TypeVar("Result")
DatabaseError = DBAPIError | psycopg.Error  # what SQLAlchemy ran, and what COPY ran beside it

# Seconds between tries: a deadlock's victim needs none, a restarting server about two.
PAUSES: Final = (0.1, 0.5, 2.0)
# Serialization failure, deadlock, and the unique violation that only a writer outside the service can cause.
_UNIQUE: Final = ("23505",)
_CONFLICTS: Final = ("40001", "40P01", *_UNIQUE)
# Connection exceptions, operator intervention other than a cancelled statement, idle in transaction.
_LOST: Final = ("08", "57P", "25P03")
# The driver's own objection to what we gave it. Whatever else of its own it says, the connection is the matter.
_REFUSED: Final = (psycopg.DataError, psycopg.ProgrammingError, psycopg.NotSupportedError)
# Out of disk, memory or connections; a statement that took too long.
_BUSY: Final = ("53", "57014")

_log = logging.getLogger(__name__)


@dataclass
class Attempt(Generic[Result]):
    """One try. `result` is set as the transaction's last act: only COMMIT comes after it."""

    result: Result | None = None


def settle(
    engine: Engine,
    account_id: UUID,
    import_id: UUID,
    work: Callable[[Attempt[Result]], Result],
) -> Result:
    """What `work` returns, once it is committed. `work` runs one transaction from begin to commit.

    Unavailable when the database stays away or busy; its message says so when the outcome is unknown.
    """
    for pause in (*PAUSES, None):
        attempt: Attempt[Result] = Attempt()
        try:
            return work(attempt)
        except (DBAPIError, psycopg.Error) as error:
            if attempt.result is not None and is_lost(error):
                if is_committed(engine, account_id, import_id):
                    return attempt.result
            elif not is_lost(error) and not has_state(error, _CONFLICTS):
                raise translated(error) from error
            if pause is None:
                raise given_up(error) from error
            _log.warning("import %s failed with %s: trying again", import_id, name(error))
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def is_committed(engine: Engine, account_id: UUID, import_id: UUID) -> bool:
    """Whether the import whose COMMIT nobody answered is stored.

    The lost transaction may still be running: the account's lock is waited for first, and once it is ours, that
    transaction has ended. Unavailable, saying that the outcome is unknown, when it cannot be asked.
    """
    query = select(Import.id).where(Import.account_id == account_id, Import.id == import_id)
    for pause in (*PAUSES, None):
        try:
            with account_transaction(engine, account_id) as connection:
                lock_account(connection, account_id)
                return connection.scalar(query) is not None
        except (SQLAlchemyError, Unavailable) as error:
            if pause is None:
                raise Unavailable(
                    "The connection to the database was lost and it is unknown whether the import was stored: "
                    "repeat the request; what is stored already is not stored twice."
                ) from error
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def is_lost(error: DatabaseError) -> bool:
    """Whether the connection is gone, so that nobody heard how the transaction ended."""
    state = sqlstate(error)
    return (
        not isinstance(driver_error(error), _REFUSED) if state is None else state.startswith(_LOST)
    )


def has_state(error: DatabaseError, states: tuple[str, ...]) -> bool:
    state = sqlstate(error)
    return state is not None and state.startswith(states)


def sqlstate(error: DatabaseError) -> str | None:
    """The server's code (SQL standard, part 2), None when the error is the client's own."""
    state: str | None = getattr(driver_error(error), "sqlstate", None)
    return state


def driver_error(error: DatabaseError) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def translated(error: DatabaseError) -> Exception:
    """Unavailable where waiting helps; the error itself where it is a fault of ours."""
    if has_state(error, ("55P03",)):
        return Unavailable(
            "Another import of this account is still running: repeat the request when it is done."
        )
    return Unavailable() if has_state(error, _BUSY) else error


def given_up(error: DatabaseError) -> Exception:
    """What the last try's error becomes: Unavailable, but for a unique violation. A writer outside the service may
    cause one, and not one at every try; one that stays is a fault of ours, and no repetition ends it.
    """
    return error if has_state(error, _UNIQUE) else Unavailable()


def name(error: DatabaseError) -> str:
    return type(driver_error(error)).__name__
