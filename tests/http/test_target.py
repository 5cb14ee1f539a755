"""`target`: handing over one lead is one call, and repeating it gives the same answer."""

from datetime import UTC, datetime, timedelta

from app.ids import uuid7
from tests.http.caller import Caller
from tests.http.forms import people, table

HEADER = "customer_id,name,surname,email,phone,status"


def test_one_lead_is_answered_with_its_target(api: Caller) -> None:
    agent = uuid7()
    api.tenant.campaigns["A"] = api.tenant.admin.create_campaign(api.tenant.account_id, "A", agent)
    target = api.imported(people(1))["target"]
    customer = target.pop("customer")
    moments = [datetime.fromisoformat(target.pop(name)) for name in ("created_at", "updated_at")]
    moments += [datetime.fromisoformat(customer.pop(name)) for name in ("created_at", "updated_at")]
    assert len(set(moments)) == 1
    assert abs(datetime.now(UTC) - moments[0]) < timedelta(minutes=5)
    (stored,) = api.tenant.rows("customers")
    (enrolled,) = api.tenant.rows("campaign_targets")
    assert customer == {
        "id": str(stored["id"]),
        "customer_id": "C-0",
        "name": "Anna",
        "surname": "Rossi 0",
        "email": "anna0@example.com",
        "phone": "+393470000000",
        "status": "active",
    }
    assert target == {
        "id": str(enrolled["id"]),
        "campaign_id": str(api.tenant.campaign()),
        "customer_id": str(stored["id"]),
        "assigned_agent_id": str(agent),
        "stage": "new",
        "calls_made": 0,
        "whatsapp_sent": 0,
        "email_sent": 0,
        "ai_label": "unknown",
    }


def test_what_has_no_value_is_absent(api: Caller) -> None:
    target = api.imported(table("email", "anna@example.com"))["target"]
    assert set(target["customer"]) == {"id", "email", "created_at", "updated_at"}
    assert "assigned_agent_id" not in target


def test_the_same_lead_again_gives_the_same_target(api: Caller) -> None:
    first = api.imported(people(1))
    assert api.imported(people(1)) == {
        **first,
        "created": 0,
        "updated": 1,
        "targets_created": 0,
        "targets_skipped": 1,
    }


def test_a_lead_among_others_is_not_singled_out(api: Caller) -> None:
    assert "target" not in api.imported(people(2))


def test_one_good_row_beside_a_bad_one_is_not_one_data_row(api: Caller) -> None:
    assert "target" not in api.imported(table("email", "anna@example.com", "nobody"))


def test_blank_rows_do_not_count_against_a_lead(api: Caller) -> None:
    assert "target" in api.imported(table("email,name", ",", "anna@example.com,Anna", "", ","))


def test_a_rejected_lead_has_no_target(api: Caller) -> None:
    assert "target" not in api.imported(table("email", "nobody"))


def test_a_suppressed_lead_has_no_target(api: Caller) -> None:
    body = api.imported(table(HEADER, "C-1,Anna,,anna@example.com,,Do Not Contact"))
    assert body == {
        "total": 1,
        "created": 1,
        "updated": 0,
        "skipped": 0,
        "targets_created": 0,
        "targets_skipped": 1,
        "errors": [],
    }


def test_a_lead_who_opted_out_later_keeps_the_target_there_was(api: Caller) -> None:
    first = api.imported(people(1))
    again = api.imported(people(1).replace(b"active", b"unsubscribed"))
    assert again["target"]["id"] == first["target"]["id"]
    assert again["target"]["customer"]["status"] == "unsubscribed"


def test_a_lead_enrolled_elsewhere_and_left_out_has_no_target(api: Caller) -> None:
    api.imported(people(1))
    body = api.imported(people(1), "B", params={"skip_if_in_other_campaigns": "true"})
    assert "target" not in body
