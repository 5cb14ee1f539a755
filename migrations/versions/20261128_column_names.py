"""The headers an account has been taught, and a request's own names for headers beside its import."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ACCOUNT = "account_id = nullif(current_setting('app.account_id', true), '')::uuid"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "column_names",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_column_names_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", "header", name=op.f("pk_column_names")),
    )
    op.execute("ALTER TABLE column_names ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE column_names FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY account ON column_names USING ({ACCOUNT}) WITH CHECK ({ACCOUNT})")
    op.add_column(
        "imports",
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("imports", "columns")
    op.drop_table("column_names")
