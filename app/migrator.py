"""Brings a database to the newest migration, and tells whether it is there."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from app.config import PROJECT_ROOT

# Two processes that start at once must not migrate side by side; any constant serves.
_MIGRATION_LOCK = 741_001


def upgrade(engine: Engine, revision: str = "head") -> str:
    """Migrate up to `revision`; the revision the database is at afterwards."""
    with engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), revision)
        return current_revision(connection) or ""


def is_current(connection: Connection) -> bool:
    """Whether the database stands at the newest migration this code knows."""
    return current_revision(connection) == head_revision()


def current_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; with a connection, its commands run in that transaction."""
    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config
