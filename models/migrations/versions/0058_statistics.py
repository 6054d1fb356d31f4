"""Statistics: the figures of each case and of each month, and a way to what happened lately."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MONTHS = ("received", "answered", "due", "ended", "told")
_COUNTS = (
    *("received", "passed_on", "passed_twice", "handovers", "reopened", "centre", "direct"),
    *("answered", "due", "kept", "waiting", "ended", "told", "helped", "helped_partly"),
)


def upgrade() -> None:
    """Four tables; they fill by themselves. An index of events by their time."""
    op.create_table(
        "case_figure",
        sa.Column("submission_id", _ID, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("area_id", _ID, nullable=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(32), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.Column("pending", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.Column("ended", sa.Integer(), nullable=True),
        sa.Column("end_days", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("helped", sa.String(32), nullable=True),
        sa.Column("handovers", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("submission_id"),
    )
    for name in (*_MONTHS, "pending"):
        op.create_index(f"ix_case_figure_{name}", "case_figure", [name])
    op.create_table(
        "month_figure",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("value", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("answer_days", sa.Text(), nullable=False),
        sa.Column("end_days", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("month", "by", "value"),
    )
    op.create_table(
        "month_due",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )
    op.create_table(
        "figures_counted",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("calendar", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("event_at", "event", ["at"])
