"""Accounts to import into: each contender, and each round, has one of its own."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import psycopg
from sqlalchemy import Engine

from app.admin import Administration
from app.database import make_engine


@dataclass(frozen=True)
class Tenant:
    """An account in Italy with two campaigns and an API key."""

    account_id: UUID
    first: UUID
    second: UUID
    key: str


def new_tenant(database_url: str) -> Tenant:
    """A new account with nothing stored."""
    engine = make_engine(database_url)
    try:
        return make_tenant(engine)
    finally:
        engine.dispose()


def make_tenant(engine: Engine) -> Tenant:
    admin = Administration(engine)
    account_id = admin.create_account("Benchmark", "IT")
    return Tenant(
        account_id,
        admin.create_campaign(account_id, "First"),
        admin.create_campaign(account_id, "Second"),
        admin.create_key(account_id, "benchmark", timedelta(days=7)).key,
    )


def stored(database_url: str, account_id: UUID) -> tuple[int, int]:
    """How many customers and targets the account has."""
    query = """
        SELECT (SELECT count(*) FROM customers WHERE account_id = %(id)s),
            (SELECT count(*) FROM campaign_targets WHERE account_id = %(id)s)
    """
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT set_config('app.account_id', %s, true)", [str(account_id)])
        customers, targets = connection.execute(query, {"id": account_id}).fetchone() or (0, 0)
    return customers, targets
