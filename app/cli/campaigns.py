"""umanize campaign create | list | set-status."""

from typing import Annotated
from uuid import UUID

import typer

from app.cli.common import AccountOption, JsonOption, administration, print_json, print_table

app = typer.Typer(no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    account: AccountOption,
    agent: Annotated[UUID | None, typer.Option(help="The agent that new targets get.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an active campaign.

    Example: umanize campaign create "Spring offer" --account 0198c0de-0000-7000-8000-000000000001
    """
    with administration() as admin:
        campaign_id = admin.create_campaign(account, name, agent)
    if as_json:
        print_json({"id": campaign_id, "name": name, "status": "active", "agent_id": agent})
    else:
        print(campaign_id)


@app.command("list")
def list_(account: AccountOption, as_json: JsonOption = False) -> None:
    """Show an account's campaigns and how many targets each has.

    Example: umanize campaign list --account 0198c0de-0000-7000-8000-000000000001
    """
    with administration() as admin:
        campaigns = admin.list_campaigns(account)
    if as_json:
        print_json({"id": account, "campaigns": campaigns})
    else:
        columns = ("id", "name", "status", "targets", "created_at")
        print_table(campaigns, columns, "No campaign yet.")


@app.command("set-status")
def set_status(
    campaign_id: Annotated[UUID, typer.Argument(help="The campaign's id.")],
    status: Annotated[str, typer.Argument(help="draft, active, paused, completed or archived.")],
    account: AccountOption,
    as_json: JsonOption = False,
) -> None:
    """Open, pause or close a campaign; completed and archived ones take no more targets.

    Example: umanize campaign set-status CAMPAIGN completed --account ACCOUNT
    """
    with administration() as admin:
        admin.set_campaign_status(account, campaign_id, status)
    if as_json:
        print_json({"id": campaign_id, "status": status})
    else:
        print(f"Campaign {campaign_id} is {status}.")
