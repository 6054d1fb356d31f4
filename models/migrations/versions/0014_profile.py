"""What a profile says beside its rows: logos, the order of rows, and since when one is left."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("unit", "category"):
        op.add_column(
            table, sa.Column("position", sa.Integer(), server_default="0", nullable=False)
        )
        op.add_column(table, sa.Column("retired_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "logo",
        sa.Column("version", sa.Integer(), sa.ForeignKey("profile.version"), nullable=False),
        sa.Column("mode", sa.String(5), nullable=False),
        sa.Column("media", sa.String(20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", "mode"),
    )
