"""Verdicts that can be undone, and that two must give."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("answer IS NULL")


def _known(*names: str) -> list[sa.ForeignKeyConstraint]:
    """References, each as `column>table.column`."""
    parted = [name.split(">") for name in names]
    return [sa.ForeignKeyConstraint([name], [target]) for name, target in parted]


def upgrade() -> None:
    """What stood before a verdict, statements of reasons, second opinions, locked threads."""
    _before()
    _statements()
    _opinions()
    for table in ("submission", "comment"):
        op.add_column(table, sa.Column("locked_at", sa.BigInteger(), nullable=True))


def _before() -> None:
    op.create_table(
        "before_verdict",
        sa.Column("verdict_id", _ID, autoincrement=False, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("comment_id", _ID, nullable=True),
        sa.Column("publication", sa.String(32), nullable=False),
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("original_id", _ID, nullable=True),
        sa.Column("pending_text_id", _ID, nullable=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("byline", sa.String(80), nullable=False),
        sa.Column("status", sa.String(32), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("keep_open", sa.Boolean(), nullable=False),
        sa.Column("voting_until", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_state", sa.String(32), nullable=False),
        sa.Column("item_text_id", _ID, nullable=False),
        sa.Column("item_decided_by", _ID, nullable=True),
        sa.Column("item_decided_at", sa.BigInteger(), nullable=True),
        sa.Column("item_due_at", sa.BigInteger(), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("reversed_at", sa.BigInteger(), nullable=True),
        *_known(
            "verdict_id>verdict.id",
            "submission_id>submission.id",
            "comment_id>comment.id",
            "text_id>text.id",
            "original_id>text.id",
            "pending_text_id>text.id",
            "item_text_id>text.id",
            "item_decided_by>person.id",
        ),
        sa.PrimaryKeyConstraint("verdict_id"),
    )
    op.create_index("ix_before_verdict_submission_id", "before_verdict", ["submission_id"])


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("verdict_id", _ID, autoincrement=False, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("comment_id", _ID, nullable=True),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("change", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("duration_until", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("automated_detection", sa.Boolean(), nullable=False),
        sa.Column("automated_decision", sa.Boolean(), nullable=False),
        sa.Column("ground_type", sa.String(32), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("ground_ref", sa.String(80), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        *_known("verdict_id>verdict.id", "submission_id>submission.id", "comment_id>comment.id"),
        sa.PrimaryKeyConstraint("verdict_id"),
    )
    op.create_index("ix_statement_submission_id", "statement", ["submission_id"])


def _opinions() -> None:
    op.create_table(
        "second_opinion",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("matter", sa.String(32), nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("reviewable_id", _ID, nullable=True),
        sa.Column("item_version", sa.Integer(), nullable=True),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by", _ID, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("verdict_id", _ID, nullable=True),
        *_known(
            "submission_id>submission.id",
            "reviewable_id>reviewable.id",
            "person_id>person.id",
            "asked_by>person.id",
            "answered_by>person.id",
            "verdict_id>verdict.id",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in (
        "submission_id",
        "reviewable_id",
        "person_id",
        "asked_by",
        "answered_by",
        "verdict_id",
    ):
        op.create_index(f"ix_second_opinion_{name}", "second_opinion", [name])
    op.create_index(
        "second_opinion_open_item",
        "second_opinion",
        ["reviewable_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "second_opinion_waiting",
        "second_opinion",
        ["asked_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
