"""The official's desk: its list by the promised day, its own search, who else is at a case."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

OURS = "status IN ('received', 'in_progress', 'planned', 'voting_ended', 'referred', 'preparing')"
INDEXES = {
    "submission_promised": f"{OURS} AND answered_at IS NULL",
    "submission_goes_on": f"{OURS} AND answered_at IS NOT NULL",
    "submission_elsewhere": "status IN ('waiting_resident', 'voting')",
}

LEFT = """
    NEW.text_id <> OLD.text_id OR NEW.place <> OLD.place OR NEW.name <> OLD.name
    OR NEW.byline <> OLD.byline OR NEW.reply_to <> OLD.reply_to
    OR NEW.received_at <> OLD.received_at
"""
"""When an entry no longer says what stands in the case. Whoever changes the words makes it anew."""

ON_SQLITE = (
    # Contentless, as the index for everyone: the words stand in their own tables, and only there.
    """
    CREATE VIRTUAL TABLE staff_entry USING fts5(
        words,
        content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '~'"
    )
    """,
    f"""
    CREATE TRIGGER submission_leaves_staff_search
    AFTER UPDATE OF text_id, place, name, byline, reply_to, received_at ON submission WHEN {LEFT}
    BEGIN
        DELETE FROM staff_entry
        WHERE rowid = max(OLD.received_at, 0) / 1000000 * 1073741824 + OLD.id;
    END
    """,  # noqa: S608  (nothing in it comes from outside)
    """
    CREATE TRIGGER submission_gone_from_staff_search AFTER DELETE ON submission
    BEGIN
        DELETE FROM staff_entry
        WHERE rowid = max(OLD.received_at, 0) / 1000000 * 1073741824 + OLD.id;
    END
    """,
    # What is disposed of is found by nobody, staff neither (spec: disposal deletes the text).
    """
    CREATE TRIGGER text_gone_from_staff_search AFTER DELETE ON text
    BEGIN
        DELETE FROM staff_entry WHERE rowid IN (
            SELECT max(received_at, 0) / 1000000 * 1073741824 + id
            FROM submission WHERE text_id = OLD.id
        );
    END
    """,
)
ON_POSTGRESQL = (
    """
    CREATE TABLE staff_entry (
        newest bigint PRIMARY KEY,
        submission_id bigint NOT NULL,
        words tsvector NOT NULL
    ) WITH (toast_tuple_target = 128)
    """,
    "ALTER TABLE staff_entry ALTER COLUMN words SET STORAGE EXTERNAL",
    "CREATE INDEX staff_entry_words ON staff_entry USING gin (words) WITH (fastupdate = off)",
    """
    CREATE FUNCTION leave_staff_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM staff_entry
        WHERE newest = greatest(OLD.received_at, 0) / 1000000 * 1073741824 + OLD.id;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE FUNCTION dispose_of_staff_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM staff_entry WHERE newest IN (
            SELECT greatest(received_at, 0) / 1000000 * 1073741824 + id
            FROM submission WHERE text_id = OLD.id
        );
        RETURN NULL;
    END
    $$
    """,
    f"""
    CREATE TRIGGER submission_leaves_staff_search
    AFTER UPDATE OF text_id, place, name, byline, reply_to, received_at ON submission
    FOR EACH ROW WHEN ({LEFT}) EXECUTE FUNCTION leave_staff_search()
    """,
    """
    CREATE TRIGGER submission_gone_from_staff_search AFTER DELETE ON submission
    FOR EACH ROW EXECUTE FUNCTION leave_staff_search()
    """,
    """
    CREATE TRIGGER text_gone_from_staff_search AFTER DELETE ON text
    FOR EACH ROW EXECUTE FUNCTION dispose_of_staff_search()
    """,
)


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("submission_id", "person_id"),
    )
    op.create_index("presence_seen", "presence", ["seen_at"])
    op.create_index("ix_presence_person_id", "presence", ["person_id"])
    op.drop_index("submission_desk", table_name="submission")
    op.add_column("submission", sa.Column("put_off_to", sa.Date(), nullable=True))
    op.execute(
        "UPDATE submission SET put_off_to = (SELECT delay_day FROM particulars"
        " WHERE particulars.submission_id = submission.id)"
    )
    for name, where in INDEXES.items():
        op.create_index(
            name,
            "submission",
            # What the list asks of a case stands in the index: SQLite then reads no row for it.
            [
                *("answer_by", "id", "unit_id", "assignee_id", "status"),
                *("answered_at", "due_at", "put_off_to"),
            ],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    put_off = sa.text(f"{OURS} AND answered_at IS NULL AND put_off_to IS NOT NULL")
    op.create_index(
        "submission_put_off",
        "submission",
        ["put_off_to", "id", "unit_id", "assignee_id", "status"],
        sqlite_where=put_off,
        postgresql_where=put_off,
    )
    ringing = sa.text("reply_by = 'call'")
    op.create_index(
        "submission_ringing",
        "submission",
        ["reply_to"],
        sqlite_where=ringing,
        postgresql_where=ringing,
    )
    statements = ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else ON_SQLITE
    for statement in statements:
        op.execute(statement)
