"""After a large import the planner is told; that the answer was committed before, nothing here can change."""

import logging

import pytest
from sqlalchemy import Engine

from app.importer.request import ImportAnswer
from app.importer.statistics import WORTH_ANALYZING, inserted_much, refresh_statistics
from app.schemas import CampaignTargetsImportResult
from tests.faults.sql_tap import heard, replacing, rewritten

ANALYZE = "ANALYZE customers, campaign_targets"
FEW = WORTH_ANALYZING - 1


def answer(created: int, targets_created: int, *, is_replay: bool = False) -> ImportAnswer:
    result = CampaignTargetsImportResult(
        total=10**6,
        created=created,
        updated=10**6 - created,
        skipped=0,
        targets_created=targets_created,
        targets_skipped=10**6 - targets_created,
        errors=[],
    )
    return ImportAnswer(result, "", {}, is_replay)


@pytest.mark.parametrize(("created", "enrolled"), [(WORTH_ANALYZING, 0), (0, WORTH_ANALYZING)])
def test_many_new_rows_of_either_table_are_worth_it(created: int, enrolled: int) -> None:
    assert inserted_much(answer(created, enrolled))


def test_fewer_are_left_to_autovacuum_and_so_is_an_answer_given_again() -> None:
    assert not inserted_much(answer(FEW, FEW))
    assert not inserted_much(answer(WORTH_ANALYZING, 0, is_replay=True))


def test_analyzing_waits_for_nobody(engine: Engine) -> None:
    assert heard(engine, lambda: refresh_statistics(engine)) == [
        "SET LOCAL statement_timeout = '10s'",
        "SET LOCAL lock_timeout = '1s'",
        ANALYZE,
    ]


def test_a_failure_is_logged_and_not_raised(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.WARNING, "app.importer.statistics"),
        rewritten(engine, replacing(ANALYZE, "SELECT 1 / 0")),
    ):
        refresh_statistics(engine)
    assert caplog.messages == ["statistics are left to autovacuum: DataError"]
