"""A file, the reason it is tried, and the exact answer that docs/design.md gives to it.

Expected answers are read off the design, never off what the code happens to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Engine

from app.config import Settings
from app.errors import ServiceError
from app.schemas import CampaignTargetsImportResult
from tests.support.tenants import FIELDS, Tenant, new_tenant

Customer = dict[str, str | None]
NOTHING: tuple[Any, Any, Any] = ([], [], [])

Error = tuple[int, str | None] | tuple[int, str | None, str]


class Counts(NamedTuple):
    """The six counts of an answer, in the contract's order."""

    total: int
    created: int
    updated: int
    skipped: int
    targets_created: int
    targets_skipped: int


def new(accepted: int, rejected: int = 0) -> Counts:
    """Every accepted row is a new customer, enrolled."""
    return Counts(accepted + rejected, accepted, 0, rejected, accepted, 0)


def customer(**values: str) -> Customer:
    """A stored customer; what is not named is NULL."""
    assert set(values) <= set(FIELDS)
    return {name: values.get(name) for name in FIELDS}


@dataclass(frozen=True)
class Case:
    """One file after those `before` it, in an account of its own; `reason` reads as a sentence."""

    reason: str
    file: bytes
    counts: Counts
    stored: Sequence[Customer]
    errors: Sequence[Error] = ()
    before: Sequence[bytes] = ()
    region: str | None = "IT"
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.reason

    def check(self, engine: Engine, settings: Settings) -> None:
        """Import the files, and compare all that the last of them answers and leaves."""
        tenant = new_tenant(engine, self.region)
        chosen = settings.model_copy(update=self.settings)
        for content in self.before:
            tenant.import_bytes(chosen, content)
        result = tenant.import_bytes(chosen, self.file)
        assert (counts(result), placed(result)) == (self.counts, [e[:2] for e in self.errors])
        for error, expected in zip(result.errors, self.errors, strict=True):
            assert "".join(expected[2:]) in error.message
        assert stored(tenant) == ordered(self.stored)


@dataclass(frozen=True)
class Refusal:
    """A file that is refused as a whole, and a piece of what is said about it."""

    reason: str
    file: bytes
    status: int
    fragment: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.reason

    def check(self, engine: Engine, settings: Settings) -> None:
        """Import the file: the refusal, and nothing written."""
        tenant = new_tenant(engine)
        chosen = settings.model_copy(update=self.settings)
        status, message = refusal(tenant, chosen, self.file)
        assert (status, self.fragment in message) == (self.status, True), message
        assert everything(tenant) == NOTHING


def refusal(tenant: Tenant, settings: Settings, file: bytes) -> tuple[int, str]:
    """Status and message of the refusal of a file.

    Not pytest.raises: what it keeps would hold the service's frames, and their open file, in a cycle.
    """
    try:
        result = tenant.import_bytes(settings, file)
    except ServiceError as error:
        return error.status, error.message
    raise AssertionError(f"not refused: {counts(result)}")


def counts(result: CampaignTargetsImportResult) -> Counts:
    """The counts of an answer."""
    return Counts(*(getattr(result, name) for name in Counts._fields))


def placed(result: CampaignTargetsImportResult) -> list[tuple[int, Any]]:
    """Where the errors of an answer stand: (row, field)."""
    entries = result.model_dump(exclude_none=True)["errors"]
    return [(entry["row"], entry.get("field")) for entry in entries]


def stored(tenant: Tenant) -> list[Customer]:
    """All customers of an account, in an order that depends on nothing but what they hold."""
    return ordered(tenant.customers())


def ordered(customers: Sequence[Customer]) -> list[Customer]:
    """Customers in the order `stored` gives them."""
    return sorted(customers, key=lambda values: [values[name] or "" for name in FIELDS])


def everything(tenant: Tenant) -> tuple[Any, Any, Any]:
    """Every row an import may write, with its physical address: equal only if nothing was touched."""
    return tenant.rows("customers"), tenant.rows("campaign_targets"), tenant.rows("imports")
