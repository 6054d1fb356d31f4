"""Picture masks."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HOLDS = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Parts of pictures that a moderator hides."""
    op.create_table(
        "picture_mask",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("attachment_id", _ID, nullable=False),
        sa.Column("squares", sa.String(120), nullable=False),
        sa.Column("put_at", sa.BigInteger(), nullable=False),
        sa.Column("put_by", _ID, nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", _ID, nullable=True),
        sa.Column("name", sa.String(32), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"]),
        sa.ForeignKeyConstraint(["put_by"], ["verdict.id"]),
        sa.ForeignKeyConstraint(["lifted_by"], ["verdict.id"]),
        sa.UniqueConstraint("put_by"),
        sa.UniqueConstraint("name"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_picture_mask_attachment_id", "picture_mask", ["attachment_id"])
    op.create_index("ix_picture_mask_lifted_by", "picture_mask", ["lifted_by"])
    op.create_index(
        "picture_mask_holds",
        "picture_mask",
        ["attachment_id"],
        unique=True,
        sqlite_where=_HOLDS,
        postgresql_where=_HOLDS,
    )
