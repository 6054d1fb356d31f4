"""Results: what was heard elsewhere, themes, reports, and what is done because of a dialogue."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ONE_INPUT = (
    "(CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN note_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN evidence_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    """Nine tables."""
    _heard()
    _sorted()
    _reported()
    _done()


def _number() -> sa.Column[int]:
    return sa.Column("id", _ID, autoincrement=True, nullable=False)


def _of_dialogue() -> sa.Column[int]:
    return sa.Column("submission_id", _ID, autoincrement=False, nullable=False)


def _heard() -> None:
    op.create_table(
        "field_note",
        _number(),
        _of_dialogue(),
        sa.Column("phase_id", _ID, nullable=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("field_note_of", "field_note", ["submission_id", "at", "id"])
    op.create_index("ix_field_note_by_id", "field_note", ["by_id"])
    op.create_table(
        "dialogue_evidence",
        _number(),
        _of_dialogue(),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "case_id", name="dialogue_evidence_once"),
    )
    op.create_index("dialogue_evidence_of", "dialogue_evidence", ["submission_id", "at", "id"])
    op.create_index("ix_dialogue_evidence_by_id", "dialogue_evidence", ["by_id"])
    op.create_index("ix_dialogue_evidence_case_id", "dialogue_evidence", ["case_id"])


def _sorted() -> None:
    op.create_table(
        "dialogue_theme",
        _number(),
        _of_dialogue(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("dialogue_theme_of", "dialogue_theme", ["submission_id", "position"])
    op.create_table(
        "theme_input",
        _number(),
        sa.Column("theme_id", _ID, nullable=False),
        sa.Column("comment_id", _ID, nullable=True),
        sa.Column("note_id", _ID, nullable=True),
        sa.Column("evidence_id", _ID, nullable=True),
        sa.CheckConstraint(_ONE_INPUT, name="theme_input_one"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["evidence_id"], ["dialogue_evidence.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["note_id"], ["field_note.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["theme_id"], ["dialogue_theme.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("theme_id", "comment_id", name="theme_input_comment"),
        sa.UniqueConstraint("theme_id", "evidence_id", name="theme_input_evidence"),
        sa.UniqueConstraint("theme_id", "note_id", name="theme_input_note"),
    )
    for name in ("comment_id", "evidence_id", "note_id"):
        op.create_index(f"ix_theme_input_{name}", "theme_input", [name])


def _reported() -> None:
    op.create_table(
        "dialogue_report",
        _number(),
        _of_dialogue(),
        sa.Column("phase_id", _ID, nullable=True),
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("influenced", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["phase_id"], ["dialogue_phase.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "phase_id", name="dialogue_report_once"),
    )
    op.create_index("ix_dialogue_report_phase_id", "dialogue_report", ["phase_id"])
    closing = sa.text("phase_id IS NULL")
    op.create_index(
        "dialogue_report_closing",
        "dialogue_report",
        ["submission_id"],
        unique=True,
        sqlite_where=closing,
        postgresql_where=closing,
    )
    op.create_table(
        "theme_answer",
        sa.Column("report_id", _ID, autoincrement=False, nullable=False),
        sa.Column("theme_id", _ID, autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("who", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["dialogue_report.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["theme_id"], ["dialogue_theme.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", "theme_id"),
    )
    op.create_index("ix_theme_answer_theme_id", "theme_answer", ["theme_id"])
    op.create_table(
        "dialogue_evaluation",
        _of_dialogue(),
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"]),
        sa.PrimaryKeyConstraint("submission_id"),
    )


def _done() -> None:
    op.create_table(
        "dialogue_action",
        _number(),
        _of_dialogue(),
        sa.Column("theme_id", _ID, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_unit_id", _ID, nullable=False),
        sa.Column("owner_name", sa.String(120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("carried_from", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["theme_id"], ["dialogue_theme.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("dialogue_action_of", "dialogue_action", ["submission_id", "due_on"])
    op.create_index("dialogue_action_due", "dialogue_action", ["status", "due_on"])
    op.create_index("ix_dialogue_action_theme_id", "dialogue_action", ["theme_id"])
    op.create_table(
        "dialogue_year_note",
        _of_dialogue(),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"]),
        sa.PrimaryKeyConstraint("submission_id", "year"),
    )
