"""Imports at the same moment end as if they had run one after the other, and nobody hears of a conflict."""

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from app.config import Settings
from app.database import account_transaction
from app.ids import uuid7
from tests.faults.background import in_background
from tests.faults.crowds import Contents, crowd, person
from tests.faults.stored import Stored, reference_stored, stored
from tests.faults.torture import scaled
from tests.faults.waiting import HeldLock, locked_account
from tests.http.caller import Caller, answer
from tests.reference.model import InputRow, World, import_rows
from tests.reference.strategies import CAMPAIGNS, History, histories, numbered, to_csv
from tests.support.tenants import FIELDS, Tenant, new_tenant

PEOPLE = scaled(2_000, 5_000)
IMPORTS = 8
HISTORIES = scaled(30, 500)
CLIENTS = scaled(200, 600)  # the reference model takes n*n steps

_INSERT = text(
    f"INSERT INTO customers (account_id, id, {', '.join(FIELDS)}) "
    f"VALUES (:account_id, :id, {', '.join(f':{field}' for field in FIELDS)})"
)


def put_in(connection: Connection, tenant: Tenant, contents: Contents) -> None:
    """A customer that some other program writes, without asking for the account's lock."""
    values = dict(zip(FIELDS, contents, strict=True))
    connection.execute(_INSERT, {"account_id": tenant.account_id, "id": uuid7(), **values})


def test_the_same_people_in_many_orders_at_once_are_imported_once(api: Caller) -> None:
    random = Random(8)
    files = [crowd(random.sample(range(PEOPLE), PEOPLE)) for _ in range(IMPORTS)]
    with in_background(api, IMPORTS) as start:
        requests = [start(file) for file in files]
    answers = [answer(response) for request in requests if (response := request.result())]
    nothing, everybody = [0] * (IMPORTS - 1), [PEOPLE]
    assert sorted(body["created"] for body in answers) == nothing + everybody
    assert sorted(body["targets_created"] for body in answers) == nothing + everybody
    everyone = sorted(map(person, range(PEOPLE)), key=repr)
    found = stored(api.tenant)
    assert found.customers == everyone
    assert sorted(found.targets["A"], key=repr) == everyone


def test_two_campaigns_that_skip_each_others_people_never_share_one(api: Caller) -> None:
    random, key = Random(2), api.key
    api.tenant.campaign("B")
    skip = {"skip_if_in_other_campaigns": "true"}

    def post(campaign: str) -> dict[str, Any]:
        file = crowd(random.sample(range(PEOPLE), PEOPLE - PEOPLE // 5))
        return answer(api.post(file, campaign, params=skip, headers=key))

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(post, ["A", "B"] * 3))
    found = stored(api.tenant)
    enrolments = Counter(contents for people in found.targets.values() for contents in people)
    assert set(enrolments) == set(found.customers)
    assert set(enrolments.values()) == {1}
    assert sum(body["targets_created"] for body in answers) == len(found.customers)


@hypothesis_settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories().map(lambda history: replace(history, imports=history.imports[:4])))
def test_imports_at_once_end_as_in_one_of_their_orders(
    engine: Engine, settings: Settings, history: History
) -> None:
    tenant = new_tenant(engine)
    for name in CAMPAIGNS:
        tenant.campaign(name)
    with account_transaction(engine, tenant.account_id) as connection:
        for values in history.outside:
            put_in(connection, tenant, tuple(values[field] for field in FIELDS))
    with ThreadPoolExecutor(len(history.imports)) as pool:
        with locked_account(tenant):  # so that all of them are at the start when it falls
            running = [
                pool.submit(
                    tenant.import_bytes,
                    settings,
                    to_csv(step.rows),
                    step.campaign,
                    skip=step.skip_if_in_other_campaigns,
                )
                for step in history.imports
            ]
        counts = [request.result() for request in running]
    ends = [end_of(history, order) for order in permutations(range(len(history.imports)))]
    assert ([(count.created, count.targets_created) for count in counts], stored(tenant)) in ends


def end_of(history: History, order: tuple[int, ...]) -> tuple[list[tuple[int, int]], Stored]:
    """How many each import creates and enrols, and what is stored, when they run in this order."""
    world, counts = history.world(), {}
    for index in order:
        outcome = history.imports[index].run(world)
        counts[index] = outcome.created, outcome.targets_created
    return [counts[index] for index in sorted(order)], reference_stored(world)


def clients(index: int, random: Random) -> tuple[InputRow, ...]:
    """One of several files of the same people: every second one knows their customer_ids, the others do not."""
    return numbered(
        {
            "customer_id": f"C-{number}" if index % 2 else None,
            "name": f"File {index}",
            "email": f"p{number}@example.com",
        }
        for number in random.sample(range(CLIENTS), CLIENTS * 3 // 4)
    )


def order_of(tenant: Tenant, files: list[bytes]) -> list[int]:
    """The order in which the files were imported: each import says when it ended while it holds the account."""
    index_of = {hashlib.sha256(file).digest(): index for index, file in enumerate(files)}
    imports = sorted(tenant.rows("imports"), key=lambda row: row["finished_at"])
    return [index_of[row["file_sha256"]] for row in imports]


@pytest.mark.parametrize("seed", range(scaled(2, 20)))
def test_people_known_by_customer_id_here_and_by_e_mail_there_are_imported_once(
    api: Caller, seed: int
) -> None:
    random, world = Random(seed), World()
    people = [clients(index, random) for index in range(IMPORTS)]
    files = [to_csv(rows) for rows in people]
    with in_background(api, IMPORTS) as start, locked_account(api.tenant) as lock:
        requests = [start(file) for file in files]
        lock.wait_for_queue()  # from here on they race; without it the first would have ended
    bodies = [answer(response) for request in requests if (response := request.result())]
    order = order_of(api.tenant, files)
    assert sorted(order) == list(range(len(bodies))) == list(range(IMPORTS))
    for index in order:
        outcome = import_rows(world, "A", list(people[index]))
        expected = vars(outcome) | {"rejected": {}, "unused": 0}
        counts = {name: bodies[index][name] for name in expected if name in bodies[index]}
        assert counts | {"rejected": {}, "unused": 0} == expected
    assert stored(api.tenant) == reference_stored(world)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["customer_id", "e-mail", "phone"])
def test_a_customer_somebody_else_is_just_writing_is_found_by_the_next_try(
    api: Caller, engine: Engine, number: int
) -> None:
    with in_background(api) as start:
        with account_transaction(engine, api.tenant.account_id) as connection:
            put_in(connection, api.tenant, person(number, "Outsider"))
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            request = start(crowd(range(3)))
            HeldLock(engine, pid).wait_for_queue()
        response = request.result()
    assert response is not None
    body = answer(response)
    assert (body["created"], body["updated"], body["targets_created"]) == (2, 1, 3)
    assert stored(api.tenant).customers == sorted(map(person, range(3)), key=repr)


def test_the_victim_of_a_deadlock_with_another_program_tries_again(
    api: Caller, engine: Engine
) -> None:
    with in_background(api) as start:
        with account_transaction(engine, api.tenant.account_id) as connection:
            put_in(connection, api.tenant, person(3, "Outsider"))
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            request = start(crowd([0, 3]))
            HeldLock(engine, pid).wait_for_queue()
            # The import holds C-0 and waits for C-3. Who waited first is the victim, a second later.
            put_in(connection, api.tenant, person(0, "Outsider"))
        response = request.result()
    assert response is not None
    body = answer(response)
    assert (body["created"], body["updated"]) == (0, 2)
    assert stored(api.tenant).customers == sorted(map(person, [0, 3]), key=repr)


def test_a_busy_writer_beside_imports_is_never_noticed(
    api: Caller, engine: Engine, settings: Settings
) -> None:
    people = 1_000
    outsiders = Random(1).sample(range(people), 40)
    with in_background(api, 2) as start:
        requests = [start(crowd(range(people))), start(crowd(reversed(range(people))))]
        for number in outsiders:
            with account_transaction(engine, api.tenant.account_id) as connection:
                insert_unless_known(connection, api.tenant, number)
    answers = [answer(response) for request in requests if (response := request.result())]
    assert len(answers) == 2
    found = stored(api.tenant)
    assert found.customers == sorted(map(person, range(people)), key=repr)
    assert sorted(found.targets["A"], key=repr) == found.customers


def insert_unless_known(connection: Connection, tenant: Tenant, number: int) -> None:
    """As careful programs do: a savepoint, and back to it when an import was first."""
    savepoint = connection.begin_nested()
    try:
        put_in(connection, tenant, person(number))
    except IntegrityError:
        savepoint.rollback()
    else:
        savepoint.commit()
