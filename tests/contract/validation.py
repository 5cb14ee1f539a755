"""What every 200 answer must be: the contract's schema, read strictly. Nothing the document does not name
passes, and no null at any depth."""

import json
from copy import deepcopy
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from app.config import PROJECT_ROOT

RESULT = "CampaignTargetsImportResult"
REFUSAL = "HTTPValidationError"
COUNTS = ("total", "created", "updated", "skipped", "targets_created", "targets_skipped")


@cache
def contract_text() -> str:
    """The file at the project's root, read without any of the service's code."""
    return (PROJECT_ROOT / "openapi.json").read_text(encoding="utf-8")


def assert_contract(body: Any) -> None:
    """`body` is a CampaignTargetsImportResult, `errors` included, and its counts obey docs/design.md#counts."""
    assert_conforms(body, RESULT)
    assert body["total"] == body["created"] + body["updated"] + body["skipped"]
    accepted = body["created"] + body["updated"]
    assert body["targets_created"] + body["targets_skipped"] == accepted
    rows = [error["row"] for error in body["errors"]]
    assert rows == sorted(rows)
    assert "target" not in body or body["total"] == 1


def assert_conforms(body: Any, schema: str) -> None:
    """`body` is a `schema` of the contract, with no field more and no null."""
    failures = [
        f"{error.json_path}: {error.message}" for error in validator(schema).iter_errors(body)
    ]
    assert failures == []
    assert nulls(body) == []


@cache
def validator(schema: str) -> Draft202012Validator:
    document = deepcopy(json.loads(contract_text()))
    for model in document["components"]["schemas"].values():
        assert model["type"] == "object"
        model["additionalProperties"] = False
    # The contract leaves `errors` out of `required`; docs/design.md#counts promises it always.
    document["components"]["schemas"][RESULT]["required"].append("errors")
    document["$ref"] = f"#/components/schemas/{schema}"
    return Draft202012Validator(document, format_checker=FORMATS)


def nulls(value: Any, path: str = "$") -> list[str]:
    """Where in `value` a null stands."""
    if isinstance(value, dict):
        return [found for name, part in value.items() for found in nulls(part, f"{path}.{name}")]
    if isinstance(value, list):
        return [found for part in value for found in nulls(part, f"{path}[]")]
    return [path] if value is None else []


FORMATS = FormatChecker(["uuid"])


@FORMATS.checks("date-time", raises=ValueError)
def is_date_time(value: object) -> bool:
    """RFC 3339: a moment, so with its offset. jsonschema checks it only with another package."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("email")
def is_email(value: object) -> bool:
    return not isinstance(value, str) or "@" in value
