"""What an import holds from its turn to its end, whom that makes wait, and whom it does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app.database import account_transaction
from app.errors import CampaignClosed, CampaignNotFound
from app.importer.locks import Turn, lock_account, lock_campaign
from tests.support.tenants import Tenant


@contextmanager
def impatient(tenant: Tenant) -> Iterator[Connection]:
    """A transaction that gives up where it would have to wait."""
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        yield connection


@contextmanager
def taken(tenant: Tenant) -> Iterator[Turn]:
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        yield lock_campaign(connection, tenant.account_id, tenant.campaign())


def test_a_turn_makes_the_accounts_next_import_wait(tenant: Tenant) -> None:
    tenant.campaign("B")
    with (
        taken(tenant),
        pytest.raises(LockNotAvailable, match="lock timeout"),
        impatient(tenant) as other,
    ):
        lock_campaign(other, tenant.account_id, tenant.campaign("B"))


def test_who_asks_for_a_lost_import_waits_for_the_turns_end(tenant: Tenant) -> None:
    with (
        taken(tenant),
        pytest.raises(OperationalError, match="lock timeout"),
        impatient(tenant) as other,
    ):
        lock_account(other, tenant.account_id)


def test_who_asks_for_a_lost_import_makes_the_next_import_wait(tenant: Tenant) -> None:
    tenant.campaign()
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        lock_account(connection, tenant.account_id)
        with (
            pytest.raises(LockNotAvailable, match="lock timeout"),
            impatient(tenant) as other,
        ):
            lock_campaign(other, tenant.account_id, tenant.campaign())


@pytest.mark.parametrize("change", ["SET status = 'archived'", "SET name = 'Z'"])
def test_nobody_changes_the_campaign_before_the_import_ends(tenant: Tenant, change: str) -> None:
    with (
        taken(tenant),
        pytest.raises(OperationalError, match="lock timeout"),
        impatient(tenant) as other,
    ):
        other.exec_driver_sql(
            f"UPDATE campaigns {change} WHERE id = %(id)s", {"id": tenant.campaign()}
        )


def test_a_turn_makes_no_foreign_key_check_wait(tenant: Tenant) -> None:
    with taken(tenant), impatient(tenant) as other:
        other.exec_driver_sql(
            "INSERT INTO campaigns (account_id, id, name, status) VALUES (%(account)s, %(id)s, 'C', 'active')",
            {"account": tenant.account_id, "id": uuid4()},
        )


def test_the_clock_is_read_when_the_turn_comes_and_not_when_the_transaction_began(
    tenant: Tenant,
) -> None:
    campaign = tenant.campaign()
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        before = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        turn = lock_campaign(connection, tenant.account_id, campaign)
    assert isinstance(before, datetime)
    assert turn.now > before


@pytest.mark.parametrize("agent", [None, UUID(int=7)])
def test_a_turn_knows_the_campaigns_agent(tenant: Tenant, agent: UUID | None) -> None:
    tenant.campaigns["A"] = tenant.admin.create_campaign(tenant.account_id, "A", agent)
    with taken(tenant) as turn:
        assert turn.agent_id == agent


def test_a_campaign_that_is_nobodys_or_somebody_elses_gets_no_turn(
    tenant: Tenant, engine: Engine
) -> None:
    for campaign in (uuid4(), Tenant(engine, tenant.admin.create_account("X", "IT")).campaign()):
        with (
            account_transaction(engine, tenant.account_id) as connection,
            pytest.raises(CampaignNotFound),
        ):
            lock_campaign(connection, tenant.account_id, campaign)


def test_a_campaign_closed_since_the_headers_were_read_gets_no_turn(tenant: Tenant) -> None:
    campaign = tenant.campaign()
    tenant.admin.set_campaign_status(tenant.account_id, campaign, "completed")
    with pytest.raises(CampaignClosed), taken(tenant):
        pass
