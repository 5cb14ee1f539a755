"""The reference model against what docs/design.md#meaning says of applying, enrolling and opting out."""

import pytest

from tests.reference.model import (
    InputRow,
    Outcome,
    Values,
    World,
    import_rows,
)
from tests.reference.worlds import imported, people, person, world_of

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
