"""A thin HTTP client on one kept connection: the measured machine is also the caller's, so the caller must cost nothing.

A large file goes out with sendfile(), a small request in one write; only what an answer of this service has is read
(a status and a Content-Length).
"""

import json
import socket
from typing import Any, Final, NamedTuple
from uuid import UUID

from benchmarks.contenders import Job

BOUNDARY: Final = "umanize-benchmark-boundary"
TIMEOUT_SECONDS: Final = 1_800.0  # a peer's worth of patience; no time fails anything


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


class Client:
    """One connection to the server on this machine; opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def send(self, request: bytes) -> Answer:
        """A whole request in one write."""
        connection = self._connected()
        connection.sendall(request)
        return self._read(connection)

    def post_file(self, job: Job) -> Answer:
        """The job's file as a form, streamed by the kernel."""
        connection = self._connected()
        before, after = form_ends(job.path.name)
        length = len(before) + job.path.stat().st_size + len(after)
        connection.sendall(head("POST", import_path(job.campaign_id), job.api_key, length) + before)
        with job.path.open("rb") as file:
            connection.sendfile(file)
        connection.sendall(after)
        return self._read(connection)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT_SECONDS)
            # Without it the second small write waits 40 ms for the first one's acknowledgement.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read(self, connection: socket.socket) -> Answer:
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += receive(connection)
        lines = received[:end].lower().split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines[1:])
        missing = int(headers[b"content-length"]) - (len(received) - end - 4)
        parts = [received[end + 4 :]]
        while missing > 0:
            parts.append(receive(connection))
            missing -= len(parts[-1])
        if headers.get(b"connection") == b"close":
            self.close()
        return Answer(int(lines[0].split()[1]), b"".join(parts))


def receive(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionError("The server closed the connection in the middle of an answer.")
    return data


def head(method: str, path: str, api_key: str, length: int) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"X-API-Key: {api_key}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def form_ends(name: str) -> tuple[bytes, bytes]:
    """What stands before and after the file's bytes."""
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    before = f"--{BOUNDARY}\r\n{disposition}\r\nContent-Type: text/csv\r\n\r\n"
    return before.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


def small_import(campaign_id: UUID, api_key: str, content: bytes) -> bytes:
    """The whole request of a small file."""
    before, after = form_ends("row.csv")
    body = before + content + after
    return head("POST", import_path(campaign_id), api_key, len(body)) + body


def import_path(campaign_id: UUID) -> str:
    return f"/campaigns/{campaign_id}/targets:import"


def imported(answer: Answer) -> dict[str, Any]:
    """The result of an import that must have worked."""
    if answer.status != 200:
        raise RuntimeError(f"The import was refused: {answer.status} {answer.body.decode()[:500]}")
    result: dict[str, Any] = json.loads(answer.body)
    return result
