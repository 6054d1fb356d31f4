"""What identity, permissions and protection need of rows that stand already."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_BY = sa.Enum(
    "letter",
    "provider",
    "demo",
    name="enteredby",
    native_enum=False,
    create_constraint=False,
    length=32,
)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def upgrade() -> None:
    """Who is protected, who is trusted with that, and how a browser was signed in."""
    op.add_column("person", _flag("protected"))
    op.add_column("person", sa.Column("born_on", sa.Date(), nullable=True))
    op.add_column("appointment", _flag("trusted"))
    op.add_column(
        "appointment",
        sa.Column("source", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column("submission", _flag("protected"))
    op.add_column(
        "browser_session",
        sa.Column("entered_by", _BY, nullable=False, server_default="letter"),
    )
    op.add_column(
        "browser_session",
        sa.Column("provider", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column("browser_session", sa.Column("strong_at", sa.BigInteger(), nullable=True))
