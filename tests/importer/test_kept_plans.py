"""A connection keeps its plans, those of the foreign keys' checks too; made for tables of one page, they must still do
when the tables have grown and nobody has told the planner.
"""

import pytest
from sqlalchemy import text

from app.config import Settings
from app.database import make_engine
from tests.faults.postgres import own_postgres
from tests.files.builders import lines
from tests.support.reads import rows_read
from tests.support.tenants import new_tenant

pytestmark = pytest.mark.slow  # a PostgreSQL of its own each

TWICE_PREPARED = 4  # imports after which the connection has made all its plans
GROWTH = 3_000
A_PAGE = 50  # customers: as many may be read for each row, which is the quickest way while there are no more


KINDS = {
    "customer_id": ("customer_id,email", "{0},{0}@x.com"),
    "weak ids": ("code,name,email", "{0},Anna,{0}@x.com"),
    "nothing but weak ids": ("code,name", "{0},Anna"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at_once", [GROWTH, 100], ids=["one large file", "many small files"])
def test_plans_made_for_tables_of_one_page_do_not_read_them_row_by_row_when_they_grow(
    settings: Settings, at_once: int, kind: str
) -> None:
    def people(first: int, number: int) -> bytes:
        header, row = KINDS[kind]
        return lines(header, *(row.format(n) for n in range(first, first + number)))

    with own_postgres() as server:
        engine = make_engine(server.url, pool_size=1)
        tenant = new_tenant(engine)
        for number in range(TWICE_PREPARED):
            tenant.import_bytes(settings, people(-number, 2))
        with engine.begin() as connection:
            connection.execute(text("ANALYZE customers, campaign_targets"))
        for number in range(TWICE_PREPARED):
            tenant.import_bytes(settings, people(-10 - number, 2))
        for first in range(1, GROWTH, at_once):
            read = rows_read(tenant, settings, people(first, at_once))
        engine.dispose()
    assert read["customers"] < GROWTH * A_PAGE
