"""May this campaign be imported into? Asked from the headers, and again under a lock inside the import."""

from uuid import UUID

from sqlalchemy import Engine, select

from app.database import account_transaction
from app.errors import CampaignClosed, CampaignNotFound
from app.models import CLOSED_STATUSES, Campaign


def find_open_campaign(engine: Engine, account_id: UUID, campaign_id: UUID) -> None:
    """CampaignNotFound when the account has no such campaign, CampaignClosed when it takes no more targets."""
    with account_transaction(engine, account_id) as connection:
        status = connection.scalar(
            select(Campaign.status).where(
                Campaign.account_id == account_id, Campaign.id == campaign_id
            )
        )
    check_open(status)


def check_open(status: str | None) -> None:
    """The same two errors, for a status that was just read; None is no campaign."""
    if status is None:
        raise CampaignNotFound
    if status in CLOSED_STATUSES:
        raise CampaignClosed
