"""What was changed in the configuration, value by value, and the draft of what is to be."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None of before: versions of the profile that are older can be told from their events only."""
    op.create_table(
        "configuration_change",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["undoes"], ["configuration_change.version"]),
        sa.ForeignKeyConstraint(["version"], ["profile.version"]),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "configuration_value",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version"], ["configuration_change.version"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_configuration_value_version", "configuration_value", ["version"])
    op.create_table(
        "configuration_draft",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
