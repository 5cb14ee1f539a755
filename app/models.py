"""The seven tables: accounts, column_names, campaigns, customers, campaign_targets, api_keys, imports.

The rule a newcomer would break: every primary, unique and foreign key begins with the account (docs/design.md#account-keys),
so the database itself refuses a target that points into another account. Column names are the contract's.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CAMPAIGN_STATUSES = ("draft", "active", "paused", "completed", "archived")
CLOSED_STATUSES = ("completed", "archived")


class Base(DeclarativeBase):
    """Naming rules and column types that every table shares."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declarative attribute
        str: Text(),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


class Timestamps:
    """When a row was written first and last."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


def identifier(length: int) -> Any:
    """A column people are matched by: compared byte by byte, whatever the database's language."""
    return mapped_column(String(length, collation="C"))


class Account(Timestamps, Base):
    """A tenant. `region` (ISO 3166, two letters) is how its national phone numbers are read."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    region: Mapped[str | None] = mapped_column(String(2))


class ColumnName(Timestamps, Base):
    """A header that an account's files are read by: `field`, NULL to ignore it. `header` as normalise_header() gives it."""

    __tablename__ = "column_names"
    __table_args__ = (PrimaryKeyConstraint("account_id", "header"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    header: Mapped[str]
    field: Mapped[str | None]


class Campaign(Timestamps, Base):
    """An outbound campaign; completed and archived ones take no more targets."""

    __tablename__ = "campaigns"
    __table_args__ = (
        PrimaryKeyConstraint("account_id", "id"),
        CheckConstraint(f"status IN {CAMPAIGN_STATUSES}", name="status"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    id: Mapped[UUID]
    name: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="active")
    agent_id: Mapped[UUID | None]


class Customer(Timestamps, Base):
    """A person an account knows, by customer_id, e-mail or phone, strongest first (docs/design.md#identity)."""

    __tablename__ = "customers"
    __table_args__ = (
        PrimaryKeyConstraint("account_id", "id"),
        Index(
            "uq_customers_customer_id",
            "account_id",
            "customer_id",
            unique=True,
            postgresql_where=text("customer_id IS NOT NULL"),
        ),
        Index(
            "uq_customers_email",
            "account_id",
            "email",
            unique=True,
            postgresql_where=text("customer_id IS NULL AND email IS NOT NULL"),
        ),
        Index(
            "uq_customers_phone",
            "account_id",
            "phone",
            unique=True,
            postgresql_where=text("customer_id IS NULL AND email IS NULL AND phone IS NOT NULL"),
        ),
        # The unique ones above hold only those whose strongest identifier it is; matching asks for all.
        Index(
            "ix_customers_email", "account_id", "email", postgresql_where=text("email IS NOT NULL")
        ),
        Index(
            "ix_customers_phone", "account_id", "phone", postgresql_where=text("phone IS NOT NULL")
        ),
    )

    # No foreign key to accounts: 3.9 us a row, the price of an index, to find the one account that the import
    # holds locked anyway; accounts are never deleted.
    account_id: Mapped[UUID]
    id: Mapped[UUID]
    customer_id: Mapped[str | None] = identifier(255)
    name: Mapped[str | None] = mapped_column(String(255))
    surname: Mapped[str | None] = mapped_column(String(255))
    email: Mapped[str | None] = identifier(320)
    phone: Mapped[str | None] = identifier(50)
    status: Mapped[str | None] = mapped_column(String(50))
    agent_id: Mapped[UUID | None]


class CampaignTarget(Timestamps, Base):
    """A customer enrolled in a campaign, and how far the agents got with them."""

    __tablename__ = "campaign_targets"
    __table_args__ = (
        PrimaryKeyConstraint("account_id", "campaign_id", "id"),
        ForeignKeyConstraint(
            ["account_id", "campaign_id"], ["campaigns.account_id", "campaigns.id"]
        ),
        ForeignKeyConstraint(
            ["account_id", "customer_id"], ["customers.account_id", "customers.id"]
        ),
        CheckConstraint(
            "ai_label IN ('positive', 'negative', 'neutral', 'unknown')", name="ai_label"
        ),
        # The customer before the campaign: "is this person a target anywhere?" reads the same index.
        Index(
            "uq_campaign_targets_customer",
            "account_id",
            "customer_id",
            "campaign_id",
            unique=True,
        ),
    )

    account_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    id: Mapped[UUID]
    customer_id: Mapped[UUID]
    assigned_agent_id: Mapped[UUID | None]
    stage: Mapped[str] = mapped_column(server_default="new")
    calls_made: Mapped[int] = mapped_column(server_default="0")
    whatsapp_sent: Mapped[int] = mapped_column(server_default="0")
    email_sent: Mapped[int] = mapped_column(server_default="0")
    ai_label: Mapped[str] = mapped_column(server_default="unknown")
    ai_score: Mapped[float | None]
    ai_reason: Mapped[str | None]
    goal_analysis: Mapped[dict[str, Any] | None]
    analysis_source: Mapped[str | None]
    call_successful: Mapped[str | None]
    call_summary_title: Mapped[str | None]
    transcript_summary: Mapped[str | None]
    agent_goal_result: Mapped[str | None]
    agent_goal_rationale: Mapped[str | None]
    customer_sentiment: Mapped[str | None]
    customer_sentiment_rationale: Mapped[str | None]
    follow_up_required: Mapped[bool | None]
    follow_up_required_rationale: Mapped[str | None]
    escalation_required: Mapped[bool | None]
    escalation_required_rationale: Mapped[str | None]
    campaign_goal_result: Mapped[str | None]
    campaign_goal_score: Mapped[float | None]
    campaign_goal_rationale: Mapped[str | None]
    campaign_sentiment: Mapped[str | None]
    campaign_sentiment_rationale: Mapped[str | None]
    callback_requested: Mapped[bool | None]
    callback_requested_rationale: Mapped[str | None]
    campaign_next_best_action: Mapped[str | None]
    campaign_analysis_updated_at: Mapped[str | None]
    analysis_updated_at: Mapped[str | None]
    last_contacted_at: Mapped[datetime | None]
    last_email_at: Mapped[datetime | None]
    last_conv_id: Mapped[str | None]


class ApiKey(Base):
    """A key a server calls with: only its hash is kept; `hint` tells one from another in a list."""

    __tablename__ = "api_keys"
    __table_args__ = (
        PrimaryKeyConstraint("account_id", "id"),
        Index("uq_api_keys_hash", "account_id", "hash", unique=True),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    id: Mapped[UUID]
    name: Mapped[str | None]
    hash: Mapped[bytes]
    hint: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Import(Base):
    """One import that happened, written in the import's own transaction."""

    __tablename__ = "imports"
    __table_args__ = (
        PrimaryKeyConstraint("account_id", "id"),
        ForeignKeyConstraint(
            ["account_id", "campaign_id"], ["campaigns.account_id", "campaigns.id"]
        ),
        Index(
            "uq_imports_idempotency_key",
            "account_id",
            "campaign_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
    )

    account_id: Mapped[UUID]
    id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    imported_by: Mapped[str]
    # What a repetition with the same Idempotency-Key is answered from, word for word (idempotency.py).
    idempotency_key: Mapped[str | None]
    answer: Mapped[str | None]
    rejections: Mapped[list[Any] | None]
    file_name: Mapped[str | None]
    file_size: Mapped[int] = mapped_column(BigInteger)
    file_sha256: Mapped[bytes]
    skip_if_in_other_campaigns: Mapped[bool]
    # The request's own names for headers, NULL without any.
    columns: Mapped[dict[str, Any] | None]
    total: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    skipped: Mapped[int]
    targets_created: Mapped[int]
    targets_skipped: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
