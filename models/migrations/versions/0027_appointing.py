"""Invitations, and the log of what staff saw and changed."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The last two are of the next pages of people (0029): the table is copied once for all three.
_PURPOSE = (
    "purpose IN ('submission', 'comment', 'support', 'subscription', 'sign_in', 'invitation',"
    " 'new_address', 'undo_address')"
)
_COLUMNS = (
    "id, purpose, contact_id, submission_id, comment_id, subscription_id, name, language, nonce,"
    " created_at, expires_at, used_at"
)
_ROLE = "role IN ('resident', 'moderator', 'official', 'administrator', 'auditor', 'system')"
_OPEN = sa.text("accepted_at IS NULL AND withdrawn_at IS NULL")

ON_SQLITE = (
    """CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
       BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END""",
    # INSERT OR REPLACE changes a row without firing the trigger above.
    """CREATE TRIGGER access_log_no_replace BEFORE INSERT ON access_log
       WHEN EXISTS (SELECT 1 FROM access_log WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END""",
)
ON_POSTGRESQL = (
    """CREATE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'access_log is append-only'; END $$""",
    """CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
       FOR EACH ROW EXECUTE FUNCTION access_log_append_only()""",
    """CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log
       FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()""",
)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.drop_constraint("purpose", "token", type_="check")
        op.create_check_constraint("purpose", "token", _PURPOSE)
    else:
        _copy_tokens()
    _log()
    # Deleting is left to the rule for how long the log is kept.
    for statement in ON_POSTGRESQL if postgres else ON_SQLITE:
        op.execute(statement)
    op.create_table(
        "invitation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("lead", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=True),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("token_id", _ID, nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(_ROLE, name="role"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("contact", "unit", "by", "token"):
        op.create_index(f"ix_invitation_{name}_id", "invitation", [f"{name}_id"])
    op.create_index(
        "invitation_open", "invitation", ["id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def _log() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("about_person_id", _ID, nullable=True),
        sa.Column("detail", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name, column in (
        ("by", "person_id"),
        ("about", "about_person_id"),
        ("case", "submission_id"),
        ("at", "at"),
    ):
        op.create_index(f"access_log_{name}", "access_log", [column, "id"])


def _copy_tokens() -> None:
    """SQLite changes a CHECK only with its table. Letters that point at it wait for its return."""
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
