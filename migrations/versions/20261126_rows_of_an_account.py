"""The planner takes every account for one of ten thousand customers.

Left to itself it goes by those it has seen: where they had one customer each, it takes the next one for as small,
and then any index that begins with the account looks as good as the right one. A file of 20 rows read all of an
account of 20,000 for each of its rows (docs/design.md#statistics). The share is of the table, so it holds whatever its size.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("customers", "campaign_targets")
ACCOUNTS_A_ROW = -0.0001  # negative: distinct values as a share of the rows


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.execute(
            f"ALTER TABLE {table} ALTER COLUMN account_id SET (n_distinct = {ACCOUNTS_A_ROW})"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN account_id RESET (n_distinct)")
