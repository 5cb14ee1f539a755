"""Tells the planner what a large import has changed, without waiting for autovacuum to notice.

Until it does, an account of a hundred thousand looks as if it had one customer (docs/design.md#statistics). The import is
committed by then, and whoever sent the file need not wait: it is done when the answer is out or printed.
"""

import logging
from threading import Lock
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.importer.request import ImportAnswer

# ANALYZE reads a sample, half a second whatever the tables: a tenth of what such an import takes.
WORTH_ANALYZING: Final = 250_000

# However many large imports end at once, one connection is lent for this: the database would let them wait anyway.
_one_at_a_time = Lock()

_log = logging.getLogger(__name__)


def inserted_much(answer: ImportAnswer) -> bool:
    """Whether an import has changed so much that statistics are to be refreshed."""
    largest = max(answer.result.created, answer.result.targets_created)
    return largest >= WORTH_ANALYZING and not answer.is_replay


def refresh_statistics(engine: Engine) -> None:
    """ANALYZE the big tables. Nothing is raised: without it things are slower for a while, and that is all."""
    try:
        with _one_at_a_time, engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = '10s'")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
            connection.exec_driver_sql("ANALYZE customers, campaign_targets")
    except SQLAlchemyError as error:
        _log.warning("statistics are left to autovacuum: %s", type(error).__name__)
