"""Where a file is read, what its process may use, and what ends that process: nothing a file holds is the server's."""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from app.importer.child import CPU_SECONDS, INLINE_BYTES, MEMORY_BYTES, run_apart
from tests.reader.builders import gzipped

PR_GET_PDEATHSIG = 2


def process() -> Generator[bytes, None, None]:
    yield str(os.getpid()).encode()


def care() -> Generator[bytes, None, None]:
    """What this process may use, and which signals it hears."""
    last = ctypes.c_int()
    ctypes.CDLL(None).prctl(PR_GET_PDEATHSIG, ctypes.byref(last))
    limits = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    interrupt = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    yield json.dumps([*map(resource.getrlimit, limits), interrupt, last.value]).encode()


@pytest.mark.parametrize(
    ("content", "is_apart"),
    [
        (b"email\n".ljust(INLINE_BYTES, b"\n"), False),
        (b"email\n".ljust(INLINE_BYTES + 1, b"\n"), True),
        (gzipped(b"email\n"), True),
    ],
    ids=["small text", "a byte more", "small and packed"],
)
def test_only_small_text_is_read_in_the_server_itself(
    tmp_path: Path, content: bytes, is_apart: bool
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    (reader,) = run_apart(path, process)
    assert (int(reader) != os.getpid()) == is_apart


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child outlives its parent")
def test_a_child_has_its_limits_and_dies_with_its_parent_and_of_no_keyboard(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(gzipped(b"email\n"))
    (told,) = run_apart(path, care)
    assert json.loads(told) == [
        [MEMORY_BYTES, MEMORY_BYTES],
        [CPU_SECONDS, CPU_SECONDS],
        [0, 0],
        True,
        signal.SIGKILL,
    ]
