"""Texts looked at a second time, and what is noted of verdicts for the figures."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Notes and second looks, and what the register and its figures are read from."""
    op.create_table(
        "verdict_note",
        sa.Column("verdict_id", _ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("about_us", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.String(300), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"]),
        sa.PrimaryKeyConstraint("verdict_id"),
    )
    for name in ("at", "month"):
        op.create_index(f"ix_verdict_note_{name}", "verdict_note", [name])
    op.create_table(
        "second_look",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("verdict_id", _ID, nullable=False),
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", _ID, nullable=True),
        sa.Column("judged_at", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("verdict_id"),
    )
    _partial("second_look_waits", "second_look", ["drawn_at", "id"], "judged_at IS NULL")
    _partial("reviewable_missed", "reviewable", ["missed_at", "id"], "missed_at IS NOT NULL")
    _partial(
        "reviewable_decided",
        "reviewable",
        ["decided_at", "due_at", "state", "missed_at"],
        "decided_at IS NOT NULL",
    )


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
