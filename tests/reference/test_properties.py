"""What holds of every history the reference model plays, whatever is in its files."""

from copy import deepcopy
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.reference.model import (
    SUPPRESSED,
    Outcome,
    is_suppressed,
    strongest,
)
from tests.reference.strategies import (
    History,
    histories,
    reordered,
)
from tests.reference.worlds import by_content, on_many_histories, people


@given(histories(unidentified=True))
@on_many_histories
def test_the_counts_add_up(history: History) -> None:
    world = history.world()
    for step in history.imports:
        customers, targets = len(world.customers), len(world.targets.get(step.campaign, []))
        outcome = step.run(world)
        accepted = outcome.created + outcome.updated
        assert len(step.rows) == accepted + len(outcome.rejected)
        assert outcome.targets_created + outcome.targets_skipped == accepted
        assert outcome.created == len(world.customers) - customers
        assert outcome.targets_created == len(world.targets[step.campaign]) - targets


@given(histories(unidentified=True))
@on_many_histories
def test_the_same_file_again_rejects_the_same_rows_and_changes_nothing(history: History) -> None:
    world = history.world()
    for step in history.imports:
        first = step.run(world)
        stored = deepcopy(world)
        accepted = first.created + first.updated
        again = Outcome(0, accepted, 0, accepted, first.rejected, first.unused)
        assert step.run(world) == again
        assert world == stored


@given(histories())
@on_many_histories
def test_the_strongest_identifier_stays_unique_among_customers(history: History) -> None:
    world = history.world()
    for step in history.imports:
        step.run(world)
        identifiers = [strongest(values) for values in people(world)]
        assert len(set(identifiers)) == len(identifiers)


@given(histories())
@on_many_histories
def test_an_import_never_erases_nor_lifts_an_opt_out_nor_rewrites_the_unchanged(
    history: History,
) -> None:
    world = history.world()
    for step in history.imports:
        before = deepcopy(world.customers)
        step.run(world)
        for old, new in zip(before, world.customers, strict=False):
            assert not [
                field for field in old.values if old.values[field] and not new.values[field]
            ]
            if is_suppressed(old.values, SUPPRESSED):
                assert new.values["status"] == old.values["status"]
            assert new.version == old.version + (new.values != old.values)


@given(histories())
@on_many_histories
def test_targets_only_grow_and_never_by_someone_who_must_not_be_called(history: History) -> None:
    world = history.world()
    for step in history.imports:
        before = deepcopy(world.targets)
        step.run(world)
        opted_out = [values for values in people(world) if is_suppressed(values, SUPPRESSED)]
        addresses = {values[kind] for values in opted_out for kind in ("email", "phone")} - {None}
        old = before.pop(step.campaign, [])
        now = world.targets[step.campaign]
        assert now[: len(old)] == old
        assert len(set(now)) == len(now)
        for key in now[len(old) :]:
            values = world.customers[key].values
            assert values not in opted_out
            assert addresses.isdisjoint(values.values())
            if step.skip_if_in_other_campaigns:
                assert not [campaign for campaign, keys in before.items() if key in keys]


@given(histories(), st.randoms(use_true_random=False))
@on_many_histories
def test_order_matters_only_inside_a_record_and_for_contested_customers(
    history: History, random: Random
) -> None:
    world = history.world()
    for step in history.imports:
        other = deepcopy(world)
        here = step.run(world)
        there = replace(step, rows=reordered(step.rows, random)).run(other)
        assert sorted(here.rejected.values()) == sorted(there.rejected.values())
        assert replace(here, rejected={}) == replace(there, rejected={})
        assert by_content(world) == by_content(other)
