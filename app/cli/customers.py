"""umanize customer list."""

from typing import Annotated
from uuid import UUID

import typer

from app.cli.common import AccountOption, JsonOption, administration, print_json, print_table

app = typer.Typer(no_args_is_help=True)

COLUMNS = ("id", "customer_id", "name", "surname", "email", "phone", "status")


@app.callback()
def group() -> None:
    """What is stored."""


@app.command("list")
def list_(
    account: AccountOption,
    campaign: Annotated[
        UUID | None, typer.Option(help="Only this campaign's, in the order they were enrolled.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show an account's customers as they are stored.

    Example: umanize customer list --account 0198c0de-0000-7000-8000-000000000001 --limit 20
    """
    with administration() as admin:
        customers = admin.list_customers(account, campaign, limit)
    if as_json:
        print_json({"id": account, "customers": customers})
    else:
        print_table(customers, COLUMNS, "No customer yet.")
