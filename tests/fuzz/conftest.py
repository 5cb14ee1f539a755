"""One account for all the requests that schemathesis makes up."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
import requests
import schemathesis
from schemathesis.checks import CheckFunction, status_code_conformance
from sqlalchemy import Engine

from tests.http.real_server import Server
from tests.support.tenants import Tenant, new_tenant

Case = schemathesis.Case[Any]

# docs/design.md#refusals. The contract names 200 and 422 only, which is why its own check on statuses is left out.
STATUSES = frozenset({200, 401, 403, 404, 405, 409, 413, 415, 422, 503})


@dataclass
class Target:
    """The service under fire, and an account to fire at."""

    server: Server
    tenant: Tenant

    @cached_property
    def session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # no proxy between us and this machine
        return session

    @cached_property
    def key(self) -> dict[str, str]:
        return {"X-API-Key": self.tenant.admin.create_key(self.tenant.account_id).key}

    def fire(self, case: Case, headers: dict[str, str], *unfit: CheckFunction) -> int:
        """Send one case and hold the answer to every check but the `unfit`; its status."""
        response = case.call_and_validate(
            base_url=self.server.url,
            session=self.session,
            headers=headers,
            excluded_checks=[status_code_conformance, *unfit],
        )
        assert response.status_code in STATUSES
        return response.status_code


@pytest.fixture(scope="module")
def target(server: Server, engine: Engine) -> Target:
    return Target(server, new_tenant(engine))
