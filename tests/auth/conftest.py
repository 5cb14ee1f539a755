"""A real identity provider on this machine, for the tests of published keys."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.auth.jwks import ec_jwk, rsa_jwk


@dataclass
class Issuer:
    """An identity provider: answers every GET with `body`, and counts them."""

    url: str = ""
    body: bytes = b""
    status: int = 200
    location: str | None = None
    asked: int = 0
    answering: threading.Event = field(default_factory=threading.Event)

    def publish(self, *keys: dict[str, Any]) -> None:
        self.body = json.dumps({"keys": keys}).encode()


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")  # urllib would ask a configured proxy
    issuer = Issuer()
    issuer.answering.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            issuer.answering.wait(10)
            self.send_response(issuer.status)
            if issuer.location is not None:
                self.send_header("Location", issuer.location)
            self.send_header("Content-Length", str(len(issuer.body)))
            self.end_headers()
            self.wfile.write(issuer.body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        issuer.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
        issuer.publish(rsa_jwk(), ec_jwk())
        try:
            yield issuer
        finally:
            issuer.answering.set()
            server.shutdown()
            thread.join()
