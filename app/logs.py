"""Structured logs: one JSON object a line on standard error. No cell of a file and no credential is ever in one."""

import logging
import logging.config
from typing import Any, Final

FIELDS: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"
_RENAMED: Final = {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"}


def configuration() -> dict[str, Any]:
    """For logging.config.dictConfig(), and for uvicorn, whose access log is ours to write."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": FIELDS,
                "rename_fields": _RENAMED,
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "uvicorn": {"level": "INFO"},
            "uvicorn.access": {"level": "CRITICAL", "propagate": False},
            "alembic": {"level": "WARNING"},
        },
    }


def configure() -> None:
    """Send everything this process logs to standard error as JSON."""
    logging.config.dictConfig(configuration())
