"""openapi.json written as Pydantic models; a test holds the schema they generate to the contract.

The contract's optional fields are not nullable: one that has no value is absent (docs/design.md#schemas), so answers are
written with exclude_none, and None never shows in the schema.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

Absent = SkipJsonSchema[None]
# Stored e-mails were judged when they came in; judging them again could only turn an answer into a 500.
Email = Annotated[str, WithJsonSchema({"type": "string", "format": "email"})]


class CustomerOut(BaseModel):
    """A customer as stored; `customer_id` is the caller's own, `id` is ours."""

    customer_id: Annotated[str, Field(max_length=255)] | Absent = None
    name: Annotated[str, Field(max_length=255)] | Absent = None
    surname: Annotated[str, Field(max_length=255)] | Absent = None
    email: Email | Absent = None
    phone: Annotated[str, Field(max_length=50)] | Absent = None
    status: Annotated[str, Field(max_length=50)] | Absent = None
    id: UUID
    agent_id: UUID | Absent = None
    created_at: datetime
    updated_at: datetime


class CampaignTargetWithCustomerOut(BaseModel):
    """A customer enrolled in a campaign, and how far its agents got."""

    id: UUID
    campaign_id: UUID
    customer_id: UUID
    assigned_agent_id: UUID | Absent = None
    stage: str
    calls_made: int
    whatsapp_sent: int
    email_sent: int
    ai_label: Literal["positive", "negative", "neutral", "unknown"]
    ai_score: float | Absent = None
    ai_reason: str | Absent = None
    goal_analysis: dict[str, Any] | Absent = None
    analysis_source: str | Absent = None
    call_successful: str | Absent = None
    call_summary_title: str | Absent = None
    transcript_summary: str | Absent = None
    agent_goal_result: str | Absent = None
    agent_goal_rationale: str | Absent = None
    customer_sentiment: str | Absent = None
    customer_sentiment_rationale: str | Absent = None
    follow_up_required: bool | Absent = None
    follow_up_required_rationale: str | Absent = None
    escalation_required: bool | Absent = None
    escalation_required_rationale: str | Absent = None
    campaign_goal_result: str | Absent = None
    campaign_goal_score: float | Absent = None
    campaign_goal_rationale: str | Absent = None
    campaign_sentiment: str | Absent = None
    campaign_sentiment_rationale: str | Absent = None
    callback_requested: bool | Absent = None
    callback_requested_rationale: str | Absent = None
    campaign_next_best_action: str | Absent = None
    campaign_analysis_updated_at: str | Absent = None
    analysis_updated_at: str | Absent = None
    last_contacted_at: datetime | Absent = None
    last_email_at: datetime | Absent = None
    last_conv_id: str | Absent = None
    created_at: datetime
    updated_at: datetime
    customer: CustomerOut


class CustomerImportError(BaseModel):
    """One problem of the file: `row` as a spreadsheet numbers it, `field` absent when the row as a whole is at fault."""

    row: int
    field: str | Absent = None
    message: str


class CampaignTargetsImportResult(BaseModel):
    """What an import did; the equations its counts obey are in docs/design.md#counts."""

    total: int
    created: int
    updated: int
    skipped: int
    targets_created: int
    targets_skipped: int
    errors: list[CustomerImportError] = Field(default_factory=list)
    target: CampaignTargetWithCustomerOut | Absent = None


class ValidationError(BaseModel):
    """One thing wrong with the request: where (`loc`), what (`msg`), and a stable word for programs (`type`)."""

    loc: Annotated[list[str | int], Field(title="Location")]
    msg: Annotated[str, Field(title="Message")]
    type: Annotated[str, Field(title="Error Type")]


class HTTPValidationError(BaseModel):
    """The body of every 422."""

    detail: list[ValidationError] = Field(default_factory=list)
