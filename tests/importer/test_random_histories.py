"""The set-based SQL against the plain reference implementation, on histories where identifiers collide."""

import re
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, insert

from app.config import Settings
from app.database import account_transaction
from app.ids import uuid7
from app.models import Customer
from app.schemas import CampaignTargetsImportResult
from tests.reference.model import FIELDS, Outcome, World
from tests.reference.strategies import History, histories
from tests.support.tenants import Tenant, new_tenant

HEADER_ROW = 1
COUNTED = re.compile(r"not used as customer_id in ([\d,]+) rows?\b")


def on_histories(number: int) -> hypothesis_settings:
    return hypothesis_settings(
        max_examples=number,
        deadline=None,
        # The fixtures are the server's address and its settings: nothing a history could dirty.
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@on_histories(100)
@given(history=histories(unidentified=True))
def test_every_history_ends_as_the_reference_says(
    engine: Engine, settings: Settings, history: History
) -> None:
    check(history, engine, settings)


@pytest.mark.slow
@on_histories(500)
@given(history=histories(unidentified=True))
def test_hundreds_of_histories_end_as_the_reference_says(
    engine: Engine, settings: Settings, history: History
) -> None:
    check(history, engine, settings)


@on_histories(40)
@given(history=histories(unidentified=True))
def test_files_that_are_merged_in_bulk_mean_the_same(
    engine: Engine, settings: Settings, history: History
) -> None:
    check_in_bulk(history, engine, settings)


@pytest.mark.slow
@on_histories(150)
@given(history=histories(unidentified=True))
def test_hundreds_of_files_that_are_merged_in_bulk_mean_the_same(
    engine: Engine, settings: Settings, history: History
) -> None:
    check_in_bulk(history, engine, settings)


def check_in_bulk(history: History, engine: Engine, settings: Settings) -> None:
    """The same where every file counts as a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.importer.merge.REUSED_PLAN_ROWS", 0)
        patch.setattr("app.importer.merge.BULK_ROWS", 0)
        check(history, engine, settings)


def check(history: History, engine: Engine, settings: Settings) -> None:
    """The same answers and the same stored rows after every import."""
    tenant, world = new_tenant(engine), history.world()
    put_in(tenant, history)
    for step in history.imports:
        expected = step.run(world)
        result = tenant.import_bytes(
            settings,
            step.to_csv(),
            step.campaign,
            skip=step.skip_if_in_other_campaigns,
            columns=step.columns,
        )
        assert summary(result) == reference_summary(expected, len(step.rows))
        assert stored(tenant) == reference_stored(world)


def put_in(tenant: Tenant, history: History) -> None:
    """The customers that were there before the first import, by other means than an import."""
    with account_transaction(tenant.engine, tenant.account_id) as connection:
        for values in history.outside:
            connection.execute(
                insert(Customer).values(account_id=tenant.account_id, id=uuid7(), **values)
            )


def summary(result: CampaignTargetsImportResult) -> dict[str, Any]:
    """The counts, the rejected rows, and how many rows the one notice counts."""
    counts = result.model_dump(exclude={"errors", "target"})
    notices = [error for error in result.errors if error.row == HEADER_ROW]
    return counts | {
        "errors": [(error.row, error.field) for error in result.errors if error not in notices],
        "notices": [(notice.field, COUNTED.findall(notice.message)) for notice in notices],
    }


def reference_summary(outcome: Outcome, total: int) -> dict[str, Any]:
    return {
        "total": total,
        "created": outcome.created,
        "updated": outcome.updated,
        "skipped": len(outcome.rejected),
        "targets_created": outcome.targets_created,
        "targets_skipped": outcome.targets_skipped,
        "errors": [
            (row, field) for row in sorted(outcome.rejected) for field in outcome.rejected[row]
        ],
        "notices": [("customer_id", [str(outcome.unused)])] if outcome.unused else [],
    }


def stored(tenant: Tenant) -> tuple[list[Any], dict[str, list[Any]]]:
    """Customers, and by campaign its targets' customers in the order they were enrolled."""
    customers = {row["id"]: contents(row) for row in tenant.rows("customers")}
    targets: dict[UUID, list[Any]] = {}
    for row in tenant.rows("campaign_targets"):
        targets.setdefault(row["campaign_id"], []).append(customers[row["customer_id"]])
    by_name = {name: targets.get(id_, []) for name, id_ in tenant.campaigns.items()}
    return sorted(customers.values(), key=repr), by_name


def reference_stored(world: World) -> tuple[list[Any], dict[str, list[Any]]]:
    customers = [contents(customer.values) for customer in world.customers]
    by_name = {name: [customers[key] for key in keys] for name, keys in world.targets.items()}
    return sorted(customers, key=repr), by_name


def contents(values: Any) -> tuple[str | None, ...]:
    return tuple(values[name] for name in FIELDS)
