"""What `umanize demo` waits for, and what it leaves its visitor with."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from uuid import UUID

import pytest

from app.cli.demo import EXAMPLE, Scene, invitation, wait_until_ready
from app.errors import UsageError

SCENE = Scene(UUID(int=1), UUID(int=2), "umz_key", "a.b.c")


def test_the_visitor_is_led_to_a_page_that_knows_the_campaign() -> None:
    lines = invitation("http://127.0.0.1:8000", SCENE).splitlines()
    assert f"Swagger UI:   http://127.0.0.1:8000/docs?campaign_id={UUID(int=2)}" in lines
    assert (
        f"  curl -H 'X-API-Key: umz_key' -F file=@{EXAMPLE}"
        f" http://127.0.0.1:8000/campaigns/{UUID(int=2)}/targets:import"
    ) in lines


def test_where_no_secret_signs_no_token_is_offered() -> None:
    assert "JWT" not in invitation("http://127.0.0.1:8000", replace(SCENE, token=None))


@pytest.fixture
def server() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that lives until the test ends."""
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        yield process


def test_waits_on_for_a_server_whose_answer_takes_long(
    server: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Exception | None] = [ConnectionRefusedError(), TimeoutError(), None]

    def urlopen(url: str, timeout: float) -> nullcontext[None]:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return nullcontext()

    monkeypatch.setattr("app.cli.demo._urlopen", urlopen)
    wait_until_ready("http://127.0.0.1:8000", server)
    assert answers == []


def test_does_not_wait_for_a_server_that_has_ended(server: "subprocess.Popen[bytes]") -> None:
    server.communicate(b"")
    with pytest.raises(UsageError, match="its log says why"):
        wait_until_ready("http://127.0.0.1:8000", server)
