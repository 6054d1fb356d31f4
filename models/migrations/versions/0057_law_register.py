"""The register of the law: numbers of cases, marks of secrecy, what was given out of which case."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Five tables, and the order in which everything came."""
    _numbers()
    _secrecy()
    _releases()
    condition = sa.text("kind <> 'dialogue'")
    op.create_index(
        "submission_recorded",
        "submission",
        ["received_at", "id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _of_case(table: str, *columns: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"ix_{table}_submission_id", table, ["submission_id"])


def _one_holds(table: str, condition: str) -> None:
    op.create_index(
        f"{table}_holds",
        table,
        ["submission_id"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _numbers() -> None:
    op.create_table(
        "diary_counter",
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year"),
    )
    _of_case(
        "diary_number",
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written", sa.String(40), nullable=False),
        sa.Column("found_by", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", _ID, nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(32), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (why IS NULL)", name="diary_number_ended"),
        sa.CheckConstraint("why IN ('other_board', 'mistake')", name="wrong"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.UniqueConstraint("series", "year", "number"),
        sa.UniqueConstraint("found_by"),
    )
    _one_holds("diary_number", "ended_at IS NULL")


def _secrecy() -> None:
    _of_case(
        "secrecy_mark",
        sa.Column("provision", sa.String(80), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by_id", _ID, nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="secrecy_mark_lifted"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["person.id"]),
    )
    _one_holds("secrecy_mark", "lifted_at IS NULL")


def _releases() -> None:
    _of_case(
        "release",
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("provision", sa.String(80), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('released', 'partly', 'refused', 'nothing')", name="releaseoutcome"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
    )
    _of_case(
        "release_cover",
        sa.Column("release_id", _ID, nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("provision", sa.String(80), nullable=False),
        sa.CheckConstraint("(first IS NULL) = (last IS NULL)", name="release_cover_stretch"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"]),
    )
    op.create_index("ix_release_cover_release_id", "release_cover", ["release_id"])
