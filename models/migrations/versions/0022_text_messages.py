"""What text messages cost a day, how operators fare, and messages that residents send us."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("handled_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "sms_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("news", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "sms_traffic",
        sa.Column("operator", sa.String(length=20), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("operator", "since"),
    )
    op.create_table(
        "sms_route",
        sa.Column("operator", sa.String(length=20), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("operator"),
    )
    op.create_table(
        "text_received",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=20), nullable=False),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("handled_at", sa.BigInteger(), nullable=True),
        sa.Column("handled_by_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["handled_by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_text_received_contact_id", "text_received", ["contact_id"])
    op.create_index("ix_text_received_submission_id", "text_received", ["submission_id"])
    op.create_index(
        "text_received_waiting",
        "text_received",
        ["id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index("ix_token_created_at", "token", ["created_at"])
