"""The reference model against what docs/design.md#meaning says of merging and matching; the service is not here.

A failure is mended from the design's words, never from what the service answers.
"""

import pytest

from tests.reference.model import (
    Outcome,
    Values,
    World,
)
from tests.reference.worlds import imported, people, person, world_of

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
