"""Prometheus metrics: what imports did, how long each stage took, how much is going on. Outside the contract."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from app.errors import ServiceError
from app.importer.request import ImportAnswer
from app.services import Services

_SECONDS: Final = (0.005, 0.02, 0.1, 0.5, 1, 5, 10, 30, 60, 300)
_ROW_COUNTS: Final = ("created", "updated", "skipped")
_TARGET_COUNTS: Final = ("targets_created", "targets_skipped")

IMPORTS: Final = Counter(
    "umanize_imports", "Imports by outcome: stored, replayed, or an HTTP status.", ["outcome"]
)
ROWS: Final = Counter(
    "umanize_rows", "Data rows of stored imports, by what became of them.", ["outcome"]
)
TARGETS: Final = Counter(
    "umanize_targets", "Accepted rows of stored imports, by enrolment.", ["outcome"]
)
BYTES: Final = Counter("umanize_upload_bytes", "Bytes of files received.")
STAGES: Final = Histogram(
    "umanize_stage_seconds", "Seconds by stage of an import.", ["stage"], buckets=_SECONDS
)
IN_PROGRESS: Final = Gauge(
    "umanize_imports_in_progress", "Imports that run now.", multiprocess_mode="livesum"
)
POOL: Final = Gauge(
    "umanize_pool_connections",
    "Database connections in use, by pool.",
    ["pool"],
    multiprocess_mode="livesum",
)

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """All of it in Prometheus's text format; with several workers, of all of them together."""
    services: Services = request.app.state.services
    POOL.labels("imports").set(services.engine.pool.checkedout())  # type: ignore[attr-defined]
    POOL.labels("front").set(services.front_engine.pool.checkedout())  # type: ignore[attr-defined]
    return Response(generate_latest(_registry()), media_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        from prometheus_client import REGISTRY

        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


@contextmanager
def import_in_progress(size: int) -> Iterator[None]:
    """Count an import while it runs, and how it ended when it was refused."""
    BYTES.inc(size)
    with IN_PROGRESS.track_inprogress():
        try:
            yield
        except ServiceError as error:
            IMPORTS.labels(str(error.status)).inc()
            raise


def note_import(answer: ImportAnswer) -> None:
    """Count a committed import, or the replay of one."""
    IMPORTS.labels("replayed" if answer.is_replay else "stored").inc()
    if answer.is_replay:
        return
    for name in _ROW_COUNTS:
        ROWS.labels(name).inc(getattr(answer.result, name))
    for name in _TARGET_COUNTS:
        TARGETS.labels(name.removeprefix("targets_")).inc(getattr(answer.result, name))
    for stage, seconds in answer.seconds.items():
        STAGES.labels(stage).observe(seconds)


def register(app: FastAPI) -> None:
    """Serve /metrics."""
    app.include_router(router)
