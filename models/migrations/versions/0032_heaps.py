"""The heaps of the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """How soon an item is read, whether it looks fine, and whether its promise was broken."""
    for column in (
        sa.Column("score", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("fine", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("screened", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("missed_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("reviewable", column)
