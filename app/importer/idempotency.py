"""Idempotency-Key: a request repeated with its key gets the first answer, word for word.

After the IETF draft "The Idempotency-Key HTTP Header Field", as Stripe does it: the key is the caller's, within
one account and campaign; it lies with the import's own row, so a request that failed leaves it free.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from app.errors import InvalidRequest, StillRunning
from app.importer.statements import statement
from app.models import Import

_KEY: Final = re.compile(r'("?)([\x21\x23-\x7e]{1,255})\1')
_HEADER: Final = ("header", "Idempotency-Key")


class FirstAnswer(NamedTuple):
    """What the first request with this key was told, and whom nobody could be chosen for."""

    answer: str
    rejections: list[Any]


def parse_key(values: list[str]) -> str | None:
    """The key of a request's Idempotency-Key headers, None without one; InvalidRequest when it is none.

    The draft writes it as a quoted string; most callers leave the quotes out.
    """
    if not values:
        return None
    match = _KEY.fullmatch(values[0].strip()) if len(values) == 1 else None
    if match is None:
        raise InvalidRequest(
            "An Idempotency-Key is 1 to 255 visible ASCII characters, sent once: a UUID will do.",
            loc=_HEADER,
            type="idempotency_key_invalid",
        )
    return match[2]


def is_known(connection: Connection, account_id: UUID, campaign_id: UUID, key: str) -> bool:
    """Whether an import was committed under this key."""
    return _find(connection, account_id, campaign_id, key) is not None


def claim(
    connection: Connection,
    account_id: UUID,
    campaign_id: UUID,
    key: str,
    *,
    file_sha256: bytes,
    skip_if_in_other_campaigns: bool,
    columns: Mapping[str, str | None],
) -> FirstAnswer | None:
    """Take the key for this transaction; the first answer, when there is one already.

    StillRunning while another transaction has it; InvalidRequest when it was used for another file or option.
    """
    taken = connection.exec_driver_sql(
        statement("try_idempotency_key"),
        {"account_id": account_id, "campaign_id": campaign_id, "key": key},
    ).scalar()
    if not taken:
        raise StillRunning
    first = _find(connection, account_id, campaign_id, key)
    if first is None:
        return None
    if (first.file_sha256, first.skip_if_in_other_campaigns, first.columns or {}) != (
        file_sha256,
        skip_if_in_other_campaigns,
        dict(columns),
    ):
        raise InvalidRequest(
            "This Idempotency-Key was used for another file or other options: send a new key.",
            loc=_HEADER,
            type="idempotency_key_reused",
        )
    return FirstAnswer(first.answer, first.rejections or [])


def _find(connection: Connection, account_id: UUID, campaign_id: UUID, key: str) -> Any:
    return connection.execute(
        select(
            Import.answer,
            Import.rejections,
            Import.file_sha256,
            Import.skip_if_in_other_campaigns,
            Import.columns,
        ).where(
            Import.account_id == account_id,
            Import.campaign_id == campaign_id,
            Import.idempotency_key == key,
        )
    ).one_or_none()
