"""umanize serve, migrate and openapi."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any, Final

import typer
import uvicorn

from app import logs
from app.auth import TokenVerifier
from app.cli.common import JsonOption, print_json
from app.cli.connections import BoundedProtocol
from app.config import Settings
from app.main import jwt_settings
from app.openapi import contract, contract_text
from app.startup import complete, database_url, read_settings
from app.startup import migrate as migrate_database

# uvicorn kills and replaces a worker that answers no ping for so long. A worker answers none before
# its modules are imported, which takes more than uvicorn's default of 5 s on a busy machine or a
# slow disk: then no worker ever came up.
WORKER_START_SECONDS: Final = 60


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that serve side by side.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Run the service until it is told to stop.

    Example: umanize serve --host 0.0.0.0 --port 8000 --workers 2
    """
    settings = complete(read_settings())
    # A wrong key is told here, in one sentence, and not by every worker in fifty lines.
    TokenVerifier(jwt_settings(settings))
    pass_on(settings)
    if as_json:
        print_json({"id": os.getpid(), "url": f"http://{host}:{port}", "workers": workers})
    # uvicorn raises the signal that stopped it once more when it is done, which would end the process on the spot:
    # leave by the door instead, where the embedded database is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with shared_metrics(workers):
        uvicorn.run(
            "app.main:create_app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            # uvicorn wants a class and only ever calls it; workers get it pickled.
            http=partial(BoundedProtocol, patience=settings.slow_client_seconds),  # type: ignore[arg-type]
            ws="none",
            access_log=False,
            log_config=logs.configuration(),
            timeout_graceful_shutdown=settings.shutdown_seconds,
            timeout_worker_healthcheck=WORKER_START_SECONDS,
        )


@contextmanager
def shared_metrics(workers: int) -> Iterator[None]:
    """A folder where several workers put their metrics together; one worker needs none."""
    if workers == 1 or "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="umanize-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def pass_on(settings: Settings) -> None:
    """Let worker processes find the database and secret that were found here."""
    os.environ["DATABASE_URL"] = database_url(settings)
    if settings.jwt_secret:
        os.environ["UMANIZE_JWT_SECRET"] = ",".join(settings.jwt_secret)


def migrate(as_json: JsonOption = False) -> None:
    """Bring the database to the newest migration.

    Example: DATABASE_URL=postgresql://app@db/umanize umanize migrate
    """
    revision = migrate_database(complete(read_settings()))
    if as_json:
        print_json({"id": revision})
    else:
        print(f"The database is at migration {revision}.")


def openapi(as_json: JsonOption = False) -> None:
    """Print the contract.

    Example: umanize openapi > openapi.json
    """
    document: dict[str, Any] = contract()
    if as_json:
        print_json(document)
    else:
        print(contract_text(), end="")
