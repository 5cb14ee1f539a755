"""`umanize`: the service's commands. Each prints text for people, or one JSON object with --json.

A command that cannot be carried out says why in one sentence on standard error and ends with 1; wrong usage
ends with 2; an import that left rows out ends with 3.
"""

import sys

import psycopg
import typer
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import DBAPIError

from app.cli import (
    accounts,
    campaigns,
    columns,
    customers,
    demo,
    doctor,
    importing,
    imports,
    keys,
    serving,
    template,
)
from app.errors import ServiceError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Import files of customers and enrol them in campaigns.",
)
app.add_typer(accounts.app, name="account", help="Tenants.")
app.add_typer(campaigns.app, name="campaign", help="Outbound campaigns.")
app.add_typer(columns.app, name="column", help="An account's own names for columns.")
app.add_typer(customers.app, name="customer", help="What is stored.")
app.add_typer(keys.app, name="key", help="API keys.")
app.command("serve")(serving.serve)
app.command("migrate")(serving.migrate)
app.command("openapi")(serving.openapi)
app.command("token")(keys.token)
app.command("import")(importing.import_file)
app.command("imports")(imports.imports)
app.command("template")(template.template)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)


def run() -> None:
    """Run the command the shell asked for; ends the process."""
    try:
        app()
    except ServiceError as error:
        fail(error.message)
    except (DBAPIError, psycopg.Error) as error:
        fail(explain(error))
    except OSError as error:  # a full disk, a folder that may not be written to
        fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.")


def explain(error: DBAPIError | psycopg.Error) -> str:
    """What an operator can do about the database; the error itself when it is our fault."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, UndefinedTable):
        return "The database is not migrated: run `umanize migrate`."
    # Without an SQLSTATE no server was reached: the URL itself may be at fault.
    if isinstance(cause, psycopg.OperationalError) or getattr(cause, "sqlstate", None) is None:
        return f"The database does not answer: {str(cause).strip().splitlines()[0]}"
    raise error


def fail(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)
