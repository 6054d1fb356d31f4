"""The day on which a dialogue tells what was heard, promised before anybody takes part."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None for what was begun before."""
    op.add_column("dialogue", sa.Column("feedback_on", sa.Date(), nullable=True))
