"""The database itself keeps accounts apart: row-level security on every table with an account_id.

Forced, so that it binds the tables' owner too. The policies are flat (docs/design.md#row-security): the account comes
from SET LOCAL app.account_id, which every transaction says first, and nothing is looked up. After a commit the
setting is '' rather than NULL, hence nullif.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("campaigns", "customers", "campaign_targets", "api_keys", "imports")
ACCOUNT = "account_id = nullif(current_setting('app.account_id', true), '')::uuid"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY account ON {table} USING ({ACCOUNT}) WITH CHECK ({ACCOUNT})")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.execute(f"DROP POLICY account ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
