"""create_app(): the service put together. Nothing happens when this module is imported.

`uvicorn --factory app.main:create_app` runs it with the environment's settings, `umanize serve` likewise.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from app import docs, failures, health, metrics, routes
from app.auth import JwtSettings, TokenVerifier
from app.auth.authenticator import Authenticator
from app.config import Settings
from app.database import make_engine
from app.gate import DRY_RUN
from app.importer.child import start_forkserver
from app.request_log import RequestLog
from app.services import Services
from app.slots import ImportSlots
from app.spool import sweep
from app.startup import complete, database_url

FRONT_CONNECTIONS: Final = (
    4  # a credential takes a millisecond: 4 serve some 2,000 callers a second
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; its database is opened when it starts and closed when it stops."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services = await run_in_threadpool(open_services, settings)
        app.state.services = services
        try:
            yield
        finally:
            services.engine.dispose()
            services.front_engine.dispose()

    app = FastAPI(
        title="Umanize API",
        version="0.1.0",
        lifespan=lifespan,
        openapi_url=None,  # openapi.json itself is served, see docs.py
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    failures.register(app)
    for router in (routes.router, health.router, docs.contract_router):
        app.include_router(router)
    if settings.docs_enabled:
        docs.register(app)
    if settings.metrics_enabled:
        metrics.register(app)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["POST"],
            allow_headers=[
                "Authorization",
                "X-API-Key",
                "Content-Type",
                "Accept",
                "Idempotency-Key",
                "X-Request-ID",
                DRY_RUN,
            ],
        )
    app.add_middleware(RequestLog)  # added last, so it is the outermost
    return app


def open_services(settings: Settings) -> Services:
    """Everything a request needs; UsageError when the settings do not hold together."""
    completed = complete(settings)
    sweep()
    start_forkserver()
    url, slots = database_url(completed), completed.import_slots
    front_engine = make_engine(url, pool_size=FRONT_CONNECTIONS)
    verifier = TokenVerifier(jwt_settings(completed))
    return Services(
        settings=completed,
        engine=make_engine(url, pool_size=slots),
        front_engine=front_engine,
        authenticator=Authenticator(verifier, completed.required_scope),
        slots=ImportSlots(slots, completed.import_slots_per_account, completed.slot_patience),
    )


def jwt_settings(settings: Settings) -> JwtSettings:
    """The part of the settings that says which tokens are good."""
    return JwtSettings(
        secrets=settings.jwt_secret,
        public_key=settings.jwt_public_key,
        jwks_url=settings.jwt_jwks_url,
        algorithms=settings.jwt_algorithms,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        account_claim=settings.jwt_account_claim,
        leeway=settings.jwt_leeway_seconds,
    )
