"""Personal numbers in words that stood beside the texts, and were not masked yet."""

import sqlalchemy as sa
from alembic import op

from models.masking import mask

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

CHUNK = 500
WORDS: dict[str, tuple[str, dict[str, int | None]]] = {
    "draft": ("id", {"words": None}),
    "rule_pause": ("id", {"reason": 300}),
    "meeting": ("id", {"place": 200, "presenter": 200, "participants": 1000}),
    "helping": ("submission_id", {"name": 80}),
}
"""By table its key, and its columns with the most characters of each."""


def upgrade() -> None:
    """Mask what was stored before these columns did it themselves (models.masking)."""
    for name, (key, columns) in WORDS.items():
        _mask(name, key, columns)


def _mask(name: str, key: str, columns: dict[str, int | None]) -> None:
    """Row by row, in parts: whoever reads the table waits for none of it."""
    table = sa.table(name, sa.column(key, sa.BigInteger), *map(sa.column, columns))
    after = 0
    while True:
        found = op.get_bind().execute(
            sa.select(table).where(table.c[key] > after).order_by(table.c[key]).limit(CHUNK)
        )
        rows = found.mappings().all()
        if not rows:
            return
        for row in rows:
            masked = {one: mask(row[one])[:most] for one, most in columns.items()}
            if any(masked[one] != row[one] for one in columns):
                op.execute(sa.update(table).where(table.c[key] == row[key]).values(**masked))
        after = rows[-1][key]
