"""Meetings of the boards: what they take up, what they decided, and what was corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RULINGS = ("approved", "partly", "rejected", "answered")


def _ruling(*, nullable: bool) -> sa.Column[str]:
    kind = sa.Enum(*_RULINGS, name="ruling", native_enum=False, create_constraint=True, length=32)
    return sa.Column("ruling", kind, nullable=nullable)


def _boards() -> None:
    op.create_table(
        "board",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name_sv", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )


def _meetings() -> None:
    states = ("planned", "held", "minutes_posted")
    state = sa.Enum(
        *states, name="meetingstate", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "meeting",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("presenter", sa.String(200), nullable=False),
        sa.Column("participants", sa.String(1000), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("show_at", sa.BigInteger(), nullable=True),
        sa.Column("show_by_id", _ID, nullable=True),
        sa.Column("shown_at", sa.BigInteger(), nullable=True),
        sa.Column("minutes_approved", sa.Date(), nullable=True),
        sa.Column("minutes_posted", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(show_at IS NULL) = (show_by_id IS NULL)", name="meeting_shown_by_somebody"
        ),
        sa.CheckConstraint(
            "minutes_posted IS NULL OR minutes_approved IS NOT NULL", name="meeting_minutes"
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"]),
        sa.ForeignKeyConstraint(["show_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("meeting_days", "meeting", ["day", "id"])
    waiting = sa.text("show_at IS NOT NULL")
    op.create_index(
        "meeting_to_show", "meeting", ["show_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def _cases() -> None:
    op.create_table(
        "meeting_case",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("meeting_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _ruling(nullable=True),
        sa.Column("paragraph", sa.String(20), nullable=False),
        sa.Column("summary_id", _ID, nullable=True),
        sa.Column("reasons_id", _ID, nullable=True),
        sa.Column("appealable", sa.Boolean(), nullable=False),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("document_alt", sa.String(300), nullable=False),
        sa.Column("decision_id", _ID, nullable=True),
        sa.Column("left_out", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["summary_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["reasons_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["attachment.id"]),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "submission_id"),
    )
    op.create_index("ix_meeting_case_submission_id", "meeting_case", ["submission_id"])


def _versions() -> None:
    op.create_table(
        "decision_version",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("decision_id", _ID, nullable=False),
        _ruling(nullable=False),
        sa.Column("paragraph", sa.String(20), nullable=False),
        sa.Column("summary_id", _ID, nullable=False),
        sa.Column("reasons_id", _ID, nullable=False),
        sa.Column("why_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"]),
        sa.ForeignKeyConstraint(["summary_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["reasons_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["why_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_decision_version_decision_id", "decision_version", ["decision_id"])


def upgrade() -> None:
    _boards()
    _meetings()
    _cases()
    _versions()
    # Written out: SQLite takes a reference with a new column, but alembic adds it as a constraint.
    kind = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE decision ADD COLUMN meeting_id {kind} REFERENCES meeting (id)")
    op.execute(f"ALTER TABLE particulars ADD COLUMN board_id {kind} REFERENCES board (id)")
    op.create_index("ix_decision_meeting_id", "decision", ["meeting_id"])
    before = sa.text("status IN ('referred', 'preparing')")
    op.create_index(
        "submission_at_board",
        "submission",
        ["answer_by", "id"],
        sqlite_where=before,
        postgresql_where=before,
    )
    op.add_column(
        "decision",
        sa.Column("preliminary", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("decision", sa.Column("dropped_at", sa.BigInteger(), nullable=True))
    # What waits for its minutes was said to be preliminary already.
    op.execute("UPDATE decision SET preliminary = true WHERE appealable AND minutes_posted IS NULL")
