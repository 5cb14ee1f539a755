"""The random histories reach every corner of docs/design.md#meaning, and write the files they say."""

import csv
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import Phase, find, given, settings

from tests.reference.model import (
    FIELDS,
    SUPPRESSED,
    Record,
    World,
    import_rows,
    match,
    merge,
    strongest,
)
from tests.reference.strategies import (
    History,
    ImportStep,
    histories,
    numbered,
)
from tests.reference.worlds import on_many_histories


def corners(step: ImportStep, world: World) -> set[str]:
    """What makes this import worth comparing; it is run on the world."""
    rows, strangers = list(step.rows), [c for c in world.customers if not c.values["customer_id"]]
    unskipped, unsuppressed = deepcopy(world), deepcopy(world)
    everyone = replace(step, skip_if_in_other_campaigns=False).run(unskipped)
    unblocked = import_rows(unsuppressed, step.campaign, rows, suppressed=frozenset())
    found = {"contest"} if contested(world, merge(rows, SUPPRESSED)) else set()
    outcome = step.run(world)
    found |= {f"rejected for {field}" for fields in outcome.rejected.values() for field in fields}
    if any(customer.values["customer_id"] for customer in strangers):
        found.add("customer_id adopted")
    if outcome.unused:
        found.add("weak id not used")
    if any(row.weak_id for row in rows) and found & {"customer_id adopted"}:
        found.add("weak id stored")
    if any(row.has_only_a_weak_id and row.row not in outcome.rejected for row in rows):
        found.add("weak id matched")
    if outcome.targets_created < everyone.targets_created:
        found.add("enrolled elsewhere")
    if everyone.targets_created < unblocked.targets_created:
        found.add("suppressed")
    return found


def contested(world: World, records: list[Record]) -> bool:
    """Whether a record of the first round loses a customer that it would match alone."""
    first_round = [record for record in records if record.identifier[0] == "customer_id"]
    together, _ = match(world.customers, first_round)
    return any(
        alone != together.get(record.identifier)
        for record in first_round
        for alone in match(world.customers, [record])[0].values()
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "corner",
    [
        "rejected for None",
        "rejected for email",
        "rejected for phone",
        "rejected for customer_id",
        "weak id not used",
        "weak id stored",
        "weak id matched",
        "customer_id adopted",
        "contest",
        "enrolled elsewhere",
        "suppressed",
    ],
)
def test_random_histories_reach_every_corner(corner: str) -> None:
    def reaches(history: History) -> bool:
        world = history.world()
        return any(corner in corners(step, world) for step in history.imports)

    # Found or not is the whole question, each time in the same way: no shrinking, no chance.
    search = settings(phases=[Phase.generate], derandomize=True, database=None, max_examples=1_000)
    assert reaches(find(histories(unidentified=True), reaches, settings=search))


@given(histories())
@on_many_histories
def test_a_history_is_what_it_says(history: History) -> None:
    identifiers = [strongest(values) for values in history.outside]
    assert None not in identifiers
    assert len(set(identifiers)) == len(identifiers)
    for step in history.imports:
        is_weak = any(row.weak_id for row in step.rows)
        header, *lines = csv.reader(step.to_csv().decode().splitlines())
        assert header[0] == ("code" if is_weak or step.is_taught else "customer_id")
        assert not (is_weak and step.is_taught)
        read = [dict(zip(FIELDS, [cell or None for cell in line], strict=True)) for line in lines]
        assert numbered(read, is_weak=is_weak) == step.rows
