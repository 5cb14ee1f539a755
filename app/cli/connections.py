"""HTTP connections that are closed when no request comes on them: a limit of time, and one of size.

uvicorn has neither before a body begins: a thousand clients that never finish their headers would hold a thousand
connections for ever, and one that never ends them would fill the memory.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_OVERHEAD_BYTES: Final = 64 * 1024  # of headers, trailers or chunk framing; nginx takes half


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol; the next request's headers must be there within `patience` seconds.

    What is left of a refused request's body is read and dropped just as long: closed at once, the client's
    system would throw the refusal away unread (RFC 9112, section 9.6).
    """

    def __init__(self, *args: Any, patience: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._patience = patience
        self._overhead = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        self._overhead += len(data)
        super().data_received(data)
        if self._overhead > MAX_OVERHEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The request's headers are too large.")

    def on_headers_complete(self) -> None:
        self._deadline.cancel()
        self._overhead = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._overhead = 0
        super().on_body(body)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete:  # otherwise the headers of the next are here already
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(self._patience, self.transport.close)
