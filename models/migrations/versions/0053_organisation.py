"""Departments, cards and days of units; areas, routing, reorganisations; no case without a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

OPEN = (
    "('received', 'in_progress', 'waiting_resident', 'planned', 'voting', 'voting_ended',"
    " 'referred', 'preparing', 'draft', 'coming', 'open', 'analysis', 'feedback')"
)
"""Statuses in which something is left to do (models.states): such a case is a unit's of today."""

ON_SQLITE = (
    *(
        f"""
        CREATE TRIGGER submission_has_a_unit_{name} BEFORE {event} ON submission
        WHEN NEW.status IN {OPEN}
            AND (SELECT retired_at FROM unit WHERE id = NEW.unit_id) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'an open case needs a unit of today'); END
        """  # noqa: S608  (nothing in it comes from outside)
        for name, event in (("new", "INSERT"), ("kept", "UPDATE OF unit_id, status"))
    ),
    f"""
    CREATE TRIGGER unit_leaves_no_case BEFORE UPDATE OF retired_at ON unit
    WHEN NEW.retired_at IS NOT NULL AND OLD.retired_at IS NULL
        AND EXISTS (SELECT 1 FROM submission WHERE unit_id = NEW.id AND status IN {OPEN})
    BEGIN SELECT RAISE(ABORT, 'an open case needs a unit of today'); END
    """,  # noqa: S608
)
_REFUSED = "RAISE EXCEPTION 'an open case needs a unit of today' USING ERRCODE = '23514'"
ON_POSTGRESQL = (
    # The lock: a unit that is being retired waits for the case, or the case for the unit.
    f"""
    CREATE FUNCTION submission_has_a_unit() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE gone bigint;
    BEGIN
        SELECT retired_at INTO gone FROM unit WHERE id = NEW.unit_id FOR SHARE;
        IF gone IS NOT NULL THEN {_REFUSED}; END IF;
        RETURN NEW;
    END
    $$
    """,  # noqa: S608
    f"""
    CREATE TRIGGER submission_has_a_unit BEFORE INSERT OR UPDATE OF unit_id, status ON submission
    FOR EACH ROW WHEN (NEW.status IN {OPEN}) EXECUTE FUNCTION submission_has_a_unit()
    """,
    f"""
    CREATE FUNCTION unit_leaves_no_case() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM submission WHERE unit_id = NEW.id AND status IN {OPEN})
        THEN {_REFUSED}; END IF;
        RETURN NEW;
    END
    $$
    """,  # noqa: S608
    """
    CREATE TRIGGER unit_leaves_no_case BEFORE UPDATE OF retired_at ON unit
    FOR EACH ROW WHEN (NEW.retired_at IS NOT NULL AND OLD.retired_at IS NULL)
    EXECUTE FUNCTION unit_leaves_no_case()
    """,
)


def upgrade() -> None:
    """What open cases a retired unit has go to the service centre first: it gets what has no owner.

    That is written in no history, which no migration touches: the unit was gone already.
    """
    _widen()
    _areas()
    _reorganisations()
    op.execute(
        f"""
        UPDATE submission SET unit_id = (SELECT min(id) FROM unit WHERE service_centre)
        WHERE status IN {OPEN}
            AND unit_id IN (SELECT id FROM unit WHERE retired_at IS NOT NULL)
            AND EXISTS (SELECT 1 FROM unit WHERE service_centre)
        """  # noqa: S608
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if sqlite else ON_POSTGRESQL:
        op.execute(statement)


def _widen() -> None:
    for name, referred in (("parent_id", "unit"), ("lead_id", "person"), ("successor_id", "unit")):
        _refer("unit", name, referred)
    op.add_column("unit", sa.Column("sort", sa.String(32), server_default="unit", nullable=False))
    words = (("email", 254), ("address", 200), ("run_by", 120), ("about_sv", 500))
    for name, length in (*words, ("about_en", 500)):
        op.add_column("unit", sa.Column(name, sa.String(length), server_default="", nullable=False))
    op.add_column("unit", sa.Column("hours", sa.Text(), server_default="", nullable=False))
    for name in ("valid_from", "valid_until"):
        op.add_column("unit", sa.Column(name, sa.Date(), nullable=True))
    op.add_column(
        "category", sa.Column("pillar", sa.String(32), server_default="service", nullable=False)
    )
    op.create_index(
        "submission_unit_answered",
        "submission",
        ["unit_id", "answered_at", "kept"],
        sqlite_where=sa.text("answered_at IS NOT NULL"),
        postgresql_where=sa.text("answered_at IS NOT NULL"),
    )
    op.execute("UPDATE unit SET sort = 'service_centre' WHERE service_centre")
    op.create_index(
        "unit_centre",
        "unit",
        ["service_centre"],
        unique=True,
        sqlite_where=sa.text("service_centre"),
        postgresql_where=sa.text("service_centre"),
    )


def _refer(table: str, name: str, referred: str) -> None:
    """A column that refers to another row. Alembic has no words for it on SQLite, which has."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER REFERENCES {referred} (id)")
    else:
        op.add_column(table, sa.Column(name, _ID, sa.ForeignKey(f"{referred}.id"), nullable=True))


def _areas() -> None:
    op.create_table(
        "area",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name_sv", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("south", "west")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("north", "east")),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    _refer("submission", "area_id", "area")
    op.create_table(
        "route",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("area_id", _ID, nullable=True),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("unit_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _reorganisations() -> None:
    op.create_table(
        "reorganisation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("to_id", _ID, nullable=True),
        sa.Column("from_id", _ID, nullable=True),
        sa.Column("slug", sa.String(60), server_default="", nullable=False),
        sa.Column("name_sv", sa.String(120), server_default="", nullable=False),
        sa.Column("name_en", sa.String(120), server_default="", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["from_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["to_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reorganisation_due", "reorganisation", ["state", "day"])
    op.create_index("ix_reorganisation_by_id", "reorganisation", ["by_id"])
    op.create_table(
        "reorganised_case",
        sa.Column("reorganisation_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("assignee_id", _ID, nullable=True),
        sa.Column("handovers", sa.Integer(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["reorganisation_id"], ["reorganisation.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.PrimaryKeyConstraint("reorganisation_id", "submission_id"),
    )
    op.create_index("ix_reorganised_case_submission_id", "reorganised_case", ["submission_id"])
    op.create_table(
        "reorganised_row",
        sa.Column("reorganisation_id", _ID, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("row_id", _ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["reorganisation_id"], ["reorganisation.id"]),
        sa.PrimaryKeyConstraint("reorganisation_id", "what", "row_id"),
    )
