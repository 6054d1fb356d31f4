"""Changes of address, and downloads of one's own data."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_PURPOSE = (
    "purpose IN ('submission', 'comment', 'support', 'subscription', 'sign_in', 'invitation',"
    " 'new_address', 'undo_address')"
)
_COLUMNS = (
    "id, purpose, contact_id, submission_id, comment_id, subscription_id, name, language, nonce,"
    " created_at, expires_at, used_at"
)
_KIND = "kind IN ('add', 'replace', 'remove')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("purpose", "token", type_="check")
        op.create_check_constraint("purpose", "token", _PURPOSE)
    else:
        _copy_tokens()
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


def _copy_tokens() -> None:
    """SQLite changes a CHECK only with its table. Letters that point at it wait for its return, and
    what else does (0027, 0028) is as new as this, and empty.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE button AS SELECT {_COLUMNS} FROM token")  # noqa: S608
    op.drop_table("token")
    op.create_table(
        "token",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("comment_id", _ID, nullable=True),
        sa.Column("subscription_id", _ID, nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(_PURPOSE, name="purpose"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(f"INSERT INTO token ({_COLUMNS}) SELECT {_COLUMNS} FROM button")  # noqa: S608
    op.execute("DROP TABLE button")
    for name in ("comment_id", "contact_id", "created_at", "submission_id", "subscription_id"):
        op.create_index(f"ix_token_{name}", "token", [name])
