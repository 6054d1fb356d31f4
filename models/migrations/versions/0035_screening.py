"""What is searched for in texts."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.masking import mask
from models.prose import prose

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

CHUNK = 500
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHORT = {
    "submission": ("place", "name", "byline", "reply_to"),
    "comment": ("byline",),
    "person": ("name",),
    "report": ("explanation",),
    "note": ("caller",),
    "attachment": ("alt",),
}
"""Words beside the texts, which nobody needs a personal number in. A verdict is never changed."""


def upgrade() -> None:
    """Words as they were written stand apart from the words with personal numbers masked: from
    now on, and in all that is stored already. Prints of texts, by which they are known again.
    """
    op.add_column("text", sa.Column("unmasked_title", sa.String(200), nullable=True))
    op.add_column("text", sa.Column("unmasked_source", sa.Text(), nullable=True))
    texts = _table("text", "title", "source", "html", "unmasked_title", "unmasked_source")
    for row in _rows(texts, "title", "source"):
        shown = {"title": mask(row.title), "source": mask(row.source)}
        if (shown["title"], shown["source"]) != (row.title, row.source):
            as_written = {"unmasked_title": row.title, "unmasked_source": row.source}
            _set(texts, row.id, **shown, **as_written, html=prose(shown["source"]))
    for name, columns in SHORT.items():
        table = _table(name, *columns)
        for row in _rows(table, *columns):
            masked = {column: mask(getattr(row, column) or "") for column in columns}
            if masked != {column: getattr(row, column) or "" for column in columns}:
                _set(table, row.id, **masked)
    op.create_table(
        "text_print",
        sa.Column("text_id", _ID, nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("text_id", "hash"),
    )
    op.create_index("text_print_hash", "text_print", ["hash", "at"])
    op.create_index("text_print_at", "text_print", ["at"])


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, sa.column("id", sa.BigInteger), *map(sa.column, columns))


def _rows(table: sa.TableClause, *columns: str) -> Iterator[sa.Row[Any]]:
    """Every row, in parts: a town may have a hundred thousand."""
    after = 0
    while True:
        rows = op.get_bind().execute(
            sa.select(table.c.id, *(table.c[column] for column in columns))
            .where(table.c.id > after)
            .order_by(table.c.id)
            .limit(CHUNK)
        )
        found = rows.all()
        if not found:
            return
        yield from found
        after = found[-1].id


def _set(table: sa.TableClause, number: int, **values: str) -> None:
    op.get_bind().execute(sa.update(table).where(table.c.id == number).values(**values))
