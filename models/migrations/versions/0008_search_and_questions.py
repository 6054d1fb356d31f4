"""Words to search by, and frequent questions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PUBLIC = sa.text("publication IN ('published', 'redacted')")
UNANSWERED = sa.text("publication IN ('published', 'redacted') AND answered_at IS NULL")

LEFT = """
    OLD.publication IN ('published', 'redacted') AND (
        NEW.publication NOT IN ('published', 'redacted')
        OR NEW.text_id <> OLD.text_id
        OR NEW.place <> OLD.place
        OR NEW.received_at <> OLD.received_at
    )
"""
"""When an entry no longer says what everyone may read. Whoever changes the words makes it anew."""

ON_SQLITE = (
    # Contentless: the texts stand in their own table, and only there. The words come ready made, so
    # the tokenizer has nothing to do but part them; a tilde marks those that are folded.
    """
    CREATE VIRTUAL TABLE search_entry USING fts5(
        title, place, words,
        content = '', contentless_delete = 1, detail = column, tokenize = "ascii tokenchars '~'"
    )
    """,
    "CREATE VIRTUAL TABLE search_entry_terms USING fts5vocab('search_entry', 'row')",
    f"""
    CREATE TRIGGER submission_leaves_search AFTER UPDATE OF publication, text_id, place, received_at
    ON submission WHEN {LEFT}
    BEGIN
        DELETE FROM search_entry
        WHERE rowid = max(OLD.received_at, 0) / 1000000 * 1073741824 + OLD.id;
    END
    """,  # noqa: S608  (nothing in it comes from outside)
    """
    CREATE TRIGGER submission_gone_from_search AFTER DELETE ON submission
    BEGIN
        DELETE FROM search_entry
        WHERE rowid = max(OLD.received_at, 0) / 1000000 * 1073741824 + OLD.id;
    END
    """,
)
ON_POSTGRESQL = (
    """
    CREATE TABLE search_entry (
        newest bigint PRIMARY KEY,
        submission_id bigint NOT NULL,
        title tsvector NOT NULL,
        place tsvector NOT NULL,
        words tsvector NOT NULL
    ) WITH (toast_tuple_target = 128)
    """,
    # The words of a text lie apart from its row: whoever fetches all that have a common word reads
    # few pages. None has weights or positions, so that what the index says needs no second look.
    "ALTER TABLE search_entry ALTER COLUMN words SET STORAGE EXTERNAL",
    # Without a list of what is still to be sorted in: a reader would have to go through it.
    """
    CREATE INDEX search_entry_words ON search_entry USING gin (title, place, words)
    WITH (fastupdate = off)
    """,
    """
    CREATE FUNCTION leave_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM search_entry
        WHERE newest = greatest(OLD.received_at, 0) / 1000000 * 1073741824 + OLD.id;
        RETURN NULL;
    END
    $$
    """,
    f"""
    CREATE TRIGGER submission_leaves_search AFTER UPDATE OF publication, text_id, place, received_at
    ON submission FOR EACH ROW WHEN ({LEFT}) EXECUTE FUNCTION leave_search()
    """,
    """
    CREATE TRIGGER submission_gone_from_search AFTER DELETE ON submission
    FOR EACH ROW EXECUTE FUNCTION leave_search()
    """,
)


def upgrade() -> None:
    op.create_table(
        "search_word",
        sa.Column("stem", sa.String(24), nullable=False),
        sa.Column("head", sa.String(1), nullable=False),
        sa.Column("tail", sa.String(3), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stem"),
    )
    op.create_index("search_word_head", "search_word", ["head", "letters"])
    op.create_index("search_word_tail", "search_word", ["tail", "letters"])
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "question",
        sa.Column("id", identity, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("question_sv", sa.String(200), nullable=False),
        sa.Column("question_en", sa.String(200), nullable=False),
        sa.Column("answer_sv", sa.Text(), nullable=False),
        sa.Column("answer_en", sa.Text(), nullable=False),
        sa.Column("category_id", identity, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_index(op.f("ix_question_category_id"), "question", ["category_id"])
    # Everyone's list: in each order it can be asked for, of public cases alone.
    op.drop_index("submission_newest", table_name="submission")
    for name, columns, where in (
        (
            "submission_listed",
            ["received_at", "id", "kind", "status", "unit_id", "category_id"],
            PUBLIC,
        ),
        ("submission_due", ["answer_by", "id"], UNANSWERED),
    ):
        op.create_index(name, "submission", columns, sqlite_where=where, postgresql_where=where)
    op.create_index("tally_most", "tally", ["count", "submission_id"])
    statements = ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else ON_SQLITE
    for statement in statements:
        op.execute(statement)
