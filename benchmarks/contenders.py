"""What every contender is: a name, its database, and a way to get ready and then to run one import.

Getting ready (connecting, starting a server, a first small import) is not measured; run(job) is, all of it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from benchmarks.cluster import Database
from benchmarks.data import Kind
from benchmarks.tenants import stored

KEYED_BY_CUSTOMER_ID = frozenset(kind for kind in Kind if kind.key == "customer_id")


@dataclass(frozen=True)
class Job:
    """One import. `key` is the column that says who a row is; `api_key` opens the account over HTTP."""

    account_id: UUID
    campaign_id: UUID
    api_key: str
    key: str
    path: Path


@dataclass(frozen=True)
class Details:
    """What a contender knows about the import it has just run: seconds by stage, bytes of memory by process."""

    stages: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)


Run = Callable[[Job], Details]


@dataclass(frozen=True)
class Contender:
    """Somebody who can import a file into `database`.

    `cleans`: whether bad rows are rejected, so that a dirty file leaves behind what the sample says.
    """

    name: str
    database: Database
    ready: Callable[[str], AbstractContextManager[Run]]
    kinds: frozenset[Kind] = frozenset(Kind)
    cleans: bool = True
    max_rows: int | None = None
    count: Callable[[str, UUID], tuple[int, int]] = stored

    def takes(self, kind: Kind, rows: int) -> bool:
        """Whether files of this kind and size are worth its time."""
        return kind in self.kinds and (self.max_rows is None or rows <= self.max_rows)
