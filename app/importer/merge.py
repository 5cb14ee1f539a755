"""Decides who each staged row is, and writes the net result: the order in which sql/ is run.

No row passes through Python here. The steps are those of docs/design.md#meaning: merge, match in three rounds, apply, enrol.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import psycopg
from sqlalchemy import Connection

from app.database import execute, planned_afresh
from app.ids import uuid7_prefix
from app.importer.rounds import Rounds
from app.importer.rows import RowKinds
from app.importer.statements import KEYS, statement

# Up to here plans are reused and nothing is analyzed: joined row by row, 100 x 100 is still nothing. Beyond, it is
# not: 4,000 phones known already took 6 s, 5,000 changed customers 3 s.
REUSED_PLAN_ROWS: Final = 100
# Up to here whatever is stored is looked up row by row; beyond, it depends on what the account holds.
BULK_ROWS: Final = 5_000

# While more rows than a few are decided, plans are made for what the tables hold now and kept by nobody: they may read
# all of a table. For the rest of the transaction sets are joined with sets, whatever the planner thinks of one row more
# or less (docs/design.md#statistics), and in memory. A million rows' sort takes twice as much.
IN_SETS: Final = (
    "SET LOCAL enable_seqscan = on; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; "
    "SET LOCAL work_mem = '64MB'"
)
# What is written is checked by plans that the connection keeps: see open_staging.sql.
NO_WHOLE_TABLES: Final = "SET LOCAL enable_seqscan = off"
# Where the account is read from end to end, its own size matters, as far as the statistics know it (10 % at 3 million).
PLANS_OF_ITS_OWN: Final = "SET LOCAL plan_cache_mode = auto"


class Rejection(NamedTuple):
    """A row that no customer can be chosen for: `customers` of the account share its identifier in `field`.

    `position` is its place among the accepted rows. `value` is its weak id (field customer_id): one customer or none
    then means that names differ.
    """

    row: int
    field: str
    customers: int
    position: int
    value: str | None = None


class UnusedWeakIds(NamedTuple):
    """How many `rows` have a weak id that is not their customer's customer_id, and one such id.

    The example stands for so many `customers`; `differs`: it comes with different names; its row's customer has
    `customer_id`, None for a rejected row.
    """

    rows: int
    weak_id: str
    customers: int
    differs: bool
    customer_id: str | None


class MergeCounts(NamedTuple):
    """Customers made, targets made, the rows rejected on the way, and what became of weak ids."""

    created: int
    targets_created: int
    rejections: list[Rejection]
    unused_weak_ids: UnusedWeakIds | None = None


@dataclass(frozen=True)
class Merge:
    """One import's staged rows on their way into the account's tables.

    `looks_up`: what is stored is looked up row by row, however large the account is; else read from end to end.
    """

    connection: Connection
    account_id: UUID
    campaign_id: UUID
    agent_id: UUID | None
    now: datetime
    skip_if_in_other_campaigns: bool
    refusals: frozenset[str]
    looks_up: bool = True
    id_prefix: str = field(default_factory=uuid7_prefix)

    def run(self, name: str, **values: Any) -> int:
        """Run sql/`name`.sql with this import's values; the rows it wrote."""
        return self._execute(name, values).rowcount

    def ask(self, name: str) -> Sequence[Any] | None:
        """Run sql/`name`.sql with this import's values; the row it answers with, None when there is none."""
        return self._execute(name, {}).fetchone()

    def ask_counts(self, name: str, **values: Any) -> Sequence[int]:
        """Run sql/`name`.sql, which answers with one row of numbers."""
        row: Sequence[int] = self._execute(name, values).fetchall()[0]
        return row

    def _execute(self, name: str, values: dict[str, Any]) -> psycopg.Cursor[Any]:
        parameters = {
            "account_id": self.account_id,
            "campaign_id": self.campaign_id,
            "agent_id": self.agent_id,
            "now": self.now,
            "skip_if_in_other_campaigns": self.skip_if_in_other_campaigns,
            "id_prefix": self.id_prefix,
        }
        text = statement(name, fenced=self.looks_up, refusals=self.refusals)
        return execute(self.connection, text, parameters | values)


def merge_staged(merge: Merge, kinds: RowKinds, weak_ids: int = 0) -> MergeCounts:
    """Everything between COPY and the answer, for rows that are staged, under the account's lock.

    The four steps of docs/design.md#meaning: all is decided among the temporary tables first, then the net result is written.
    `weak_ids`: how many of the rows have one.
    """
    if not kinds.total:
        return MergeCounts(0, 0, [])
    if kinds.total <= REUSED_PLAN_ROWS:
        return write(merge, decide(merge, kinds, weak_ids))
    with planned_afresh(merge.connection):
        merge.connection.exec_driver_sql(IN_SETS)
        merge.run("analyze_rows")
        if kinds.total > BULK_ROWS and not is_large_account(merge, kinds.total):
            merge = reading_from_end_to_end(merge)
        decided = decide(merge, kinds, weak_ids)
        merge.connection.exec_driver_sql(NO_WHOLE_TABLES)
        return write(merge, decided)


def is_large_account(merge: Merge, rows: int) -> bool:
    """Whether a file of so many rows is small beside what the account holds."""
    (is_large,) = merge.ask_counts("is_large_account", rows=rows)
    return bool(is_large)


def reading_from_end_to_end(merge: Merge) -> Merge:
    """The same merge, meeting all that is stored of the account at once."""
    merge.connection.exec_driver_sql(PLANS_OF_ITS_OWN)
    return replace(merge, looks_up=False)


class Decided(NamedTuple):
    """The rounds as they were played, whether anybody is left to enrol, and what became of weak ids."""

    rounds: Rounds
    anybody: bool
    unused_weak_ids: UnusedWeakIds | None


def decide(merge: Merge, kinds: RowKinds, weak_ids: int) -> Decided:
    """Who each row is, and what that changes: nothing is written yet."""
    records, rejected = merge_rows(merge, kinds)
    rounds = Rounds(
        merge.run,
        merge.ask_counts,
        kinds,
        records,
        rejected=rejected,
        has_weak_ids=weak_ids > 0,
    )
    rounds.play()
    anybody = find_who_may_enrol(merge, rounds, has_weak_ids=weak_ids > 0)
    if rounds.changing > 1:
        merge.run("forget_restored")
    return Decided(rounds, anybody, find_unused(merge, weak_ids))


def write(merge: Merge, decided: Decided) -> MergeCounts:
    """The net result: one UPDATE of what changes, one INSERT of customers, one of targets."""
    rounds = decided.rounds
    if rounds.changing:
        merge.run("update_customers")
    if rounds.created:
        merge.run("insert_customers")
    targets_created = merge.run("insert_targets") if decided.anybody else 0
    return MergeCounts(
        rounds.created, targets_created, rejections(merge, rounds.rejected), decided.unused_weak_ids
    )


def merge_rows(merge: Merge, kinds: RowKinds) -> tuple[int, int]:
    """Step 1: rows with the same strongest identifier become one record.

    How many records there are then, and how many of them are rejected, because their rows' names differ.
    """
    members = merge.run("find_members") if may_repeat(merge, kinds) else 0
    if not members:
        return kinds.total, 0
    rejected = merge.run("reject_different_names") if kinds.weak_id > 1 else 0
    return kinds.total - members + merge.run("merge_rows"), rejected


def may_repeat(merge: Merge, kinds: RowKinds) -> bool:
    """Whether two rows can have the same strongest identifier; of a large file of one kind it is known."""
    if kinds.total > BULK_ROWS and kinds.total in kinds:
        key = KEYS[kinds.index(kinds.total)]
        return merge.ask_counts(f"count_distinct:{key}") != (kinds.total,)
    return kinds.total > 1


def find_who_may_enrol(merge: Merge, rounds: Rounds, *, has_weak_ids: bool) -> bool:
    """Step 4, prepared: who is a target already, and who else is opted out; False when nobody is left to enrol.

    New customers alone are no targets yet, and nobody but themselves has been looked at for their sake.
    """
    if rounds.people > rounds.created:
        if merge.run("fetch_enrolled") == rounds.taken:
            return False
        if has_weak_ids:
            merge.run("bar_by_weak_id")
        merge.run("opt_outs_of_others")
    return True


def find_unused(merge: Merge, weak_ids: int) -> UnusedWeakIds | None:
    """How many of the rows' weak ids are not used, and one to show; None when all are."""
    if not weak_ids:
        return None
    (used,) = merge.ask_counts("count_used_weak_ids")
    example = None if used == weak_ids else merge.ask("find_unused_weak_id")
    return None if example is None else UnusedWeakIds(weak_ids - used, *example)


def rejections(merge: Merge, records: int) -> list[Rejection]:
    """The rows of the rejected records, in file order."""
    if not records:
        return []
    found = merge.connection.exec_driver_sql(statement("rejected_rows"))
    return [Rejection(*row) for row in found]
