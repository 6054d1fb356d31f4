"""The ledger of notices, and the feeds of a subject and of a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PUBLIC = sa.text("publication IN ('published', 'redacted')")


def upgrade() -> None:
    """When each event had been addressed, and since when an address hears again: else nobody could
    say later who should have been told. A feed of few cases among many is read off its own index.
    """
    op.add_column("outbox", sa.Column("addressed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "reconciliation",
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("events", "messages", "differences", "not_known")
        ),
        sa.PrimaryKeyConstraint("at"),
    )
    op.add_column("contact", sa.Column("heard_since", sa.BigInteger(), nullable=True))
    for name, column in (("shown_subject", "category_id"), ("shown_unit", "unit_id")):
        op.create_index(
            f"submission_{name}",
            "submission",
            [column, "published_at", "id"],
            sqlite_where=_PUBLIC,
            postgresql_where=_PUBLIC,
        )
