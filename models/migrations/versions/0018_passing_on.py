"""Passing on, absence and what staff are told."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "appointment", sa.Column("lead", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "person", sa.Column("staff_mail", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "submission", sa.Column("handovers", sa.Integer(), server_default="0", nullable=False)
    )
    op.execute(
        "UPDATE submission SET handovers = (SELECT count(*) FROM event"
        " WHERE event.stream = 'submission-' || submission.reference"
        " AND event.kind = 'handed_over')"
        " WHERE EXISTS (SELECT 1 FROM event"
        " WHERE event.stream = 'submission-' || submission.reference"
        " AND event.kind = 'handed_over')"
    )
    op.create_table(
        "consultation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("asked_by", _ID, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer_id", _ID, nullable=True),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("quotable", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)", name="consultation_answered"
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_consultation_submission_id", "consultation", ["submission_id"])
    # What a unit has still to answer: short, however many it has answered.
    op.create_index(
        "consultation_open",
        "consultation",
        ["unit_id", "due_on"],
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "absence",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("deputy_id", _ID, nullable=True),
        sa.Column("by_id", _ID, nullable=False),
        sa.CheckConstraint("first_day <= last_day", name="absence_days"),
        sa.CheckConstraint("deputy_id IS NULL OR deputy_id <> person_id", name="absence_deputy"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])
    op.create_index("absence_until", "absence", ["last_day"])
