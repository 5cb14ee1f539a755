"""The contract: served word for word, and what makes the schema generated from the code equal to it.

The file openapi.json decides. The generated schema is never served; it exists so that a test can tell when
the code has drifted from what was promised.
"""

import json
from functools import cache
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.config import PROJECT_ROOT

DESCRIPTION_FIELDS: Final = ("tags", "servers", "security")


@cache
def contract_text() -> str:
    """openapi.json as it lies on disk."""
    return (PROJECT_ROOT / "openapi.json").read_text(encoding="utf-8")


def contract() -> dict[str, Any]:
    """openapi.json as an object of the caller's own."""
    document: dict[str, Any] = json.loads(contract_text())
    return document


def generated_schema(app: FastAPI) -> dict[str, Any]:
    """What the routes and models say of themselves, in the contract's form.

    What no route can know (servers, security schemes, the tag's text) is taken from the contract; paths
    and component schemas are wholly the code's.
    """
    promised = contract()
    schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schema["openapi"] = promised["openapi"]
    for name in DESCRIPTION_FIELDS:
        schema[name] = promised[name]
    components = schema.setdefault("components", {})
    components["securitySchemes"] = promised["components"]["securitySchemes"]
    for model in components.get("schemas", {}).values():
        _drop_what_the_contract_leaves_out(model)
    return schema


def _drop_what_the_contract_leaves_out(model: dict[str, Any]) -> None:
    """Docstrings of models, null defaults and titles beside a reference are the code's own business."""
    model.pop("description", None)
    for property_ in model.get("properties", {}).values():
        if property_.get("default", ...) is None:
            del property_["default"]
        if "$ref" in property_:
            property_.pop("title", None)
