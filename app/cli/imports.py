"""umanize imports."""

from typing import Annotated, Final

import typer

from app.cli.common import AccountOption, JsonOption, administration, print_json, print_table

COLUMNS: Final = (
    "id",
    "started_at",
    "imported_by",
    "file_name",
    "total",
    "created",
    "updated",
    "skipped",
    "targets_created",
    "targets_skipped",
    "campaign_id",
)


def imports(
    account: AccountOption,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """Show an account's past imports, newest first.

    Example: umanize imports --account 0198c0de-0000-7000-8000-000000000001 --limit 20
    """
    with administration() as admin:
        found = admin.list_imports(account, limit)
    if as_json:
        print_json({"id": account, "imports": found})
    else:
        print_table(found, COLUMNS, "No import yet.")
