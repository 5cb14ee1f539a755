"""The contract as Pydantic models: whatever they say is contract-valid, whatever is contract-valid they take."""

import json
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.schemas import CampaignTargetsImportResult
from tests.contract.validation import RESULT, assert_contract, contract_text, nulls, validator

MOMENT = datetime(2026, 11, 23, 9, 30, 15, 123456, timezone(timedelta(hours=2)))
ID = "0192f3a4-5b6c-7d8e-9f01-23456789abcd"
SCHEMAS = json.loads(contract_text())["components"]["schemas"]
LEAST = {
    "total": 1,
    "created": 1,
    "updated": 0,
    "skipped": 0,
    "targets_created": 1,
    "targets_skipped": 0,
    "errors": [],
}


def example(schema: dict[str, Any], leave_out: frozenset[str] = frozenset()) -> Any:
    """A value of `schema` with every optional property but those named."""
    if "$ref" in schema:
        return example(SCHEMAS[schema["$ref"].rpartition("/")[2]], leave_out)
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        names = schema.get("properties", {})
        kept = [name for name in names if name in schema["required"] or name not in leave_out]
        return {name: example(names[name], leave_out) for name in kept} or {"reason": ["price", 1]}
    by_format = {"uuid": ID, "date-time": MOMENT.isoformat(), "email": "anna@example.com"}
    by_type = {"integer": 7, "number": 0.5, "boolean": True, "array": [], "string": "Anna"}
    return by_format.get(schema.get("format", ""), by_type[schema["type"]])


TARGET = {"$ref": "#/components/schemas/CampaignTargetWithCustomerOut"}
OPTIONAL = sorted(
    name
    for model in ("CampaignTargetWithCustomerOut", "CustomerOut")
    for name in SCHEMAS[model]["properties"]
    if name not in SCHEMAS[model]["required"]
)


def through_the_models(body: Any) -> Any:
    model = CampaignTargetsImportResult.model_validate(body)
    return model.model_dump(mode="json", exclude_none=True)


@given(st.sets(st.sampled_from(OPTIONAL)))
def test_any_target_of_the_contract_passes_through_the_models_unchanged(leave_out) -> None:
    body = LEAST | {"target": example(TARGET, frozenset(leave_out))}
    assert_contract(body)
    again = through_the_models(body)
    assert_contract(again)
    assert again == body


def test_a_full_target_has_every_property_of_the_contract() -> None:
    target = example(TARGET)
    assert set(target) == set(SCHEMAS["CampaignTargetWithCustomerOut"]["properties"])
    assert set(target["customer"]) == set(SCHEMAS["CustomerOut"]["properties"])


@given(
    st.lists(
        st.fixed_dictionaries(
            {"row": st.integers(1, 2_000_000), "message": st.text()},
            optional={"field": st.sampled_from(["customer_id", "email", "phone"])},
        )
    )
)
def test_any_list_of_problems_passes_through_the_models_unchanged(errors) -> None:
    body = LEAST | {"errors": sorted(errors, key=lambda error: error["row"])}
    assert_contract(body)
    assert through_the_models(body) == body


@pytest.mark.parametrize("name", sorted(LEAST))
def test_an_answer_without_a_count_is_not_accepted_by_the_tests(name) -> None:
    body = {key: value for key, value in LEAST.items() if key != name}
    assert not validator(RESULT).is_valid(body)


def test_the_tests_notice_what_the_contract_does_not_name() -> None:
    full: dict[str, Any] = LEAST | {"target": example(TARGET)}
    assert validator(RESULT).is_valid(full)
    for path in ((), ("target",), ("target", "customer")):
        changed = deepcopy(full)
        place: dict[str, Any] = changed
        for name in path:
            place = place[name]
        place["account_id"] = ID
        assert not validator(RESULT).is_valid(changed)


def test_the_tests_notice_a_null_a_bad_format_and_a_naive_moment() -> None:
    for name, value in [("ai_reason", None), ("id", "1"), ("created_at", "2026-11-23T09:30:15")]:
        body = LEAST | {"target": example(TARGET) | {name: value}}
        assert not validator(RESULT).is_valid(body)
    assert nulls({"a": [{"b": None}], "c": 0}) == ["$.a[].b"]
