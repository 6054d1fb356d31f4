"""Warnings and pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What was done about somebody who broke the rules again and again."""
    op.create_table(
        "sanction",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("conduct", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reviewable_id", _ID, nullable=True),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("second_id", _ID, nullable=True),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", _ID, nullable=True),
        sa.Column("lifted_why", sa.String(32), nullable=True),
        sa.CheckConstraint("kind IN ('warning', 'restricted', 'suspended')", name="measure"),
        sa.CheckConstraint("conduct IN ('writing', 'reporting')", name="conduct"),
        sa.CheckConstraint("person_id IS NULL OR contact_id IS NULL", name="sanction_of_one"),
        sa.CheckConstraint(
            "(kind = 'warning') = (until_at IS NULL)", name="sanction_is_limited_in_time"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["reviewable_id"], ["reviewable.id"]),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"])
            for name in ("by_id", "second_id", "lifted_by")
        ),
        sa.UniqueConstraint("code"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("person_id", "contact_id", "reviewable_id", "from_at"):
        op.create_index(f"ix_sanction_{name}", "sanction", [name])
