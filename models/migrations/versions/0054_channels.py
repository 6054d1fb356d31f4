"""A chat is a channel too; answers given at once, scans of letters; frequent questions as rows."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SOURCES = "'web', 'e-mail', 'phone', 'visit', 'letter', 'sms', 'open311', 'import'"
_WIDER = f"{_SOURCES}, 'chat'"
_PUT_IN_FORCE = "COALESCE((SELECT max(made_at) FROM profile), 0)"
"""Questions of before came with the profile, and have stood there as long as it."""


def upgrade() -> None:
    """Cases tell whether they were answered at once; questions have wordings, a unit and a day."""
    _sources()
    for name in ("at_once", "centre"):
        op.add_column(
            "submission", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_index(
        "submission_centre",
        "submission",
        ["received_at", "source", "at_once"],
        sqlite_where=sa.text("centre"),
        postgresql_where=sa.text("centre"),
    )
    op.add_column(
        "attachment", sa.Column("scan", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _questions()
    _views()


def _sources() -> None:
    """SQLite has no statement for it: as migration 0042 does, the CHECK is written anew in the
    schema itself, and the table keeps its triggers.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint("source", "submission", type_="check")
        op.create_check_constraint("source", "submission", f"source IN ({_WIDER})")
        return
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :was, :now)"
            " WHERE type = 'table' AND name = 'submission'"
        ),
        {"was": f"CHECK (source IN ({_SOURCES}))", "now": f"CHECK (source IN ({_WIDER}))"},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _questions() -> None:
    for name in ("words_sv", "words_en"):
        op.add_column(
            "question", sa.Column(name, sa.String(300), server_default="", nullable=False)
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE question ADD COLUMN unit_id INTEGER REFERENCES unit (id)")
    else:
        op.add_column("question", sa.Column("unit_id", _ID, sa.ForeignKey("unit.id")))
    op.create_index("ix_question_unit_id", "question", ["unit_id"])
    op.add_column("question", sa.Column("review_on", sa.Date(), nullable=True))
    for name in ("published_at", "retired_at"):
        op.add_column("question", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column(
        "question", sa.Column("updated_at", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "question", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column(
        "question",
        sa.Column("by_profile", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        # Statements of constants.
        f"UPDATE question SET by_profile = true, published_at = {_PUT_IN_FORCE},"  # noqa: S608
        f" updated_at = {_PUT_IN_FORCE}"
    )
    op.create_table(
        "question_wording",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(f"question_{code}", sa.String(200), nullable=False) for code in ("sv", "en")),
        *(sa.Column(f"answer_{code}", sa.Text(), nullable=False) for code in ("sv", "en")),
        sa.Column("by_id", _ID, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("question_id", "version", name="question_wording_number"),
    )
    op.create_index("ix_question_wording_by_id", "question_wording", ["by_id"])


def _views() -> None:
    op.create_table(
        "indirect_view",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("tag", sa.String(32), nullable=False),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("question_id", _ID, nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("category_id", "question_id"):
        op.create_index(f"ix_indirect_view_{name}", "indirect_view", [name])
    op.create_index("indirect_view_day", "indirect_view", ["day", "tag", "question_id"])
