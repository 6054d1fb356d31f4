"""Support that was moved, and support that is false."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STATE = "state IN ('valid', 'suspect', 'invalidated', 'moved', 'withdrawn')"
_COLUMNS = "id, submission_id, person_id, cast_at, changed_at, withdrawn_at, state"
_STANDING = sa.text("undone_at IS NULL")


def upgrade() -> None:
    """What was joined and who was asked; what the watch found and two people took away."""
    _joining()
    _finding()
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("vote", sa.Column("network", sa.String(32), nullable=True))
        op.add_column("vote", sa.Column("finding_id", _ID, nullable=True))
        op.drop_constraint("votestate", "vote", type_="check")
        op.create_check_constraint("votestate", "vote", _STATE)
    else:
        _copy_votes()
    found = sa.text("finding_id IS NOT NULL")
    op.create_index(
        "vote_found", "vote", ["finding_id"], sqlite_where=found, postgresql_where=found
    )
    _taking_away()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _joining() -> None:
    op.create_table(
        "merging",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("into_id", _ID, nullable=False),
        sa.Column("was", sa.String(32), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        _moment("at"),
        _moment("undone_at", nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexes("merging", "submission_id", "into_id")
    op.create_index(
        "merging_standing",
        "merging",
        ["submission_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_table(
        "move_question",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("merging_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("contact_id", _ID, nullable=True),
        sa.Column("vote_id", _ID, nullable=False),
        sa.Column("had", sa.String(32), nullable=False),
        sa.Column("new_vote_id", _ID, nullable=True),
        sa.Column("before", sa.String(32), nullable=True),
        sa.Column("answer", sa.String(32), nullable=True),
        _moment("answered_at", nullable=True),
        sa.CheckConstraint("answer IN ('moved', 'kept')", name="moving"),
        sa.ForeignKeyConstraint(["merging_id"], ["merging.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.UniqueConstraint("merging_id", "person_id"),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexes("move_question", "submission_id", "person_id", "contact_id")


def _finding() -> None:
    op.create_table(
        "support_finding",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("network", sa.String(32), nullable=True),
        _moment("since"),
        _moment("until"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        _moment("at"),
        _moment("cleared_at", nullable=True),
        sa.Column("cleared_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["cleared_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexes("support_finding", "submission_id", "at")


def _taking_away() -> None:
    op.create_table(
        "support_batch",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("finding_id", _ID, nullable=True),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("domain", sa.String(255), nullable=False),
        _moment("since"),
        _moment("until"),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("below", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", _ID, nullable=False),
        _moment("proposed_at"),
        _moment("dropped_at", nullable=True),
        sa.Column("dropped_by", _ID, nullable=True),
        sa.Column("confirmed_by", _ID, nullable=True),
        _moment("confirmed_at", nullable=True),
        sa.Column("undone_by", _ID, nullable=True),
        _moment("undone_at", nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["finding_id"], ["support_finding.id"]),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"])
            for name in ("proposed_by", "dropped_by", "confirmed_by", "undone_by")
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexes("support_batch", "submission_id", "confirmed_at")
    op.create_table(
        "support_removal",
        sa.Column("batch_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("vote_id", _ID, nullable=False),
        sa.Column("was", sa.String(32), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        _moment("objected_at", nullable=True),
        _moment("answered_at", nullable=True),
        sa.Column("answered_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["support_batch.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("batch_id", "vote_id"),
    )
    _indexes("support_removal", "submission_id", "vote_id")


def _copy_votes() -> None:
    """SQLite changes a CHECK only with its table. Nothing points at a vote."""
    op.execute(f"CREATE TEMPORARY TABLE former AS SELECT {_COLUMNS} FROM vote")  # noqa: S608
    op.drop_table("vote")
    op.create_table(
        "vote",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        _moment("cast_at"),
        _moment("changed_at"),
        _moment("withdrawn_at", nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("network", sa.String(32), nullable=True),
        sa.Column("finding_id", _ID, nullable=True),
        sa.CheckConstraint(_STATE, name="votestate"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.UniqueConstraint("submission_id", "person_id"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(f"INSERT INTO vote ({_COLUMNS}) SELECT {_COLUMNS} FROM former")  # noqa: S608
    op.execute("DROP TABLE former")
    _indexes("vote", "changed_at", "person_id")
