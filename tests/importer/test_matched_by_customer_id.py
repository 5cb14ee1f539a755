"""A customer known by customer_id: what a row brings is written, what it repeats or leaves blank is not."""

import pytest

from app.config import Settings
from tests.files.builders import lines
from tests.files.cases import customer
from tests.support.tenants import Tenant

HEADER = "customer_id,name,surname,email,phone,status"
FULL = "1,Anna,Bini,a@x.com,+393470000001,new"
OTHER = ["1", "Ada", "Corti", "c@x.com", "+393470000002", "won"]
COLUMNS = [1, 2, 3, 4, 5]
FIELDS = HEADER.split(",")


def only(column: int, *, of: list[str]) -> str:
    """A row with nothing but the customer_id and one cell."""
    return ",".join(cell if index in (0, column) else "" for index, cell in enumerate(of))


def fields(row: str) -> dict[str, str | None]:
    values = dict(zip(FIELDS, row.split(","), strict=True))
    return customer(**{name: value for name, value in values.items() if value})


def imported(tenant: Tenant, settings: Settings, *rows: str) -> bool:
    """Import the rows; whether the stored customer was written."""
    before = [(row["ctid"], row["xmin"], row["updated_at"]) for row in tenant.rows("customers")]
    tenant.import_bytes(settings, lines(HEADER, *rows))
    after = [(row["ctid"], row["xmin"], row["updated_at"]) for row in tenant.rows("customers")]
    written = [old[2] < new[2] for old, new in zip(before, after, strict=False) if old != new]
    return written == [True]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_that_differs_is_written_and_no_other_is_touched(
    tenant: Tenant, settings: Settings, column: int
) -> None:
    imported(tenant, settings, FULL)
    assert imported(tenant, settings, only(column, of=OTHER))
    cells = FULL.split(",")
    cells[column] = OTHER[column]
    assert tenant.customers() == [fields(",".join(cells))]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_for_what_was_unknown_is_written(
    tenant: Tenant, settings: Settings, column: int
) -> None:
    imported(tenant, settings, "1,,,,,")
    assert imported(tenant, settings, only(column, of=OTHER))
    assert tenant.customers() == [fields(only(column, of=OTHER))]


@pytest.mark.parametrize("column", [0, *COLUMNS])
@pytest.mark.parametrize("known", [FULL, "1,,,,,"], ids=["all known", "nothing known"])
def test_a_row_that_brings_nothing_new_writes_nothing(
    tenant: Tenant, settings: Settings, column: int, known: str
) -> None:
    imported(tenant, settings, known)
    assert not imported(tenant, settings, only(column, of=known.split(",")))
    assert tenant.customers() == [fields(known)]


def test_a_suppressed_status_stays_and_the_rest_is_written(
    tenant: Tenant, settings: Settings
) -> None:
    imported(tenant, settings, "1,Anna,,,,dnc")
    assert not imported(tenant, settings, "1,Anna,,,,active")
    assert imported(tenant, settings, "1,Ada,,,,active")
    assert tenant.customers() == [fields("1,Ada,,,,dnc")]
    assert tenant.rows("campaign_targets") == []  # not known by anything an opt-out is shared by


def test_a_suppressed_customer_is_not_written_for_the_sake_of_others_in_the_round(
    tenant: Tenant, settings: Settings
) -> None:
    imported(tenant, settings, "1,Anna,,,,dnc", ",Bea,,b@x.com,,")
    anna = tenant.rows("customers")[0]
    tenant.import_bytes(settings, lines(HEADER, "1,,,,,active", "7,,,b@x.com,,"))
    assert anna in tenant.rows("customers")
    assert [person["customer_id"] for person in tenant.customers()] == ["1", "7"]


def test_customers_known_by_customer_id_are_enrolled_elsewhere_in_the_order_of_the_file(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, lines("customer_id", "1", "2", "3"), "A")
    tenant.import_bytes(settings, lines("customer_id", "3", "9", "1", "2"), "B")
    names = {row["id"]: row["customer_id"] for row in tenant.rows("customers")}
    targets = [
        row for row in tenant.rows("campaign_targets") if row["campaign_id"] == tenant.campaign("B")
    ]
    assert [names[row["customer_id"]] for row in targets] == ["3", "9", "1", "2"]
