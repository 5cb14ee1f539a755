"""The headers that an account's files are read by: taught, listed, forgotten."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import insert

from app.admin import checked_name, columns_of, existing_account
from app.database import account_session
from app.errors import UsageError
from app.importer.normalizer import normalise_header
from app.importer.normalizer.spelling import MAX_TAUGHT_LENGTH
from app.importer.rows import TEACHABLE
from app.models import ColumnName


@dataclass(frozen=True)
class TaughtColumns:
    """One account's own names for columns; each verb raises UsageError with a sentence when it cannot."""

    engine: Engine
    account_id: UUID

    def set(self, header: str, field: str | None) -> None:
        """Read columns with this header as `field`; None: ignore them."""
        if field is not None and field not in TEACHABLE:
            raise UsageError(
                f"{field!r} is no field: use one of {', '.join(TEACHABLE)}, or ignore."
            )
        values = {"account_id": self.account_id, "header": checked_header(header), "field": field}
        query = insert(ColumnName).values(values)
        changed = {"field": field, "updated_at": func.now()}
        with account_session(self.engine, self.account_id) as session:
            existing_account(session, self.account_id)
            session.execute(query.on_conflict_do_update(constraint="pk_column_names", set_=changed))

    def list_all(self) -> list[dict[str, Any]]:
        """The headers that the account's files are read by, in alphabetical order."""
        query = select(ColumnName).where(ColumnName.account_id == self.account_id)
        with account_session(self.engine, self.account_id) as session:
            existing_account(session, self.account_id)
            found = session.scalars(query.order_by(ColumnName.header))
            return [columns_of(name, "header", "field", "updated_at") for name in found]

    def forget(self, header: str) -> None:
        """Read columns with this header as any other account's again."""
        known = (self.account_id, checked_header(header))
        with account_session(self.engine, self.account_id) as session:
            existing_account(session, self.account_id)
            name = session.get(ColumnName, known)
            if name is None:
                raise UsageError(f"Account {self.account_id} has not been taught {header!r}.")
            session.delete(name)


def checked_header(text: str) -> str:
    """A header as it is stored: normalised, so that case, accents and punctuation do not count."""
    header = normalise_header(checked_name(text))
    if len(text) > MAX_TAUGHT_LENGTH:
        raise UsageError(f"A header must not be longer than {MAX_TAUGHT_LENGTH} characters.")
    return header
