"""A proxy on a bad day: busy at first, then it loses an answer after the work was done, then all is well."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx


@dataclass
class UnsteadyProxy:
    """Where it listens, where it sends to, and what it did with each request."""

    upstream: str
    url: str = ""
    told: list[str] = field(default_factory=list)


@contextmanager
def unsteady_proxy(upstream: str) -> Iterator[UnsteadyProxy]:
    proxy = UnsteadyProxy(upstream)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not proxy.told:
                proxy.told.append("503")
                self.answer(503, b"", {"Retry-After": "0.1"})
                return
            answer = forward(proxy.upstream + self.path, dict(self.headers), body)
            if len(proxy.told) == 1:
                proxy.told.append("answer lost")
                return  # closes the connection
            proxy.told.append("forwarded")
            self.answer(answer.status_code, answer.content, {})

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        proxy.url = f"http://127.0.0.1:{server.server_port}"
        yield proxy
        server.shutdown()
        thread.join()


def forward(url: str, headers: dict[str, str], body: bytes) -> httpx.Response:
    kept = {name: value for name, value in headers.items() if name.lower() != "host"}
    return httpx.post(url, headers=kept, content=body, trust_env=False)
