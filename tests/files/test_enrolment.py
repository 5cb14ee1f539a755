"""docs/design.md#enrolment: who becomes a target, who does not, and which target the answer shows."""

from typing import Any
from uuid import uuid4

import pytest

from app.config import Settings
from app.errors import CampaignClosed
from app.schemas import CampaignTargetsImportResult
from tests.files.builders import lines
from tests.files.cases import NOTHING, Counts, counts, customer, everything, new, stored
from tests.support.tenants import Tenant

STATUS = "email,status"
ANNA = lines("email", "anna@x.com")


def test_a_new_target_starts_with_the_campaigns_agent(tenant: Tenant, settings: Settings) -> None:
    agent = uuid4()
    tenant.campaigns["A"] = tenant.admin.create_campaign(tenant.account_id, "A", agent)
    result = tenant.import_bytes(settings, ANNA)
    assert result.target is not None
    shown = result.target.model_dump(exclude={"id", "created_at", "updated_at", "customer"})
    assert {name: value for name, value in shown.items() if value is not None} == {
        "campaign_id": tenant.campaign(),
        "customer_id": tenant.rows("customers")[0]["id"],
        "assigned_agent_id": agent,
        "stage": "new",
        "calls_made": 0,
        "whatsapp_sent": 0,
        "email_sent": 0,
        "ai_label": "unknown",
    }
    assert tenant.rows("customers")[0]["agent_id"] is None


def test_whoever_is_enrolled_already_keeps_the_target_as_it_is(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, ANNA)
    before = tenant.rows("campaign_targets")
    tenant.import_bytes(settings, lines("email,name,status", "anna@x.com,Anna,dnc"))
    assert tenant.rows("campaign_targets") == before


def test_targets_are_enrolled_in_the_order_of_the_file(tenant: Tenant, settings: Settings) -> None:
    addresses = [f"{name}@x.com" for name in ("zoe", "anna", "mia", "bea")]
    tenant.import_bytes(settings, lines("email", *addresses))
    names = {row["id"]: row["email"] for row in tenant.rows("customers")}
    assert [names[row["customer_id"]] for row in tenant.rows("campaign_targets")] == addresses


def test_skip_if_in_other_campaigns_stores_the_customer_and_skips_the_enrolment(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, ANNA, "A")
    result = tenant.import_bytes(
        settings, lines("email,name", "anna@x.com,Anna", "bea@x.com,Bea"), "B", skip=True
    )
    assert (counts(result), stored(tenant)) == (
        Counts(2, 1, 1, 0, 1, 1),
        [customer(email="anna@x.com", name="Anna"), customer(email="bea@x.com", name="Bea")],
    )


def test_without_the_option_a_customer_may_be_in_several_campaigns(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, ANNA, "A")
    assert counts(tenant.import_bytes(settings, ANNA, "B")) == Counts(1, 0, 1, 0, 1, 0)


def test_skip_if_in_other_campaigns_minds_closed_campaigns_too(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, ANNA, "A")
    tenant.admin.set_campaign_status(tenant.account_id, tenant.campaign("A"), "archived")
    assert counts(tenant.import_bytes(settings, ANNA, "B", skip=True)).targets_skipped == 1


@pytest.mark.parametrize(
    ("status", "open_"),
    [("draft", True), ("paused", True), ("completed", False), ("archived", False)],
)
def test_only_a_closed_campaign_takes_no_targets(
    tenant: Tenant, settings: Settings, status: str, open_: bool
) -> None:
    tenant.admin.set_campaign_status(tenant.account_id, tenant.campaign(), status)
    if open_:
        assert counts(tenant.import_bytes(settings, ANNA)) == new(1)
    else:
        with pytest.raises(CampaignClosed):
            tenant.import_bytes(settings, ANNA)
        assert everything(tenant) == NOTHING


def shown_target(result: CampaignTargetsImportResult) -> Any:
    """The e-mail of the customer whose target the answer shows, if it shows one."""
    return result.model_dump(exclude_none=True).get("target", {}).get("customer", {}).get("email")


@pytest.mark.parametrize(
    ("file", "email"),
    [
        (ANNA, "anna@x.com"),
        (lines("Title", "", "email", "", "anna@x.com", ""), "anna@x.com"),
        (lines("email", "anna@x.com", "bea@x.com"), None),
        (lines("email", "anna@x.com", "anna@x.com"), None),
        (lines("email", "anna@x.com", "@"), None),
        (lines("email", "@"), None),
        (lines("email", ""), None),
        (lines(STATUS, "anna@x.com,dnc"), None),
        (b'{"email": "anna@x.com"}', "anna@x.com"),
    ],
    ids=[
        "one row",
        "one row among blank ones",
        "two rows",
        "two rows of one customer",
        "one row and a rejected one",
        "a rejected row",
        "no row",
        "a suppressed customer",
        "one object",
    ],
)
def test_the_target_is_shown_for_exactly_one_row(
    tenant: Tenant, settings: Settings, file: bytes, email: str | None
) -> None:
    assert [shown_target(tenant.import_bytes(settings, file)) for _ in range(2)] == [email, email]


def test_a_customer_enrolled_elsewhere_is_shown_once_enrolled_here(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, ANNA, "A")
    assert shown_target(tenant.import_bytes(settings, ANNA, "B", skip=True)) is None
    assert shown_target(tenant.import_bytes(settings, ANNA, "A", skip=True)) == "anna@x.com"
