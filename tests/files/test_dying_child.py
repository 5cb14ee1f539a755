"""A child that dies of a file: a refusal with a sentence, nothing stored, and the next import works."""

import pytest

from app.config import Settings
from app.importer import child
from tests.files import deaths
from tests.files.builders import lines
from tests.files.cases import NOTHING, counts, everything, new, refusal
from tests.reader.builders import gzipped
from tests.support.tenants import Tenant

GOOD = lines("email", *(f"anna{n}@x.com" for n in range(10_000)))  # enough to need a child
TOO_MUCH = "The file takes more memory or time to read than any file may: save it as CSV"


@pytest.mark.parametrize(
    ("death", "status", "message"),
    [
        (deaths.killed, 422, TOO_MUCH),
        (deaths.aborted, 422, TOO_MUCH),
        (deaths.crashed, 422, TOO_MUCH),
        (deaths.out_of_cpu, 422, TOO_MUCH),
        (deaths.silent, 422, TOO_MUCH),
        (deaths.gone, 422, "The file cannot be read"),
        (deaths.mistaken, 422, "The file cannot be read"),
        (deaths.out_of_memory, 413, "The file takes more memory to read than allowed"),
    ],
)
def test_a_dead_child_is_a_refusal_and_the_next_import_works(
    tenant: Tenant,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    death: deaths.Death,
    status: int,
    message: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(child, "SILENCE_SECONDS", 3.0)  # the parent's patience, so no child need know
        patch.setattr(child, "clean", death)
        refused, said = refusal(tenant, settings, GOOD)
    assert (refused, said[: len(message)]) == (status, message)
    assert "secret" not in said
    assert everything(tenant) == NOTHING
    assert counts(tenant.import_bytes(settings, GOOD)) == new(10_000)


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_is_refused(tenant: Tenant, settings: Settings) -> None:
    # Sixteen keys of 15 million characters, an emoji in each: 60 MB of memory a key, 1 MB in all packed.
    keys = (f"{number}😀{'k' * 15_000_000}" for number in range(16))
    bomb = gzipped("".join(f'{{"{key}": 1}}\n' for key in keys).encode())
    status, message = refusal(tenant, settings, bomb)
    assert (status, "memory" in message) == (413, True)
    assert everything(tenant) == NOTHING
    assert counts(tenant.import_bytes(settings, GOOD)) == new(10_000)
