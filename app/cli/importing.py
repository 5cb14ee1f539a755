"""umanize import FILE: the same function that HTTP calls, with a file that is already here."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Final
from uuid import UUID

import typer

from app.cli.common import AccountOption, JsonOption, database, print_json, print_table
from app.cli.progress import row_progress
from app.database import account_transaction
from app.errors import UsageError
from app.importer.campaigns import find_open_campaign
from app.importer.request import ImportRequest
from app.importer.service import import_targets
from app.importer.statistics import inserted_much, refresh_statistics
from app.schemas import CampaignTargetsImportResult

COUNTS: Final = (
    "total",
    "created",
    "updated",
    "skipped",
    "targets_created",
    "targets_skipped",
)
SOME_ROWS_REJECTED: Final = 3  # 1 is a failure and 2 wrong usage, here as in every shell
SHOWN_ERRORS: Final = 20  # what fits on a screen


def import_file(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file.")
    ],
    campaign: Annotated[UUID, typer.Option(help="The campaign to enrol the customers in.")],
    account: AccountOption,
    skip_if_in_other_campaigns: Annotated[
        bool,
        typer.Option("--skip-if-in-other-campaigns", help="Leave out who is a target elsewhere."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything, say what would come of it, undo it.")
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Write the rejected rows there as CSV, to be fixed."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Import a file of customers and enrol them in a campaign.

    Ends with 0 when every row was accepted, with 3 when some were rejected.

    Example: umanize import customers.csv --campaign CAMPAIGN --account ACCOUNT --errors rejected.csv
    """
    with database() as (settings, engine):
        with account_transaction(engine, account) as connection:
            find_open_campaign(connection, account, campaign)
        with error_list(errors, file) as rejected, row_progress(shown=not as_json) as on_rows:
            request = ImportRequest(
                account_id=account,
                campaign_id=campaign,
                imported_by="cli",
                path=file,
                file_name=os.fsencode(file.name).decode("utf-8", "replace"),
                file_size=file.stat().st_size,
                file_sha256=sha256(file),
                skip_if_in_other_campaigns=skip_if_in_other_campaigns,
                error_list=rejected,
                dry_run=dry_run,
                on_rows=on_rows,
            )
            answer = import_targets(engine, settings, request)
        if as_json:
            print_json(answer.result.model_dump(mode="json", exclude_none=True))
        else:
            print_result(answer.result, errors, dry_run)
        if inserted_much(answer) and not dry_run:
            refresh_statistics(engine)
    raise typer.Exit(SOME_ROWS_REJECTED if answer.result.skipped else 0)


@contextmanager
def error_list(path: Path | None, imported: Path) -> Iterator[IO[bytes] | None]:
    """A draft of the file beside it, put in its place when the block ends well: whole or not at all.

    Readable by its owner only: it is other people's data.
    """
    if path is None:
        yield None
        return
    path = path.resolve()
    if path.exists() and path.samefile(imported):
        raise UsageError(f"The rejected rows would overwrite {path} itself: name another file.")
    if not path.parent.is_dir() or (path.exists() and not path.is_file()):
        raise UsageError(f"The rejected rows cannot be written to {path}: name a file in a folder.")
    draft = tempfile.NamedTemporaryFile(dir=path.parent, delete=False)  # noqa: SIM115
    try:
        with draft:
            yield draft.file
        Path(draft.name).replace(path)
    finally:
        Path(draft.name).unlink(missing_ok=True)


def sha256(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def print_result(result: CampaignTargetsImportResult, errors: Path | None, dry_run: bool) -> None:
    print_table([result.model_dump(include=set(COUNTS))], COUNTS, "")
    if result.errors:
        print()
        rows = [
            {"row": error.row, "field": error.field, "remedy": error.message}
            for error in result.errors[:SHOWN_ERRORS]
        ]
        print_table(rows, ("row", "field", "remedy"), "")
    if len(result.errors) > SHOWN_ERRORS:
        print(f"... and {len(result.errors) - SHOWN_ERRORS} more problems: --json shows them all.")
    if errors is not None and result.skipped:
        print(f"\nFix the rejected rows in {errors} and import that file.")
    if dry_run:
        print("\nThis was a dry run: nothing is stored.")
