"""import_targets(): the whole story of one import, top to bottom, in one transaction.

The rule a newcomer would break: nothing in here commits. The transaction ends where it began, and an answer
exists only once it is committed (design 2, "Atomic").
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import OperationalError

from app.config import Settings
from app.database import account_transaction
from app.errors import CampaignNotFound, Unavailable
from app.ids import uuid7
from app.importer.campaigns import check_open
from app.importer.child import Cleaned, rejected_rows
from app.importer.cleaning import CleanReport, CleanRequest
from app.importer.merge import Merge, merge_staged
from app.importer.result import build_result, find_target, rejection_error
from app.importer.rows import Limits, RowError
from app.importer.staging import copy_blocks, create_staging
from app.importer.statements import statement
from app.importer.suppression import suppressed_keys
from app.models import Account, Import
from app.schemas import CampaignTargetsImportResult as ImportResult

LOCK_TIMEOUT: Final = "30s"  # design 2: one waits up to 30 s for the account's other imports


@dataclass(frozen=True)
class ImportRequest:
    """What to import, into which campaign, for whom; the file lies at `path` until the import ends."""

    account_id: UUID
    campaign_id: UUID
    imported_by: str
    path: Path
    file_name: str | None
    file_size: int
    file_sha256: bytes
    skip_if_in_other_campaigns: bool = False
    # Where the rejected rows go as CSV, if anywhere. Written before the commit: a list that cannot be
    # written is then an import that did not happen, and never a 503 for one that did.
    error_list: IO[bytes] | None = None
    import_id: UUID = field(default_factory=uuid7)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))


def import_targets(engine: Engine, settings: Settings, request: ImportRequest) -> ImportResult:
    """Create or update the file's customers and enrol them; the contract's answer, once it is committed.

    Raises CampaignNotFound, CampaignClosed, and what the reader finds wrong with the file as a whole
    (InvalidRequest, UnknownContent, PayloadTooLarge): then nothing was written.
    """
    with account_transaction(engine, request.account_id) as connection:
        report = stage_file(connection, settings, request)
        merge = Merge(
            connection=connection,
            account_id=request.account_id,
            campaign_id=request.campaign_id,
            now=lock_account(connection, request.account_id),
            agent_id=lock_campaign(connection, request),
            skip_if_in_other_campaigns=request.skip_if_in_other_campaigns,
            suppressed=suppressed_keys(settings.suppressed_statuses),
        )
        counts = merge_staged(merge, report.kinds)
        ambiguous = [rejection_error(rejection) for rejection in counts.rejections]
        result = build_result(report, counts, ambiguous, settings.max_reported_errors)
        if result.total == 1:
            result.target = find_target(merge)
        record_import(connection, request, result)
        write_error_list(connection, settings, request, ambiguous)
    return result


def stage_file(connection: Connection, settings: Settings, request: ImportRequest) -> CleanReport:
    """Read, clean and COPY: everything that needs no lock."""
    create_staging(connection)
    blocks = Cleaned(describe_file(connection, settings, request))
    copy_blocks(connection, blocks)
    return blocks.report


def describe_file(
    connection: Connection, settings: Settings, request: ImportRequest
) -> CleanRequest:
    """The file, and how this account's files are read."""
    return CleanRequest(
        path=request.path,
        region=account_region(connection, request.account_id) or settings.default_region,
        limits=Limits(settings.max_rows, settings.max_columns, settings.max_unpacked_bytes),
        max_errors=settings.max_reported_errors,
    )


def account_region(connection: Connection, account_id: UUID) -> str | None:
    """How the account's national phone numbers are read; None when nobody said."""
    return connection.scalar(select(Account.region).where(Account.id == account_id))


def lock_account(connection: Connection, account_id: UUID) -> datetime:
    """Wait for the account's turn; the time that this import's rows carry.

    Unavailable when another import of the account holds it for longer than LOCK_TIMEOUT.
    """
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        now: datetime | None = connection.exec_driver_sql(
            statement("lock_account"), {"account_id": account_id}
        ).scalar()
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise Unavailable(
                "Another import of this account is still running: repeat the request when it is done."
            ) from error
        raise
    if now is None:
        raise CampaignNotFound
    return now


def lock_campaign(connection: Connection, request: ImportRequest) -> UUID | None:
    """The campaign's agent, once nobody can close the campaign any more before this import ends."""
    row = connection.exec_driver_sql(
        statement("lock_campaign"),
        {"account_id": request.account_id, "campaign_id": request.campaign_id},
    ).one_or_none()
    status, agent_id = row or (None, None)
    check_open(status)
    return agent_id


def write_error_list(
    connection: Connection, settings: Settings, request: ImportRequest, ambiguous: list[RowError]
) -> None:
    """Every rejected row, ready to be mended and sent again."""
    if request.error_list is None:
        return
    messages = {error.row: f"{error.field}: {error.message}" for error in ambiguous}
    for block in rejected_rows(describe_file(connection, settings, request), messages):
        request.error_list.write(block)


def record_import(connection: Connection, request: ImportRequest, result: ImportResult) -> None:
    """Leave the import's row in `imports`."""
    connection.execute(
        insert(Import).values(
            account_id=request.account_id,
            id=request.import_id,
            campaign_id=request.campaign_id,
            imported_by=request.imported_by,
            file_name=request.file_name,
            file_size=request.file_size,
            file_sha256=request.file_sha256,
            skip_if_in_other_campaigns=request.skip_if_in_other_campaigns,
            **result.model_dump(exclude={"errors", "target"}),
            started_at=request.started_at,
            finished_at=datetime.now(UTC),
        )
    )
