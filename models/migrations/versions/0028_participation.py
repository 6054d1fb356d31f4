"""Who may take part, under which name, and who is protected."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What people say of themselves, and the pages that some want to have of themselves."""
    op.create_table(
        "declaration",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "waiting_declaration",
        sa.Column("token_id", _ID, nullable=False),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("proven", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_id"),
    )
    op.create_table(
        "public_profile",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "public_profile_text",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=True),
        sa.Column("comment_id", _ID, nullable=True),
        sa.CheckConstraint(
            "(submission_id IS NULL) <> (comment_id IS NULL)", name="public_profile_text_one"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["public_profile.person_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"]),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "submission_id"),
        sa.UniqueConstraint("person_id", "comment_id"),
    )
