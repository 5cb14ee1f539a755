"""What a running service holds: its settings, its database, who may call. Built once by create_app()."""

from dataclasses import dataclass

from sqlalchemy import Engine

from app.auth.authenticator import Authenticator
from app.config import Settings
from app.slots import ImportSlots


@dataclass(frozen=True)
class Services:
    """Handed to the routes through `app.state.services`.

    Credentials and campaigns are looked up with `front_engine`, a small pool of its own, so that callers are
    told who they are while every connection of `engine` is at work on an import.
    """

    settings: Settings
    engine: Engine
    front_engine: Engine
    authenticator: Authenticator
    slots: ImportSlots
