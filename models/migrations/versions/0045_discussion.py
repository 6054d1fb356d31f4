"""Discussion."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ORDERS = {
    "comment_best": ("phase_id", "section", "parent_id", "stance", "helpful", "number"),
    "comment_newest": ("phase_id", "section", "parent_id", "stance", "number"),
}
_IN_PHASE = sa.text("phase_id IS NOT NULL")


def upgrade() -> None:
    """Who found which comment helpful, and the two orders in which a discussion is read."""
    op.create_table(
        "helpful",
        sa.Column("comment_id", _ID, autoincrement=False, nullable=False),
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("comment_id", "person_id"),
    )
    op.create_index("ix_helpful_person_id", "helpful", ["person_id"])
    op.create_index("ix_helpful_at", "helpful", ["at"])
    for name, columns in _ORDERS.items():
        op.create_index(
            name, "comment", list(columns), sqlite_where=_IN_PHASE, postgresql_where=_IN_PHASE
        )
