"""Modes of review and its promise."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = "state IN ('pending', 'escalated')"


def upgrade() -> None:
    """Why a text was shown unread, what its author was told, the rule's hour and its pauses, and
    how long a text waits.
    """
    for name in ("told_at", "rule_at"):
        op.add_column("reviewable", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("reviewable", sa.Column("let_in", sa.String(32), nullable=True))
    _index("reviewable_unread", "due_at", f"{_OPEN} AND missed_at IS NULL")
    _index("reviewable_ruled", "rule_at", f"{_OPEN} AND rule_at IS NOT NULL")
    op.create_table(
        "rule_pause",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "review_wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("median", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("behind", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _index(name: str, column: str, where: str) -> None:
    op.create_index(
        name, "reviewable", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
