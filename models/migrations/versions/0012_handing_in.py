"""How a sender wants her answer, where it is, and what subjects lead elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WORDS = {
    "hint_sv": 300,
    "hint_en": 300,
    "place_hint_sv": 300,
    "place_hint_en": 300,
    "kinds": 120,
    "owner_sv": 120,
    "owner_en": 120,
    "owner_about_sv": 300,
    "owner_about_en": 300,
    "owner_phone": 30,
    "owner_url": 200,
}


def upgrade() -> None:
    # Written out: alembic leaves the CHECK of an added column away, and a copy of the table would
    # be needed to add it afterwards.
    op.execute(
        "ALTER TABLE submission ADD COLUMN reply_by VARCHAR(32) DEFAULT 'none' NOT NULL"
        " CONSTRAINT replyby CHECK (reply_by IN ('email', 'sms', 'call', 'letter', 'none'))"
    )
    op.add_column(
        "submission", sa.Column("reply_to", sa.String(300), server_default="", nullable=False)
    )
    op.add_column("submission", sa.Column("latitude", sa.Integer(), nullable=True))
    op.add_column("submission", sa.Column("longitude", sa.Integer(), nullable=True))
    op.add_column(
        "submission",
        sa.Column("appeal", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        "UPDATE submission SET reply_by ="
        " (SELECT channel FROM contact WHERE contact.id = submission.contact_id)"
        " WHERE contact_id IS NOT NULL"
    )
    op.create_index(
        "submission_appeals",
        "submission",
        ["answer_by", "id"],
        sqlite_where=sa.text("appeal"),
        postgresql_where=sa.text("appeal"),
    )
    for name, length in _WORDS.items():
        op.add_column(
            "category", sa.Column(name, sa.String(length), server_default="", nullable=False)
        )
    op.add_column(
        "category", sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
