"""`python -m app serve` as a process of its own, as an operator starts it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from app.config import PROJECT_ROOT
from benchmarks.client import Client

START_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Server:
    """Where it listens, and the process that serves (the supervisor, with several workers)."""

    port: int
    pid: int


@contextmanager
def running_server(database_url: str, workers: int = 1) -> Iterator[Server]:
    """A ready server; told to stop, and waited for, when the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    environment = os.environ | {"DATABASE_URL": database_url, "UMANIZE_JWT_SECRET": "s" * 40}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [*command, "--workers", str(workers)],
            cwd=PROJECT_ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            if not becomes_ready(port, process):
                log.seek(0)
                raise RuntimeError(f"The server did not start:\n{log.read().decode()}")
            yield Server(port, process.pid)
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def becomes_ready(port: int, process: "subprocess.Popen[bytes]") -> bool:
    request = b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            if Client(port).send(request).status == 200:
                return True
        time.sleep(0.05)
    return False
