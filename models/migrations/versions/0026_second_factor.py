"""Second factors of staff."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KIND = sa.Enum(
    "passkey",
    "app",
    "code",
    name="factorkind",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """What each shows, and what a browser is asked to have signed."""
    op.create_table(
        "factor",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credential"),
    )
    op.create_index("ix_factor_person_id", "factor", ["person_id"])
    op.add_column("browser_session", sa.Column("challenge", sa.String(length=64), nullable=True))
    op.add_column("browser_session", sa.Column("challenge_until", sa.BigInteger(), nullable=True))
