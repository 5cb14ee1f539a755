"""The staging tables and the COPY into them: cleaned rows become something SQL can work on."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from app.database import driver_connection, execute
from app.importer.statements import statement


class Reading(NamedTuple):
    """How an account's files are read: where its national phone numbers are, if that is known, and its own names for
    headers, header -> field, None to ignore it.
    """

    region: str | None
    taught: dict[str, str | None]


def open_staging(connection: Connection, account_id: UUID, refusals: frozenset[str]) -> Reading:
    """Make the temporary tables and the keys of the refusals, unless this connection has them from an import before.

    Also returns how the account's files are read, to save a round trip. From here on statements are planned for any
    account, not for this one.
    """
    query = statement("open_staging", refusals=refusals)
    row = execute(connection, query, {"account_id": account_id}).fetchone()
    if row is None or not row.has_staging:
        connection.exec_driver_sql(statement("create_staging"))
    if row is None or not row.has_refusals:
        connection.exec_driver_sql(statement("create_refusals", refusals=refusals))
    return Reading(None, {}) if row is None else Reading(row.region, row.taught or {})


def copy_blocks(connection: Connection, blocks: Iterable[bytes]) -> None:
    """COPY blocks made by cleaning.clean() into import_row."""
    cursor = driver_connection(connection).cursor()
    with cursor.copy(statement("copy_rows").encode()) as copy:
        for block in blocks:
            copy.write(block)
