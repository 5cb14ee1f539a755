"""Design 2's steps 2 and 3: match and apply, in three rounds, each on the customers as the one before left them.

It counts as it goes, so that nothing is run in vain: the common file (every row a record of its own, one kind of
identifier) does not pay for what only others need.
"""

from collections.abc import Callable, Sequence
from typing import Final

from app.importer.rows import RowKinds

# Up to here plans are reused and nothing is analyzed: joined row by row, 100 x 100 is still nothing. Beyond, it is
# not: 4,000 phones known already took 6 s.
REUSED_PLAN_ROWS: Final = 100
# Below this, nested loops over the indexes win (0.05 s against 0.9 s for small files); above it a plan made
# for one expected row may run for minutes (design 4, trap 18), and row-by-row joins are off.
BULK_ROWS: Final = 5_000


class Rounds:
    """The rounds of one import. `run` and `ask` run a statement: rows written, or the numbers it answers with."""

    def __init__(
        self,
        run: Callable[..., int],
        ask: Callable[[str], Sequence[int]],
        kinds: RowKinds,
        *,
        is_distinct: bool,
    ) -> None:
        self._run = run
        self._ask = ask
        self._kinds = kinds
        self._is_distinct = is_distinct
        self.people = 0  # in import_person: fetched or made
        self.created = 0
        self.changing = 0  # rounds that changed somebody
        self.rejected = 0  # records

    def play(self) -> None:
        """All rounds that have records."""
        self._play_customer_ids()
        if self._kinds.email:
            self._play_emails()
        if self._kinds.phone:
            self._play_phones()

    def _play_customer_ids(self) -> None:
        matched = changed = 0
        if self._kinds.customer_id:
            matched, changed = self._ask("match_by_customer_id")
        self.people = matched
        if not (self._is_distinct and matched == self._kinds.total):
            changed += self._play_the_rest_of_round_1(matched)
        self.changing += changed > 0

    def _play_the_rest_of_round_1(self, matched: int) -> int:
        # The stored customers of the later rounds are fetched now: what this round changes, they must see.
        self.people += self._run("fetch_people")
        self._analyze()
        if not self._kinds.customer_id:
            return 0
        taken = 0
        if self.people > matched:
            taken = self._run("match_round_1_by_email") + self._run("match_round_1_by_phone")
        changed = self._apply(1, taken)
        self._make(1)
        return changed

    def _play_emails(self) -> None:
        if self.people:
            taken = self._run("match_round_2_by_email")
            self.rejected += self._run("reject_round_2")
            taken += self._run("match_round_2_by_phone")
            self.changing += self._apply(2, taken) > 0
        self._make(2)

    def _play_phones(self) -> None:
        if self.people:
            taken = self._run("match_round_3_by_phone")
            self.rejected += self._run("reject_round_3")
            self.changing += self._apply(3, taken) > 0
        self._make(3)

    def _apply(self, number: int, taken: int) -> int:
        """Those who were taken receive their records' values; how many that changed."""
        return self._run("apply_round", round=number) if taken else 0

    def _make(self, number: int) -> None:
        """The records that took nobody become new customers."""
        made = self._run("make_people", round=number)
        if sum(self._kinds[number:]):
            self._analyze()
        self.created += made
        self.people += made

    def _analyze(self) -> None:
        """Tell the planner how many people there are, where it may still choose to join them row by row."""
        if REUSED_PLAN_ROWS < self._kinds.total <= BULK_ROWS:
            self._run("analyze_people")
