"""Temporary files that are read by their name, and that nobody's sudden death leaves behind for long.

Each is locked by the process that made it. The lock ends with the process, however it ends: a file that nobody
locks is nobody's, and the next service to start removes it.
"""

import fcntl
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

PREFIX: Final = "umanize-"
SUFFIX: Final = ".spool"
_BORN_SECONDS: Final = 60.0  # between a file's creation and its lock lies no more than an instant


def spool_file(kind: str) -> IO[bytes]:
    """A new file in the temporary folder, gone when it is closed; `kind` says in its name what it is."""
    file = tempfile.NamedTemporaryFile(prefix=f"{PREFIX}{kind}-", suffix=SUFFIX)  # noqa: SIM115
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


def sweep() -> int:
    """Remove the spool files of processes that died; how many there were."""
    folder = Path(tempfile.gettempdir())
    return sum(map(_remove_if_abandoned, folder.glob(f"{PREFIX}*{SUFFIX}")))


def _remove_if_abandoned(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:  # another user's, in use, or just removed
        if time.time() - path.stat().st_mtime > _BORN_SECONDS:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            return True
    return False
