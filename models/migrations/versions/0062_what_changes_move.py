"""Open cases follow a change of who answers what, and are promised anew where somebody says so."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """None waits: no change of before has moved any."""
    op.create_table(
        "rerouting",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_id", _ID, nullable=False),
        sa.Column("to_id", _ID, nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["to_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["version"], ["profile.version"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rerouting_version", "rerouting", ["version"])
    op.create_table(
        "rerouted_case",
        sa.Column("rerouting_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("handovers", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rerouting_id"], ["rerouting.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("rerouting_id", "submission_id"),
    )
    op.create_index("ix_rerouted_case_submission_id", "rerouted_case", ["submission_id"])
    op.create_table(
        "promise_recount",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("promise_id", _ID, nullable=False),
        sa.Column("last_id", _ID, nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
