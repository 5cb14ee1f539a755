"""Accounts apart: the database refuses to leak even where a statement forgets to say whose rows it means."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.database import make_engine
from app.errors import ServiceError
from app.importer.statements import statement
from app.models import Base
from app.schemas import CampaignTargetsImportResult
from app.taught_columns import TaughtColumns
from tests.faults.crowds import crowd, person
from tests.faults.sql_tap import count_predicates, heard, replacing, rewritten, without_predicate
from tests.faults.stored import Stored, enrolled, stored
from tests.faults.torture import scaled
from tests.http.forms import table
from tests.support.tenants import Tenant, new_tenant

REQUESTS = scaled(100, 1_000)

# All rounds, merged rows, ambiguous ones, opt-outs, people who are known, new, changed and enrolled elsewhere.
KNOWN = table(
    "customer_id,name,email,phone,status",
    "1,Anna,a@example.com,+393470000001,",
    "2,Bea,shared@example.com,,",
    "3,Carla,shared@example.com,+393470000003,",
    ",Dora,d@example.com,,dnc",
    ",Elsa,,+393470000005,",
)
FILE = table(
    "customer_id,name,email,phone,status",
    "1,Anita,,,",
    "9,Nina,d@example.com,,",
    "8,Mina,,+393470000005,",
    ",Ambiguous,shared@example.com,,",
    ",Anna,a@example.com,,active",
    ",,n@example.com,+393470000007,",
    ",,n@example.com,,opted_out",
    ",,,+393470000003,",
    ",,,+393470000009,",
)
# Rows of two weak ids, one of a customer who is known, and one whose name is another.
WEAK_FILE = table(
    "code,name,email,phone,status",
    "1,Anita,,,",
    "2,Other,,,",
    "7,Gina,g@example.com,,",
    "7,,h@example.com,,",
    "6,Ida,,,active",
    "6,Ida,,,",
)


@pytest.fixture
def one(database_url: str) -> Iterator[Engine]:
    """A pool of a single connection: whatever a request leaves on it, the next one finds."""
    engine = make_engine(database_url, pool_size=1)
    yield engine
    engine.dispose()


def everything(tenant: Tenant) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, with its physical address and last writer."""
    return {name: tenant.rows(name) for name in tables_of_accounts()}


def prepared(engine: Engine, settings: Settings) -> Tenant:
    """A tenant with a past."""
    tenant = new_tenant(engine)
    tenant.campaign("A")
    tenant.import_bytes(settings, KNOWN, "B")
    tenant.admin.create_key(tenant.account_id)
    return tenant


def story(tenant: Tenant, settings: Settings) -> tuple[list[CampaignTargetsImportResult], Stored]:
    """The imports that a forgotten predicate is tried on, and what is stored after them."""
    results = [
        tenant.import_bytes(settings, FILE),
        tenant.import_bytes(settings, FILE, "B", skip=True),
        tenant.import_bytes(settings, table("phone", "+393470000011")),
        tenant.import_bytes(settings, WEAK_FILE),
    ]
    results[2].target = None  # it has ids and times of its own
    return results, stored(tenant)


def test_with_any_account_predicate_forgotten_no_foreign_row_is_touched_or_seen(
    one: Engine, settings: Settings
) -> None:
    neighbour = prepared(one, settings)
    story(neighbour, settings)
    TaughtColumns(one, neighbour.account_id).set("phone", None)
    theirs = everything(neighbour)
    expected: list[Any] = []
    statements = heard(one, lambda: expected.append(story(prepared(one, settings), settings)))
    forgotten = [(sent, number) for sent in statements for number in range(count_predicates(sent))]
    assert len(forgotten) >= 12
    for sent, number in forgotten:
        changed = without_predicate(sent, number)
        with rewritten(one, replacing(sent, changed)):
            assert story(prepared(one, settings), settings) == expected[0], changed
        assert everything(neighbour) == theirs, changed


def test_with_all_account_predicates_forgotten_no_foreign_row_is_touched_or_seen(
    one: Engine, settings: Settings
) -> None:
    neighbour = prepared(one, settings)
    story(neighbour, settings)
    TaughtColumns(one, neighbour.account_id).set("phone", None)
    theirs, expected = everything(neighbour), story(prepared(one, settings), settings)
    with rewritten(one, without_predicate):
        assert story(prepared(one, settings), settings) == expected
    assert everything(neighbour) == theirs


Request = Callable[[Engine, Settings, Tenant, list[int]], object]


def succeed(_engine: Engine, settings: Settings, tenant: Tenant, numbers: list[int]) -> None:
    tenant.import_bytes(settings, crowd(numbers))


def send_nonsense(_engine: Engine, settings: Settings, tenant: Tenant, _numbers: list[int]) -> None:
    tenant.import_bytes(settings, b"%PDF-1.7")


def miss_the_campaign(
    _engine: Engine, settings: Settings, tenant: Tenant, numbers: list[int]
) -> None:
    stranger = Tenant(tenant.engine, tenant.account_id, {"A": uuid4()})
    stranger.import_bytes(settings, crowd(numbers))


def fail_at_a_statement(
    engine: Engine, settings: Settings, tenant: Tenant, numbers: list[int]
) -> None:
    with rewritten(engine, nth(numbers[0] % 16, "SELECT 1 / 0")):
        tenant.import_bytes(settings, crowd(numbers))


def lose_the_session(
    engine: Engine, settings: Settings, tenant: Tenant, numbers: list[int]
) -> None:
    with rewritten(engine, nth(numbers[0] % 16, "SELECT pg_terminate_backend(pg_backend_pid())")):
        tenant.import_bytes(settings, crowd(numbers))


REQUEST_KINDS: list[Request] = [
    *[succeed] * 6,
    *[send_nonsense, miss_the_campaign, fail_at_a_statement] * 2,
    lose_the_session,
]


def nth(number: int, other: str) -> Callable[[str], str]:
    """Says something else in the place of the n-th statement (from 0)."""
    counter = count()
    return lambda statement: other if next(counter) == number else statement


def left_behind(engine: Engine) -> tuple[str, int]:
    """What the next one finds on the connection: whose it is, and how many rows in the staging tables."""
    names = re.findall(r"TABLE IF NOT EXISTS (\w+)", statement("create_staging"))
    rows = " + ".join(f"(SELECT count(*) FROM {name})" for name in names)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement("create_staging"))
        account, found = connection.exec_driver_sql(
            f"SELECT coalesce(current_setting('app.account_id', true), ''), {rows}"
        ).one()
    return account, found


def test_interleaved_requests_that_often_fail_mix_nothing_up_on_one_connection(
    one: Engine, settings: Settings
) -> None:
    tenants, known, random = [new_tenant(one), new_tenant(one)], [set[int](), set[int]()], Random(1)
    failures = 0
    for _ in range(REQUESTS):
        who, numbers = random.randrange(2), random.sample(range(60), 5)
        try:
            random.choice(REQUEST_KINDS)(one, settings, tenants[who], numbers)
            known[who].update(numbers)
        except (ServiceError, DBAPIError, psycopg.Error):
            failures += 1
        assert left_behind(one) == ("", 0)
    assert REQUESTS / 10 < failures < REQUESTS * 9 / 10
    for tenant, numbers_known in zip(tenants, known, strict=True):
        expected = sorted((person(number) for number in numbers_known), key=repr)
        assert stored(tenant).customers == expected


def test_rows_that_a_failed_import_copied_are_nobodys(one: Engine, settings: Settings) -> None:
    tenant, other = new_tenant(one), new_tenant(one)
    with (
        rewritten(one, replacing(statement("insert_customers"), "SELECT 1 / 0")),
        pytest.raises(psycopg.errors.DivisionByZero),
    ):
        tenant.import_bytes(settings, crowd(range(10)))
    assert other.import_bytes(settings, crowd([11])).total == 1
    assert stored(other) == enrolled([person(11)])
    assert everything(tenant)["customers"] == []


def test_the_services_role_has_no_way_around_row_level_security(engine: Engine) -> None:
    query = text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    with engine.connect() as connection:
        assert connection.execute(query).one() == (False, False)


def test_every_table_with_an_account_is_under_forced_security_for_reading_and_writing(
    engine: Engine,
) -> None:
    query = text("""
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, p.polcmd, p.polpermissive,
            p.polroles, pg_get_expr(p.polqual, c.oid) = pg_get_expr(p.polwithcheck, c.oid)
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'account_id'
        LEFT JOIN pg_policy AS p ON p.polrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
            AND c.relnamespace = current_schema()::regnamespace
    """)
    with engine.connect() as connection:
        found = {name: tuple(rest) for name, *rest in connection.execute(query)}
    everybody = [0]
    protected = (True, True, "*", True, everybody, True)
    assert found == dict.fromkeys(tables_of_accounts(), protected)


def tables_of_accounts() -> list[str]:
    return [name for name, table in Base.metadata.tables.items() if "account_id" in table.columns]


def test_without_an_account_nobody_sees_anything(engine: Engine, tenant: Tenant) -> None:
    tenant.campaign()
    with engine.connect() as connection:
        rows = {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in tables_of_accounts()
        }
    assert rows == dict.fromkeys(tables_of_accounts(), 0)
