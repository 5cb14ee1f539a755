"""Clients that never stop sending: each is cut off, and nothing of it is left on disk."""

import socket
from contextlib import suppress

import pytest

from tests.http.caller import Caller
from tests.http.forms import Part, form, people
from tests.http.hostile.connections import (
    GOOD,
    LIMIT,
    chunk,
    chunked_head,
    import_head,
    imports,
    read_to_the_end,
    send_until_refused,
    statuses,
)
from tests.http.real_server import read_answer


def test_chunks_beyond_the_limit_are_refused_while_they_come(
    api: Caller, connection: socket.socket
) -> None:
    connection.sendall(chunked_head(api))
    start = form(Part(people(1))).partition(b"\r\n--")[0]
    connection.sendall(chunk(start))
    sent = len(start)
    connection.settimeout(0.01)
    said = b""
    while not said:
        assert sent <= LIMIT + 64 * 1024
        connection.sendall(chunk(b"\n" * 4_096))
        sent += 4_096
        with suppress(TimeoutError):
            said = connection.recv(65_536)
    assert statuses(said) == [413]
    assert imports(api.tenant) == 0


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(b"X-Header: value\r\n", id="many headers"),
        pytest.param(b"x" * 1_000, id="one header"),
    ],
)
def test_endless_headers_are_cut_off(api: Caller, connection: socket.socket, piece: bytes) -> None:
    connection.sendall(b"GET /healthz HTTP/1.1\r\nX-First: ")
    sent = send_until_refused(connection, piece * 20, 10**8)
    assert sent < 10**7  # what the network held when the server hung up
    assert statuses(read_to_the_end(connection)) in ([400], [])


@pytest.mark.parametrize("endless", [b"X-Trailer: value\r\n", b"x" * 1_000])
def test_endless_trailers_are_cut_off(
    api: Caller, connection: socket.socket, endless: bytes
) -> None:
    connection.sendall(chunked_head(api) + chunk(GOOD) + b"0\r\nX-First: ")
    assert send_until_refused(connection, endless * 20, 10**8) < 10**7
    assert imports(api.tenant) == 0


def test_endless_chunk_extensions_are_cut_off(api: Caller, connection: socket.socket) -> None:
    connection.sendall(chunked_head(api) + b"5;x=")
    assert send_until_refused(connection, b"x" * 20_000, 10**8) < 10**7
    assert imports(api.tenant) == 0


@pytest.mark.parametrize(
    "body",
    [
        form(*[Part(b"", f"field {number}", None) for number in range(10_000)])[:LIMIT],
        form(Part(people(1), name="fi\0le")),
        form(Part(people(1), name="\u20ac" * 3_000)),
        form(Part(people(1), filename="x" * 90_000)),
        GOOD.replace(b"Content-Type", b"X-Header: " + b"y" * 90_000 + b"\r\nContent-Type"),
        GOOD.replace(b'"file"', b'"\xed\xa0\x80"'),
    ],
    ids=["fields", "nul", "long name", "long file name", "long header", "surrogate"],
)
def test_a_hostile_form_is_a_422(api: Caller, connection: socket.socket, body: bytes) -> None:
    connection.sendall(import_head(api, len(body)) + body)
    assert read_answer(connection)[0] == 422
    assert imports(api.tenant) == 0
