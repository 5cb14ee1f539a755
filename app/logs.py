"""Structured logs: one JSON object a line on standard error. No cell of a file and no credential is ever in one.

The rule a newcomer would break: an exception's own words quote what it choked on, so they are not logged; where
it happened is.
"""

import traceback
from types import TracebackType
from typing import Any, Final

import psycopg
from pythonjsonlogger.json import JsonFormatter
from sqlalchemy.exc import DBAPIError

FIELDS: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"
_RENAMED: Final = {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"}

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class Formatter(JsonFormatter):
    """JSON, with tracebacks that name places and kinds of errors, and quote no value."""

    def formatException(self, ei: ExceptionInfo) -> str:
        return "\n".join(map(_traceback, _chain(ei[1])))


def _chain(error: BaseException | None) -> list[BaseException]:
    """What led to an exception, and last the exception itself, as Python prints them."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:  # one that was raised again may lead to itself
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _traceback(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{frames}{describe(error)}"


def describe(error: BaseException) -> str:
    """An exception in words that hold nothing of a file: the server's DETAIL, say, shows the whole row."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error):
        return f"{kind}: {_describe_database(cause)}"
    # The system's own words; a path in them is one of ours.
    return f"{kind}: {error}" if isinstance(error, OSError) else kind


def _describe_database(error: psycopg.Error) -> str:
    if error.sqlstate is None:  # no server was reached: host, port and reason
        return str(error)
    named = (error.sqlstate, error.diag.table_name, error.diag.constraint_name)
    return " ".join(name for name in named if name)


def configuration() -> dict[str, Any]:
    """For uvicorn, which configures the process with it; its access log is ours to write."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": Formatter,
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
