"""The service in this process, and the tenant who calls it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from sqlalchemy import Engine

from app.config import Settings
from app.main import create_app
from tests.http.caller import Caller
from tests.http.transport import InProcess
from tests.support.tenants import Tenant, new_tenant

OpenClient = Callable[[Settings], httpx.Client]


@pytest.fixture
def open_client() -> Iterator[OpenClient]:
    """Start a service with settings of the test's own; it stops with the test."""
    with ExitStack() as stack:

        def start(settings: Settings) -> httpx.Client:
            transport = InProcess(create_app(settings))
            return stack.enter_context(httpx.Client(transport=transport, base_url="http://import"))

        yield start


@pytest.fixture
def client(open_client: OpenClient, settings: Settings) -> httpx.Client:
    return open_client(settings)


@pytest.fixture
def api(client: httpx.Client, tenant: Tenant, settings: Settings) -> Caller:
    return Caller(client, tenant, settings)


@pytest.fixture
def other_tenant(engine: Engine) -> Tenant:
    """Somebody else's account."""
    return new_tenant(engine)
