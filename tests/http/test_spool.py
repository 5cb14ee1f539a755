"""Spool files of processes that died without a word are removed by the next service that starts, and no others."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.config import PROJECT_ROOT
from app.spool import sweep
from tests.http.real_server import running_server

HOLDER = """
import sys
from app.spool import spool_file
with spool_file("upload") as file:
    print(file.name, flush=True)
    sys.stdin.read()
"""
HOUR = 3_600.0

Process = subprocess.Popen[str]
Hold = Callable[[], tuple[Process, Path]]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The temporary folder of this process and of those that it starts."""
    # Not below pytest's: a service's sockets may have paths of 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as name:
        monkeypatch.setenv("TMPDIR", name)
        monkeypatch.setattr(tempfile, "tempdir", None)  # or else the one it found earlier stays
        yield Path(name)


@pytest.fixture
def hold(folder: Path) -> Iterator[Hold]:
    """Start a process that makes a spool file and holds it for as long as it lives."""
    with ExitStack() as stack:

        def start() -> tuple[Process, Path]:
            command = [sys.executable, "-c", HOLDER]
            pipe = subprocess.PIPE
            process = stack.enter_context(
                subprocess.Popen(command, cwd=PROJECT_ROOT, stdin=pipe, stdout=pipe, text=True)
            )
            stack.callback(process.kill)
            assert process.stdout
            return process, Path(process.stdout.readline().rstrip())

        yield start


def killed(hold: Hold) -> Path:
    """The spool file that a process leaves when nothing of it can run any more."""
    process, path = hold()
    process.kill()
    process.wait()
    return path


def aged(path: Path, seconds: float = HOUR) -> Path:
    """The same file as it will be some time from now."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_the_file_of_a_killed_process_is_removed(folder: Path, hold: Hold) -> None:
    path = aged(killed(hold))
    assert list(folder.iterdir()) == [path]
    assert sweep() == 1
    assert list(folder.iterdir()) == []


def test_the_file_of_a_living_process_stays_however_old_it_is(folder: Path, hold: Hold) -> None:
    process, path = hold()
    aged(path)
    assert sweep() == 0
    assert path.exists()
    process.communicate("")
    assert list(folder.iterdir()) == []  # its own process takes it along


def test_a_young_file_stays_for_it_may_be_about_to_be_locked(folder: Path, hold: Hold) -> None:
    path = aged(killed(hold), 50)
    assert sweep() == 0
    assert list(folder.iterdir()) == [path]
    assert (aged(path, 70), sweep()) == (path, 1)


@pytest.mark.parametrize(
    "name",
    ["upload.spool", "umanize-upload-1", "umanize-upload-1.spool.csv", "xumanize-upload-1.spool"],
)
def test_a_file_of_another_name_is_somebody_elses(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(b"")
    aged(path)
    assert sweep() == 0
    assert path.exists()


def test_what_cannot_be_removed_is_in_nobodys_way(folder: Path, hold: Hold) -> None:
    aged_folder = folder / "umanize-0.spool"
    aged_folder.mkdir()
    aged(aged_folder)
    aged(killed(hold))
    assert sweep() == 1
    assert list(folder.iterdir()) == [aged_folder]


def test_a_service_that_starts_removes_what_a_killed_one_left(
    database_url: str, folder: Path, hold: Hold, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _holder, held = hold()
    left = aged(killed(hold))
    aged(held)
    with running_server(database_url, tmp_path_factory.mktemp("sweeper") / "log"):
        assert not left.exists()
        assert held.exists()
