"""Steps 2 and 3 of docs/design.md#match: match and apply, in four rounds, each on the customers as the one before left them.

It counts as it goes, so that nothing is run in vain: the common file (every row a record of its own, one kind of
identifier) does not pay for what only others need.
"""

from collections.abc import Callable, Sequence
from typing import Final

from app.importer.rows import IDENTIFIERS, RowKinds

# What a round tries after its records' strongest identifier.
WEAKER: Final = {
    1: ("match_round_1_by_email", "match_round_1_by_phone"),
    2: ("match_round_2_by_phone",),
    3: (),
}


class Rounds:
    """The rounds of one import. `run` and `ask` run a statement: rows written, or the numbers it answers with.

    `records` are left after merging, `rejected` of them are rejected already; `has_weak_ids`: their ids are weak.
    """

    def __init__(
        self,
        run: Callable[..., int],
        ask: Callable[..., Sequence[int]],
        kinds: RowKinds,
        records: int,
        *,
        rejected: int = 0,
        has_weak_ids: bool = False,
    ) -> None:
        self._run = run
        self._ask = ask
        self._kinds = kinds
        self._records = records
        self._has_weak_ids = has_weak_ids
        self.people = 0  # in import_person: fetched or made
        self.taken = 0  # of them, by records: who is taken in two rounds counts twice
        self.created = 0
        self.changing = 0  # rounds that changed somebody
        self.rejected = rejected  # records

    def play(self) -> None:
        """All rounds that have records."""
        *by_identifier, weak_ids = self._kinds
        numbers = [number for number, rows in enumerate(by_identifier, 1) if rows]
        if numbers:
            self._play(*numbers)
        if self._has_weak_ids:
            self.people += self._run("fetch_by_weak_id")
            if weak_ids:
                self._play_weak_ids()
            (stored,) = self._ask("store_weak_ids")
            self.changing += stored > 0

    def _play(self, first: int, *later: int) -> None:
        changed = self._match_stored(first)
        if self.taken + self.rejected == self._records:
            self.changing = int(changed > 0)
            self._collect_weak_ids(first)
            return
        self._finish(first, self._fetch_and_match(first), changed)
        for number in later:
            self._finish(number, self._match(number))

    def _match_stored(self, number: int) -> int:
        """The first round meets the customers as they are stored; how many its strongest identifier changed."""
        key = IDENTIFIERS[number - 1]
        self.people, changed = self._ask(f"match_stored:{key}", round=number)
        if number > 1 and self.people:
            rejected, freed = self._ask(f"reject_stored:{key}")
            self.rejected += rejected
            self.people -= freed
        self.taken = self.people
        return changed

    def _fetch_and_match(self, first: int) -> int:
        """All other stored customers that any round may want, fetched now, for what this one changes the later
        ones must see; how many it takes by its weaker identifiers.
        """
        fetched = self._run("fetch_sharing", round=first) if first < len(IDENTIFIERS) else 0
        self.people += fetched
        return self._match_weaker(first) if fetched else 0

    def _match(self, number: int) -> int:
        """A later round; how many customers it takes."""
        if not self.people:
            return 0
        key = IDENTIFIERS[number - 1]
        taken = self._run(f"match_strongest:{key}", round=number)
        self.rejected += self._run(f"reject_strongest:{key}", round=number)
        return taken + self._match_weaker(number)

    def _match_weaker(self, number: int) -> int:
        return sum(self._run(name) for name in WEAKER[number])

    def _finish(self, number: int, taken: int, changed: int = 0) -> None:
        """Who was taken receives the record's values; the records that took nobody become new customers."""
        if taken:
            changed += self._run("apply_round", round=number)
        self.changing += changed > 0
        made = self._run("make_people", round=number)
        self.created += made
        self.people += made
        self.taken += taken + made
        self._collect_weak_ids(number)

    def _collect_weak_ids(self, number: int) -> None:
        if self._has_weak_ids:
            self._run("collect_weak_ids", round=number)

    def _play_weak_ids(self) -> None:
        """The last round: records with nothing but a weak id."""
        rejected, matched = self._ask("match_weak_ids")
        self.rejected += rejected
        if matched:
            taken, changed = self._ask("apply_weak_ids")
            self.taken += taken
            self.changing += changed > 0
        (made,) = self._ask("make_from_weak_ids")
        self.created += made
        self.people += made
        self.taken += made
