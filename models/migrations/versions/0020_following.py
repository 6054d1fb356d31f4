"""Following subjects and units, how often, pauses; several events in one letter, each with why."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_EXTENT = "extent IN ('answers', 'everything', 'decision')"
_STATE = "state IN ('pending', 'active', 'stopped')"
_FREQUENCY = "frequency IN ('at_once', 'daily', 'weekly')"
_TOPIC = (
    "(topic = 'submission') = (submission_id IS NOT NULL)"
    " AND (topic = 'category') = (category_id IS NOT NULL)"
    " AND (topic = 'unit') = (unit_id IS NOT NULL)"
)
_OPEN = "state = 'queued' AND gathers IS NOT NULL"
_LIST = "submission_id IS NULL AND category_id IS NULL AND unit_id IS NULL"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _widen_in_place()
    else:
        _copy_wishes()
    _index_wishes()
    _know_why_of_each_event()
    op.create_table(
        "pause",
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.PrimaryKeyConstraint("contact_id"),
    )
    op.add_column("delivery", sa.Column("gathers", sa.String(80), nullable=True))
    op.add_column("delivery", sa.Column("newest_event_id", _ID, nullable=True))
    op.create_index(
        "delivery_open",
        "delivery",
        ["gathers", "contact_id"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
    for name, length in (("kind", 40), ("code", 20)):
        op.add_column(
            "delivery_event", sa.Column(name, sa.String(length), server_default="", nullable=False)
        )


def _widen_in_place() -> None:
    for name in ("topic", "extent", "subscription_topic"):
        op.drop_constraint(name, "subscription", type_="check")
    for name in ("category", "unit"):
        op.add_column(
            "subscription", sa.Column(f"{name}_id", _ID, sa.ForeignKey(f"{name}.id"), nullable=True)
        )
    op.add_column(
        "subscription",
        sa.Column("frequency", sa.String(32), server_default="at_once", nullable=False),
    )
    op.create_check_constraint("extent", "subscription", _EXTENT)
    op.create_check_constraint("frequency", "subscription", _FREQUENCY)
    op.create_check_constraint("subscription_topic", "subscription", _TOPIC)
    for name in ("subscription_list", "subscription_audience"):
        op.drop_index(name, "subscription")


def _copy_wishes() -> None:
    """SQLite changes a CHECK only with its table. Those who point at it wait until it is back."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(
        "CREATE TEMPORARY TABLE wish AS SELECT id, contact_id, topic, submission_id, extent, state,"
        " language, nonce, created_at, confirmed_at, since, stopped_at, moved_from_id"
        " FROM subscription"
    )
    op.drop_table("subscription")
    op.create_table(
        "subscription",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("contact_id", _ID, nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("extent", sa.String(32), nullable=False),
        sa.Column("frequency", sa.String(32), server_default="at_once", nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.Column("moved_from_id", _ID, nullable=True),
        sa.CheckConstraint(_TOPIC, name="subscription_topic"),
        sa.CheckConstraint(_EXTENT, name="extent"),
        sa.CheckConstraint(_FREQUENCY, name="frequency"),
        sa.CheckConstraint(_STATE, name="subscriptionstate"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "INSERT INTO subscription (id, contact_id, topic, submission_id, extent, state, language,"
        " nonce, created_at, confirmed_at, since, stopped_at, moved_from_id) SELECT id, contact_id,"
        " topic, submission_id, extent, state, language, nonce, created_at, confirmed_at, since,"
        " stopped_at, moved_from_id FROM wish"
    )
    op.execute("DROP TABLE wish")
    op.create_index("ix_subscription_contact_id", "subscription", ["contact_id"])
    op.create_index("ix_subscription_moved_from_id", "subscription", ["moved_from_id"])
    _once("subscription_case", "submission_id", "submission_id IS NOT NULL")


def _index_wishes() -> None:
    _once("subscription_list", "topic", _LIST)
    for name in ("category", "unit"):
        _once(f"subscription_{name}", f"{name}_id", f"{name}_id IS NOT NULL")
        op.create_index(
            f"subscription_of_{name}", "subscription", [f"{name}_id", "state", "contact_id"]
        )
    op.create_index(
        "subscription_audience", "subscription", ["submission_id", "topic", "state", "contact_id"]
    )


def _once(name: str, column: str, where: str) -> None:
    op.create_index(
        name,
        "subscription",
        ["contact_id", column],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _know_why_of_each_event() -> None:
    op.drop_index("ix_delivery_reason_subscription_id", "delivery_reason")
    op.rename_table("delivery_reason", "delivery_reason_old")
    op.create_table(
        "delivery_reason",
        sa.Column("delivery_id", _ID, nullable=False),
        sa.Column("subscription_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"]),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"]),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.PrimaryKeyConstraint(
            "delivery_id", "subscription_id", "event_id", name="delivery_reason_key"
        ),
    )
    op.execute(
        "INSERT INTO delivery_reason (delivery_id, subscription_id, event_id)"
        " SELECT old.delivery_id, old.subscription_id, delivery.event_id"
        " FROM delivery_reason_old AS old JOIN delivery ON delivery.id = old.delivery_id"
        " WHERE delivery.event_id IS NOT NULL"
    )
    op.drop_table("delivery_reason_old")
    op.create_index("ix_delivery_reason_subscription_id", "delivery_reason", ["subscription_id"])
