"""HTTP connections that are closed when no request comes on them (by time, and by size), and that stay HTTP.

uvicorn has neither limit before a body begins: a thousand clients that never finish their headers would hold a
thousand connections for ever, and one that never ends them would fill the memory. And it loses the body of a
request that offers to go on in another protocol, as Java's own client does with every first one.
"""

import asyncio
from typing import Any, Final

import httptools
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
        self._unread = b""
        self._renew_parser()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        self._overhead += len(data)
        self._unread = data
        while self._unread:
            data, self._unread = self._unread, b""
            super().data_received(data)
        if self._overhead > MAX_OVERHEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The request's headers are too large.")

    def on_headers_complete(self) -> None:
        if self._offers_upgrade():
            return
        self._deadline.cancel()
        self._overhead = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._overhead = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._offers_upgrade():
            super().on_message_complete()

    def ignore_upgrade(self, rest: bytes) -> None:
        """Read the last head once more without its offer, then `rest` (RFC 9110, section 7.8, leaves it to the server)."""
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        lines += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        self._unread = b"\r\n".join([*lines, b"", rest])
        self._renew_parser()  # httptools' own takes nothing more after an upgrade and "Connection: close"

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete:  # otherwise the headers of the next are here already
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        super().connection_lost(exc)

    def _offers_upgrade(self) -> bool:
        # After a CONNECT comes no HTTP, whatever is said beside it: that is uvicorn's to refuse.
        return self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"

    def _renew_parser(self) -> None:
        self.parser = _Parser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn does

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(self._patience, self.transport.close)


class _Parser(httptools.HttpRequestParser):
    """httptools' parser ends a message at the head that offers an upgrade; this one lets it be read again."""

    def __init__(self, protocol: BoundedProtocol) -> None:
        super().__init__(protocol)
        self._protocol = protocol

    def feed_data(self, data: Any) -> None:
        try:
            super().feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            if self.get_method() == b"CONNECT":
                raise
            self._protocol.ignore_upgrade(data[upgrade.args[0] :])
