"""The contract against the running service: requests made up from openapi.json, answers held to it."""

import json
from collections import Counter
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.transport.serialization import Binary

from tests.contract.validation import contract_text
from tests.fuzz.conftest import Case, Target
from tests.fuzz.files import csv_files

pytestmark = pytest.mark.slow

# The strategy for what the contract calls a binary, that is for the part `file`.
schemathesis.openapi.format("binary", csv_files().map(Binary))
OPERATION = schemathesis.openapi.from_dict(json.loads(contract_text()))[
    "/campaigns/{campaign_id}/targets:import"
]["POST"]
# Each example is a request over the network; the fixture that lives as long as the module is meant to.
many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def without_credentials(case: Case) -> Case:
    """schemathesis makes up tokens too: whoever sends one has to send a good one."""
    for name in ("Authorization", "X-API-Key"):
        case.headers.pop(name, None)
    return case


GOOD = st.builds(without_credentials, OPERATION.as_strategy(GenerationMode.POSITIVE))
BAD = OPERATION.as_strategy(GenerationMode.NEGATIVE)


def aimed_at(case: Case, campaign: UUID) -> Case:
    case.path_parameters = {"campaign_id": str(campaign)}
    return case


def test_files_of_customers_are_imported(target: Target) -> None:
    answered: Counter[int] = Counter()

    @many
    @given(GOOD)
    def fire(case: Case) -> None:
        answered[target.fire(aimed_at(case, target.tenant.campaign()), target.key)] += 1

    fire()
    assert answered[200] > answered.total() / 2


def test_files_of_anything_are_imported_or_refused(target: Target) -> None:
    @many
    @given(GOOD, st.binary())
    def fire(case: Case, content: bytes) -> None:
        case = aimed_at(case, target.tenant.campaign())
        assert isinstance(case.body, dict)
        case.body["file"] = Binary(content)
        # Which bytes are a table, the contract cannot say: neither answer to them is wrong.
        target.fire(case, target.key, positive_data_acceptance, negative_data_rejection)

    fire()


def test_campaigns_that_do_not_exist_are_not_found(target: Target) -> None:
    @many
    @given(GOOD)
    def fire(case: Case) -> None:
        assert target.fire(case, target.key) == 404

    fire()


def test_requests_that_break_the_contract_are_refused(target: Target) -> None:
    @many
    @given(BAD)
    def fire(case: Case) -> None:
        target.fire(case, target.key)

    fire()


def test_requests_that_break_the_contract_beside_the_campaign_do_no_harm(target: Target) -> None:
    @many
    @given(BAD)
    def fire(case: Case) -> None:
        case = without_credentials(aimed_at(case, target.tenant.campaign()))
        # A query parameter nobody knows is ignored, so what is left may be a good request.
        target.fire(case, target.key, negative_data_rejection, positive_data_acceptance)

    fire()


def test_callers_without_a_credential_are_told_so(target: Target) -> None:
    @many
    @given(GOOD)
    def fire(case: Case) -> None:
        assert target.fire(aimed_at(case, target.tenant.campaign()), {}) == 401

    fire()
