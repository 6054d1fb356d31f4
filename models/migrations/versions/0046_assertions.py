"""Assertions."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Statements to take a stand on: who answers, what, and what the answers say together."""
    op.create_table(
        "rater",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("phase_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["phase_id"], ["dialogue_phase.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phase_id", "person_id"),
    )
    op.create_index("ix_rater_person_id", "rater", ["person_id"])
    op.create_index("rater_changed", "rater", ["phase_id", "changed_at"])
    op.create_table(
        "rating",
        sa.Column("rater_id", _ID, autoincrement=False, nullable=False),
        sa.Column("comment_id", _ID, autoincrement=False, nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["rater_id"], ["rater.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("rater_id", "comment_id"),
    )
    op.create_index("ix_rating_comment_id", "rating", ["comment_id"])
    op.create_table(
        "statement_phase",
        sa.Column("phase_id", _ID, autoincrement=False, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["phase_id"], ["dialogue_phase.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("phase_id"),
    )
    op.create_table(
        "opinion_result",
        sa.Column("phase_id", _ID, autoincrement=False, nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["phase_id"], ["dialogue_phase.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("phase_id"),
    )
