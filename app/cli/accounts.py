"""umanize account create | list | set-region."""

from typing import Annotated
from uuid import UUID

import typer

from app.cli.common import JsonOption, administration, print_json, print_table

app = typer.Typer(no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    region: Annotated[
        str | None, typer.Option(help="Where national phone numbers are: IT, DE, US ...")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an account.

    Example: umanize account create "Rossi S.r.l." --region IT
    """
    with administration() as admin:
        account_id = admin.create_account(name, region)
    if as_json:
        print_json({"id": account_id, "name": name, "region": region and region.upper()})
    else:
        print(account_id)


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """Show the accounts.

    Example: umanize account list
    """
    with administration() as admin:
        accounts = admin.list_accounts()
    if as_json:
        print_json({"accounts": accounts})
    else:
        print_table(accounts, ("id", "name", "region", "created_at"), "No account yet.")


@app.command("set-region")
def set_region(
    account_id: Annotated[UUID, typer.Argument(help="The account's id.")],
    region: Annotated[str, typer.Argument(help="Where national phone numbers are: IT, DE, US ...")],
    as_json: JsonOption = False,
) -> None:
    """Say how an account's national phone numbers are read; do it before the first import.

    Example: umanize account set-region 0198c0de-0000-7000-8000-000000000001 IT
    """
    with administration() as admin:
        admin.set_region(account_id, region)
    if as_json:
        print_json({"id": account_id, "region": region.upper()})
    else:
        print(f"National numbers of account {account_id} are read as {region.upper()}.")
