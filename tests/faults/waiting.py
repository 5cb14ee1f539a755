"""Waiting for what another process does: a condition is asked again until it holds, never a fixed pause."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from app.database import account_transaction
from app.importer.locks import lock_account
from tests.support.tenants import Tenant

PATIENCE = 120.0  # seconds: a busy machine is slow; a wrong program stays wrong


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Return as soon as the condition holds; AssertionError when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.01)


class HeldLock:
    """A database session that others wait for."""

    def __init__(self, engine: Engine, pid: int) -> None:
        self._engine = engine
        self._pid = pid

    def wait_for_queue(self, length: int = 1) -> None:
        """Return once so many sessions wait for this one."""
        wait_until(lambda: self._waiting() >= length, f"{length} sessions queue for the lock")

    def _waiting(self) -> int:
        query = text(
            "SELECT count(*) FROM pg_stat_activity WHERE :pid = ANY(pg_blocking_pids(pid))"
        )
        with self._engine.connect() as connection:
            count: int = connection.execute(query, {"pid": self._pid}).scalar_one()
            return count


@contextmanager
def locked_account(tenant: Tenant) -> Iterator[HeldLock]:
    """Hold the account's row as an import does: every import of the account waits until the block ends."""
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        lock_account(connection, tenant.account_id)
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        yield HeldLock(tenant.engine, pid)
