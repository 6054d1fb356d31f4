"""The ledger of notices, and the feeds of a subject and of a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PUBLIC = sa.text("publication IN ('published', 'redacted')")


def upgrade() -> None:
    """Indexes alone: a feed of few cases among many is read off its own."""
    for name, column in (("shown_subject", "category_id"), ("shown_unit", "unit_id")):
        op.create_index(
            f"submission_{name}",
            "submission",
            [column, "published_at", "id"],
            sqlite_where=_PUBLIC,
            postgresql_where=_PUBLIC,
        )
