"""Imports leave the catalogue alone: the temporary tables stay with their connection (docs/design.md#staging)."""

from typing import Any

from sqlalchemy import Engine

from app.config import Settings
from app.database import make_engine
from tests.http.forms import people
from tests.support.tenants import Tenant, new_tenant

CATALOGUES = ("pg_class", "pg_attribute", "pg_type", "pg_index", "pg_depend")


def catalogue(engine: Engine) -> dict[str, Any]:
    """Every row of the catalogues that tables are made of, by its physical address and last writer."""
    with engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT ctid, xmin FROM {name} ORDER BY ctid").all()
            for name in CATALOGUES
        }


def next_oid(engine: Engine) -> int:
    """The number the next object of the cluster gets: what was made and dropped since has used some up."""
    with engine.begin() as connection:
        oid: int = connection.exec_driver_sql(
            "SELECT oid::bigint FROM lo_create(0) AS oid WHERE lo_unlink(oid) = 1"
        ).scalar_one()
        return oid


def test_after_its_first_import_a_connection_writes_nothing_to_the_catalogue(
    database_url: str, settings: Settings, engine: Engine
) -> None:
    one = make_engine(database_url, pool_size=1)
    tenant = new_tenant(one)
    try:
        tenant.import_bytes(settings, people(3))
        before, first_oid = catalogue(engine), next_oid(engine)
        for number in range(20):
            tenant.import_bytes(settings, people(3, number))
            new_tenant(one).import_bytes(settings, people(1))
        assert catalogue(engine) == before
        # Its own, and perhaps a background process's: one temporary table alone would use five an import.
        assert next_oid(engine) - first_oid < 10
    finally:
        one.dispose()


def test_a_refused_import_leaves_no_more_behind(
    database_url: str, settings: Settings, tenant: Tenant
) -> None:
    one = make_engine(database_url, pool_size=1)
    alone = Tenant(one, tenant.account_id)
    try:
        alone.import_bytes(settings, people(1))
        before = catalogue(tenant.engine)
        for content in (b"email\nnobody\n", b"email\n"):
            alone.import_bytes(settings, content)
        assert catalogue(tenant.engine) == before
    finally:
        one.dispose()
