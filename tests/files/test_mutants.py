"""Good files with damaged bytes: an answer whose counts add up, or a refusal that leaves no trace.

A thousand in every test run, as many as MUTANTS says under the marker `torture`.
"""

import os
import random
from collections.abc import Iterator
from itertools import islice

import pytest
from sqlalchemy import Engine

from app.config import Settings
from app.errors import ServiceError
from app.schemas import CampaignTargetsImportResult
from tests.files import mutation
from tests.files.cases import counts, everything
from tests.support.tenants import Tenant, new_tenant

TEXT, PACKED = 700, 300  # a packed one costs a process
IMPORTS_PER_TENANT = 20  # enough for mutants to meet each other's customers, few enough to compare

# What the child says when an exception that nobody foresaw ends it, and when it dies. No small file
# may bring about either, though both are refusals.
UNFORESEEN = ("The file cannot be read:", "The file takes more memory or time")


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_text_is_answered_or_refused(
    engine: Engine, settings: Settings, seed: int
) -> None:
    survive(engine, settings, islice(mutants(mutation.text_files(), seed), TEXT // 4))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_package_is_answered_or_refused(
    engine: Engine, settings: Settings, seed: int
) -> None:
    survive(engine, settings, islice(mutants(mutation.packed_files(), seed), PACKED // 4))


@pytest.mark.torture
@pytest.mark.timeout(0)
@pytest.mark.parametrize("files", ["text_files", "packed_files"])
def test_thousands_of_damaged_files_are_answered_or_refused(
    engine: Engine, settings: Settings, files: str
) -> None:
    count = int(os.environ.get("MUTANTS", "20000"))
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    survive(
        engine, settings, islice(mutants(getattr(mutation, files)(), seed), count // 2), seed=seed
    )


def mutants(files: tuple[bytes, ...], seed: int) -> Iterator[bytes]:
    """Endlessly many, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        yield mutation.mutant(files, chance)


def survive(engine: Engine, settings: Settings, files: Iterator[bytes], seed: int = 0) -> None:
    """Import each of the files; the tenant is changed now and then."""
    answered = refused = 0
    while batch := list(islice(files, IMPORTS_PER_TENANT)):
        tenant = new_tenant(engine)
        for number, content in enumerate(batch):
            tried = f"seed {seed}, {number} of its batch, {mutation.fingerprint(content)}"
            before = everything(tenant)
            try:
                result = tenant.import_bytes(settings, content)
            except ServiceError as error:
                assert 400 <= error.status < 500, tried
                assert not error.message.startswith(UNFORESEEN), tried
                assert everything(tenant) == before, tried
                refused += 1
            else:
                check_equations(result)
                check_stored(tenant, before, result)
                answered += 1
    # Both happen, or the mutations are too weak or too strong to say anything.
    assert answered > 10
    assert refused > 10


def check_equations(result: CampaignTargetsImportResult) -> None:
    """Design 2's equations; nothing is capped in files so small."""
    total, created, updated, skipped, targets_created, targets_skipped = counts(result)
    assert total == created + updated + skipped
    assert targets_created + targets_skipped == created + updated
    rows = [error.row for error in result.errors]
    assert rows == sorted(rows)
    notices = {e.row for e in result.errors if "did you mean" in e.message}
    assert skipped == len(set(rows) - notices)


def check_stored(
    tenant: Tenant,
    before: tuple[list[object], ...],
    result: CampaignTargetsImportResult,
) -> None:
    """As many more rows as the answer says."""
    grown = [len(now) - len(then) for now, then in zip(everything(tenant), before, strict=True)]
    assert grown == [result.created, result.targets_created, 1]
