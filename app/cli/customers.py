"""umanize customer list | set-status."""

from typing import Annotated, Final
from uuid import UUID

import typer

from app.cli.common import AccountOption, JsonOption, administration, print_json, print_table

app = typer.Typer(no_args_is_help=True)

NO_STATUS: Final = "none"
COLUMNS = ("id", "customer_id", "name", "surname", "email", "phone", "status")


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


@app.command("set-status")
def set_status(
    customer_id: Annotated[
        UUID, typer.Argument(help="The customer's id, as `customer list` shows it.")
    ],
    status: Annotated[str, typer.Argument(help=f"Any text, or {NO_STATUS}.")],
    account: AccountOption,
    as_json: JsonOption = False,
) -> None:
    """Set a customer's status by hand, the only way to lift an opt-out: no file can.

    Example: umanize customer set-status CUSTOMER none --account ACCOUNT
    """
    known = None if status == NO_STATUS else status
    with administration() as admin:
        admin.set_customer_status(account, customer_id, known)
    if as_json:
        print_json({"id": customer_id, "status": known})
    elif known is None:
        print(f"Customer {customer_id} has no status.")
    else:
        print(f"Customer {customer_id} has the status {known!r}.")
