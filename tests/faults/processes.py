"""`umanize serve` as a process that a test may kill, starve, stop and start again."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.config import PROJECT_ROOT
from tests.faults.waiting import wait_until
from tests.http.real_server import SECRET, STOP_SECONDS, Server, free_port, wait_until_ready


class Service:
    """One service, whose process comes and goes; `temporary` is its TMPDIR, `environment` its settings."""

    server: Server
    process: "subprocess.Popen[bytes]"

    def __init__(self, database_url: str, log: Path, temporary: Path, **environment: str) -> None:
        self.log = log
        self.temporary = temporary
        self._environment = os.environ | {
            "DATABASE_URL": database_url,
            "UMANIZE_JWT_SECRET": SECRET,
            "TMPDIR": str(temporary),
            **environment,
        }

    def start(self) -> None:
        """Serve on a new port."""
        self.server = Server(free_port(), self.log)
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.server.port)]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=PROJECT_ROOT, env=self._environment, stdout=output, stderr=output
            )
        wait_until_ready(self.server, self.process)

    def kill(self) -> None:
        """As the kernel does it: no handler runs. Its children must not outlive it."""
        family = descendants(self.process.pid)
        self.process.kill()
        self.process.wait()
        wait_until(lambda: not any(map(is_alive, family)), "the killed server's children are gone")

    def stop(self) -> int:
        """As an operator does it; the exit code."""
        self.process.terminate()
        return self.process.wait(STOP_SECONDS)

    def uploads(self) -> list[Path]:
        """The files that lie in its temporary folder."""
        return [path for path in self.temporary.iterdir() if path.is_file()]


@contextmanager
def running_service(database_url: str, folder: Path, **environment: str) -> Iterator[Service]:
    """A service that serves and writes its log into `folder`, until the block ends."""
    # Not below pytest's temporary folder: the service's sockets may have paths of 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as name:
        service = Service(database_url, folder / "log", Path(name), **environment)
        try:
            service.start()
            yield service
        finally:
            with suppress(ProcessLookupError):
                service.stop()


def descendants(pid: int) -> list[int]:
    """A process's children, and theirs."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it ended while it was looked at
            for child in map(int, path.read_text().split()):
                found += [child, *descendants(child)]
    return found


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
