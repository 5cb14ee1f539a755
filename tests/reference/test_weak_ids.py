"""The reference model against the rules for weak ids, those of a column such as `code`; the service is not here."""

from functools import partial

import pytest

from tests.reference import worlds
from tests.reference.model import Outcome, Values, World
from tests.reference.worlds import people, person, world_of

imported = partial(worlds.imported, is_weak=True)

ANNA, BRUNO = person("w", name="Anna"), person("w", name="Bruno")


def rejected(*rows: int) -> dict[int, tuple[str | None, ...]]:
    return dict.fromkeys(rows, ("customer_id",))


# Who is who


def test_a_weak_id_makes_no_one_person_of_two_who_differ_in_email_or_phone() -> None:
    world = World()
    outcome = imported(world, person("w", "e"), person("w", "f"), person("w", None, "p"))
    assert outcome == Outcome(3, 0, 3, 0, {}, unused=3)
    assert people(world) == [person(None, "e"), person(None, "f"), person(None, None, "p")]


def test_a_weak_id_makes_no_two_people_of_one() -> None:
    world = world_of(person("1", "e"))
    assert imported(world, person("w", "e"), person("v", "e")) == Outcome(0, 2, 1, 1, {}, unused=2)
    assert people(world) == [person("1", "e")]


def test_a_row_with_an_email_is_no_customer_who_has_its_weak_id_as_customer_id() -> None:
    world = world_of(person("w", name="Anna"))
    assert imported(world, person("w", "e", name="Anna")) == Outcome(1, 0, 1, 0, {}, unused=1)


def test_rows_with_nothing_but_a_weak_id_and_a_name_are_one_customer() -> None:
    world = World()
    outcome = imported(world, ANNA, person("w", surname="Rossi"), person("w", name="ÀNNA"))
    assert outcome == Outcome(1, 2, 1, 2, {})
    assert people(world) == [person("w", name="ÀNNA", surname="Rossi")]


@pytest.mark.parametrize("kind", ["name", "surname"])
def test_rows_with_one_weak_id_and_different_names_are_all_rejected(kind: str) -> None:
    rows = [person("w", **{kind: name}) for name in ("Anna", "Bruno")]
    world = World()
    outcome = imported(world, *rows, person("w", status="active"))
    assert outcome == Outcome(0, 0, 0, 0, rejected(2, 3, 4), unused=3)
    assert people(world) == []


@pytest.mark.parametrize("stored", [person("w", name="anna!"), person("w", "e")])
def test_a_name_matches_the_customer_who_has_the_weak_id_and_no_other_name(stored: Values) -> None:
    world = world_of(stored)
    assert imported(world, ANNA) == Outcome(0, 1, 1, 0, {})
    assert people(world) == [stored | {"name": "Anna"}]


def test_a_name_is_rejected_where_the_customer_with_the_weak_id_has_another() -> None:
    world = world_of(BRUNO)
    assert imported(world, ANNA) == Outcome(0, 0, 0, 0, rejected(2), unused=1)
    assert people(world) == [BRUNO]


def test_a_name_matches_the_customer_of_another_row_with_its_weak_id() -> None:
    world = World()
    assert imported(world, ANNA, person("w", "e")) == Outcome(1, 1, 1, 1, {})
    assert people(world) == [person("w", "e", name="Anna")]


def test_a_name_is_rejected_where_rows_with_its_weak_id_are_several_customers() -> None:
    outcome = imported(World(), person("w", "e"), person("w", "f"), ANNA)
    assert outcome == Outcome(2, 0, 2, 0, rejected(4), unused=3)


def test_a_name_is_rejected_where_a_row_with_its_weak_id_is_not_the_customer_who_has_it() -> None:
    world = world_of(person("w", "e"))
    outcome = imported(world, person("w", "f"), ANNA)
    assert outcome == Outcome(1, 0, 1, 0, rejected(3), unused=2)


def test_different_names_under_two_weak_ids_of_one_customer_without_a_name_are_rejected() -> None:
    world = World()
    rows = [person("w", "e"), person("v", "e"), ANNA, person("v", name="Bruno")]
    outcome = imported(world, *rows)
    assert outcome == Outcome(1, 1, 1, 1, rejected(4, 5), unused=4)
    assert imported(world, *rows) == Outcome(0, 2, 0, 2, rejected(4, 5), unused=4)
    assert people(world) == [person(None, "e")]


# What is stored


def test_a_customer_takes_the_first_weak_id_that_is_theirs_alone() -> None:
    world = world_of(person(None, "e"))
    rows = [person("u", "e"), person("u", "f"), person("w", "e"), person("v", "e")]
    assert imported(world, *rows) == Outcome(1, 3, 2, 2, {}, unused=3)
    assert people(world) == [person("w", "e"), person(None, "f")]


@pytest.mark.parametrize(
    "world",
    [world_of(person("w")), world_of(person("1", "e"))],
    ids=["another customer has it", "the customer has one"],
)
def test_a_weak_id_is_not_stored_where(world: World) -> None:
    known = [values["customer_id"] for values in people(world)]
    assert imported(world, person("w", "e")).unused == 1
    assert [values["customer_id"] for values in people(world)][: len(known)] == known
    assert not any(values["email"] and values["customer_id"] == "w" for values in people(world))


def test_a_weak_id_whose_rows_with_a_name_are_rejected_is_not_stored() -> None:
    world = World()
    outcome = imported(world, person("w", "e", name="Anna"), BRUNO)
    assert outcome == Outcome(1, 0, 1, 0, rejected(3), unused=2)
    assert people(world) == [person(None, "e", name="Anna")]


# Who is enrolled


@pytest.mark.parametrize("row", [person("w", "e"), person("w", None, "p"), ANNA])
def test_who_brings_the_weak_id_of_a_suppressed_customer_is_not_enrolled(row: Values) -> None:
    world = world_of(person("w", status="dnc"))
    assert imported(world, row).targets_created == 0


def test_who_brings_a_weak_id_of_nobody_who_is_suppressed_is_enrolled() -> None:
    world = world_of(person("v", status="dnc"), person("w", "e"))
    assert imported(world, person("w", "f")).targets_created == 1
