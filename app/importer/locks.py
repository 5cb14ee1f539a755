"""The two rows an import holds until it ends: its account, so that imports of one account queue, and its campaign."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from app.errors import CampaignNotFound
from app.importer.campaigns import check_open
from app.importer.statements import statement


def lock_account(connection: Connection, account_id: UUID) -> datetime:
    """Wait for the account's turn; the time that this import's rows carry.

    The database gives up after LOCK_TIMEOUT with LockNotAvailable (55P03).
    """
    query = statement("lock_account")
    now: datetime | None = connection.exec_driver_sql(query, {"account_id": account_id}).scalar()
    if now is None:
        raise CampaignNotFound
    return now


def lock_campaign(connection: Connection, account_id: UUID, campaign_id: UUID) -> UUID | None:
    """The campaign's agent, once nobody can close the campaign any more before this import ends.

    CampaignNotFound, CampaignClosed.
    """
    row = connection.exec_driver_sql(
        statement("lock_campaign"), {"account_id": account_id, "campaign_id": campaign_id}
    ).one_or_none()
    status, agent_id = row or (None, None)
    check_open(status)
    return agent_id
