"""One way in for organisations, what senders say afterwards, reminders, and arguments met."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INVARIANT = "organisation_id IS NULL OR coordinator_id IS NOT NULL"
_FILL = (
    "UPDATE submission SET coordinator_id = (SELECT made_by_id FROM organisation"
    " WHERE organisation.id = submission.organisation_id) WHERE organisation_id IS NOT NULL"
)


def upgrade() -> None:
    """What an organisation handed in before now is coordinated by whoever entered it."""
    _coordinated()
    _reminded()
    _said_afterwards()
    _met()


def _coordinated() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("submission", sa.Column("coordinator_id", _ID, nullable=True))
        op.create_foreign_key(
            "submission_coordinator_id_fkey", "submission", "person", ["coordinator_id"], ["id"]
        )
        op.execute(_FILL)
        op.create_check_constraint("submission_coordinated", "submission", _INVARIANT)
    else:
        # SQLite adds a rule only with its column, and only where every row keeps it already.
        op.execute(
            "CREATE TEMPORARY TABLE wrote AS SELECT id, organisation_id FROM submission"
            " WHERE organisation_id IS NOT NULL"
        )
        op.execute("UPDATE submission SET organisation_id = NULL WHERE organisation_id IS NOT NULL")
        op.execute(
            "ALTER TABLE submission ADD COLUMN coordinator_id INTEGER REFERENCES person (id)"
            f" CONSTRAINT submission_coordinated CHECK ({_INVARIANT})"
        )
        op.execute(
            "UPDATE submission SET organisation_id = wrote.organisation_id,"
            " coordinator_id = organisation.made_by_id FROM wrote"
            " JOIN organisation ON organisation.id = wrote.organisation_id"
            " WHERE wrote.id = submission.id"
        )
        op.execute("DROP TABLE wrote")
    held = sa.text("coordinator_id IS NOT NULL")
    op.create_index(
        "submission_coordinator",
        "submission",
        ["coordinator_id", "id"],
        sqlite_where=held,
        postgresql_where=held,
    )


def _reminded() -> None:
    op.add_column(
        "supplement", sa.Column("reminded", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("supplement", sa.Column("reminded_at", sa.BigInteger(), nullable=True))
    open_ones = sa.text("answered_at IS NULL")
    op.create_index(
        "supplement_open",
        "supplement",
        ["asked_at", "id"],
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )


def _said_afterwards() -> None:
    op.create_table(
        "satisfaction",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("solved", sa.String(32), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("mark IS NULL OR mark BETWEEN 1 AND 5", name="satisfaction_mark"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "ended", name="satisfaction_once"),
    )
    op.create_index("satisfaction_of_unit", "satisfaction", ["unit_id", "quarter"])


def _met() -> None:
    op.create_table(
        "answer_argument",
        sa.Column("answer_id", _ID, autoincrement=False, nullable=False),
        sa.Column("comment_id", _ID, autoincrement=False, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"]),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("answer_id", "comment_id"),
    )
    op.create_index("ix_answer_argument_comment_id", "answer_argument", ["comment_id"])
    op.create_index("ix_answer_argument_submission_id", "answer_argument", ["submission_id"])
