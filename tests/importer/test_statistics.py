"""After a large import the planner is told; that the answer was committed before, nothing here can change."""

import logging

import pytest
from sqlalchemy import Engine

from app.importer.statistics import WORTH_ANALYZING, refresh_statistics
from app.schemas import CampaignTargetsImportResult
from tests.faults.sql_tap import heard, replacing, rewritten

ANALYZE = "ANALYZE customers, campaign_targets"
FEW = WORTH_ANALYZING - 1


def result(created: int, targets_created: int) -> CampaignTargetsImportResult:
    return CampaignTargetsImportResult(
        total=10**6,
        created=created,
        updated=10**6 - created,
        skipped=0,
        targets_created=targets_created,
        targets_skipped=10**6 - targets_created,
        errors=[],
    )


@pytest.mark.parametrize(("created", "enrolled"), [(WORTH_ANALYZING, 0), (0, WORTH_ANALYZING)])
def test_many_new_rows_of_either_table_are_worth_an_analyze_that_waits_for_nobody(
    engine: Engine, created: int, enrolled: int
) -> None:
    sent = heard(engine, lambda: refresh_statistics(engine, result(created, enrolled)))
    assert sent == [
        "SET LOCAL statement_timeout = '10s'",
        "SET LOCAL lock_timeout = '1s'",
        ANALYZE,
    ]


def test_an_import_that_inserted_fewer_is_left_to_autovacuum(engine: Engine) -> None:
    assert heard(engine, lambda: refresh_statistics(engine, result(FEW, FEW))) == []


def test_a_failure_is_logged_and_not_raised(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.WARNING, "app.importer.statistics"),
        rewritten(engine, replacing(ANALYZE, "SELECT 1 / 0")),
    ):
        refresh_statistics(engine, result(WORTH_ANALYZING, 0))
    assert caplog.messages == ["statistics are left to autovacuum: DataError"]
