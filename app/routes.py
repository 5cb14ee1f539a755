"""The endpoint: HTTP in, import_targets(), HTTP out.

The rule a newcomer would break: the framework reads a form before it calls anybody, so everything that can be
refused from the headers is refused in ImportRoute, before the first byte of the body is asked for.
"""

import logging
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from dataclasses import replace
from typing import Annotated, Any, Final, cast
from uuid import UUID

from fastapi import APIRouter, File, Header, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from pydantic import WithJsonSchema
from pydantic.json_schema import SkipJsonSchema
from starlette.background import BackgroundTask, BackgroundTasks
from starlette.concurrency import run_in_threadpool

from app.gate import DRY_RUN, Admission, admit
from app.importer import service
from app.importer.request import ImportAnswer, ImportRequest
from app.importer.statistics import inserted_much, refresh_statistics
from app.metrics import import_in_progress, note_import
from app.negotiation import CSV, count_headers, prefers_csv
from app.schemas import CampaignTargetsImportResult, HTTPValidationError
from app.services import Services
from app.upload import Upload, receive_upload

ERROR_LIST_MEMORY: Final = 1024 * 1024  # longer lists wait on disk

_log = logging.getLogger("umanize.import")


class ImportRoute(APIRoute):
    """Checks the caller, the address and the campaign, receives the file, and only then calls the endpoint.

    By then every argument has been read and judged: the framework's own reading, for which the endpoint's signature
    would have it hold the whole form, is not asked for.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def receive_and_call(request: Request) -> Response:
            services: Services = request.app.state.services
            admission = await run_in_threadpool(admit, services, request)
            request.state.admission = admission
            request.state.account_id = admission.principal.account_id
            async with (
                receive_upload(request, services.settings.max_upload_bytes) as upload,
                services.slots.hold(admission.principal.account_id),
            ):
                with import_in_progress(upload.size):
                    return await run_in_threadpool(
                        import_targets,
                        request,
                        admission.campaign_id,
                        upload,
                        admission.skip_if_in_other_campaigns,
                    )

        return receive_and_call


router = APIRouter(route_class=ImportRoute)


@router.post(
    "/campaigns/{campaign_id}/targets:import",
    tags=["campaign-import"],
    description="Import customers from file and enroll them into the campaign.",
    response_description="Request completed successfully.",
    response_model=CampaignTargetsImportResult,
    responses={422: {"model": HTTPValidationError, "description": "Validation Error"}},
)
def import_targets(
    request: Request,
    campaign_id: UUID,
    file: Annotated[UploadFile, File(), WithJsonSchema({"type": "string", "format": "binary"})],
    skip_if_in_other_campaigns: bool = False,
    # In the signature for the document's sake: admit() has read it from the raw headers.
    x_api_key: Annotated[str | SkipJsonSchema[None], Header(alias="X-API-Key")] = None,  # noqa: ARG001
) -> Response:
    services: Services = request.app.state.services
    admission: Admission = request.state.admission
    upload = cast(Upload, file)
    import_request = ImportRequest(
        account_id=admission.principal.account_id,
        campaign_id=campaign_id,
        imported_by=admission.principal.subject,
        path=upload.path,
        file_name=upload.filename,
        file_size=upload.size,
        file_sha256=upload.sha256,
        skip_if_in_other_campaigns=skip_if_in_other_campaigns,
        idempotency_key=admission.idempotency_key,
        columns=upload.columns,
        charset=upload.charset,
        dry_run=admission.dry_run,
    )
    if prefers_csv(request.headers.get("accept", "")):
        return import_to_csv(request, services, upload, import_request)
    answer = run_import(request, services, upload, import_request)
    return Response(
        answer.text,
        media_type="application/json",
        headers=dry_run_header(import_request),
        background=statistics_task(services, import_request, answer),
    )


def run_import(
    request: Request, services: Services, upload: Upload, import_request: ImportRequest
) -> ImportAnswer:
    """Import and log it; count it in the metrics unless it is a dry run, which stores nothing."""
    answer = service.import_targets(services.engine, services.settings, import_request)
    if not import_request.dry_run:
        note_import(answer)
    log_import(request, upload, answer)
    return answer


def import_to_csv(
    request: Request, services: Services, upload: Upload, import_request: ImportRequest
) -> Response:
    """Import, and answer with the rejected rows as a download, the counts in its headers."""
    with ExitStack() as files:
        error_list = files.enter_context(tempfile.SpooledTemporaryFile(ERROR_LIST_MEMORY))
        wanted = replace(import_request, error_list=error_list)
        answer = run_import(request, services, upload, wanted)
        error_list.seek(0)
        closing = BackgroundTask(files.pop_all().close)
        afterwards = BackgroundTasks([closing, statistics_task(services, wanted, answer)])
    headers = count_headers(answer.result) | {
        "Content-Disposition": 'attachment; filename="rejected.csv"',
        **dry_run_header(import_request),
    }
    return StreamingResponse(error_list, media_type=CSV, headers=headers, background=afterwards)


def dry_run_header(import_request: ImportRequest) -> dict[str, str]:
    """The header that marks the answer to a dry run."""
    return {DRY_RUN: "true"} if import_request.dry_run else {}


def statistics_task(
    services: Services, import_request: ImportRequest, answer: ImportAnswer
) -> BackgroundTasks:
    """The statistics where an import changed them, when its answer is out, by a connection no import waits for."""
    refresh = BackgroundTask(refresh_statistics, services.front_engine)
    is_needed = inserted_much(answer) and not import_request.dry_run
    return BackgroundTasks([refresh] if is_needed else [])


def log_import(request: Request, upload: Upload, answer: ImportAnswer) -> None:
    """One line an import: who, what, how much, how long; nothing of what was in the file."""
    admission: Admission = request.state.admission
    _log.info(
        "import",
        extra={
            "request_id": request.state.request_id,
            "account_id": str(admission.principal.account_id),
            "campaign_id": request.path_params["campaign_id"],
            "imported_by": admission.principal.subject,
            "file_name": upload.filename,
            "bytes": upload.size,
            "replayed": answer.is_replay,
            "dry_run": admission.dry_run,
            "counts": answer.result.model_dump(exclude={"errors", "target"}),
            "seconds": answer.seconds,
        },
    )
