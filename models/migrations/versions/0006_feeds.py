"""An index for feeds: public cases in the order in which they were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PUBLIC = sa.text("publication IN ('published', 'redacted')")


def upgrade() -> None:
    op.create_index(
        "submission_shown",
        "submission",
        ["published_at", "id"],
        sqlite_where=PUBLIC,
        postgresql_where=PUBLIC,
    )
