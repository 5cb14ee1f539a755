"""A request that offers to go on in another protocol is served in this one, body and all (RFC 9110, section 7.8)."""

import socket
import time

import pytest

from tests.http.caller import Caller, address
from tests.http.hostile.connections import (
    GOOD,
    chunk,
    chunked_head,
    import_head,
    imports,
    read_to_the_end,
    statuses,
)
from tests.http.real_server import head, read_answer

H2C = {  # word for word what Java's HttpClient sends with its first request, a POST included
    "Connection": "Upgrade, HTTP2-Settings",
    "HTTP2-Settings": "AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAABgAGAAA",
    "Upgrade": "h2c",
}
LAST = {**H2C, "Connection": "close, Upgrade, HTTP2-Settings"}
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


@pytest.mark.parametrize("offer", [H2C, LAST, WEBSOCKET], ids=["h2c", "close", "websocket"])
def test_an_import_that_offers_another_protocol_is_answered_in_this_one(
    api: Caller, connection: socket.socket, offer: dict[str, str]
) -> None:
    connection.sendall(import_head(api, len(GOOD), **offer) + GOOD)
    assert read_answer(connection)[0] == 200
    assert imports(api.tenant) == 1
    assert len(api.tenant.customers()) == 3


@pytest.mark.parametrize("cut", [1, 40, -30, -3, -1])
def test_wherever_the_network_cuts_the_head(
    api: Caller, connection: socket.socket, cut: int
) -> None:
    start = import_head(api, len(GOOD), **H2C)
    for piece in (start[:cut], start[cut:], GOOD[:9], GOOD[9:]):
        connection.sendall(piece)
        time.sleep(0.02)
    assert read_answer(connection)[0] == 200
    assert imports(api.tenant) == 1


def test_a_body_in_chunks_is_read_to_its_end(api: Caller, connection: socket.socket) -> None:
    offer = "".join(f"{name}: {value}\r\n" for name, value in LAST.items()).encode()
    start = chunked_head(api).removesuffix(b"\r\n") + offer + b"\r\n"
    connection.sendall(start + chunk(GOOD[:99]) + chunk(GOOD[99:]) + chunk(b""))
    assert statuses(read_to_the_end(connection)) == [200]
    assert imports(api.tenant) == 1


def test_the_connection_is_kept_for_more_requests_that_offer_it_or_not(
    api: Caller, connection: socket.socket
) -> None:
    for offer in (H2C, {}, H2C, H2C):
        connection.sendall(import_head(api, len(GOOD), **offer) + GOOD)
        assert read_answer(connection)[0] == 200
    assert imports(api.tenant) == 4


def test_requests_behind_one_that_offers_it_are_answered_in_order(
    api: Caller, connection: socket.socket
) -> None:
    first = import_head(api, len(GOOD), **H2C) + GOOD
    refused = head(address("nobody"), api.key | H2C, 0)
    asked = b"GET /healthz HTTP/1.1\r\nHost: import\r\n\r\n"
    connection.sendall(first + refused + asked + import_head(api, len(GOOD), **LAST) + GOOD)
    assert statuses(read_to_the_end(connection)) == [200, 422, 200, 200]
    assert imports(api.tenant) == 2


def test_hundreds_of_offers_in_one_breath_are_all_answered(
    api: Caller, connection: socket.socket
) -> None:
    offer = b"GET /nothing HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
    connection.sendall((offer + b"\r\n") * 999 + offer + b"Connection: close\r\n\r\n")
    assert statuses(read_to_the_end(connection)) == [404] * 1_000


@pytest.mark.parametrize(
    "framing", ["Content-Length: 6\r\nTransfer-Encoding: chunked", "Content-Length: 6, 60"]
)
def test_an_offer_makes_no_ambiguous_body_acceptable(
    api: Caller, connection: socket.socket, framing: str
) -> None:
    start = import_head(api, 0, **H2C).replace(b"Content-Length: 0", framing.encode())
    connection.sendall(start + b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: import\r\n\r\n")
    assert statuses(read_to_the_end(connection)) == [400]


def test_an_offer_in_the_trailers_is_ignored_too(api: Caller, connection: socket.socket) -> None:
    start = chunked_head(api).replace(b"\r\n", b"\r\nConnection: close, Upgrade\r\n", 1)
    connection.sendall(start + chunk(GOOD) + b"0\r\nUpgrade: h2c\r\n\r\n")
    assert statuses(read_to_the_end(connection)) == [200]
    assert imports(api.tenant) == 1


def test_a_tunnel_is_refused_whatever_it_offers(api: Caller, connection: socket.socket) -> None:
    connection.sendall(
        b"CONNECT example.com:443 HTTP/1.1\r\nHost: import\r\n"
        b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    )
    answered = statuses(read_to_the_end(connection))
    assert len(answered) <= 1
    assert all(400 <= status < 500 for status in answered)
