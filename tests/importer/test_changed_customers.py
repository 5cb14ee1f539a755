"""How much an import reads to change customers, when the statistics know a few other accounts and not this one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from app import migrator
from app.config import Settings
from app.database import make_engine
from tests.files.builders import lines
from tests.importer.test_large_accounts import fill
from tests.support.reads import rows_read
from tests.support.tenants import new_tenant

STORED = 20_000
KNOWN_ACCOUNTS = 3
TABLES = ("customers", "campaign_targets")


@pytest.fixture
def stale(empty_database: str) -> Iterator[Engine]:
    """A database whose statistics list all accounts there were, so that another one seems to have a single row."""
    engine = make_engine(empty_database, pool_size=1)
    migrator.upgrade(engine)
    for _ in range(KNOWN_ACCOUNTS):
        fill(new_tenant(engine), 1, 1_000)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE customers, campaign_targets"))
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = false)"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("changed", "read_while_matching"),
    [(100, 0), (2_000, 0), (6_000, STORED)],
    ids=["reused plans", "plans for this file", "the account read from end to end"],
)
def test_changed_customers_are_found_by_their_key_whatever_the_statistics_say(
    stale: Engine, settings: Settings, changed: int, read_while_matching: int
) -> None:
    tenant = new_tenant(stale)
    fill(tenant, 1, STORED)
    stale.dispose()  # a new connection's counters begin at zero
    file = lines("customer_id,name", *(f"{number},Anna" for number in range(1, changed + 1)))
    read = rows_read(tenant, settings, file)
    assert read["customers"] <= read_while_matching + 3 * changed
    assert sum(row["name"] == "Anna" for row in tenant.customers()) == changed
