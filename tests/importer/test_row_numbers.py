"""Rows are told apart by their place in the file, whatever numbers a workbook gives them."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.importer.rows import Table
from app.importer.service import import_targets
from app.schemas import CampaignTargetsImportResult
from tests.files.builders import lines
from tests.support.tenants import Tenant

NUMBERINGS: dict[str, Callable[[int], int]] = {
    "one number for all": lambda place: 2,
    "backwards": lambda place: 100 - place,
    "pairs": lambda place: 2 + place // 2,
    "below the header": lambda place: -place,
}
HEADER = ["customer_id", "name", "email", "phone"]

Result = CampaignTargetsImportResult
Import = Callable[[list[list[str]], Callable[[int], int]], tuple[Result, list[list[str]]]]


@pytest.fixture
def import_numbered(
    tenant: Tenant, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Import:
    """Import these cells as rows that a workbook numbers so; the answer and the list of rejected rows."""
    path = tmp_path / "file"
    path.write_bytes(b"email\n")  # small and plain, so that it is read in this process

    def run(cells: list[list[str]], number: Callable[[int], int]) -> tuple[Result, list[list[str]]]:
        def tables(*_: Any, **__: Any) -> Iterator[Table]:
            rows = [(number(place), row, None) for place, row in enumerate(cells)]
            yield Table("Leads", iter([(1, HEADER, None), *rows]))

        monkeypatch.setattr("app.importer.cleaning.open_tables", tables)
        request = tenant.request(path, b"email\n", "A", skip=False)
        rejected = io.BytesIO()
        answer = import_targets(tenant.engine, settings, replace(request, error_list=rejected))
        listed = csv.reader(io.StringIO(rejected.getvalue().decode("utf-8-sig")))
        return answer.result, list(listed)[1:]

    return run


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_every_row_becomes_a_customer_and_a_target_in_the_order_of_the_file(
    tenant: Tenant, import_numbered: Import, numbering: str
) -> None:
    people = [["", f"P{n}", f"{n}@x.com", ""] for n in range(5)]
    for created in (5, 0):
        result, _ = import_numbered(people, NUMBERINGS[numbering])
        assert (result.total, result.created, result.updated) == (5, created, 5 - created)
        assert (result.targets_created, result.errors) == (created, [])
    names = {row["id"]: row["name"] for row in tenant.rows("customers")}
    enrolled = [names[row["customer_id"]] for row in tenant.rows("campaign_targets")]
    assert enrolled == ["P0", "P1", "P2", "P3", "P4"]


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_later_rows_win_and_earlier_ones_get_a_contested_customer(
    tenant: Tenant, import_numbered: Import, settings: Settings, numbering: str
) -> None:
    tenant.import_bytes(settings, lines("email", "shared@x.com"))
    rows = [
        ["", "Ann", "a@x.com", ""],
        ["7", "Bob", "shared@x.com", ""],
        ["", "Anna", "a@x.com", ""],
        ["8", "Bea", "shared@x.com", ""],
    ]
    result, _ = import_numbered(rows, NUMBERINGS[numbering])
    assert result.created == 2
    found = {(row["customer_id"], row["name"]) for row in tenant.customers()}
    assert found == {("7", "Bob"), ("8", "Bea"), (None, "Anna")}
    assert tenant.customers()[0]["customer_id"] == "7"


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_rejected_rows_are_listed_by_the_number_of_the_sheet_and_no_other_row_with_them(
    tenant: Tenant,
    import_numbered: Import,
    settings: Settings,
    numbering: str,
) -> None:
    tenant.import_bytes(settings, lines("customer_id,email", "1,shared@x.com", "2,shared@x.com"))
    number = NUMBERINGS[numbering]
    rows = [
        ["", "Ann", "a@x.com", ""],
        ["", "Bob", "shared@x.com", ""],
        ["", "Cid", "not an address", ""],
        ["", "Dan", "d@x.com", ""],
        ["", "Eve", "shared@x.com", ""],
    ]
    result, listed = import_numbered(rows, number)
    assert (result.total, result.created, result.skipped) == (5, 2, 3)
    assert [error.row for error in result.errors] == sorted(number(place) for place in (1, 2, 4))
    assert {error.field for error in result.errors} == {"email"}
    assert [(row[0], row[3]) for row in listed] == [
        (str(number(place)), rows[place][1]) for place in (1, 2, 4)
    ]
