"""The import that is disturbed at one moment after another: a third of its people are known, and change."""

import time
from typing import Final

import httpx
from sqlalchemy import Engine

from app.config import Settings
from tests.faults.crowds import crowd, person
from tests.faults.stored import Stored, enrolled
from tests.faults.torture import scaled
from tests.http.caller import address
from tests.http.real_server import Server
from tests.support.tenants import Tenant, new_tenant

PEOPLE: Final = scaled(6_000, 50_000)  # both beyond 5,000, where the merge changes its plans
KNOWN: Final = PEOPLE // 3


def file() -> bytes:
    """What is imported."""
    return crowd(range(PEOPLE), "After")


def nothing() -> tuple[Stored, int]:
    """What is stored, and after how many imports, when it has not happened."""
    return enrolled([person(number, "Before") for number in range(KNOWN)]), 1


def everything() -> tuple[Stored, int]:
    """The same when it has."""
    return enrolled([person(number, "After") for number in range(PEOPLE)]), 2


def prepared(engine: Engine, settings: Settings) -> Tenant:
    """A tenant to whom it has not happened yet."""
    tenant = new_tenant(engine)
    tenant.import_bytes(settings, crowd(range(KNOWN), "Before"))
    return tenant


def undisturbed_seconds(server: Server, engine: Engine) -> float:
    """How long it takes in peace."""
    tenant = new_tenant(engine)
    headers = {"X-API-Key": tenant.admin.create_key(tenant.account_id).key}
    url, parts = f"{server.url}{address(tenant.campaign())}", {"file": file()}
    started = time.monotonic()
    httpx.post(url, files=parts, headers=headers, timeout=60, trust_env=False).raise_for_status()
    return time.monotonic() - started
