"""umanize demo: from nothing to a first import over real HTTP, then a server to play with."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener
from uuid import UUID, uuid4

import typer

from app.admin import Administration
from app.auth import issue_token
from app.cli.common import JsonOption, database, parse_lifetime, print_json
from app.cli.serving import pass_on
from app.config import PROJECT_ROOT, Settings
from app.errors import UsageError
from app.main import jwt_settings

EXAMPLE: Final = PROJECT_ROOT / "examples" / "customers.csv"
# A busy machine may need a minute; a server that has ended is not waited for.
START_SECONDS: Final = 180.0
# This machine talks to itself directly, even where http_proxy is set for the rest of the world.
_urlopen: Final = build_opener(ProxyHandler({})).open


@dataclass(frozen=True)
class Scene:
    """What the demo made for its visitor."""

    account_id: UUID
    campaign_id: UUID
    key: str
    token: str | None


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop after the answer.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to serve.")] = 8000,
    as_json: JsonOption = False,
) -> None:
    """Make an account, a campaign and a key, serve, and import an example file over HTTP.

    Example: umanize demo --once
    """
    # Told to stop, leave by the door: the server beside and the database below are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    say = (lambda _text: None) if as_json else print
    with database() as (settings, engine):
        scene = prepare(settings, Administration(engine))
        pass_on(settings)
        base = f"http://127.0.0.1:{free_port(port)}"
        log = settings.data_dir / "demo.log"
        with serve_beside(base, log) as server:
            say(f"Serving at {base} (log: {log}).")
            say(f"Importing {EXAMPLE.relative_to(PROJECT_ROOT)} ...\n")
            answer = post_file(f"{base}/campaigns/{scene.campaign_id}/targets:import", scene.key)
            if as_json:
                print_json(
                    {"id": scene.campaign_id, "account_id": scene.account_id, "answer": answer}
                )
            else:
                print(json.dumps(answer, indent=2, ensure_ascii=False))
            if not once:
                say(invitation(base, scene))
                with suppress(KeyboardInterrupt):
                    server.wait()


def prepare(settings: Settings, admin: Administration) -> Scene:
    """An account in Italy with one campaign, a key for servers and a token for people."""
    account_id = admin.create_account("Demo", "IT")
    campaign_id = admin.create_campaign(account_id, "Spring offer")
    key = admin.create_key(account_id, "demo", parse_lifetime("7d")).key
    token = None
    if settings.jwt_secret:
        scopes = [settings.required_scope] if settings.required_scope else []
        token = issue_token(
            jwt_settings(settings), account_id, "demo", scopes, parse_lifetime("8h")
        )
    return Scene(account_id, campaign_id, key, token)


@contextmanager
def serve_beside(base: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`umanize serve` as a process of its own, ready to answer; stopped when the block ends.

    Its log goes to a file: between the answer and the invitation it would only be in the way.
    """
    port = str(urlsplit(base).port)
    command = [sys.executable, "-m", "app", "serve", "--port", port]
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("ab") as file,
        subprocess.Popen(command, stderr=file) as server,  # noqa: S603 - our own command line
    ):
        try:
            wait_until_ready(base, server)
            yield server
        finally:
            server.terminate()


def free_port(wanted: int) -> int:
    """`wanted`, or any other when somebody listens there already."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise UsageError("No port is free on 127.0.0.1.")


def wait_until_ready(base: str, server: subprocess.Popen[bytes]) -> None:
    """UsageError when the server ends or takes longer than START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        # URLError, a lost connection and a read that takes too long are all OSErrors.
        with suppress(OSError), _urlopen(f"{base}/readyz", timeout=5):
            return
        time.sleep(0.05)
    raise UsageError("The server did not start: its log says why.")


def post_file(url: str, key: str) -> Any:
    """POST the example as a form, as a browser or curl would; the decoded answer."""
    boundary = uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{EXAMPLE.name}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = head.encode() + EXAMPLE.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "X-API-Key": key}
    try:
        with _urlopen(Request(url, body, headers), timeout=60) as response:  # noqa: S310
            return json.load(response)
    except HTTPError as error:
        raise UsageError(f"The import was refused: {error.read().decode()}") from error


def invitation(base: str, scene: Scene) -> str:
    """What the visitor can do next."""
    url = f"{base}/campaigns/{scene.campaign_id}/targets:import"
    lines = [
        "",
        f"Swagger UI:   {base}/docs?campaign_id={scene.campaign_id}",
        f"campaign id:  {scene.campaign_id}",
        f"API key:      {scene.key}",
        *([f"JWT:          {scene.token}"] if scene.token else []),
        "",
        "Try it:",
        f"  curl -H 'X-API-Key: {scene.key}' -F file=@{EXAMPLE} {url}",
        "",
        "Stop with Ctrl-C.",
    ]
    return "\n".join(lines)
