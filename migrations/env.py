"""Runs the migrations on the connection it is handed, or on DATABASE_URL."""

from alembic import context
from sqlalchemy import Connection

from app.config import Settings
from app.database import make_engine
from app.errors import UsageError
from app.models import Base


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()


def connect_and_run() -> None:
    url = Settings().database_url
    if url is None:
        raise UsageError("Set DATABASE_URL, or use `umanize migrate` for the embedded database.")
    with make_engine(url).connect() as connection:
        run(connection)


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    connect_and_run()
