"""The moderation room: when an item is due, what a comment said before, verdicts that stay.

Verdicts are made anew and not altered: nothing has written one before this schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("state IN ('pending', 'escalated')")

SQLITE = (
    "ALTER TABLE comment ADD COLUMN original_id INTEGER REFERENCES text (id)",
    """CREATE TRIGGER verdict_no_update BEFORE UPDATE ON verdict
       BEGIN SELECT RAISE(ABORT, 'verdict is append-only'); END""",
    """CREATE TRIGGER verdict_no_delete BEFORE DELETE ON verdict
       BEGIN SELECT RAISE(ABORT, 'verdict is append-only'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above.
    """CREATE TRIGGER verdict_no_replace BEFORE INSERT ON verdict
       WHEN EXISTS (SELECT 1 FROM verdict WHERE id = NEW.id OR event_id = NEW.event_id)
       BEGIN SELECT RAISE(ABORT, 'verdict is append-only'); END""",
)
POSTGRES = (
    "ALTER TABLE comment ADD COLUMN original_id BIGINT REFERENCES text (id)",
    """CREATE FUNCTION verdict_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'verdict is append-only'; END $$""",
    """CREATE TRIGGER verdict_no_change BEFORE UPDATE OR DELETE ON verdict
       FOR EACH ROW EXECUTE FUNCTION verdict_append_only()""",
    """CREATE TRIGGER verdict_no_truncate BEFORE TRUNCATE ON verdict
       FOR EACH STATEMENT EXECUTE FUNCTION verdict_append_only()""",
)


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column(
        "reviewable", sa.Column("due_at", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.drop_index("reviewable_queue", "reviewable")
    op.create_index(
        "reviewable_queue",
        "reviewable",
        ["urgent", "created_at", "id"],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    for thing in ("submission", "comment"):
        named = sa.text(f"{thing}_id IS NOT NULL")
        op.create_index(
            f"reviewable_of_{thing}",
            "reviewable",
            [f"{thing}_id", "id"],
            sqlite_where=named,
            postgresql_where=named,
        )
    op.drop_table("verdict")
    op.create_table(
        "verdict",
        sa.Column("id", big, autoincrement=True, nullable=False),
        sa.Column("reviewable_id", big, nullable=False),
        sa.Column("submission_id", big, nullable=False),
        sa.Column("comment_id", big, nullable=True),
        sa.Column("judgement", sa.String(length=32), nullable=False),
        sa.Column("shown", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("by_id", big, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event_id", big, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"]),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["reviewable_id"], ["reviewable.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
    )
    for column in ("reviewable_id", "submission_id", "comment_id", "by_id"):
        op.create_index(op.f(f"ix_verdict_{column}"), "verdict", [column])
    op.create_index("verdict_newest", "verdict", ["at", "id"])
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRES if postgres else SQLITE:
        op.execute(statement)
