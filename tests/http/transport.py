"""An httpx transport that hands requests to the application in this process, and counts what it reads.

The rule a newcomer would break: the body is given out piece by piece, only when the application asks.
"""

import asyncio
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import httpx
from fastapi import FastAPI

PIECE = 64 * 1024  # what a server hands over at a time


class InProcess(httpx.BaseTransport):
    """The application between its start and its stop, on an event loop of its own.

    A response's extensions say how many bytes of the body were read (`body_bytes_read`), which exception the
    application let go (`raised`) and when the last piece of it was out (`answered_at`, by time.perf_counter). A request with the extension `hang_up` ends in the middle of its body.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._runner = asyncio.Runner()
        self._lifespan = app.router.lifespan_context(app)

    def __enter__(self) -> Self:
        self._runner.__enter__()
        self._runner.run(self._lifespan.__aenter__())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._runner.run(self._lifespan.__aexit__(kind, error, traceback))
        self._runner.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        exchange = Exchange(request)
        self._runner.run(exchange.run(self._app))
        return exchange.response()


class Exchange:
    """One request and its answer."""

    def __init__(self, request: httpx.Request) -> None:
        assert isinstance(request.stream, httpx.SyncByteStream)
        self._request = request
        self._pieces = pieces(request.stream)
        self._read = 0
        self._asked_for_all = False
        self._answered = asyncio.Event()
        self._sent: list[Any] = []
        self._answered_at: float | None = None
        self._raised: Exception | None = None

    async def run(self, app: FastAPI) -> None:
        try:
            await app(self._scope(), self._receive, self._send)
        except Exception as error:  # a server logs it, once the application's 500 is out
            self._raised = error

    def response(self) -> httpx.Response:
        start, *bodies = self._sent
        return httpx.Response(
            start["status"],
            headers=start["headers"],
            content=b"".join(message.get("body", b"") for message in bodies),
            request=self._request,
            extensions={
                "body_bytes_read": self._read,
                "raised": self._raised,
                "answered_at": self._answered_at,
            },
        )

    def _scope(self) -> dict[str, Any]:
        url = self._request.url
        path = url.raw_path.partition(b"?")[0]
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self._request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": path,
            "root_path": "",
            "query_string": url.query,
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "client": ("127.0.0.1", 50_000),
            "server": (url.host, url.port or 80),
        }

    async def _receive(self) -> dict[str, Any]:
        if self._asked_for_all:
            await self._answered.wait()  # the caller stays on the line for the answer
            return {"type": "http.disconnect"}
        piece = next(self._pieces, None)
        if piece is not None:
            self._read += len(piece)
            return {"type": "http.request", "body": piece, "more_body": True}
        self._asked_for_all = True
        if "hang_up" in self._request.extensions:
            self._answered.set()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Any) -> None:
        self._sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self._answered_at = time.perf_counter()
            self._answered.set()


def pieces(stream: httpx.SyncByteStream) -> Iterator[bytes]:
    for chunk in stream:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]
