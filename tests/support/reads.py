"""How many rows the database fetched for an import: what a plan costs, without a clock."""

from sqlalchemy import Connection, event, text

from app.config import Settings
from tests.support.tenants import Tenant

READ = """
SELECT relname, seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
WHERE relname IN ('customers', 'campaign_targets')
"""


def rows_read(
    tenant: Tenant, settings: Settings, content: bytes, campaign: str = "A"
) -> dict[str, int]:
    """Rows of each table fetched by the import, checks of foreign keys included. On a connection's first import they
    are its own; later the database may not have forgotten those of the last second.
    """
    found: dict[str, int] = {}
    tenant.campaign(campaign)

    def note(connection: Connection) -> None:
        found.update((name, number) for name, number in connection.execute(text(READ)))

    event.listen(tenant.engine, "commit", note)
    tenant.import_bytes(settings, content, campaign)
    event.remove(tenant.engine, "commit", note)
    return found
