"""Good files with damaged bytes: an answer whose counts add up, or a refusal that leaves no trace.

A thousand among the slow tests; under the marker `torture` as many as MUTANTS says, others every time.
"""

import os
import random
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.config import Settings
from app.errors import ServiceError
from app.importer.cleaning import CleanRequest, open_file
from app.importer.rows import Limits
from app.schemas import CampaignTargetsImportResult
from tests.files.cases import counts, everything
from tests.files.mutation import mutant, packed_files, text_files
from tests.support.tenants import Tenant, new_tenant

pytestmark = pytest.mark.slow

TEXT, PACKED = 700, 300  # a packed one costs a process
IMPORTS_PER_TENANT = 20  # enough for mutants to meet each other's customers, few enough to compare

# What the child says when an exception that nobody foresaw ends it, and when it dies. No small file
# may bring about either, though both are refusals.
UNFORESEEN = ("The file cannot be read:", "The file takes more memory or time")


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_text_is_answered_or_refused(
    engine: Engine, settings: Settings, seed: int
) -> None:
    survive(engine, settings, text_files(), seed, TEXT // 4)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_package_is_answered_or_refused(
    engine: Engine, settings: Settings, seed: int
) -> None:
    survive(engine, settings, packed_files(), seed, PACKED // 4)


@pytest.mark.torture
@pytest.mark.timeout(0)
def test_thousands_of_damaged_files_are_answered_or_refused(
    engine: Engine, settings: Settings
) -> None:
    files = (*text_files(), *packed_files())
    seed = random.SystemRandom().randrange(2**32)
    survive(engine, settings, files, seed, int(os.environ["MUTANTS"]))


def survive(
    engine: Engine, settings: Settings, files: tuple[bytes, ...], seed: int, count: int
) -> None:
    """Import so many mutants of the files, each of which its seed and number make again."""
    results: list[CampaignTargetsImportResult | ServiceError] = []
    for number in range(count):
        if number % IMPORTS_PER_TENANT == 0:
            tenant = new_tenant(engine)
        content = mutant(files, random.Random(f"{seed}/{number}"))
        before = everything(tenant)
        result = outcome(tenant, settings, content)
        try:
            check(tenant, content, before, result)
        except AssertionError as error:
            error.add_note(f"mutant {seed}/{number} of {len(files)} files: {result!r}")
            raise
        results.append(result)
    # Both happen, or the mutations are too weak or too strong to say anything.
    refused = sum(isinstance(result, ServiceError) for result in results)
    assert count / 20 < refused < count


def outcome(
    tenant: Tenant, settings: Settings, content: bytes
) -> CampaignTargetsImportResult | ServiceError:
    try:
        return tenant.import_bytes(settings, content)
    except ServiceError as error:
        return error.with_traceback(None)


def check(
    tenant: Tenant,
    content: bytes,
    before: tuple[list[object], ...],
    result: CampaignTargetsImportResult | ServiceError,
) -> None:
    """A refusal touched nothing; an answer keeps the equations of docs/design.md#counts and says how much was stored."""
    after = everything(tenant)
    if isinstance(result, ServiceError):
        assert 400 <= result.status < 500
        assert not result.message.startswith(UNFORESEEN)
        assert after == before
        return
    total, created, updated, skipped, targets_created, targets_skipped = counts(result)
    assert total == created + updated + skipped
    assert targets_created + targets_skipped == created + updated
    assert skipped == len(rejected_rows(result) - {header_row(content)})
    grown = [len(now) - len(then) for now, then in zip(after, before, strict=True)]
    assert grown == [created, targets_created, 1]


def rejected_rows(result: CampaignTargetsImportResult) -> set[int]:
    """The rows named in `errors`, that of the header among them if there are notices; files so small are never capped."""
    assert [error.row for error in result.errors] == sorted(error.row for error in result.errors)
    return {error.row for error in result.errors}


def header_row(content: bytes) -> int:
    """Where the header stands."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        request = CleanRequest(Path(file.name), "IT", Limits(), max_errors=0)
        return open_file(request).header.number
