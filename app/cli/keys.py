"""umanize key create | list | revoke, and umanize token."""

from typing import Annotated
from uuid import UUID

import typer

from app.admin import Administration
from app.auth import issue_token
from app.cli.common import (
    AccountOption,
    JsonOption,
    administration,
    database,
    parse_lifetime,
    print_json,
    print_table,
)
from app.main import jwt_settings

app = typer.Typer(no_args_is_help=True)


@app.command()
def create(
    account: AccountOption,
    name: Annotated[str | None, typer.Option(help="Who it is for.")] = None,
    expires_in: Annotated[
        str | None, typer.Option(help="90d, 12h ...; for ever if left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an API key and show it, this once.

    Example: umanize key create --account ACCOUNT --name crm --expires-in 90d
    """
    lifetime = None if expires_in is None else parse_lifetime(expires_in)
    with administration() as admin:
        created = admin.create_key(account, name, lifetime)
    if as_json:
        print_json({"id": created.id, "key": created.key, "expires_at": created.expires_at})
    else:
        print(created.key)


@app.command("list")
def list_(account: AccountOption, as_json: JsonOption = False) -> None:
    """Show an account's keys, by the last characters of each.

    Example: umanize key list --account ACCOUNT
    """
    with administration() as admin:
        keys = admin.list_keys(account)
    if as_json:
        print_json({"id": account, "keys": keys})
    else:
        columns = ("id", "name", "hint", "created_at", "expires_at", "revoked_at", "last_used_at")
        print_table(keys, columns, "No key yet.")


@app.command()
def revoke(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, from `umanize key list`.")],
    account: AccountOption,
    as_json: JsonOption = False,
) -> None:
    """Close a key for good.

    Example: umanize key revoke KEY_ID --account ACCOUNT
    """
    with administration() as admin:
        admin.revoke_key(account, key_id)
    if as_json:
        print_json({"id": key_id, "revoked": True})
    else:
        print(f"Key {key_id} is revoked.")


def token(
    account: AccountOption,
    expires_in: Annotated[str, typer.Option(help="30m, 1h, 7d ...")] = "1h",
    subject: Annotated[str, typer.Option(help="Who the token says is calling.")] = "cli",
    as_json: JsonOption = False,
) -> None:
    """Print a JWT signed with the configured secret, for trying Swagger UI.

    Example: umanize token --account ACCOUNT --expires-in 1h
    """
    lifetime = parse_lifetime(expires_in)
    with database() as (settings, engine):
        Administration(engine).check_account(account)
        scopes = [settings.required_scope] if settings.required_scope else []
        jwt = issue_token(jwt_settings(settings), account, subject, scopes, lifetime)
    if as_json:
        print_json({"id": account, "token": jwt, "expires_in": int(lifetime.total_seconds())})
    else:
        print(jwt)
