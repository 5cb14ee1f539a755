"""A real server in front of a real Postgres, and the tenant who calls it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.faults.processes import Service, running_service
from tests.http.caller import Caller
from tests.http.real_server import Server
from tests.support.tenants import Tenant, new_tenant

Call = Callable[[Server, Tenant], Caller]
Serve = Callable[..., Service]


@pytest.fixture
def call(settings: Settings) -> Iterator[Call]:
    """A tenant's caller of a server."""
    with ExitStack() as stack:

        def caller(server: Server, tenant: Tenant) -> Caller:
            client = httpx.Client(base_url=server.url, timeout=60, trust_env=False)
            return Caller(stack.enter_context(client), tenant, settings)

        yield caller


@pytest.fixture
def api(call: Call, server: Server, tenant: Tenant) -> Caller:
    return call(server, tenant)


@pytest.fixture
def other_tenant(engine: Engine) -> Tenant:
    """Somebody else's account."""
    return new_tenant(engine)


@pytest.fixture
def serve(database_url: str, tmp_path: Path) -> Iterator[Serve]:
    """Start a service of the test's own, with settings of its own; it stops with the test."""
    with ExitStack() as stack:

        def start(url: str = database_url, **environment: str) -> Service:
            return stack.enter_context(running_service(url, tmp_path, **environment))

        yield start
