"""What is tried again, what is asked for, and what is told at once, when the database fails an import."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from app.config import Settings
from app.errors import Unavailable
from app.ids import uuid7
from app.importer.attempts import Attempt, is_committed, settle
from tests.faults.sql_tap import heard, rewritten
from tests.faults.waiting import locked_account
from tests.support.tenants import Tenant

CONFLICTS = [errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation]
LOST = [
    psycopg.OperationalError,  # the client's own: it carries no code
    errors.ConnectionFailure,
    errors.AdminShutdown,
    errors.IdleInTransactionSessionTimeout,
]
BUSY = [errors.DiskFull, errors.TooManyConnections, errors.QueryCanceled]
OURS = [
    errors.CheckViolation,
    errors.UndefinedColumn,
    errors.DivisionByZero,
    psycopg.DataError,  # the driver's own: a value that cannot be sent
    psycopg.ProgrammingError,
]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for, none of them waited."""
    asked: list[float] = []
    monkeypatch.setattr(time, "sleep", asked.append)
    return asked


class Work:
    """Fails once for each error, then returns; `committing` tells whether all but COMMIT was done by then."""

    def __init__(self, *failures: Exception, committing: bool = False) -> None:
        self.failures = list(failures)
        self.committing = committing
        self.tries = 0

    def __call__(self, attempt: Attempt[str]) -> str:
        self.tries += 1
        if self.committing:
            attempt.result = f"try {self.tries}"
        if self.failures:
            raise self.failures.pop(0)
        return f"try {self.tries}"


def run(tenant: Tenant, work: Work, import_id: UUID | None = None) -> str:
    return settle(tenant.engine, tenant.account_id, import_id or uuid7(), work)


def as_sqlalchemy_tells_it(error: Exception) -> Exception:
    return OperationalError("SELECT 1", None, error)


def stored_import(tenant: Tenant, settings: Settings) -> UUID:
    tenant.import_bytes(settings, b"email\nanna@x.com\n")
    found: UUID = tenant.rows("imports")[0]["id"]
    return found


def test_what_succeeds_is_done_once(tenant: Tenant, pauses: list[float]) -> None:
    assert (run(tenant, Work()), pauses) == ("try 1", [])


@pytest.mark.parametrize("wrapped", [as_sqlalchemy_tells_it, lambda error: error])
@pytest.mark.parametrize("failure", [*CONFLICTS, *LOST])
def test_a_conflict_and_a_lost_connection_are_tried_again(
    tenant: Tenant,
    pauses: list[float],
    failure: type[Exception],
    wrapped: Callable[[Exception], Exception],
) -> None:
    assert run(tenant, Work(wrapped(failure()), wrapped(failure()))) == "try 3"
    assert pauses == [0.1, 0.5]


@pytest.mark.parametrize("failure", [errors.DeadlockDetected, errors.AdminShutdown])
def test_after_the_fourth_failure_the_caller_is_told_to_wait(
    tenant: Tenant, pauses: list[float], failure: type[Exception]
) -> None:
    work = Work(*[failure() for _ in range(9)])
    with pytest.raises(Unavailable, match=r"^(?!.*unknown)") as caught:
        run(tenant, work)
    assert isinstance(caught.value.__cause__, failure)
    assert (work.tries, pauses) == (4, [0.1, 0.5, 2.0])


@pytest.mark.parametrize("wrapped", [as_sqlalchemy_tells_it, lambda error: error])
def test_a_unique_violation_at_every_try_is_raised_and_no_invitation_to_try_again(
    tenant: Tenant, pauses: list[float], wrapped: Callable[[Exception], Exception]
) -> None:
    failures = [wrapped(errors.UniqueViolation()) for _ in range(9)]
    work = Work(*failures)
    with pytest.raises(type(failures[3])) as caught:
        run(tenant, work)
    assert caught.value is failures[3]
    assert (work.tries, pauses) == (4, [0.1, 0.5, 2.0])


@pytest.mark.parametrize("wrapped", [as_sqlalchemy_tells_it, lambda error: error])
@pytest.mark.parametrize("failure", BUSY)
def test_a_busy_database_is_told_at_once(
    tenant: Tenant,
    pauses: list[float],
    failure: type[Exception],
    wrapped: Callable[[Exception], Exception],
) -> None:
    work = Work(wrapped(failure()))
    with pytest.raises(Unavailable) as caught:
        run(tenant, work)
    assert caught.value.message == Unavailable().message
    assert (work.tries, pauses) == (1, [])


def test_a_lock_that_is_waited_for_in_vain_is_another_import(
    tenant: Tenant, pauses: list[float]
) -> None:
    with pytest.raises(Unavailable) as caught:
        run(tenant, Work(errors.LockNotAvailable()))
    assert caught.value.message == (
        "Another import of this account is still running: repeat the request when it is done."
    )
    assert pauses == []


@pytest.mark.parametrize("failure", OURS)
@pytest.mark.parametrize("committing", [False, True])
def test_a_fault_of_ours_is_neither_hidden_nor_tried_again(
    tenant: Tenant, pauses: list[float], failure: type[Exception], committing: bool
) -> None:
    error = failure()
    work = Work(error, committing=committing)
    with pytest.raises(failure) as caught:
        run(tenant, work)
    assert (caught.value, work.tries, pauses) == (error, 1, [])


def test_what_was_committed_before_the_connection_was_lost_is_the_answer(
    tenant: Tenant, settings: Settings, pauses: list[float]
) -> None:
    work = Work(errors.AdminShutdown(), committing=True)
    assert run(tenant, work, stored_import(tenant, settings)) == "try 1"
    assert (work.tries, pauses) == (1, [])


def test_what_was_not_committed_when_the_connection_was_lost_is_done_again(
    tenant: Tenant, settings: Settings, pauses: list[float]
) -> None:
    stored_import(tenant, settings)  # somebody else's: it proves nothing about this one
    assert run(tenant, Work(errors.AdminShutdown(), committing=True)) == "try 2"
    assert pauses == [0.1]


def test_a_connection_lost_before_commit_leaves_nothing_to_ask_for(
    tenant: Tenant, engine: Engine, pauses: list[float]
) -> None:
    answers: list[str] = []
    lost = Work(errors.AdminShutdown())
    assert heard(engine, lambda: answers.append(run(tenant, lost))) == []
    assert answers == ["try 2"]


def test_a_conflict_at_commit_is_no_lost_connection_and_nothing_is_asked(
    tenant: Tenant, settings: Settings, pauses: list[float]
) -> None:
    work = Work(errors.SerializationFailure(), committing=True)
    assert run(tenant, work, stored_import(tenant, settings)) == "try 2"
    assert pauses == [0.1]


def test_an_outcome_that_nobody_can_be_asked_for_is_said_to_be_unknown(
    tenant: Tenant, engine: Engine, pauses: list[float]
) -> None:
    work = Work(errors.AdminShutdown(), committing=True)
    with (
        rewritten(engine, lambda _: "SELECT 1 / 0"),
        pytest.raises(Unavailable) as caught,
    ):
        run(tenant, work)
    assert caught.value.message == (
        "The connection to the database was lost and it is unknown whether the import was stored: "
        "repeat the request; what is stored already is not stored twice."
    )
    assert isinstance(caught.value.__cause__, DBAPIError)
    assert (work.tries, pauses) == (1, [0.1, 0.5, 2.0])


def test_the_outcome_is_asked_for_again_until_somebody_answers(
    tenant: Tenant, settings: Settings, engine: Engine, pauses: list[float]
) -> None:
    import_id = stored_import(tenant, settings)

    def unless_it_was_waited(statement: str) -> str:
        return statement if len(pauses) == 2 else "SELECT 1 / 0"

    with rewritten(engine, unless_it_was_waited):
        assert run(tenant, Work(errors.AdminShutdown(), committing=True), import_id) == "try 1"
    assert pauses == [0.1, 0.5]


def test_the_lost_transaction_is_waited_for_before_it_is_asked_for(tenant: Tenant) -> None:
    with ThreadPoolExecutor(1) as pool:
        with locked_account(tenant) as lock:
            asked = pool.submit(is_committed, tenant.engine, tenant.account_id, uuid7())
            lock.wait_for_queue()
            assert not asked.done()
        assert asked.result() is False


def test_the_log_names_the_import_and_the_drivers_error(
    tenant: Tenant, pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    import_id = uuid7()
    failures = [as_sqlalchemy_tells_it(errors.DeadlockDetected()), errors.AdminShutdown()]
    with caplog.at_level(logging.WARNING, "app.importer.attempts"):
        run(tenant, Work(*failures), import_id)
    assert caplog.messages == [
        f"import {import_id} failed with DeadlockDetected: trying again",
        f"import {import_id} failed with AdminShutdown: trying again",
    ]
