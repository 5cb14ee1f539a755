"""Decides who each staged row is, and writes the net result: the order in which sql/ is run.

No row passes through Python here. The steps are design 2's: merge, match in three rounds, apply, enrol.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, CursorResult

from app.ids import uuid7_prefix
from app.importer.rows import RowKinds
from app.importer.statements import statement

# Below this, nested loops over the indexes win (0.05 s against 0.9 s for small files); above it a plan made
# for one expected row may run for minutes (design 4, trap 18).
BULK_ROWS: Final = 5_000


class Rejection(NamedTuple):
    """A row nobody can be chosen for: `customers` of the account share its identifier in `field`."""

    row: int
    field: str
    customers: int


class MergeCounts(NamedTuple):
    """Customers made, targets made, and the rows rejected on the way."""

    created: int
    targets_created: int
    rejections: list[Rejection]


@dataclass(frozen=True)
class Merge:
    """One import's staged rows on their way into the account's tables."""

    connection: Connection
    account_id: UUID
    campaign_id: UUID
    agent_id: UUID | None
    now: datetime
    skip_if_in_other_campaigns: bool
    suppressed: list[str]
    id_prefix: str = field(default_factory=uuid7_prefix)

    def run(self, name: str, **values: Any) -> int:
        """Run sql/`name`.sql with this import's values; the rows it wrote."""
        return self._execute(name, values).rowcount

    def ask(self, name: str) -> Sequence[Any]:
        """Run sql/`name`.sql with this import's values; the one row it answers with."""
        return self._execute(name, {}).one()

    def _execute(self, name: str, values: dict[str, Any]) -> CursorResult[Any]:
        parameters = {
            "account_id": self.account_id,
            "campaign_id": self.campaign_id,
            "agent_id": self.agent_id,
            "now": self.now,
            "skip_if_in_other_campaigns": self.skip_if_in_other_campaigns,
            "suppressed": self.suppressed,
            "id_prefix": self.id_prefix,
        }
        return self.connection.exec_driver_sql(statement(name), parameters | values)


def merge_staged(merge: Merge, kinds: RowKinds) -> MergeCounts:
    """Everything between COPY and the answer, for rows that are staged, under the account's lock."""
    bulk = kinds.total > BULK_ROWS
    if bulk:
        merge.run("analyze_rows")
        forbid_row_by_row_joins(merge.connection)
    distinct = merge_rows(merge)
    created = match_and_apply(merge, kinds, distinct)
    if bulk:
        merge.run("analyze_people")
    merge.run("update_customers")
    if created:
        merge.run("insert_customers")
    return MergeCounts(created, enrol(merge), rejections(merge))


def forbid_row_by_row_joins(connection: Connection) -> None:
    """For the rest of the transaction, join sets to sets."""
    connection.exec_driver_sql("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")


def merge_rows(merge: Merge) -> bool:
    """Step 1: rows with the same strongest identifier become one record; whether there were none such."""
    members = merge.run("find_members")
    if members:
        merge.run("merge_rows")
    return members == 0


def match_and_apply(merge: Merge, kinds: RowKinds, distinct: bool) -> int:
    """Steps 2 and 3, round after round; the number of new customers.

    `distinct`: every row is a record of its own, so that a round that matched as many as there are rows of its
    kind has nobody left. That is the common file, and it does not pay for what only others need.
    """
    created = matched = differing = 0
    if kinds.customer_id:
        matched, differing = merge.ask("match_by_customer_id")
    if not (distinct and matched == kinds.total):
        merge.run("fetch_people")
    if kinds.customer_id and not (distinct and matched == kinds.customer_id):
        adopted = merge.run("match_round_1_by_email") + merge.run("match_round_1_by_phone")
        matched, differing = matched + adopted, differing + adopted
    if differing:
        merge.run("apply_round", round=1)
    if kinds.customer_id and not (distinct and matched == kinds.customer_id):
        created += merge.run("make_people", round=1)
    if kinds.email:
        merge.run("match_round_2_by_email")
        merge.run("reject_round_2")
        merge.run("match_round_2_by_phone")
        created += finish_round(merge, 2)
    if kinds.phone:
        merge.run("match_round_3_by_phone")
        merge.run("reject_round_3")
        created += finish_round(merge, 3)
    return created


def finish_round(merge: Merge, number: int) -> int:
    """Apply the round's records to whom they took; the others become new customers."""
    merge.run("apply_round", round=number)
    return merge.run("make_people", round=number)


def enrol(merge: Merge) -> int:
    """Step 4: the accepted rows' customers become targets; how many."""
    enrolled = merge.run("fetch_enrolled")
    if enrolled == merge.ask("count_taken")[0]:
        return 0
    merge.run("fetch_opt_outs")
    return merge.run("insert_targets")


def rejections(merge: Merge) -> list[Rejection]:
    """The rows of the records that no customer could be chosen for, in file order."""
    found = merge.connection.exec_driver_sql(statement("rejected_rows"))
    return [Rejection(*row) for row in found]
