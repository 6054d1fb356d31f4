"""Appeals against verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Who appeals against which verdict or sanction, and how it ended."""
    op.create_table(
        "review_appeal",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("verdict_id", _ID, nullable=True),
        sa.Column("sanction_id", _ID, nullable=True),
        sa.Column("report_id", _ID, nullable=True),
        sa.Column("party", sa.String(32), nullable=False),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("text_id", _ID, nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("reasons_id", _ID, nullable=True),
        sa.CheckConstraint("party IN ('author', 'reporter')", name="party"),
        sa.CheckConstraint("state IN ('waiting', 'decided', 'lapsed')", name="appealstate"),
        sa.CheckConstraint("outcome IN ('upheld', 'reversed', 'partly')", name="appealoutcome"),
        sa.CheckConstraint(
            "(verdict_id IS NULL) <> (sanction_id IS NULL)", name="review_appeal_one_target"
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"]),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["reasons_id"], ["text.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    for name in ("submission_id", "verdict_id", "contact_id", "received_at", "decided_by"):
        op.create_index(f"ix_review_appeal_{name}", "review_appeal", [name])
    for index, columns, where in (
        ("review_appeal_of_author", ["verdict_id"], "report_id IS NULL"),
        ("review_appeal_of_reporter", ["report_id", "verdict_id"], "report_id IS NOT NULL"),
    ):
        condition = sa.text(where)
        op.create_index(
            index,
            "review_appeal",
            columns,
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.create_index("review_appeal_of_sanction", "review_appeal", ["sanction_id"], unique=True)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "review_appeal_waiting",
        "review_appeal",
        ["due_at", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
