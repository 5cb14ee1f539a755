"""Import slots: how many imports run at once, in this process and for one account; the next one waits briefly.

Waiting happens here, on the event loop, and never in a thread: credentials are still checked quickly while every
slot is taken.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from app.errors import Unavailable


class ImportSlots:
    """Room for `total` imports, `per_account` of one account; whoever waits `patience` seconds is refused."""

    def __init__(self, total: int, per_account: int, patience: float) -> None:
        self._total = total
        self._per_account = per_account
        self._patience = patience
        self._running: Counter[UUID] = Counter()
        self._waiting = 0
        self._freed = asyncio.Condition()

    @property
    def in_progress(self) -> int:
        """How many imports run now."""
        return self._running.total()

    @asynccontextmanager
    async def hold(self, account_id: UUID) -> AsyncIterator[None]:
        """A slot while the block runs; Unavailable when none comes free in time."""
        await self._take(account_id)
        try:
            yield
        finally:
            self._running[account_id] -= 1
            self._running += Counter()  # forgets accounts that stand at zero
            if self._waiting:
                async with self._freed:
                    self._freed.notify_all()

    async def _take(self, account_id: UUID) -> None:
        if self._waiting or not self._is_free(account_id):
            await self._wait_for_one(account_id)
        else:
            self._running[account_id] += 1

    async def _wait_for_one(self, account_id: UUID) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience), self._freed:
                await self._freed.wait_for(lambda: self._is_free(account_id))
                self._running[account_id] += 1
        except TimeoutError:
            raise Unavailable(
                "As many imports as may are running already: repeat the request in a few seconds."
            ) from None
        finally:
            self._waiting -= 1

    def _is_free(self, account_id: UUID) -> bool:
        return self.in_progress < self._total and self._running[account_id] < self._per_account
