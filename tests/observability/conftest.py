"""A server whose log is read line by line, and the tenant who calls it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import Settings
from tests.faults.waiting import wait_until
from tests.http.caller import Caller
from tests.http.real_server import Server
from tests.support.tenants import Tenant

Line = dict[str, Any]


@dataclass(frozen=True)
class Log:
    """What a server has written: every line must be one JSON object."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def lines(self, request_id: str) -> list[Line]:
        """What is said of one request, once its last line is there: that follows the answer by a moment."""

        def found() -> list[Line]:
            lines = [json.loads(line) for line in self.text.splitlines()]
            return [line for line in lines if line.get("request_id") == request_id]

        wait_until(lambda: any(line["event"] == "request" for line in found()), "it is logged")
        return found()


@pytest.fixture
def log(server: Server) -> Log:
    return Log(server.log)


@pytest.fixture
def api(server: Server, tenant: Tenant, settings: Settings) -> Iterator[Caller]:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        yield Caller(client, tenant, settings)
