"""A moderator's desk."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state IN ('pending', 'escalated')")


def upgrade() -> None:
    """The order in which items are read, and what was judged with others in one press."""
    op.add_column(
        "reviewable",
        sa.Column("overdue", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.drop_index("reviewable_queue", "reviewable")
    for name, columns in (
        ("order", ["urgent", "overdue", "fine", "score", "created_at", "id"]),
        ("unsorted", ["screened", "id"]),
        ("due", ["overdue", "due_at"]),
    ):
        op.create_index(
            f"reviewable_{name}",
            "reviewable",
            columns,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )
    op.create_table(
        "bulk_verdict",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bulk_verdict_by_id", "bulk_verdict", ["by_id"])
    op.create_table(
        "bulk_verdict_part",
        sa.Column("verdict_id", _ID, nullable=False),
        sa.Column("bulk_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"]),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk_verdict.id"]),
        sa.PrimaryKeyConstraint("verdict_id"),
    )
    op.create_index("ix_bulk_verdict_part_bulk_id", "bulk_verdict_part", ["bulk_id"])
