"""Changes of address, and downloads of one's own data."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_KIND = "kind IN ('add', 'replace', 'remove')"


def upgrade() -> None:
    op.create_table(
        "address_change",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("old_id", _ID, nullable=True),
        sa.Column("new_id", _ID, nullable=True),
        sa.Column("along", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.BigInteger(), nullable=True),
        sa.Column("over_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(_KIND, name="change"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["old_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["new_id"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "own_download",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in (
        ("address_change", "person_id"),
        ("address_change", "old_id"),
        ("address_change", "new_id"),
        ("own_download", "person_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
