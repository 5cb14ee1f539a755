"""Every request gets an id, which it may bring and always takes home, and one line in the log."""

import logging
import re
import time
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Ids of others are taken as they come, as long as they can stand in a log line and a header.
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:@=+/-]{1,128}")
HEADER: Final = "X-Request-ID"
_QUIET: Final = ("/healthz", "/readyz", "/metrics")  # asked every few seconds by machines

_log = logging.getLogger("umanize.request")


class RequestLog:
    """ASGI middleware, outermost: what it measures is what the client waited for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0
        started, ended = time.perf_counter(), 0.0

        async def send_with_id(message: Message) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(common_headers(request_id))
            await send(message)
            ended = time.perf_counter()  # what is done after the last piece, nobody waits for

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            status = 500  # answered further out, where nothing more can fail
            raise
        finally:
            if scope["path"] not in _QUIET:
                _log.info(
                    "request",
                    extra=_line(
                        scope, request_id, status, (ended or time.perf_counter()) - started
                    ),
                )


def common_headers(request_id: str) -> dict[str, str]:
    """What every answer carries; messages quote cells, and no browser may take them for a page."""
    return {HEADER: request_id, "X-Content-Type-Options": "nosniff"}


def _line(scope: Scope, request_id: str, status: int, seconds: float) -> dict[str, object]:
    """The path is %-encoded as it came, so no control character of it reaches a terminal; 0 is no answer."""
    return {
        "request_id": request_id,
        "method": scope["method"],
        "path": scope.get("raw_path", b"").decode("ascii", "backslashreplace")[:300],
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "account_id": str(scope["state"].get("account_id", "")),
    }
