"""Orders of authorities."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What authorities ordered us to do, and what we did."""
    op.create_table(
        "authority_order",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("authority", sa.String(200), nullable=False),
        sa.Column("ground", sa.String(300), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="authority_order_done"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_authority_order_received_at", "authority_order", ["received_at"])
