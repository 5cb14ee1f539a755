"""The two rows an import holds until it ends: its account, so that imports of one account queue, and its campaign."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from app.database import execute
from app.errors import CampaignNotFound
from app.importer.campaigns import check_open
from app.importer.statements import statement


class Turn(NamedTuple):
    """The time that this import's rows carry, and who is assigned to its targets."""

    now: datetime
    agent_id: UUID | None


def lock_account(connection: Connection, account_id: UUID) -> None:
    """Wait until no import of the account is running; none starts until this transaction ends.

    The database gives up after LOCK_TIMEOUT with LockNotAvailable (55P03).
    """
    connection.exec_driver_sql(statement("lock_account"), {"account_id": account_id})


def lock_campaign(connection: Connection, account_id: UUID, campaign_id: UUID) -> Turn:
    """The account's turn, and the campaign, which nobody can close any more before this import ends.

    CampaignNotFound, CampaignClosed; LockNotAvailable as above.
    """
    wanted = {"account_id": account_id, "campaign_id": campaign_id}
    row = execute(connection, statement("lock_campaign"), wanted).fetchone()
    if row is None:
        raise CampaignNotFound
    check_open(row.status)
    return Turn(row.now, row.agent_id)
