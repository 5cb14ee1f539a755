"""`umanize serve` in a process of its own, and a raw connection to it for what no client library would do."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.config import PROJECT_ROOT

# A busy machine may need a minute; a server that has ended is not waited for.
START_SECONDS = 180.0
STOP_SECONDS = 60.0
SECRET = "s" * 40  # as in the fixture `settings`, so that its tokens are good here too


@dataclass(frozen=True)
class Server:
    """Where it listens, and what it wrote."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@contextmanager
def running_server(
    database_url: str, log: Path, *options: str, **settings: str
) -> Iterator[Server]:
    """A ready server; it is stopped as an operator would, and must go in peace and without a traceback."""
    server = Server(free_port(), log)
    command = [sys.executable, "-m", "app", "serve", "--port", str(server.port), *options]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("UMANIZE_")},
        "DATABASE_URL": database_url,
        "UMANIZE_JWT_SECRET": SECRET,
        **settings,
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=PROJECT_ROOT, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        try:
            wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
    assert "Traceback" not in log.read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """AssertionError with the server's log when the server ends or takes longer than START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    with httpx.Client(trust_env=False) as client:
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if client.get(f"{server.url}/readyz").status_code == 200:
                    return
            time.sleep(0.05)
    raise AssertionError(server.log.read_text())


def head(path: str, headers: dict[str, str], length: int) -> bytes:
    """The start of a POST whose body of `length` bytes is still to come."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: import",
        f"Content-Length: {length}",
        *[f"{name}: {value}" for name, value in headers.items()],
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def read_answer(connection: socket.socket) -> tuple[int, bytes]:
    """The next answer's status and body, a 100 included."""
    with connection.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        length = 0
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, stream.read(length)
