"""Tells the planner what a large import has changed, without waiting for autovacuum to notice.

Until it does, an account of a hundred thousand looks as if it had one customer (design 4, trap 18).
"""

import logging
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.schemas import CampaignTargetsImportResult

# ANALYZE reads a sample, 0.25 s whatever the table: a thirtieth of what such an import takes.
WORTH_ANALYZING: Final = 250_000

_log = logging.getLogger(__name__)


def refresh_statistics(engine: Engine, result: CampaignTargetsImportResult) -> None:
    """ANALYZE the big tables after an import that inserted much. It is committed already: nothing is raised."""
    if max(result.created, result.targets_created) < WORTH_ANALYZING:
        return
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = '10s'")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
            connection.exec_driver_sql("ANALYZE customers, campaign_targets")
    except SQLAlchemyError as error:
        _log.warning("statistics are left to autovacuum: %s", type(error).__name__)
