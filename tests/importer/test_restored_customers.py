"""A customer whom one round changes and a later one changes back is as it was, and is not written."""

from app.config import Settings
from tests.files.builders import lines
from tests.support.tenants import Tenant

HEADER = "name,email,phone"
ANNA = lines(HEADER, "Anna,a@x.com,+393470000001")


def test_who_ends_as_she_began_is_not_written(tenant: Tenant, settings: Settings) -> None:
    tenant.import_bytes(settings, ANNA)
    before = tenant.rows("customers")
    there_and_back = lines(HEADER, "Ada,a@x.com,", "Anna,,+393470000001")
    result = tenant.import_bytes(settings, there_and_back)
    assert (result.created, result.updated) == (0, 2)
    assert tenant.rows("customers") == before


def test_who_ends_otherwise_is_written(tenant: Tenant, settings: Settings) -> None:
    tenant.import_bytes(settings, ANNA)
    and_onwards = lines(HEADER, "Ada,a@x.com,", "Bea,,+393470000001")
    tenant.import_bytes(settings, and_onwards)
    assert [person["name"] for person in tenant.customers()] == ["Bea"]
