"""Polls."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Votes of dialogues: their options, who has voted, and what was voted."""
    op.create_table(
        "poll",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("phase_id", _ID, nullable=False),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(32), nullable=True),
        sa.Column("secret", sa.LargeBinary(32), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("ballots", sa.Integer(), nullable=True),
        sa.Column("counts", sa.String(400), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["phase_id"], ["dialogue_phase.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phase_id"),
    )
    op.create_index("ix_poll_submission_id", "poll", ["submission_id"])
    op.create_table(
        "poll_option",
        *_of_poll(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "number"),
    )
    # Without row ids, which count up: they would tell which ballot came when.
    op.create_table(
        "poll_roll",
        *_of_poll(),
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "poll_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot_paper",
        *_of_poll(),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("choices", sa.String(200), nullable=False),
        sa.Column("receipt", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        *_of_poll(),
        sa.Column("receipt", sa.String(16), nullable=False),
        sa.Column("choices", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "receipt"),
        sqlite_with_rowid=False,
    )


def _of_poll() -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("poll_id", _ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], ondelete="CASCADE"),
    )
