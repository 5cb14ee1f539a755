"""What a running service holds: its settings, its database, who may call. Built once by create_app()."""

from dataclasses import dataclass

from sqlalchemy import Engine

from app.auth.authenticator import Authenticator
from app.config import Settings


@dataclass(frozen=True)
class Services:
    """Handed to the routes through `app.state.services`."""

    settings: Settings
    engine: Engine
    authenticator: Authenticator
