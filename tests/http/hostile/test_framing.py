"""Requests that are ambiguous or none at all: a clean 4xx or a closed connection, and nothing is stored."""

import socket
from contextlib import suppress

import pytest

from tests.http.caller import Caller, address
from tests.http.hostile.connections import GOOD, import_head, imports, read_to_the_end, statuses
from tests.http.real_server import head


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Content-Length: 6\r\nContent-Length: 60",
        "Content-Length: 6, 60",
        "Content-Length: -6",
        "Content-Length: +6",
        "Content-Length: 0x6",
        "Content-Length: 99999999999999999999999999",
        "Content-Length : 6",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, xchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding:\x0bchunked",
        "X: y\nContent-Length: 6",
        "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 6",
    ],
)
def test_a_body_whose_end_is_ambiguous_cannot_hide_a_second_request(
    api: Caller, connection: socket.socket, framing: str
) -> None:
    start = import_head(api, 0).replace(b"Content-Length: 0", framing.encode())
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: import\r\n\r\n"
    connection.sendall(start + hidden)
    answered = statuses(read_to_the_end(connection))
    assert len(answered) <= 1
    assert all(400 <= status < 500 for status in answered)
    assert imports(api.tenant) == 0


@pytest.mark.parametrize(
    "line",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(50),  # TLS to a plain port
        b"PRI * HTTP/2.0",
        b"GET",
        b"GET /nothing",
        b"GET /nothing HTTP/9.9",
        b"GET  /nothing  HTTP/1.1",
        b"GET /no thing HTTP/1.1",
        b"GET /\xff\xfe HTTP/1.1",
        b"GET /\0 HTTP/1.1",
        b"GET http://[::1 HTTP/1.1",
        b"CONNECT example.com:443 HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"POST " + b"/x" * 40_000 + b" HTTP/1.1",
        b"G" * 100_000,
    ],
    ids=range(14),
)
def test_a_line_that_is_no_request_for_us_is_refused(
    api: Caller, connection: socket.socket, line: bytes
) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(line + b"\r\nHost: import\r\n\r\n")
    answered = statuses(read_to_the_end(connection))
    assert len(answered) <= 1
    assert all(400 <= status < 500 for status in answered)


def test_an_http_1_0_client_is_served_and_the_connection_closed(
    api: Caller, connection: socket.socket
) -> None:
    connection.sendall(import_head(api, len(GOOD)).replace(b"HTTP/1.1", b"HTTP/1.0") + GOOD)
    said = read_to_the_end(connection)
    assert statuses(said) == [200]
    assert b"transfer-encoding" not in said.lower()


def test_pipelined_requests_are_answered_in_order(api: Caller, connection: socket.socket) -> None:
    first = import_head(api, len(GOOD)) + GOOD
    refused = head(address("nobody"), api.key, 0)
    last = import_head(api, len(GOOD), Connection="close") + GOOD
    connection.sendall(first + refused + last)
    assert statuses(read_to_the_end(connection)) == [200, 422, 200]
    assert imports(api.tenant) == 2


def test_nonsense_behind_a_request_ends_the_connection(
    api: Caller, connection: socket.socket
) -> None:
    connection.sendall(head(address("nobody"), api.key, 0) + b"\0" * 100)
    assert statuses(read_to_the_end(connection)) in ([400], [422, 400])


@pytest.mark.parametrize("length", [b"Content-Length: 100\r\n", b""], ids=["short", "none"])
def test_a_body_is_never_read_beyond_what_was_said(
    api: Caller, connection: socket.socket, length: bytes
) -> None:
    connection.sendall(import_head(api, 0).replace(b"Content-Length: 0\r\n", length) + GOOD)
    assert statuses(read_to_the_end(connection)) in ([400], [422, 400])
    assert imports(api.tenant) == 0


def test_a_header_with_a_nul_is_refused(api: Caller, connection: socket.socket) -> None:
    connection.sendall(import_head(api, 0, **{"X-Odd": "a\0b"}))
    assert statuses(read_to_the_end(connection)) == [400]
