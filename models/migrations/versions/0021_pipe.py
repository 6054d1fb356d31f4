"""Bounces, addresses that nothing reaches, dead letters, and what a letter was made of."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("state IN ('queued', 'sending', 'temporary_failure') AND sent_at IS NULL")
_DEAD = sa.text("state IN ('permanent_failure', 'technical_failure')")


def _guarded(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "suppression",
        sa.Column("contact_id", _ID, autoincrement=False, nullable=False),
        sa.Column("why", _guarded("why", "bounced", "repeated", "complained"), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.PrimaryKeyConstraint("contact_id"),
    )
    op.create_table(
        "bounce",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("delivery_id", _ID, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column(
            "kind",
            _guarded("bouncekind", "gone", "refused", "full", "later", "complaint"),
            nullable=False,
        ),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("delivery_id", "attempt", "kind"),
    )
    op.create_index("ix_bounce_contact_id", "bounce", ["contact_id"])
    op.create_index("ix_bounce_at", "bounce", ["at"])
    op.add_column("delivery", sa.Column("template", sa.String(length=16), nullable=True))
    op.add_column("delivery", sa.Column("rendered", sa.String(length=64), nullable=True))
    op.add_column("delivery_attempt", sa.Column("took", sa.Integer(), nullable=True))
    # What an operator took and never reported on waits for nothing, and is not looked at again.
    op.drop_index("delivery_waiting", table_name="delivery")
    op.create_index(
        "delivery_waiting",
        "delivery",
        ["not_before", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index("delivery_dead", "delivery", ["id"], sqlite_where=_DEAD, postgresql_where=_DEAD)
    op.create_index("delivery_sent", "delivery", ["channel", "sent_at"])
