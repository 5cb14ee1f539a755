"""One wrong quote or delimiter on one line: no customer is lost or altered in silence, and the others stay.

A few hundred files in every test run; under the marker `torture` as many as MUTANTS says.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.importer.cleaning import CleanRequest, open_file
from app.importer.rows import Limits, Record
from tests.files.damage import DAMAGES, Damaged, damaged

FILES = 300
ROWS = 30  # enough to be rectangular
Values = tuple[str | None, ...]


class Outcome:
    """What is stored of a file, the text of each row that is rejected, and how many notices there are."""

    def __init__(self, text: str) -> None:
        with tempfile.NamedTemporaryFile() as file:
            file.write(text.encode())
            file.flush()
            opened = open_file(CleanRequest(Path(file.name), "IT", Limits(), 1_000))
            rows = list(opened.rows)
        self.customers: list[Values] = []
        self.rejected: list[str] = []
        for row in rows:
            for result in opened.normalizer.normalize([row]):
                if isinstance(result, list):
                    self.rejected.append("\n".join(row[1]))
                else:
                    self.customers.append(values(result))
        self.notices = len(opened.source.notices)

    def others(self, known: Sequence[Values]) -> list[Values]:
        """The customers that are none of these."""
        return [customer for customer in self.customers if customer not in known]

    def reports(self, customer: Values) -> bool:
        """Whether a row is rejected that holds this customer and no other."""
        return any(identifiers(text) == {number_of(customer)} for text in self.rejected)


def values(record: Record) -> Values:
    return record[1:]


def number_of(customer: Values) -> str:
    return str(customer[0])[2:]


def identifiers(text: str) -> set[str]:
    """The numbers of the customers whose e-mail or customer_id a text holds."""
    found = set()
    for number in range(ROWS):
        if f"C-{number:04}" in text or f"c{number:04}@" in text:
            found.add(f"{number:04}")
    return found


def check(case: Damaged) -> None:
    """Nothing is silently wrong, and at most one innocent customer is rejected."""
    whole = Outcome(case.whole)
    assert (len(whole.customers), whole.rejected, whole.notices) == (ROWS, [], 0)
    found = Outcome(case.text)
    hit = whole.customers[case.record - 1]
    lost = [customer for customer in whole.customers if customer not in found.customers]
    innocent = [customer for customer in lost if customer != hit]
    joined = whole.customers[case.record : case.record + 1] if "lost" in case.kind else []
    assert len(innocent) <= 1
    assert all(found.reports(customer) or customer in joined for customer in innocent)
    if hit in lost:
        assert found.rejected
    # A line that is cut in two may leave a whole row behind; its other half is rejected then.
    altered = found.others(whole.customers)
    assert not altered or (case.kind == "a line end too many" and len(altered) == 1)


@pytest.mark.parametrize("part", range(6))
def test_a_damaged_line_is_rejected_and_no_other(part: int) -> None:
    check_many(f"ordinary {part}", FILES // 6)


@pytest.mark.torture
@pytest.mark.timeout(0)
def test_thousands_of_damaged_lines_are_rejected_and_no_others() -> None:
    check_many("torture", int(os.environ["MUTANTS"]))


def check_many(seed: str, files: int) -> None:
    kinds = set()
    for number in range(files):
        case = damaged(f"{seed}/{number}", ROWS)
        kinds.add(case.kind)
        try:
            check(case)
        except AssertionError as error:
            error.add_note(
                f"{case.kind} in record {case.record} of {seed}/{number}: {case.dialect}"
            )
            raise
    assert len(kinds) > len(DAMAGES) / 2
