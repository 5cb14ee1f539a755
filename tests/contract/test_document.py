"""openapi.json at the root is the contract: served word for word, and what the code says of itself."""

import json

import httpx
import pytest
from jsonschema import Draft202012Validator

from app.config import Settings
from app.main import create_app
from app.openapi import contract, generated_schema
from tests.contract.validation import contract_text
from tests.http.transport import InProcess


@pytest.fixture
def client(settings: Settings):
    transport = InProcess(create_app(settings))
    with httpx.Client(transport=transport, base_url="http://import") as client:
        yield client


def test_the_service_serves_exactly_the_contract(client: httpx.Client) -> None:
    response = client.get("/openapi.json")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json() == json.loads(contract_text())
    assert response.text == contract_text()


def test_the_codes_own_schema_is_the_contract(settings: Settings) -> None:
    assert generated_schema(create_app(settings)) == json.loads(contract_text())


def test_generating_the_schema_leaves_the_contract_alone(settings: Settings) -> None:
    generated_schema(create_app(settings))["paths"].clear()
    contract()["components"].clear()
    assert contract() == json.loads(contract_text())


def test_every_schema_of_the_contract_is_a_json_schema() -> None:
    for model in json.loads(contract_text())["components"]["schemas"].values():
        Draft202012Validator.check_schema(model)
