"""An edit that waits while the old text stands, and what a resident adds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Written out: SQLite takes a reference with a new column, but alembic adds it as a constraint.
    kind = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE submission ADD COLUMN pending_text_id {kind} REFERENCES text (id)")
    op.add_column("submission", sa.Column("edited_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "supplement",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("question_id", _ID, nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_id", _ID, nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_supplement_submission_id", "supplement", ["submission_id"])
