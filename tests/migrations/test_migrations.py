"""The migrations: up, down and up again on an empty database, and at the end what the models say."""

import logging
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from app import migrator
from app.database import make_engine
from app.models import Base

TABLES = sorted(Base.metadata.tables)


@pytest.fixture
def empty(empty_database: str) -> Iterator[Engine]:
    engine = make_engine(empty_database)
    yield engine
    engine.dispose()


def downgrade(engine: Engine, revision: str = "base") -> None:
    with engine.begin() as connection:
        command.downgrade(migrator.alembic_config(connection), revision)


def structure(engine: Engine) -> dict[str, object]:
    """All that is in the schema, by kind, as PostgreSQL itself writes it down."""
    queries = {
        "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, "
        "column_default, collation_name FROM information_schema.columns WHERE table_schema = current_schema()",
        "indexes": "SELECT replace(indexdef, schemaname, '') FROM pg_indexes WHERE schemaname = current_schema()",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace",
        "policies": "SELECT tablename, policyname, qual, with_check FROM pg_policies "
        "WHERE schemaname = current_schema()",
        "security": "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
    }
    with engine.connect() as connection:
        return {
            kind: sorted(map(str, connection.exec_driver_sql(query)))
            for kind, query in queries.items()
        }


def tables(engine: Engine) -> list[str]:
    return sorted(set(inspect(engine).get_table_names()) - {"alembic_version"})


def test_up_down_and_up_again_ends_where_it_was(empty: Engine) -> None:
    assert migrator.upgrade(empty) == migrator.head_revision()
    first = structure(empty)
    assert tables(empty) == TABLES
    downgrade(empty)
    assert tables(empty) == []
    migrator.upgrade(empty)
    assert structure(empty) == first


def test_every_single_migration_can_be_taken_back_and_done_again(empty: Engine) -> None:
    revisions = list(ScriptDirectory.from_config(migrator.alembic_config()).walk_revisions())
    for revision in reversed(revisions):
        before = structure(empty)
        migrator.upgrade(empty, revision.revision)
        after = structure(empty)
        if revision.down_revision is not None:
            downgrade(empty, "-1")
            assert structure(empty) == before
            migrator.upgrade(empty, revision.revision)
            assert structure(empty) == after
    assert len(revisions) >= 1
    assert tables(empty) == TABLES


def test_the_migrated_database_is_what_the_models_say(empty: Engine) -> None:
    migrator.upgrade(empty)
    with empty.begin() as connection:
        command.check(migrator.alembic_config(connection))


def test_there_is_one_head_and_the_database_stands_at_it(engine: Engine) -> None:
    heads = ScriptDirectory.from_config(migrator.alembic_config()).get_heads()
    assert heads == [migrator.head_revision()]
    with engine.connect() as connection:
        assert migrator.is_current(connection)


def test_an_empty_database_is_not_current(empty: Engine) -> None:
    with empty.connect() as connection:
        assert migrator.current_revision(connection) is None
        assert not migrator.is_current(connection)


def test_migrating_what_is_migrated_changes_nothing(empty: Engine) -> None:
    migrator.upgrade(empty)
    before = structure(empty)
    assert migrator.upgrade(empty) == migrator.head_revision()
    assert structure(empty) == before


def test_every_key_of_every_table_begins_with_the_account(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in TABLES:
        primary = inspector.get_pk_constraint(table)["constrained_columns"]
        assert primary[0] == ("id" if table == "accounts" else "account_id")
        for key in inspector.get_foreign_keys(table):
            assert key["constrained_columns"][0] == "account_id"
        for index in inspector.get_indexes(table):
            assert index["column_names"][0] == "account_id"


def test_migrating_leaves_logging_alone(empty: Engine) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    migrator.upgrade(empty)
    assert (root.level, list(root.handlers)) == before
