"""The staging tables and the COPY into them: cleaned rows become something SQL can work on."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection

from app.database import driver_connection, execute
from app.importer.statements import statement


def open_staging(connection: Connection, account_id: UUID) -> str | None:
    """Make the temporary tables, unless this connection has them from an import before.

    Returns the account's region, asked in the same breath: how its national phone numbers are read, if anybody said.
    From here on statements are planned for any account, not for this one.
    """
    query = statement("open_staging")
    row = execute(connection, query, {"account_id": account_id}).fetchone()
    if row is None or not row.has_staging:
        connection.exec_driver_sql(statement("create_staging"))
    region: str | None = None if row is None else row.region
    return region


def copy_blocks(connection: Connection, blocks: Iterable[bytes]) -> None:
    """COPY blocks made by cleaning.clean() into import_row."""
    cursor = driver_connection(connection).cursor()
    with cursor.copy(statement("copy_rows").encode()) as copy:
        for block in blocks:
            copy.write(block)
