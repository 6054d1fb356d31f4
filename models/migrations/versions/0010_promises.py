"""Promises as data, and which one a case was given."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("proposal", "complaint", "fault_report", "question", "praise")
_MICROSECONDS = 1_000_000
_FIRST_DAY = dt.date(2000, 1, 1)
"""Before any town there was."""


def _kind(*, nullable: bool) -> sa.Column[str]:
    kind = sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=True, length=32)
    return sa.Column("kind", kind, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "promise",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _kind(nullable=True),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("first_response", sa.String(length=24), nullable=False),
        sa.Column("confirm_receipt", sa.String(length=24), nullable=True),
        sa.Column("update_every", sa.String(length=24), nullable=True),
        sa.Column("decide", sa.String(length=24), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "promise_result",
        _kind(nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    # Written out: SQLite takes a reference with a new column, but alembic adds it as a constraint.
    kind = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE submission ADD COLUMN promise_id {kind} REFERENCES promise (id)")
    op.add_column("submission", sa.Column("due_at", sa.BigInteger(), nullable=True))
    op.add_column("submission", sa.Column("kept", sa.Boolean(), nullable=True))
    op.add_column("submission", sa.Column("done_at", sa.BigInteger(), nullable=True))
    _promises_become_rows()
    _say_what_was_kept()
    _say_when_it_was_done()
    for name, columns, condition in (
        (
            "submission_done",
            ["done_at", "id"],
            "publication IN ('published', 'redacted') AND done_at IS NOT NULL",
        ),
        ("submission_answered", ["answered_at", "kind", "kept"], "answered_at IS NOT NULL"),
        (
            "submission_unanswered",
            ["answer_by", "status", "kind", "due_at"],
            "answered_at IS NULL",
        ),
    ):
        where = sa.text(condition)
        op.create_index(name, "submission", columns, sqlite_where=where, postgresql_where=where)


def _promises_become_rows() -> None:
    """What stood in the profile: one number a kind, and opening hours as a fixed sentence."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT version, data FROM profile ORDER BY version")).all()
    given: dict[str, int] = {}
    for row in rows:
        data = json.loads(row.data)
        given = data.pop("promises", given)
        for name in ("hours_sv", "hours_en"):
            data.pop(name, None)
        bind.execute(
            sa.text("UPDATE profile SET data = :data WHERE version = :version"),
            {"data": json.dumps(data), "version": row.version},
        )
    if not rows:
        return
    usual = max(given.values(), default=10)
    lines = [(kind, days) for kind, days in given.items() if days != usual]
    for position, (kind, days) in enumerate([*lines, (None, usual)], 1):
        bind.execute(
            sa.text(
                "INSERT INTO promise (position, kind, first_response, public, valid_from)"
                " VALUES (:position, :kind, :time, :public, :day)"
            ).bindparams(sa.bindparam("day", type_=sa.Date())),
            {
                "position": position,
                "kind": kind,
                "time": f"{days} working day{'s' if days > 1 else ''}",
                "public": True,
                "day": _FIRST_DAY,
            },
        )


def _say_what_was_kept() -> None:
    """By the old rule: an answer on the promised day was in time."""
    bind = op.get_bind()
    data = bind.execute(sa.text("SELECT data FROM profile ORDER BY version DESC LIMIT 1")).scalar()
    zone = ZoneInfo(json.loads(data).get("zone", "Europe/Stockholm") if data else "UTC")
    rows = bind.execute(
        sa.text(
            "SELECT id, answered_at, answer_by FROM submission WHERE answered_at IS NOT NULL"
        ).columns(answer_by=sa.Date())
    ).all()
    for row in rows:
        answered = dt.datetime.fromtimestamp(row.answered_at // _MICROSECONDS, zone).date()
        bind.execute(
            sa.text("UPDATE submission SET kept = :kept WHERE id = :id"),
            {"kept": answered <= row.answer_by, "id": row.id},
        )


def _say_when_it_was_done() -> None:
    op.execute(
        "UPDATE submission SET done_at ="
        " (SELECT max(event.at) FROM event"
        " WHERE event.stream = 'submission-' || submission.reference AND event.kind IN"
        " ('received', 'answered', 'decided', 'moved', 'closed', 'refused', 'withdrawn'))"
        " WHERE status IN"
        " ('fixed', 'answered', 'decided', 'implementing', 'implemented', 'closed')"
    )
