"""What is stored of an account, in a form that two moments, or the reference model, can be compared in."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import text

from app.database import account_transaction
from tests.faults.crowds import Contents
from tests.reference.model import World
from tests.support.tenants import FIELDS, Tenant

_CUSTOMERS = text(f"SELECT {', '.join(FIELDS)} FROM customers WHERE account_id = :id")
_TARGETS = text(
    f"SELECT t.campaign_id, {', '.join(f'c.{field}' for field in FIELDS)} FROM campaign_targets AS t "
    "JOIN customers AS c ON c.account_id = t.account_id AND c.id = t.customer_id "
    "WHERE t.account_id = :id ORDER BY t.id"
)
_IMPORTS = text("SELECT count(*) FROM imports WHERE account_id = :id")


class Stored(NamedTuple):
    """Customers in some fixed order, and by campaign its targets' customers in the order they were enrolled."""

    customers: list[Contents]
    targets: dict[str, list[Contents]]


def stored(tenant: Tenant) -> Stored:
    """One account's customers and targets, seen at one moment."""
    return stored_and_imports(tenant)[0]


def stored_and_imports(tenant: Tenant) -> tuple[Stored, int]:
    """The same, and how many imports the account's history tells of."""
    names = {id_: name for name, id_ in tenant.campaigns.items()}
    targets: dict[str, list[Contents]] = defaultdict(list)
    # The three queries share one snapshot: an import may commit between any two of them.
    engine = tenant.engine.execution_options(isolation_level="REPEATABLE READ")
    with account_transaction(engine, tenant.account_id) as connection:
        # Nothing has analyzed this account: 50,000 targets were joined row by row, each with all its customers.
        connection.execute(text("SET LOCAL enable_nestloop = off"))
        values = {"id": tenant.account_id}
        customers = [tuple(row) for row in connection.execute(_CUSTOMERS, values)]
        for campaign_id, *contents in connection.execute(_TARGETS, values):
            targets[names[campaign_id]].append(tuple(contents))
        imports: int = connection.execute(_IMPORTS, values).scalar_one()
    return Stored(sorted(customers, key=repr), dict(targets)), imports


def enrolled(people: list[Contents], campaign: str = "A") -> Stored:
    """An account of these people, all of them targets of one campaign in this order."""
    return Stored(sorted(people, key=repr), {campaign: people} if people else {})


def reference_stored(world: World) -> Stored:
    """The reference model's world in the same form."""
    people = [tuple(customer.values[field] for field in FIELDS) for customer in world.customers]
    targets = {name: [people[key] for key in keys] for name, keys in world.targets.items() if keys}
    return Stored(sorted(people, key=repr), targets)
