"""May this campaign be imported into? Asked from the headers, and again under a lock inside the import."""

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from app.database import execute
from app.errors import CampaignClosed, CampaignNotFound
from app.models import CLOSED_STATUSES, Campaign

_FIND_STATUS: Final = select(Campaign.status).where(
    Campaign.account_id == bindparam("account_id"), Campaign.id == bindparam("campaign_id")
)


def find_open_campaign(connection: Connection, account_id: UUID, campaign_id: UUID) -> None:
    """CampaignNotFound when the account has no such campaign, CampaignClosed when it takes no more targets."""
    wanted = {"account_id": account_id, "campaign_id": campaign_id}
    row = execute(connection, _FIND_STATUS, wanted).fetchone()
    check_open(None if row is None else row.status)


def check_open(status: str | None) -> None:
    """The same two errors, for a status that was just read; None is no campaign."""
    if status is None:
        raise CampaignNotFound
    if status in CLOSED_STATUSES:
        raise CampaignClosed
