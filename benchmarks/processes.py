"""Memory of the server and of the children that read files, from Linux's /proc.

The rule a newcomer would break: a child's memory must be looked at while it lives. VmHWM only grows, so the last
look before its end is its peak.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
POLL_SECONDS: Final = 0.02  # 0.2 ms of work each: a hundredth of one core
RESET_PEAK: Final = "5"  # proc_pid_clear_refs(5): sets VmHWM to VmRSS


class Memory:
    """Bytes while the block runs: what the server grew by over where it stood, and the largest child's peak."""

    def __init__(self, server: int) -> None:
        self._server = server
        with suppress(OSError):
            (PROC / str(server) / "clear_refs").write_text(RESET_PEAK)
        self._start = memory(server, "VmRSS")
        self._child_peak = 0

    def look(self) -> None:
        for forkserver in children(self._server):
            if is_forkserver(forkserver):
                for child in children(forkserver):
                    self._child_peak = max(self._child_peak, memory(child, "VmHWM"))

    def bytes(self) -> dict[str, int]:
        return {
            "server growth": max(0, memory(self._server, "VmHWM") - self._start),
            "server": memory(self._server, "VmHWM"),
            "child": self._child_peak,
        }


@contextmanager
def watched(server: int) -> Iterator[Memory]:
    """Watch a process and the children of its fork server until the block ends."""
    watch, done = Memory(server), threading.Event()

    def poll() -> None:
        while not done.wait(POLL_SECONDS):
            watch.look()

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        done.set()
        thread.join()


def memory(pid: int, name: str) -> int:
    """VmRSS or VmHWM in bytes; 0 when the process is gone."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0


def children(pid: int) -> list[int]:
    """The processes that any of its threads started."""
    found: list[int] = []
    with suppress(OSError):
        for task in (PROC / str(pid) / "task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def is_forkserver(pid: int) -> bool:
    with suppress(OSError):
        return b"forkserver" in (PROC / str(pid) / "cmdline").read_bytes()
    return False
