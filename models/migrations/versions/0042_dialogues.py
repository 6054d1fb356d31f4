"""Dialogues: matters of the register that have a question, leaders and phases."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_KINDS = "'proposal', 'complaint', 'fault_report', 'question', 'praise'"
_STATUSES = (
    "'received', 'in_progress', 'waiting_resident', 'planned', 'fixed', 'answered', 'voting',"
    " 'voting_ended', 'referred', 'preparing', 'decided', 'implementing', 'implemented', 'closed'"
)
_OF_DIALOGUES = "'draft', 'coming', 'open', 'analysis', 'feedback', 'handed_over', 'broken_off'"
_WIDER = {
    "kind": (_KINDS, f"{_KINDS}, 'dialogue'"),
    "status": (_STATUSES, f"{_STATUSES}, {_OF_DIALOGUES}"),
}
_PUBLIC = "publication IN ('published', 'redacted') AND kind <> 'dialogue'"
_LISTS = {
    "listed": (("received_at", "id", "kind", "status", "unit_id", "category_id"), _PUBLIC),
    "due": (("answer_by", "id"), f"{_PUBLIC} AND answered_at IS NULL"),
    "done": (("done_at", "id"), f"{_PUBLIC} AND done_at IS NOT NULL"),
    "shown": (("published_at", "id"), _PUBLIC),
    "shown_subject": (("category_id", "published_at", "id"), _PUBLIC),
    "shown_unit": (("unit_id", "published_at", "id"), _PUBLIC),
}
"""Lists of what was handed in: dialogues are in none of them."""


def upgrade() -> None:
    """A kind and its states, its tables, and where a comment of it stands."""
    if op.get_bind().dialect.name == "sqlite":
        _widen_in_the_schema()
    else:
        for name, (_, wider) in _WIDER.items():
            op.drop_constraint(name, "submission", type_="check")
            op.create_check_constraint(name, "submission", f"{name} IN ({wider})")
    for name, (columns, where) in _LISTS.items():
        op.drop_index(f"submission_{name}", "submission")
        op.create_index(
            f"submission_{name}",
            "submission",
            list(columns),
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    _add_tables()
    op.add_column(
        "comment", sa.Column("section", sa.String(32), server_default="talk", nullable=False)
    )
    op.add_column("comment", sa.Column("stance", sa.String(32), nullable=True))
    op.add_column("comment", sa.Column("phase_id", _ID, nullable=True))
    op.add_column("comment", sa.Column("helpful", sa.Integer(), server_default="0", nullable=False))


def _widen_in_the_schema() -> None:
    """SQLite has no statement for it; to write a CHECK anew in the schema itself is the way that
    its manual names (lang_altertable, "Making Other Kinds Of Table Schema Changes"). A copy of the
    table would lose its triggers.
    """
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    for name, (narrow, wider) in _WIDER.items():
        bind.execute(
            sa.text(
                "UPDATE sqlite_schema SET sql = replace(sql, :was, :now)"
                " WHERE type = 'table' AND name = 'submission'"
            ),
            {"was": f"CHECK ({name} IN ({narrow}))", "now": f"CHECK ({name} IN ({wider}))"},
        )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _add_tables() -> None:
    op.create_table(
        "dialogue",
        sa.Column("submission_id", _ID, autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("can", sa.Text(), nullable=False),
        sa.Column("cannot", sa.Text(), nullable=False),
        sa.Column("target", sa.String(300), nullable=False),
        sa.Column("decider", sa.String(200), nullable=False),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ended_words", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.String(200), nullable=False),
        sa.Column("ended_link", sa.String(500), nullable=False),
        sa.Column("panel_id", _ID, nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("submission_id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_index("ix_dialogue_panel_id", "dialogue", ["panel_id"])
    op.create_table(
        "dialogue_leader",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dialogue_leader_submission_id", "dialogue_leader", ["submission_id"])
    op.create_index("ix_dialogue_leader_person_id", "dialogue_leader", ["person_id"])
    op.create_table(
        "dialogue_unit",
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("submission_id", "unit_id"),
    )
    op.create_table(
        "dialogue_part",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("leader_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["leader_id"], ["dialogue_leader.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dialogue_part_submission_id", "dialogue_part", ["submission_id"])
    op.create_table(
        "dialogue_phase",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("part_id", _ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("last_days_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["dialogue_part.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "position", name="dialogue_phase_order"),
    )
    op.create_index("ix_dialogue_phase_part_id", "dialogue_phase", ["part_id"])
    op.create_index("dialogue_phase_opens", "dialogue_phase", ["opens_at"])
    op.create_index("dialogue_phase_closes", "dialogue_phase", ["closes_at"])
