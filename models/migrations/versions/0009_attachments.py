"""Photos and documents."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OWNERS = ("submission", "answer", "decision")
UNCLAIMED = sa.text("submission_id IS NULL AND answer_id IS NULL AND decision_id IS NULL")


def upgrade() -> None:
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "attachment",
        sa.Column("id", id_type, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("media", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("hidden_at", sa.BigInteger(), nullable=True),
        *(sa.Column(f"{owner}_id", id_type, nullable=True) for owner in OWNERS),
        sa.PrimaryKeyConstraint("id"),
        *(sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"]) for owner in OWNERS),
        sa.UniqueConstraint("name"),
        *(sa.UniqueConstraint(f"{owner}_id") for owner in OWNERS),
        sa.CheckConstraint(
            "media IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')", name="media"
        ),
        sa.CheckConstraint(
            " + ".join(f"CASE WHEN {owner}_id IS NULL THEN 0 ELSE 1 END" for owner in OWNERS)
            + " <= 1",
            name="attachment_owner",
        ),
    )
    op.create_index(
        "attachment_unclaimed",
        "attachment",
        ["created_at"],
        sqlite_where=UNCLAIMED,
        postgresql_where=UNCLAIMED,
    )
