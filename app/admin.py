"""What an operator does around imports: accounts, campaigns, keys, and a look at what is stored."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from app.auth import mint
from app.config import parse_region
from app.database import account_session
from app.errors import UsageError
from app.ids import uuid7
from app.importer.locks import lock_account
from app.importer.rows import MAX_LENGTHS
from app.models import (
    CAMPAIGN_STATUSES,
    Account,
    ApiKey,
    Campaign,
    CampaignTarget,
    Customer,
    Import,
)

# Not the kept answer and rejections: they are megabytes, and an idempotency key is its caller's.
IMPORT_COLUMNS = (
    Import.id,
    Import.campaign_id,
    Import.imported_by,
    Import.file_name,
    Import.file_size,
    Import.file_sha256,
    Import.skip_if_in_other_campaigns,
    Import.columns,
    Import.total,
    Import.created,
    Import.updated,
    Import.skipped,
    Import.targets_created,
    Import.targets_skipped,
    Import.started_at,
    Import.finished_at,
)


class CreatedKey(NamedTuple):
    """A new API key's row id and the key itself, which nobody can ask for again."""

    id: UUID
    key: str
    expires_at: datetime | None


@dataclass(frozen=True)
class Administration:
    """The operator's verbs on one database; each raises UsageError with a sentence when it cannot."""

    engine: Engine

    def create_account(self, name: str, region: str | None = None) -> UUID:
        account_id, name = uuid7(), checked_name(name)
        account = Account(id=account_id, name=name, region=region and checked_region(region))
        with account_session(self.engine, account_id) as session:
            session.add(account)
        return account_id

    def list_accounts(self) -> list[dict[str, Any]]:
        with Session(self.engine) as session:
            accounts = session.scalars(select(Account).order_by(Account.created_at, Account.id))
            return [
                columns_of(account, "id", "name", "region", "created_at") for account in accounts
            ]

    def set_region(self, account_id: UUID, region: str) -> None:
        with account_session(self.engine, account_id) as session:
            found = existing_account(session, account_id)
            found.region = checked_region(region)
            found.updated_at = datetime.now(UTC)

    def create_campaign(self, account_id: UUID, name: str, agent_id: UUID | None = None) -> UUID:
        campaign_id, name = uuid7(), checked_name(name)
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            session.add(
                Campaign(account_id=account_id, id=campaign_id, name=name, agent_id=agent_id)
            )
        return campaign_id

    def list_campaigns(self, account_id: UUID) -> list[dict[str, Any]]:
        """The account's campaigns, oldest first, each with its number of `targets`."""
        counts = (
            select(CampaignTarget.campaign_id, func.count().label("targets"))
            .where(CampaignTarget.account_id == account_id)
            .group_by(CampaignTarget.campaign_id)
            .subquery()
        )
        query = (
            select(Campaign, func.coalesce(counts.c.targets, 0))
            .outerjoin(counts, counts.c.campaign_id == Campaign.id)
            .where(Campaign.account_id == account_id)
            .order_by(Campaign.created_at, Campaign.id)
        )
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            return [
                columns_of(campaign, "id", "name", "status", "agent_id", "created_at")
                | {"targets": targets}
                for campaign, targets in session.execute(query)
            ]

    def set_campaign_status(self, account_id: UUID, campaign_id: UUID, status: str) -> None:
        if status not in CAMPAIGN_STATUSES:
            raise UsageError(f"{status!r} is no status: use one of {', '.join(CAMPAIGN_STATUSES)}.")
        with account_session(self.engine, account_id) as session:
            campaign = existing_campaign(session, account_id, campaign_id)
            campaign.status = status
            campaign.updated_at = datetime.now(UTC)

    def list_customers(
        self, account_id: UUID, campaign_id: UUID | None = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The account's customers, or one campaign's in the order they were enrolled."""
        query = select(Customer).where(Customer.account_id == account_id)
        if campaign_id is None:
            query = query.order_by(Customer.id)
        else:
            query = (
                query.join(
                    CampaignTarget,
                    (CampaignTarget.account_id == Customer.account_id)
                    & (CampaignTarget.customer_id == Customer.id),
                )
                .where(CampaignTarget.account_id == account_id)
                .where(CampaignTarget.campaign_id == campaign_id)
                .order_by(CampaignTarget.id)
            )
        names = ("id", "customer_id", "name", "surname", "email", "phone", "status")
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            if campaign_id is not None:
                existing_campaign(session, account_id, campaign_id)
            found = session.scalars(query.limit(limit))
            return [columns_of(customer, *names) for customer in found]

    def set_customer_status(self, account_id: UUID, customer: UUID, status: str | None) -> None:
        """Give a stored customer a status, None for none: the only way to lift an opt-out.

        Waits for a running import of the account, which would write what it has read before.
        """
        if status is not None and len(checked_name(status)) > MAX_LENGTHS["status"]:
            raise UsageError(
                f"A status must not be longer than {MAX_LENGTHS['status']} characters."
            )
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            lock_account(session.connection(), account_id)
            found = session.get(Customer, (account_id, customer))
            if found is None:
                raise UsageError(f"Account {account_id} has no customer {customer}.")
            found.status = status
            found.updated_at = datetime.now(UTC)

    def list_imports(self, account_id: UUID, limit: int | None = None) -> list[dict[str, Any]]:
        """What was imported, newest first; `file_sha256` in hexadecimal."""
        # The id is a UUIDv7, minted when the import began: its order is the order of time.
        query = (
            select(*IMPORT_COLUMNS)
            .where(Import.account_id == account_id)
            .order_by(Import.id.desc())
        )
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            found = session.execute(query.limit(limit)).mappings()
            return [{**row, "file_sha256": row["file_sha256"].hex()} for row in found]

    def create_key(
        self, account_id: UUID, name: str | None = None, lifetime: timedelta | None = None
    ) -> CreatedKey:
        minted, key_id = mint(account_id), uuid7()
        name = name and checked_name(name)
        expires_at = None if lifetime is None else datetime.now(UTC) + lifetime
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            session.add(
                ApiKey(
                    account_id=account_id,
                    id=key_id,
                    name=name,
                    hash=minted.hash,
                    hint=minted.hint,
                    expires_at=expires_at,
                )
            )
        return CreatedKey(key_id, minted.key, expires_at)

    def list_keys(self, account_id: UUID) -> list[dict[str, Any]]:
        """The account's keys, oldest first: never the key, only its `hint`, the last characters."""
        query = select(ApiKey).where(ApiKey.account_id == account_id)
        names = ("id", "name", "hint", "created_at", "expires_at", "revoked_at", "last_used_at")
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)
            found = session.scalars(query.order_by(ApiKey.created_at, ApiKey.id))
            return [columns_of(key, *names) for key in found]

    def revoke_key(self, account_id: UUID, key_id: UUID) -> None:
        """From now on the key opens nothing; revoking it again changes nothing."""
        with account_session(self.engine, account_id) as session:
            if session.get(ApiKey, (account_id, key_id)) is None:
                raise UsageError(f"Account {account_id} has no key {key_id}.")
            session.execute(
                update(ApiKey)
                .where(ApiKey.account_id == account_id, ApiKey.id == key_id)
                .where(ApiKey.revoked_at.is_(None))
                .values(revoked_at=func.now())
                .execution_options(synchronize_session=False)
            )

    def check_account(self, account_id: UUID) -> None:
        """UsageError when there is no such account."""
        with account_session(self.engine, account_id) as session:
            existing_account(session, account_id)


def existing_account(session: Session, account_id: UUID) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise UsageError(f"There is no account {account_id}.")
    return account


def existing_campaign(session: Session, account_id: UUID, campaign_id: UUID) -> Campaign:
    campaign = session.get(Campaign, (account_id, campaign_id))
    if campaign is None:
        raise UsageError(f"Account {account_id} has no campaign {campaign_id}.")
    return campaign


def checked_name(text: str) -> str:
    """A name that people can see and the database can hold: a shell hands on any bytes at all."""
    if not text.strip():
        raise UsageError("A name must not be blank.")
    # Control characters, and the lone surrogates that Python makes of bytes that are not UTF-8.
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise UsageError("A name must be text in UTF-8, on one line.")
    return text


def checked_region(text: str) -> str:
    try:
        return parse_region(text)
    except ValueError as error:
        raise UsageError(f"{error}.") from error


def columns_of(model: object, *names: str) -> dict[str, Any]:
    return {name: getattr(model, name) for name in names}
