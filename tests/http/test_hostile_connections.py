"""Clients no library is: silent, slow, endless, ambiguous. Each gets a clean 4xx or a closed connection,
nothing is stored, and the next client is served."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.config import Settings
from tests.faults.waiting import wait_until
from tests.http.caller import Caller, address
from tests.http.forms import CONTENT_TYPE, Part, form, people
from tests.http.real_server import Server, head, read_answer, running_server
from tests.support.tenants import Tenant

PATIENCE = 0.5  # seconds; 30 where it counts
LIMIT = 100_000
GOOD = form(Part(people(3)))
STATUS_LINE = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@dataclass(frozen=True)
class Impatient:
    """A server that waits half a second, takes 100 kB, and spools into `folder`."""

    server: Server
    folder: Path

    def uploads(self) -> list[Path]:
        return list(self.folder.glob("umanize-upload-*"))


@pytest.fixture(scope="module")
def impatient(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Impatient]:
    folder = tmp_path_factory.mktemp("impatient")
    settings = {
        "TMPDIR": str(folder),
        "UMANIZE_SLOW_CLIENT_SECONDS": str(PATIENCE),
        "UMANIZE_MAX_UPLOAD_BYTES": str(LIMIT),
    }
    with running_server(database_url, folder / "log", **settings) as server:
        yield Impatient(server, folder)


@pytest.fixture
def api(impatient: Impatient, tenant: Tenant, settings: Settings) -> Iterator[Caller]:
    """A well-behaved caller of the same server; whatever the test did, it is served afterwards."""
    with httpx.Client(base_url=impatient.server.url, timeout=60, trust_env=False) as client:
        api = Caller(client, tenant, settings)
        yield api
        assert api.imported(people(1), "afterwards")["total"] == 1
        wait_until(lambda: impatient.uploads() == [], "nothing of an upload is left on disk")


@pytest.fixture
def connection(impatient: Impatient) -> Iterator[socket.socket]:
    with impatient.server.connect() as connection:
        yield connection


def read_to_the_end(connection: socket.socket) -> bytes:
    """All the server says until it closes; a reset is an end too."""
    said = b""
    with suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            said += piece
    return said


def send_until_refused(connection: socket.socket, piece: bytes, most: int) -> int:
    """Send `piece` again and again until the server has closed or `most` bytes are out; bytes sent."""
    sent = 0
    with suppress(BrokenPipeError, ConnectionResetError):
        while sent < most:
            connection.sendall(piece)
            sent += len(piece)
    return sent


def statuses(said: bytes) -> list[int]:
    return [int(status) for status in STATUS_LINE.findall(said)]


def import_head(api: Caller, length: int, **extra: str) -> bytes:
    headers = {"Content-Type": CONTENT_TYPE, **api.key, **extra}
    return head(address(api.tenant.campaign()), headers, length)


def chunked_head(api: Caller) -> bytes:
    good = import_head(api, 0)
    return good.replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def imports(tenant: Tenant) -> int:
    return len(tenant.rows("imports"))


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


@pytest.mark.parametrize("upgrade", ["websocket", "h2c"])
def test_no_other_protocol_is_spoken(api: Caller, connection: socket.socket, upgrade: str) -> None:
    extra = {"Connection": "Upgrade", "Upgrade": upgrade, "Sec-WebSocket-Version": "13"}
    connection.sendall(import_head(api, len(GOOD), **extra) + GOOD)
    assert all(400 <= status < 500 for status in statuses(read_to_the_end(connection)))
    assert imports(api.tenant) == 0


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


def test_a_hundred_silent_clients_are_in_nobodys_way(api: Caller, impatient: Impatient) -> None:
    silent = [impatient.server.connect() for _ in range(100)]
    try:
        assert api.imported(people(2))["created"] == 2
        assert [read_to_the_end(connection) for connection in silent] == [b""] * 100
    finally:
        for connection in silent:
            connection.close()
