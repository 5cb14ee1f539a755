"""ImportRequest and ImportAnswer: what goes into an import and what comes out, whoever asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from app.ids import uuid7
from app.schemas import CampaignTargetsImportResult


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
    idempotency_key: str | None = None
    # This request's own names for headers: header -> field, None to ignore it.
    columns: Mapping[str, str | None] = field(default_factory=dict)
    # The character encoding that the sender declares for the file, unchecked; None if it declares none.
    charset: str | None = None
    # Where the rejected rows go as CSV, if anywhere. Written before the commit: a list that cannot be
    # written is then an import that did not happen, and never a 503 for one that did.
    error_list: IO[bytes] | None = None
    # Everything happens, locks included, and is rolled back: the counts are those of a real import.
    dry_run: bool = False
    # Told now and then how many accepted rows have been read; from the start again when a try is repeated.
    on_rows: Callable[[int], None] | None = None
    import_id: UUID = field(default_factory=uuid7)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class ImportAnswer:
    """A committed import, or a dry run, which never is.

    The contract's result, its JSON text as it is sent and kept, and seconds by stage.
    """

    result: CampaignTargetsImportResult
    text: str
    seconds: dict[str, float]
    is_replay: bool = False
