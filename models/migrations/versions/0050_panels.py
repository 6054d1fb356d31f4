"""Panels, who is in them, and the samples that were drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Groups that are asked again and again."""
    op.create_table(
        "panel",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("often", sa.String(200), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", _ID, nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_index("ix_panel_unit_id", "panel", ["unit_id"])
    op.create_table(
        "panel_member",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("panel_id", _ID, nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("invited_at", sa.BigInteger(), nullable=False),
        sa.Column("invited_by_id", _ID, nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("panel_id", "code", name="panel_member_code"),
    )
    op.create_index("ix_panel_member_contact_id", "panel_member", ["contact_id"])
    op.create_index("ix_panel_member_person_id", "panel_member", ["person_id"])
    op.create_index(
        "panel_member_open",
        "panel_member",
        ["panel_id", "contact_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "panel_sample",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("panel_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pool", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_panel_sample_panel_id", "panel_sample", ["panel_id"])
    op.create_index("ix_panel_sample_submission_id", "panel_sample", ["submission_id"])
