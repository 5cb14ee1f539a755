"""umanize import FILE: the same function that HTTP calls, with a file that is already here."""

import hashlib
import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.cli.common import AccountOption, JsonOption, database, print_json, print_table
from app.database import account_transaction
from app.importer.campaigns import find_open_campaign
from app.importer.request import ImportRequest
from app.importer.service import import_targets
from app.schemas import CampaignTargetsImportResult

COUNTS = ("total", "created", "updated", "skipped", "targets_created", "targets_skipped")


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
    as_json: JsonOption = False,
) -> None:
    """Import a file of customers and enrol them in a campaign.

    Example: umanize import customers.csv --campaign CAMPAIGN --account ACCOUNT
    """
    with database() as (settings, engine):
        with account_transaction(engine, account) as connection:
            find_open_campaign(connection, account, campaign)
        request = describe(file, account, campaign, skip_if_in_other_campaigns)
        result = import_targets(engine, settings, request).result
    if as_json:
        print_json(result.model_dump(mode="json", exclude_none=True))
    else:
        print_result(result)


def describe(path: Path, account_id: UUID, campaign_id: UUID, skip: bool) -> ImportRequest:
    """The request that a received upload would have become."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return ImportRequest(
        account_id=account_id,
        campaign_id=campaign_id,
        imported_by="cli",
        path=path,
        file_name=os.fsencode(path.name).decode("utf-8", "replace"),
        file_size=path.stat().st_size,
        file_sha256=digest,
        skip_if_in_other_campaigns=skip,
    )


def print_result(result: CampaignTargetsImportResult) -> None:
    print_table([result.model_dump(include=set(COUNTS))], COUNTS, "")
    if result.errors:
        print()
        rows = [error.model_dump() for error in result.errors[:20]]
        print_table(rows, ("row", "field", "message"), "")
    if len(result.errors) > 20:
        print(f"... and {len(result.errors) - 20} more problems: --json shows them all.")
