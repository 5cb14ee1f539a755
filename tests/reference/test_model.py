"""The reference model against every consequence that design 2 names; the service is not here.

A failure is mended from the design's words, never from what the service answers.
"""

import csv
from copy import deepcopy
from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from tests.reference.model import (
    SUPPRESSED,
    InputRow,
    Outcome,
    Record,
    Values,
    World,
    import_rows,
    is_suppressed,
    match,
    merge,
    strongest,
)
from tests.reference.strategies import (
    CAMPAIGNS,
    History,
    ImportStep,
    histories,
    numbered,
    reordered,
    to_csv,
)

# No deadline: the machine is shared, and a slow example is not a wrong one.
on_many_histories = settings(deadline=None, max_examples=100)


def person(
    customer_id: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    *,
    name: str | None = None,
    surname: str | None = None,
    status: str | None = None,
) -> Values:
    """A customer's values or a row's cells; "e" is as good an e-mail as any, once normalised."""
    return {
        "customer_id": customer_id,
        "name": name,
        "surname": surname,
        "email": email,
        "phone": phone,
        "status": status,
    }


def world_of(*people: Values) -> World:
    return History(people, ()).world()


def imported(world: World, *cells: Values, campaign: str = "A", skip: bool = False) -> Outcome:
    """Import rows with these cells, numbered from 2."""
    rows = list(numbered(cells))
    return import_rows(world, campaign, rows, skip_if_in_other_campaigns=skip)


def people(world: World) -> list[Values]:
    return [customer.values for customer in world.customers]


# Merge


def test_rows_with_the_same_strongest_identifier_become_one_record_later_values_winning() -> None:
    world = World()
    outcome = imported(
        world,
        person("1", "e", name="Ann", surname="Rossi"),
        person("1", None, "p", name="Anna"),
    )
    assert outcome == Outcome(1, 1, 1, 1, {})
    assert people(world) == [person("1", "e", "p", name="Anna", surname="Rossi")]


def test_a_customer_id_is_compared_as_text() -> None:
    world = World()
    assert imported(world, person("7"), person("007"), person("a"), person("A")).created == 4


def test_a_later_row_never_replaces_a_suppressed_status_of_its_record() -> None:
    world = World()
    imported(
        world,
        person("1", status="active"),
        person("1", status="Do Not-Call"),
        person("1", status="active"),
    )
    assert people(world) == [person("1", status="Do Not-Call")]


def test_of_two_statuses_that_are_not_suppressed_the_later_wins() -> None:
    world = World()
    imported(world, person("1", status="new"), person("1", status="vip"))
    assert people(world) == [person("1", status="vip")]


def test_a_row_without_identifier_is_rejected_as_a_whole() -> None:
    world = World()
    assert imported(world, person(name="Ann"), person("1")) == Outcome(1, 0, 1, 0, {2: (None,)})


# Match


def test_a_customer_known_by_email_receives_its_customer_id() -> None:
    world = world_of(person(None, "e", name="Ann"))
    assert imported(world, person("1", "e")) == Outcome(0, 1, 1, 0, {})
    assert people(world) == [person("1", "e", name="Ann")]


def test_a_customer_known_by_phone_receives_customer_id_and_email() -> None:
    world = world_of(person(None, None, "p"))
    assert imported(world, person("1", "e", "p")) == Outcome(0, 1, 1, 0, {})
    assert people(world) == [person("1", "e", "p")]


def test_a_customer_known_by_phone_receives_its_email_without_a_customer_id() -> None:
    world = world_of(person(None, None, "p"))
    assert imported(world, person(None, "e", "p")) == Outcome(0, 1, 1, 0, {})
    assert people(world) == [person(None, "e", "p")]


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        pytest.param(person("1", None, "p"), person("2", None, "p"), id="phone, other customer_id"),
        pytest.param(person("1", "e"), person("2", "e"), id="e-mail, other customer_id"),
        pytest.param(person(None, "e", "p"), person(None, "f", "p"), id="phone, other e-mail"),
    ],
)
def test_people_who_share_an_identifier_but_differ_in_a_stronger_stay_two(
    stored: Values, cells: Values
) -> None:
    world = world_of(stored)
    assert imported(world, cells) == Outcome(1, 0, 1, 0, {})
    assert people(world) == [stored, cells]


def test_a_weaker_identifier_that_differs_contradicts_nothing_and_is_replaced() -> None:
    world = world_of(person("1", "e", "p"))
    assert imported(world, person("1", "f", "q")) == Outcome(0, 1, 1, 0, {})
    assert people(world) == [person("1", "f", "q")]


def test_the_row_that_comes_first_gets_a_contested_customer() -> None:
    world = world_of(person(None, "e", name="Ann"))
    assert imported(world, person("2", "e"), person("1", "e")) == Outcome(1, 1, 2, 0, {})
    assert people(world) == [person("2", "e", name="Ann"), person("1", "e")]


def test_a_contest_is_decided_by_the_first_row_of_the_record_not_by_the_row_that_wants() -> None:
    world = world_of(person(None, "e"))
    imported(world, person("1"), person("2", "e"), person("1", "e"))
    assert people(world) == [person("1", "e"), person("2", "e")]


def test_the_loser_of_a_contest_tries_its_next_identifier() -> None:
    world = world_of(person(None, "e"), person(None, None, "p"))
    assert imported(world, person("1", "e"), person("2", "e", "p")) == Outcome(0, 2, 2, 0, {})
    assert people(world) == [person("1", "e"), person("2", "e", "p")]


def test_a_stronger_identifier_wins_over_an_earlier_row() -> None:
    world = world_of(person(None, "e", "p", name="Ann"))
    assert imported(world, person("1", None, "p"), person("2", "e")) == Outcome(1, 1, 2, 0, {})
    assert people(world) == [person("2", "e", "p", name="Ann"), person("1", None, "p")]


def test_a_customer_taken_by_a_stronger_identifier_makes_no_weaker_one_ambiguous() -> None:
    world = world_of(person(None, "e", "p"), person(None, None, "p"))
    assert imported(world, person("1", "e"), person("2", None, "p")) == Outcome(0, 2, 2, 0, {})
    assert people(world) == [person("1", "e", "p"), person("2", None, "p")]


def test_a_customer_taken_in_one_round_is_matched_again_in_the_next() -> None:
    world = world_of(person("1", "e", "p"))
    outcome = imported(world, person("1"), person(None, "e"), person(None, None, "p"))
    assert outcome == Outcome(0, 3, 1, 2, {})


def test_an_email_that_several_customers_share_rejects_all_rows_of_its_record() -> None:
    world = world_of(person("1", "e"), person("2", "e"))
    outcome = imported(world, person(None, "e"), person("3"), person(None, "e", name="Ann"))
    assert outcome == Outcome(1, 0, 1, 0, {2: ("email",), 4: ("email",)})
    assert people(world) == [person("1", "e"), person("2", "e"), person("3")]


def test_an_email_that_rows_of_the_same_file_share_is_ambiguous_too() -> None:
    outcome = imported(World(), person(None, "e"), person("1", "e"), person("2", "e"))
    assert outcome == Outcome(2, 0, 2, 0, {2: ("email",)})


def test_a_phone_that_several_customers_share_rejects_a_row_that_has_nothing_else() -> None:
    world = world_of(person("1", None, "p"), person(None, "e", "p"))
    assert imported(world, person(None, None, "p")) == Outcome(0, 0, 0, 0, {2: ("phone",)})


def test_several_candidates_on_a_weaker_identifier_decide_nothing() -> None:
    world = world_of(person("1", None, "p"), person("2", None, "p"))
    assert imported(world, person(None, "e", "p")) == Outcome(1, 0, 1, 0, {})
    assert people(world)[2:] == [person(None, "e", "p")]


def test_a_row_with_an_email_finds_the_customer_that_a_row_below_it_makes() -> None:
    world = World()
    outcome = imported(world, person(None, None, "p"), person(None, "e"), person("1", "e", "p"))
    assert outcome == Outcome(1, 2, 1, 2, {})
    assert people(world) == [person("1", "e", "p")]


def test_one_email_is_one_person_in_either_order() -> None:
    world = World()
    imported(world, person("1", "e"))
    assert imported(world, person(None, "e", name="Ann")) == Outcome(0, 1, 0, 1, {})
    assert people(world) == [person("1", "e", name="Ann")]


# Apply


def test_a_blank_cell_keeps_what_is_stored() -> None:
    stored = person("1", "e", "p", name="Ann", surname="Rossi", status="vip")
    world = world_of(stored)
    imported(world, person("1"))
    assert people(world) == [stored]


@pytest.mark.parametrize("status", ["do_not_contact", "DNC", "Opted-Out", "un subscribed"])
def test_a_stored_suppressed_status_is_never_replaced(status: str) -> None:
    world = world_of(person("1", status=status))
    imported(world, person("1", status="active"), person("1", status="do_not_call"))
    assert people(world) == [person("1", status=status)]


def test_a_customer_whose_values_come_back_to_what_they_were_is_not_rewritten() -> None:
    world = world_of(person("1", "e", name="Ann"))
    imported(world, person("1", name="Bea"), person(None, "e", name="Ann"))
    assert [customer.version for customer in world.customers] == [1]


def test_a_customer_that_two_rounds_change_is_written_once() -> None:
    world = world_of(person("1", "e"))
    imported(world, person("1", name="Ann"), person(None, "e", surname="Rossi"))
    assert [customer.version for customer in world.customers] == [2]


# Enrol


def test_customers_are_enrolled_in_file_order() -> None:
    world = world_of(person("1"), person(None, "e"))
    imported(world, person(None, "e"), person(None, None, "p"), person("1"))
    assert world.targets == {"A": [1, 2, 0]}


def test_a_customer_already_enrolled_is_not_enrolled_again() -> None:
    world = World()
    imported(world, person("1"))
    assert imported(world, person("1"), person("2")) == Outcome(1, 1, 1, 1, {})
    assert world.targets == {"A": [0, 1]}


def test_a_customer_of_another_campaign_is_enrolled_here_too() -> None:
    world = World()
    imported(world, person("1"), campaign="B")
    assert imported(world, person("1")) == Outcome(0, 1, 1, 0, {})
    assert world.targets == {"B": [0], "A": [0]}


def test_skip_if_in_other_campaigns_updates_the_customer_and_skips_only_the_enrolment() -> None:
    world = World()
    imported(world, person("1"), campaign="B")
    outcome = imported(world, person("1", name="Ann"), person("2"), skip=True)
    assert outcome == Outcome(1, 1, 1, 1, {})
    assert people(world) == [person("1", name="Ann"), person("2")]
    assert world.targets == {"B": [0], "A": [1]}


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(person("1"), id="itself"),
        pytest.param(person("2", "e"), id="same e-mail, new customer_id"),
        pytest.param(person("2", None, "p"), id="same phone, new customer_id"),
    ],
)
def test_who_shares_email_or_phone_with_a_suppressed_customer_is_not_enrolled(
    cells: Values,
) -> None:
    world = world_of(person("1", "e", "p", status="DNC"))
    outcome = imported(world, cells)
    assert (outcome.targets_created, outcome.targets_skipped) == (0, 1)
    assert world.targets == {"A": []}


def test_an_opt_out_further_down_the_file_blocks_the_rows_above_it() -> None:
    outcome = imported(World(), person("1", "e"), person("2", "e", status="unsubscribed"))
    assert outcome == Outcome(2, 0, 0, 2, {})


def test_an_opt_out_blocks_the_address_it_has_when_all_rows_are_applied() -> None:
    world = world_of(person("1", "e", status="dnc"))
    assert imported(world, person("1", "f"), person("2", "e"), person("3", "f")) == Outcome(
        2, 1, 1, 2, {}
    )
    assert world.targets == {"A": [1]}


def test_a_customer_who_opts_out_later_stays_enrolled() -> None:
    world = World()
    imported(world, person("1"))
    assert imported(world, person("1", status="dnc")) == Outcome(0, 1, 0, 1, {})
    assert world.targets == {"A": [0]}


def test_the_suppressed_statuses_are_a_setting() -> None:
    world = world_of(person("1", status="dnc"), person("2", status="Lost Cause"))
    rows = [InputRow(2, "1"), InputRow(3, "2")]
    outcome = import_rows(world, "A", rows, suppressed=frozenset({"lost_cause"}))
    assert outcome == Outcome(0, 2, 1, 1, {})
    assert world.targets == {"A": [0]}


# Properties


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
        assert step.run(world) == Outcome(0, accepted, 0, accepted, first.rejected)
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


def by_content(world: World) -> list[str]:
    """Each customer's values, version and campaigns, whatever the keys."""
    return sorted(
        f"{customer.values} {customer.version} "
        f"{[campaign for campaign in CAMPAIGNS if customer.key in world.targets.get(campaign, [])]}"
        for customer in world.customers
    )


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


# The strategies


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


@pytest.mark.parametrize(
    "corner",
    [
        "rejected for None",
        "rejected for email",
        "rejected for phone",
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
        lines = csv.DictReader(to_csv(step.rows).decode().splitlines())
        read = [{field: cell or None for field, cell in line.items()} for line in lines]
        assert numbered(read) == step.rows
