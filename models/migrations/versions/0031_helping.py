"""Cases handed in for somebody else, and organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Who helped with a case; organisations, their members, and which text is whose."""
    op.create_table(
        "helping",
        sa.Column("submission_id", _ID, autoincrement=False, nullable=False),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("taken_over_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.PrimaryKeyConstraint("submission_id"),
    )
    op.create_index("ix_helping_contact_id", "helping", ["contact_id"])
    op.create_table(
        "organisation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("number", sa.String(10), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", _ID, nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "membership",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("invited_at", sa.BigInteger(), nullable=False),
        sa.Column("invited_by_id", _ID, nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("part IN ('manager', 'member')", name="part"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("contact", "person"):
        op.create_index(f"ix_membership_{name}_id", "membership", [f"{name}_id"])
    op.create_index(
        "membership_open",
        "membership",
        ["organisation_id", "contact_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    # Without a reference: SQLite adds no constraint to a table that is there.
    for table in ("submission", "comment"):
        op.add_column(table, sa.Column("organisation_id", _ID, nullable=True))
