"""May this campaign be imported into? Asked from the headers, and again under a lock inside the import."""

from uuid import UUID

from sqlalchemy import Connection, select

from app.errors import CampaignClosed, CampaignNotFound
from app.models import CLOSED_STATUSES, Campaign


def find_open_campaign(connection: Connection, account_id: UUID, campaign_id: UUID) -> None:
    """CampaignNotFound when the account has no such campaign, CampaignClosed when it takes no more targets."""
    query = select(Campaign.status).where(
        Campaign.account_id == account_id, Campaign.id == campaign_id
    )
    check_open(connection.scalar(query))


def check_open(status: str | None) -> None:
    """The same two errors, for a status that was just read; None is no campaign."""
    if status is None:
        raise CampaignNotFound
    if status in CLOSED_STATUSES:
        raise CampaignClosed
