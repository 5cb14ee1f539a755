"""What is done when the answer is out: the planner is told of a large import, and nobody waits for it."""

import logging
import time

import pytest
from sqlalchemy import Engine

from app import routes
from app.importer import statistics
from tests.http.caller import Caller
from tests.http.forms import people

TAKES: float = 0.2  # seconds; what comes after the answer is told from what comes before it


@pytest.fixture
def refreshed_at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When statistics were refreshed; every import inserts much enough."""
    began: list[float] = []

    def refresh(engine: Engine) -> None:
        began.append(time.perf_counter())
        time.sleep(TAKES)

    monkeypatch.setattr(statistics, "WORTH_ANALYZING", 1)
    monkeypatch.setattr(routes, "refresh_statistics", refresh)
    return began


@pytest.mark.parametrize("accepted", ["application/json", "text/csv"])
def test_the_planner_is_told_when_the_answer_is_out(
    api: Caller, refreshed_at: list[float], accepted: str, caplog: pytest.LogCaptureFixture
) -> None:
    started = time.perf_counter()
    with caplog.at_level(logging.INFO, "umanize.request"):
        response = api.post(people(2), headers={**api.key, "Accept": accepted})
    assert response.status_code == 200
    [began] = refreshed_at
    assert response.extensions["answered_at"] < began
    [line] = [record for record in caplog.records if record.name == "umanize.request"]
    assert vars(line)["milliseconds"] <= (began - started) * 1000  # what the client waited for


def test_an_answer_given_again_and_an_import_of_known_customers_have_told_it_nothing_new(
    api: Caller, refreshed_at: list[float]
) -> None:
    again = {**api.key, "Idempotency-Key": "k"}
    for _ in range(2):
        assert api.post(people(2), headers=again).json()["created"] == 2
    assert api.imported(people(2))["created"] == 0
    assert len(refreshed_at) == 1


def test_the_planner_is_told_of_what_is_stored(
    api: Caller, engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(statistics, "WORTH_ANALYZING", 2)
    query = "SELECT analyze_count FROM pg_stat_user_tables WHERE relname = 'campaign_targets'"

    def analyzed() -> int:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
            return int(connection.exec_driver_sql(query).scalar_one())

    before = analyzed()
    api.imported(people(1))
    assert analyzed() == before
    api.imported(people(3, start=7))
    assert analyzed() == before + 1
    assert caplog.messages == []
