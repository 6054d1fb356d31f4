"""Addressing."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("subscription_audience", table_name="subscription")
    op.create_index(
        "subscription_audience",
        "subscription",
        ["submission_id", "topic", "state", "contact_id"],
        unique=False,
    )
    # Nothing asks by these, and every delivery would pay for them twice.
    op.drop_index("ix_delivery_event_id", table_name="delivery")
    op.drop_index("ix_delivery_provider_ref", table_name="delivery")
