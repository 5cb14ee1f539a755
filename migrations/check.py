"""`python -m migrations.check`: does a freshly migrated database equal the models? Ends with 1 if not."""

from alembic import command

from app import migrator
from app.config import Settings
from app.database import make_engine
from app.startup import complete, database_url


def main() -> None:
    engine = make_engine(database_url(complete(Settings())))
    migrator.upgrade(engine)
    with engine.connect() as connection, connection.begin():
        command.check(migrator.alembic_config(connection))
    engine.dispose()


if __name__ == "__main__":
    main()
