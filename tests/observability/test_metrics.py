"""/metrics counts what happened, whichever worker it happened in."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from app.config import Settings
from tests.http.caller import Caller, address
from tests.http.forms import people
from tests.http.real_server import running_server
from tests.support.tenants import Tenant

SAMPLE = re.compile(r"^(umanize_\w+(?:\{[^}]*\})?) (\S+)$", re.MULTILINE)
BAD_ROW = b"C-x,Anna,,not an address,,\n"
IMPORTS = 8


@pytest.fixture(params=["1", "2"], ids=["one worker", "two workers"])
def api(
    request: pytest.FixtureRequest,
    database_url: str,
    tmp_path: Path,
    tenant: Tenant,
    settings: Settings,
) -> Iterator[Caller]:
    """A server of the test's own: its counters begin at nothing."""
    workers = ("--workers", request.param)
    with (
        running_server(database_url, tmp_path / "log", *workers) as server,
        httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client,
    ):
        yield Caller(client, tenant, settings)


def samples(api: Caller) -> dict[str, float]:
    response = api.client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    return {name: float(value) for name, value in SAMPLE.findall(response.text)}


def post_on_connections_of_their_own(api: Caller, content: bytes) -> list[int]:
    """Several at once, so that every worker gets some."""
    headers = {**api.content_type, **api.key, "Connection": "close"}
    path = address(api.tenant.campaign())

    def post(_number: int) -> int:
        return api.post(content, headers=headers, path=path).status_code

    with ThreadPoolExecutor(IMPORTS) as pool:
        return list(pool.map(post, range(IMPORTS)))


def test_imports_rows_targets_and_bytes_are_counted_over_all_workers(api: Caller) -> None:
    content = people(2) + BAD_ROW
    assert post_on_connections_of_their_own(api, content) == [200] * IMPORTS
    assert api.post(b"colour\nred\n").status_code == 422
    key = api.key | {"Idempotency-Key": "again"}
    assert [api.post(content, headers=key).status_code for _ in range(2)] == [200, 200]
    assert api.post(content, headers={}).status_code == 401  # no import: its body was not read

    found = samples(api)
    stored = IMPORTS + 1
    expected = {
        'umanize_imports_total{outcome="stored"}': stored,
        'umanize_imports_total{outcome="replayed"}': 1,
        'umanize_imports_total{outcome="422"}': 1,
        'umanize_rows_total{outcome="created"}': 2,
        'umanize_rows_total{outcome="updated"}': 2 * (stored - 1),
        'umanize_rows_total{outcome="skipped"}': stored,
        'umanize_targets_total{outcome="created"}': 2,
        'umanize_targets_total{outcome="skipped"}': 2 * (stored - 1),
        "umanize_upload_bytes_total": len(content) * (stored + 1) + len(b"colour\nred\n"),
        "umanize_imports_in_progress": 0,
    }
    assert {name: found[name] for name in expected} == expected
    stages = {name: value for name, value in found.items() if "stage_seconds_count" in name}
    assert stages
    assert set(stages.values()) == {stored}
