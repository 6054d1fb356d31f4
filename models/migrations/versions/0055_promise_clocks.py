"""Promises by channel, their clocks, and the right to a decision after six months."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The clocks of old cases are made by the scheduler, of their events."""
    op.add_column("promise", sa.Column("channel", sa.String(32), nullable=True))
    op.add_column(
        "category", sa.Column("is_case", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "promise_clock",
        *_place(),
        sa.Column("promise_id", _ID, nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("met_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("paused", sa.BigInteger(), nullable=False),
        sa.Column("elapsed", sa.Integer(), nullable=True),
        sa.Column("slack", sa.Integer(), nullable=True),
        sa.Column("missed_at", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.String(32), nullable=True),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "which", "cycle"),
    )
    _partial("next", ["next_at"], "next_at IS NOT NULL")
    _partial("met", ["met_at", "which", "promise_id", "state"], "met_at IS NOT NULL")
    _partial("missed", ["missed_at", "unit_id"], "missed_at IS NOT NULL")
    _partial("over", ["which", "promise_id", "due_at"], "state = 'missed'")
    op.create_table(
        "promise_escalation",
        *_place(),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "which", "level", "cycle"),
    )
    untold = sa.text("told_at IS NULL")
    op.create_index(
        "promise_escalation_untold",
        "promise_escalation",
        ["id"],
        sqlite_where=untold,
        postgresql_where=untold,
    )
    op.create_table(
        "delay_action",
        sa.Column("submission_id", _ID, autoincrement=False, nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended", sa.String(32), nullable=True),
        sa.Column("text_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"]),
        sa.PrimaryKeyConstraint("submission_id"),
    )


def _place() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("which", sa.String(32), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
    )


def _partial(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        f"promise_clock_{name}",
        "promise_clock",
        columns,
        sqlite_where=condition,
        postgresql_where=condition,
    )
