"""Where imported things were before, and their figures there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "imported",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column(
            "thing",
            sa.Enum(
                "submission",
                "comment",
                name="thing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("comment_id", _ID, nullable=True),
        sa.Column("supports", sa.Integer(), nullable=True),
        sa.Column("opposed", sa.Integer(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True),
        sa.CheckConstraint("(thing = 'comment') = (comment_id IS NOT NULL)", name="imported_thing"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "thing", "source_id"),
    )
    op.create_index("ix_imported_comment_id", "imported", ["comment_id"])
    op.create_index("ix_imported_submission_id", "imported", ["submission_id"])
