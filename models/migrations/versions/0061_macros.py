"""Templates of answers that are for one subject, and that take the steps of a case as well."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """SQLite adds a column with its reference only in words of its own."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE answer_template ADD COLUMN category_id INTEGER REFERENCES category (id)"
        )
    else:
        op.add_column(
            "answer_template",
            sa.Column("category_id", sa.BigInteger(), sa.ForeignKey("category.id"), nullable=True),
        )
    op.add_column(
        "answer_template", sa.Column("steps", sa.Text(), server_default="", nullable=False)
    )
