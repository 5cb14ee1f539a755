"""What an operator may switch off, and secrets that come from files."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from app.config import Settings
from app.docs import CONTENT_SECURITY_POLICY
from app.main import create_app
from tests.contract.validation import contract_text
from tests.http.transport import InProcess

Open = Callable[[Settings], httpx.Client]


@pytest.fixture
def open_client() -> Iterator[Open]:
    with ExitStack() as stack:

        def start(settings: Settings) -> httpx.Client:
            transport = InProcess(create_app(settings))
            return stack.enter_context(httpx.Client(transport=transport, base_url="http://import"))

        yield start


def statuses(client: httpx.Client) -> dict[str, int]:
    paths = ("/docs", "/docs/assets/docs.js", "/", "/metrics", "/openapi.json", "/healthz")
    return {path: client.get(path).status_code for path in paths}


ALL = {
    "/docs": 200,
    "/docs/assets/docs.js": 200,
    "/": 307,
    "/metrics": 200,
    "/openapi.json": 200,
    "/healthz": 200,
}


@pytest.mark.parametrize(
    ("environment", "gone"),
    [
        ({}, ()),
        ({"UMANIZE_DOCS_ENABLED": "false"}, ("/docs", "/docs/assets/docs.js", "/")),
        ({"UMANIZE_METRICS_ENABLED": "false"}, ("/metrics",)),
    ],
)
def test_the_page_and_the_metrics_can_be_switched_off(
    open_client: Open,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    gone: tuple[str, ...],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    switched = Settings(database_url=settings.database_url, jwt_secret=settings.jwt_secret)
    assert statuses(open_client(switched)) == ALL | dict.fromkeys(gone, 404)


def test_the_contract_does_not_know_them(open_client: Open, settings: Settings) -> None:
    client = open_client(settings)
    assert client.get("/openapi.json").json() == json.loads(contract_text())
    assert "metrics" not in contract_text()


def test_the_page_may_not_be_framed_and_fetches_from_nowhere_else(
    open_client: Open, settings: Settings
) -> None:
    policy = open_client(settings).get("/docs").headers["Content-Security-Policy"]
    assert policy == CONTENT_SECURITY_POLICY
    assert {"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )


def test_the_page_says_the_same_of_itself(open_client: Open, settings: Settings) -> None:
    page = " ".join(open_client(settings).get("/docs").text.split())
    assert CONTENT_SECURITY_POLICY.removesuffix("; frame-ancestors 'none'") in page


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/nothing", "/healthz", "/metrics"])
def test_no_browser_guesses_what_an_answer_is(
    open_client: Open, settings: Settings, path: str
) -> None:
    assert open_client(settings).get(path).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        (
            "DATABASE_URL_FILE",
            "postgresql://db/umanize\n",
            "database_url",
            "postgresql://db/umanize",
        ),
        (
            "UMANIZE_JWT_SECRET_FILE",
            f"{'n' * 40}, {'o' * 40}\n",
            "jwt_secret",
            ("n" * 40, "o" * 40),
        ),
        ("UMANIZE_JWT_PUBLIC_KEY_FILE", "-----BEGIN\nKEY\n", "jwt_public_key", "-----BEGIN\nKEY"),
        ("UMANIZE_MAX_ROWS_FILE", "7\n", "max_rows", 7),
    ],
)
def test_a_setting_may_come_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, text: str, field: str, value: object
) -> None:
    path = tmp_path / "secret"
    path.write_text(text)
    for other in ("DATABASE_URL", "UMANIZE_JWT_SECRET"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, str(path))
    assert getattr(Settings(), field) == value


def test_the_environment_comes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    path.write_text("f" * 40)
    monkeypatch.setenv("UMANIZE_JWT_SECRET_FILE", str(path))
    monkeypatch.setenv("UMANIZE_JWT_SECRET", "e" * 40)
    assert Settings().jwt_secret == ("e" * 40,)
