"""The contract and the page that lets people try it, from assets the project ships: no network needed."""

from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from app.config import PROJECT_ROOT
from app.openapi import contract_text

STATIC: Final = PROJECT_ROOT / "app" / "static"
# The page says the same of itself, for who opens the file; only a header can forbid frames around it.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

contract_router = APIRouter(include_in_schema=False)
router = APIRouter(include_in_schema=False)


@contract_router.get("/openapi.json")
def openapi() -> Response:
    """The contract, word for word."""
    return Response(contract_text(), media_type="application/json")


@router.get("/docs")
def docs() -> Response:
    """Swagger UI."""
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return FileResponse(STATIC / "docs.html", media_type="text/html", headers=headers)


@router.get("/")
def home() -> Response:
    """People who open the address find the page."""
    return RedirectResponse("docs")


def register(app: FastAPI) -> None:
    """Serve the page and Swagger UI's own files."""
    app.include_router(router)
    app.mount("/docs/assets", StaticFiles(directory=STATIC), name="docs-assets")
