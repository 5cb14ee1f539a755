"""How much of what is stored an import reads: a small file into a large account, its own people and no more.

No time is measured: the database counts the rows that it fetched.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from app.config import Settings
from app.database import account_transaction, make_engine
from app.ids import uuid7_prefix
from tests.files.builders import lines
from tests.support.reads import rows_read
from tests.support.tenants import Tenant, new_tenant

STORED = 20_000
SMALL_ACCOUNTS = 300
FILE_ROWS = 20  # half of them known
# Each is looked for a few times; to see that an account is ten times as large as a file, that many are counted.
FEW = FILE_ROWS * 20
TABLES = ("customers", "campaign_targets")

CUSTOMERS = """
INSERT INTO customers (account_id, id, customer_id, email, phone)
SELECT :account_id, (:prefix || lpad(to_hex(i), 8, '0'))::uuid, i, i || '@x.com', '+39347' || lpad(i::text, 7, '0')
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS i
"""
TARGETS = """
INSERT INTO campaign_targets (account_id, campaign_id, id, customer_id)
SELECT account_id, :campaign_id, id, id FROM customers WHERE account_id = :account_id
"""


@pytest.fixture(scope="module")
def crowd(engine: Engine) -> Tenant:
    """An account of many, of which the statistics know nothing: those they have seen had one customer each."""
    for number in range(SMALL_ACCOUNTS):
        fill(new_tenant(engine), number, number)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE customers, campaign_targets"))
    tenant = new_tenant(engine)
    fill(tenant, 1, STORED)
    return tenant


def fill(tenant: Tenant, first: int, last: int) -> None:
    """Store the people of these numbers, all of them targets of campaign A."""
    values = {
        "account_id": tenant.account_id,
        "campaign_id": tenant.campaign("A"),
        "prefix": uuid7_prefix(),
        "first": first,
        "last": last,
    }
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        connection.execute(text(CUSTOMERS), values)
        connection.execute(text(TARGETS), values)


@pytest.fixture
def fresh(database_url: str, crowd: Tenant) -> Iterator[Tenant]:
    """The account on a connection of its own, whose counters begin at zero."""
    engine = make_engine(database_url, pool_size=1)
    yield Tenant(engine, crowd.account_id, crowd.campaigns)
    engine.dispose()


def file(kind: str, first: int) -> bytes:
    """People from number `first` on, with what a file of this kind says of them."""
    people = range(first, first + FILE_ROWS)
    rows = {
        "customer_id": ("customer_id,email,phone", "{0},{0}@x.com,+39347{0:07d}"),
        "email": ("email,phone", "{0}@x.com,+39347{0:07d}"),
        "phone": ("name,phone", "Anna,+39347{0:07d}"),
        "weak id": ("code,name", "{0},Anna"),
        "weak id, email": ("code,name,email", "{0},Anna,{0}@x.com"),
    }
    header, row = rows[kind]
    return lines(header, *(row.format(number) for number in people))


@pytest.mark.parametrize("kind", ["customer_id", "email", "phone", "weak id", "weak id, email"])
@pytest.mark.parametrize("is_bulk", [False, True], ids=["a few rows", "beyond the limit of bulk"])
def test_a_small_file_reads_little_of_a_large_account(
    fresh: Tenant, settings: Settings, monkeypatch: pytest.MonkeyPatch, kind: str, is_bulk: bool
) -> None:
    if is_bulk:
        monkeypatch.setattr("app.importer.merge.REUSED_PLAN_ROWS", 0)
        monkeypatch.setattr("app.importer.merge.BULK_ROWS", 0)
    first = STORED - FILE_ROWS // 2
    read = rows_read(fresh, settings, file(kind, first), f"{kind} {is_bulk}")
    assert read == {name: read[name] for name in TABLES}
    assert max(read.values()) < FEW
