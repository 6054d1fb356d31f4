"""An edit that waits while the old text stands, and what a resident adds."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
