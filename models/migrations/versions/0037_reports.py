"""Reports that are answered."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TRACED = sa.text("network IS NOT NULL")
_UNTOLD = sa.text("told_verdict_id IS NULL AND contact_id IS NOT NULL")
_BY_RULE = sa.text("by_id IS NULL")


def upgrade() -> None:
    """A page of its own, a time by which it is decided, and what it weighs."""
    for column in (
        sa.Column("code", sa.String(20), nullable=True),
        sa.Column("name", sa.String(80), nullable=False, server_default=""),
        sa.Column("others", sa.Text(), nullable=False, server_default=""),
        sa.Column("language", sa.String(5), nullable=False, server_default="sv"),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("network", sa.String(32), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("weight", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()),
        # Without a reference: SQLite adds no constraint to a table that is there.
        sa.Column("told_verdict_id", _ID, nullable=True),
    ):
        op.add_column("report", column)
    op.create_index("report_code", "report", ["code"], unique=True)
    op.create_index(
        "report_traced", "report", ["at"], sqlite_where=_TRACED, postgresql_where=_TRACED
    )
    op.create_index(
        "report_untold",
        "report",
        ["reviewable_id"],
        sqlite_where=_UNTOLD,
        postgresql_where=_UNTOLD,
    )
    # What a rule did by itself, which must not last (moderation.unhiding).
    op.create_index(
        "verdict_by_rule", "verdict", ["at"], sqlite_where=_BY_RULE, postgresql_where=_BY_RULE
    )
