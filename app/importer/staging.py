"""The staging tables and the COPY into them: cleaned rows become something SQL can work on."""

from collections.abc import Iterable

from sqlalchemy import Connection

from app.database import driver_connection
from app.importer.statements import statement


def create_staging(connection: Connection) -> None:
    """Make the temporary tables, unless this connection has them from an import before."""
    connection.exec_driver_sql(statement("create_staging"))


def copy_blocks(connection: Connection, blocks: Iterable[bytes]) -> None:
    """COPY blocks made by cleaning.clean() into import_row."""
    cursor = driver_connection(connection).cursor()
    with cursor.copy(statement("copy_rows").encode()) as copy:
        for block in blocks:
            copy.write(block)
