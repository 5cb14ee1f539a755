"""umanize column set | list | forget."""

from typing import Annotated, Final

import typer

from app.cli.common import AccountOption, JsonOption, database, print_json, print_table
from app.importer.rows import TEACHABLE
from app.taught_columns import TaughtColumns

app = typer.Typer(no_args_is_help=True)

IGNORE: Final = "ignore"
COLUMNS: Final = ("header", "field", "updated_at")

HeaderArgument = Annotated[str, typer.Argument(help="A column's header, as the files write it.")]


@app.command("set")
def set_(
    header: HeaderArgument,
    field: Annotated[str, typer.Argument(help=f"{', '.join(TEACHABLE)}, or {IGNORE}.")],
    account: AccountOption,
    as_json: JsonOption = False,
) -> None:
    """Read columns of this name as a field, or ignore them, in all files of an account.

    Case, accents and punctuation of the header do not count. A column that is read as customer_id so is trusted to number
    customers.

    Example: umanize column set "N. pratica" customer_id --account 0198c0de-0000-7000-8000-000000000001
    """
    known = None if field == IGNORE else field
    with database() as (_, engine):
        TaughtColumns(engine, account).set(header, known)
    if as_json:
        print_json({"id": account, "header": header, "field": known})
    elif known is None:
        print(f"Columns named {header!r} are ignored.")
    else:
        print(f"Columns named {header!r} are read as {known}.")


@app.command("list")
def list_(account: AccountOption, as_json: JsonOption = False) -> None:
    """Show the column names that an account has been taught.

    Example: umanize column list --account 0198c0de-0000-7000-8000-000000000001
    """
    with database() as (_, engine):
        names = TaughtColumns(engine, account).list_all()
    if as_json:
        print_json({"id": account, "columns": names})
    else:
        shown = [name | {"field": name["field"] or IGNORE} for name in names]
        print_table(shown, COLUMNS, "No column name yet.")


@app.command()
def forget(header: HeaderArgument, account: AccountOption, as_json: JsonOption = False) -> None:
    """Read columns of this name as the files of other accounts are read.

    Example: umanize column forget "N. pratica" --account 0198c0de-0000-7000-8000-000000000001
    """
    with database() as (_, engine):
        TaughtColumns(engine, account).forget(header)
    if as_json:
        print_json({"id": account, "header": header})
    else:
        print(f"Columns named {header!r} are read as in other accounts.")
