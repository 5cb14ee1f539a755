"""A large account made by SQL: the same customers as data.person() gives, without a file of a gigabyte."""

from typing import Final

import psycopg

from app.ids import uuid7_prefix
from benchmarks.data import NAMES, STATUSES, SURNAMES
from benchmarks.tenants import Tenant

CUSTOMERS: Final = """
INSERT INTO customers (account_id, id, customer_id, name, surname, email, phone, status)
SELECT %(account_id)s, (%(prefix)s || lpad(to_hex(i), 8, '0'))::uuid,
    'C' || lpad(i::text, 8, '0'), name, surname,
    lower(name || '.' || surname || '.' || i || '@example.com'),
    '+39347' || lpad(i::text, greatest(7, length(i::text)), '0'),
    (%(statuses)s::text[])[i %% cardinality(%(statuses)s) + 1]
FROM (
    SELECT i, (%(names)s::text[])[i %% cardinality(%(names)s) + 1] AS name,
        (%(surnames)s::text[])[i %% cardinality(%(surnames)s) + 1] AS surname
    FROM generate_series(0, %(customers)s - 1) AS i
) AS person
"""
TARGETS: Final = """
INSERT INTO campaign_targets (account_id, campaign_id, id, customer_id)
SELECT account_id, %(campaign_id)s, id, id FROM customers WHERE account_id = %(account_id)s ORDER BY id
"""


def fill_account(database_url: str, tenant: Tenant, customers: int) -> None:
    """Store customers 0 to customers - 1, all of them targets of the first campaign."""
    values = {
        "account_id": tenant.account_id,
        "campaign_id": tenant.first,
        "prefix": uuid7_prefix(),
        "names": list(NAMES),
        "surnames": list(SURNAMES),
        "statuses": list(STATUSES),
        "customers": customers,
    }
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "SELECT set_config('app.account_id', %s, true)", [str(tenant.account_id)]
        )
        connection.execute(CUSTOMERS, values)
        connection.execute(TARGETS, values)
