"""Is it alive, is it ready: for orchestrators, outside the contract."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from app import migrator
from app.database import live_connection
from app.services import Services

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives; the database is not asked."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """The database answers and stands at the newest migration; 503 with the reason otherwise."""
    services: Services = request.app.state.services
    try:
        # Not the imports' connections: a service whose slots are all taken is busy, not ill.
        with live_connection(services.front_engine) as connection:
            if migrator.is_current(connection):
                return JSONResponse({"status": "ok"})
            reason = "the database is not migrated: run `umanize migrate`"
    except SQLAlchemyError:
        reason = "the database does not answer"
    return JSONResponse({"status": "unavailable", "reason": reason}, status_code=503)
