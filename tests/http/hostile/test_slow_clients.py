"""Silent and slow clients: each is dropped in time, nothing is stored, and the next client is served."""

import socket
import time
from contextlib import suppress

import pytest

from tests.http.caller import Caller
from tests.http.forms import Part, form, people
from tests.http.hostile.connections import (
    GOOD,
    PATIENCE,
    Impatient,
    import_head,
    imports,
    read_to_the_end,
    statuses,
)
from tests.http.real_server import read_answer


@pytest.mark.parametrize(
    "start",
    [b"", b"\r\n", b"POST /campaigns", b"GET /healthz HTTP/1.1\r\nHost: import\r\nX-Slow: "],
    ids=["nothing", "a blank line", "half a request line", "half a header"],
)
def test_a_client_that_never_finishes_its_headers_is_dropped(
    api: Caller, connection: socket.socket, start: bytes
) -> None:
    connection.sendall(start)
    assert read_to_the_end(connection) == b""


def test_a_client_that_sends_its_headers_drop_by_drop_is_dropped(
    api: Caller, connection: socket.socket
) -> None:
    connection.sendall(b"GET /healthz HTTP/1.1\r\n")
    with suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(600):
            connection.sendall(b"X: 1\r\n")
            time.sleep(PATIENCE / 20)
        raise AssertionError("the server listened for ever")


@pytest.mark.parametrize("start", [b"\r\n", b"GET /healthz HTTP/1.1\r\n"])
def test_the_second_request_of_a_connection_has_no_more_time_than_the_first(
    api: Caller, connection: socket.socket, start: bytes
) -> None:
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: import\r\n\r\n" + start)
    assert statuses(read_to_the_end(connection)) == [200]


def test_a_connection_is_kept_for_requests_that_come_in_time(
    api: Caller, connection: socket.socket
) -> None:
    for _ in range(5):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: import\r\n\r\n")
        assert read_answer(connection)[0] == 200
        time.sleep(PATIENCE / 2)


@pytest.mark.parametrize("sent", [0, 1, len(GOOD) - 1])
def test_a_client_that_falls_silent_in_its_body_is_told_so_and_dropped(
    api: Caller, connection: socket.socket, sent: int
) -> None:
    connection.sendall(import_head(api, len(GOOD)) + GOOD[:sent])
    said = read_to_the_end(connection)
    assert statuses(said) == [408]
    assert b"send the file again over a better connection" in said
    assert imports(api.tenant) == 0


def test_a_client_that_drips_is_dropped(api: Caller, connection: socket.socket) -> None:
    connection.sendall(import_head(api, len(GOOD)))
    with suppress(BrokenPipeError, ConnectionResetError):
        for position in range(len(GOOD) - 1):
            connection.sendall(GOOD[position : position + 1])
            time.sleep(PATIENCE / 20)
    assert statuses(read_to_the_end(connection)) in ([408], [])  # [] when the reset overtook it
    assert imports(api.tenant) == 0


def test_a_slow_client_that_is_fast_enough_is_served(
    api: Caller, connection: socket.socket
) -> None:
    body = form(Part(people(60)))
    connection.sendall(import_head(api, len(body)))
    for start in range(0, len(body), 400):
        connection.sendall(body[start : start + 400])
        time.sleep(PATIENCE / 10)
    assert read_answer(connection)[0] == 200


def test_what_a_refused_client_goes_on_sending_is_read_for_a_while_only(
    api: Caller, connection: socket.socket
) -> None:
    connection.sendall(import_head(api, 10**7, **{"X-API-Key": "umz_none"}))
    with suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(600):
            connection.sendall(b"x" * 100)
            time.sleep(PATIENCE / 20)
        raise AssertionError("the server listened for ever")


def test_a_hundred_silent_clients_are_in_nobodys_way(api: Caller, impatient: Impatient) -> None:
    silent = [impatient.server.connect() for _ in range(100)]
    try:
        assert api.imported(people(2))["created"] == 2
        assert [read_to_the_end(connection) for connection in silent] == [b""] * 100
    finally:
        for connection in silent:
            connection.close()
