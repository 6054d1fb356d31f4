"""What a case's end needs: who has it instead, the new day, what helped."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "particulars",
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("board", sa.String(length=120), nullable=False),
        sa.Column("delay_text_id", _ID, nullable=True),
        sa.Column("delay_day", sa.Date(), nullable=True),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("receiver_contact", sa.String(length=200), nullable=False),
        sa.Column("forwarded", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(delay_text_id IS NULL) = (delay_day IS NULL)", name="particulars_delay"
        ),
        sa.CheckConstraint("(forwarded IS NULL) = (receiver = '')", name="particulars_receiver"),
        sa.ForeignKeyConstraint(["delay_text_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("submission_id"),
    )
    # Without a reference to submission: SQLite adds no constraint to a table that is there.
    op.add_column("subscription", sa.Column("moved_from_id", _ID, nullable=True))
    op.create_index("ix_subscription_moved_from_id", "subscription", ["moved_from_id"])
