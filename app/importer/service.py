"""import_targets(): the whole story of one import, top to bottom, in one transaction.

The rule a newcomer would break: nothing in here commits. The transaction ends where it began, and an answer
exists only once it is committed (docs/design.md#atomic).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Engine, insert

from app.config import Settings
from app.database import account_transaction, execute
from app.importer.attempts import Attempt, settle
from app.importer.child import Cleaned, rejected_rows
from app.importer.cleaning import CleanReport, CleanRequest
from app.importer.idempotency import FirstAnswer, claim
from app.importer.locks import lock_campaign
from app.importer.merge import Merge, Rejection, merge_staged
from app.importer.request import ImportAnswer, ImportRequest
from app.importer.result import build_result, find_target, rejection_error, weak_id_notices
from app.importer.rows import Limits
from app.importer.staging import Reading, copy_blocks, open_staging
from app.importer.stopwatch import Stopwatch
from app.importer.suppression import suppressed_keys
from app.models import Import
from app.schemas import CampaignTargetsImportResult

_INSERT_IMPORT: Final = insert(Import)


def import_targets(engine: Engine, settings: Settings, request: ImportRequest) -> ImportAnswer:
    """Create or update the file's customers and enrol them; the answer, once it is committed.

    Raises CampaignNotFound, CampaignClosed, StillRunning, and what the reader finds wrong with the file as a
    whole (InvalidRequest, UnknownContent, PayloadTooLarge): then nothing was written. Unavailable when the
    database stays away or busy.
    """

    def work(attempt: Attempt[ImportAnswer]) -> ImportAnswer:
        return run_once(engine, settings, request, attempt)

    return settle(engine, request.account_id, request.import_id, work)


def run_once(
    engine: Engine, settings: Settings, request: ImportRequest, attempt: Attempt[ImportAnswer]
) -> ImportAnswer:
    """One transaction, from its begin to its commit."""
    stopwatch = Stopwatch()
    with account_transaction(engine, request.account_id) as connection:
        refusals = suppressed_keys(settings.suppressed_statuses)
        reading = open_staging(connection, request.account_id, refusals)
        file = describe_file(settings, request, reading)
        answer = replay(connection, request, file) or run(
            connection, settings, request, file, stopwatch
        )
        if request.dry_run:
            connection.rollback()
        attempt.result = answer
    stopwatch.lap("commit")
    return answer


def run(
    connection: Connection,
    settings: Settings,
    request: ImportRequest,
    file: CleanRequest,
    stopwatch: Stopwatch,
) -> ImportAnswer:
    """The story: stage the file, take the locks, decide and write, tell."""
    report = stage_file(connection, file, request.on_rows)
    stopwatch.lap("stage")
    turn = lock_campaign(connection, request.account_id, request.campaign_id)
    merge = Merge(
        connection=connection,
        account_id=request.account_id,
        campaign_id=request.campaign_id,
        now=turn.now,
        agent_id=turn.agent_id,
        skip_if_in_other_campaigns=request.skip_if_in_other_campaigns,
        refusals=suppressed_keys(settings.suppressed_statuses),
    )
    stopwatch.lap("lock")
    counts = merge_staged(merge, report.kinds, report.weak_ids)
    stopwatch.lap("merge")
    report.notices += weak_id_notices(report, counts.unused_weak_ids)
    result = build_result(report, counts, settings.max_reported_errors)
    if result.total == 1 and not request.dry_run:
        result.target = find_target(merge)
    answer = ImportAnswer(result, result.model_dump_json(exclude_none=True), stopwatch.seconds)
    record_import(connection, request, answer, counts.rejections)
    write_error_list(request, file, counts.rejections)
    stopwatch.lap("answer")
    return answer


def replay(
    connection: Connection, request: ImportRequest, file: CleanRequest
) -> ImportAnswer | None:
    """The first answer to a request that is repeated with its Idempotency-Key; None when this is the first."""
    if request.idempotency_key is None:
        return None
    first = claim(
        connection,
        request.account_id,
        request.campaign_id,
        request.idempotency_key,
        file_sha256=request.file_sha256,
        skip_if_in_other_campaigns=request.skip_if_in_other_campaigns,
        columns=request.columns,
    )
    return None if first is None else replayed(request, file, first)


def replayed(request: ImportRequest, file: CleanRequest, first: FirstAnswer) -> ImportAnswer:
    write_error_list(request, file, [Rejection(*rejection) for rejection in first.rejections])
    result = CampaignTargetsImportResult.model_validate_json(first.answer)
    return ImportAnswer(result, first.answer, {}, is_replay=True)


def stage_file(
    connection: Connection, file: CleanRequest, on_rows: Callable[[int], None] | None
) -> CleanReport:
    """Read, clean and COPY: everything that needs no lock."""
    blocks = Cleaned(file)
    copy_blocks(connection, blocks if on_rows is None else told(blocks, on_rows))
    return blocks.report


def told(blocks: Iterable[bytes], on_rows: Callable[[int], None]) -> Iterator[bytes]:
    """The same blocks, each counted before it is passed on: in COPY's text a row is a line."""
    rows = 0
    for block in blocks:
        on_rows(rows := rows + block.count(b"\n"))
        yield block


def describe_file(settings: Settings, request: ImportRequest, reading: Reading) -> CleanRequest:
    """The file, and how this account's files are read."""
    return CleanRequest(
        path=request.path,
        region=reading.region or settings.default_region,
        limits=Limits(settings.max_rows, settings.max_columns, settings.max_unpacked_bytes),
        max_errors=settings.max_reported_errors,
        columns=request.columns,
        taught=reading.taught,
        charset=request.charset,
    )


def write_error_list(
    request: ImportRequest, file: CleanRequest, rejections: list[Rejection]
) -> None:
    """Every rejected row, ready to be fixed and sent again, where the request asks for it."""
    if request.error_list is None:
        return
    messages = {
        rejection.position: f"{rejection.field}: {rejection_error(rejection).message}"
        for rejection in rejections
    }
    request.error_list.seek(0)
    request.error_list.truncate()  # what a try that failed has written
    for block in rejected_rows(file, messages):
        request.error_list.write(block)


def record_import(
    connection: Connection,
    request: ImportRequest,
    answer: ImportAnswer,
    rejections: list[Rejection],
) -> None:
    """Leave the import's row in `imports`; with an Idempotency-Key, all that a repetition is answered from."""
    key = request.idempotency_key
    values = {
        "account_id": request.account_id,
        "id": request.import_id,
        "campaign_id": request.campaign_id,
        "imported_by": request.imported_by,
        "idempotency_key": key,
        "answer": None if key is None else answer.text,
        "rejections": None if key is None else Jsonb(rejections),
        "file_name": request.file_name,
        "file_size": request.file_size,
        "file_sha256": request.file_sha256,
        "skip_if_in_other_campaigns": request.skip_if_in_other_campaigns,
        "columns": Jsonb(dict(request.columns)) if request.columns else None,
        "started_at": request.started_at,
        "finished_at": datetime.now(UTC),
    }
    counts = answer.result.model_dump(exclude={"errors", "target"})
    execute(connection, _INSERT_IMPORT, values | counts)
