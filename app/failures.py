"""Errors on their way out: the tree of errors.py becomes statuses and bodies, and nothing is echoed."""

import logging

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.responses import Response

from app.errors import InvalidCredentials, InvalidRequest, ServiceError, SlowClient, Unavailable
from app.logs import describe
from app.request_log import common_headers
from app.schemas import HTTPValidationError, ValidationError

_log = logging.getLogger(__name__)


def register(app: FastAPI) -> None:
    """Teach the application to answer with this service's errors."""
    app.add_exception_handler(ServiceError, answer_service_error)
    app.add_exception_handler(RequestValidationError, answer_validation_error)
    app.add_exception_handler(OperationalError, answer_database_error)
    app.add_exception_handler(psycopg.OperationalError, answer_database_error)
    app.add_exception_handler(PoolTimeout, answer_database_error)
    app.add_exception_handler(ProgrammingError, answer_missing_table)
    app.add_exception_handler(UndefinedTable, answer_missing_table)
    app.add_exception_handler(Exception, answer_own_failure)


def answer_service_error(_request: Request, error: Exception) -> Response:
    """`{"detail": "one sentence"}`, or the contract's HTTPValidationError for a 422."""
    assert isinstance(error, ServiceError)  # noqa: S101 - what it was registered for
    if isinstance(error, InvalidRequest):
        return unprocessable(
            ValidationError(loc=list(error.loc), msg=error.message, type=error.type)
        )
    return JSONResponse(
        {"detail": error.message}, status_code=error.status, headers=_headers(error)
    )


def answer_validation_error(_request: Request, error: Exception) -> Response:
    """The framework's own findings without what it adds: the input, a context, a link."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it was registered for
    return unprocessable(
        *[
            ValidationError(loc=list(entry["loc"]), msg=entry["msg"], type=entry["type"])
            for entry in error.errors()
        ]
    )


def answer_database_error(request: Request, error: Exception) -> Response:
    """The database is away or overwhelmed: nothing was written, and the caller may try again."""
    _log.warning("database unavailable: %s", describe(error))
    return answer_service_error(request, Unavailable())


def answer_missing_table(request: Request, error: Exception) -> Response:
    """A service that was started before `umanize migrate`; any other wrong statement is our own failure."""
    if not isinstance(getattr(error, "orig", error), UndefinedTable):
        raise error
    _log.error("the database is not migrated: run `umanize migrate`")
    return answer_service_error(request, Unavailable("The service's database is not migrated yet."))


def answer_own_failure(request: Request, _error: Exception) -> Response:
    """Our fault: the server logs the exception, the caller is told no more than that."""
    return JSONResponse(
        {"detail": "Something failed on the server's side: nothing was written."},
        status_code=500,
        headers=common_headers(request.state.request_id),  # this answer passes no middleware
    )


def unprocessable(*errors: ValidationError) -> Response:
    return JSONResponse(HTTPValidationError(detail=list(errors)).model_dump(), status_code=422)


def _headers(error: ServiceError) -> dict[str, str]:
    if isinstance(error, InvalidCredentials):
        return {"WWW-Authenticate": 'Bearer realm="umanize"'}
    if isinstance(error, Unavailable):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, SlowClient):
        return {
            "Connection": "close"
        }  # RFC 9110, section 15.5.9: the rest of the body is not waited for
    return {}
