"""Rules of disposal and what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Rules as data, a row for what each did in a night, and who was told that she is long away."""
    op.create_table(
        "retention_rule",
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("basis_sv", sa.String(length=200), nullable=False),
        sa.Column("basis_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("what"),
    )
    op.create_table(
        "disposal_run",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("basis_sv", sa.String(length=200), nullable=False),
        sa.Column("basis_en", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period", "what"),
    )
    op.create_table(
        "long_away",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.add_column("person", sa.Column("signed_in_at", sa.BigInteger(), nullable=True))
    # Without a reference: SQLite adds no constraint to a table that is there.
    op.add_column("submission", sa.Column("disposal_id", _ID, nullable=True))
    # A button that goes is looked for in every letter.
    op.create_index("ix_delivery_token_id", "delivery", ["token_id"])
