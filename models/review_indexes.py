"""The indexes of the queue. What is decided stands in few of them: they stay small while the table
grows.
"""

from typing import Any

from sqlalchemy import Index, text

OPEN_SQL = "state IN ('pending', 'escalated')"
"""The condition of an open item. A partial index is used on SQLite only by a statement that says
the same with constants.
"""


def indexes() -> tuple[Index, ...]:
    """Made anew for the table that has them."""
    return (
        _partial("open_submission", "submission_id", where=OPEN_SQL, unique=True),
        _partial("open_comment", "comment_id", where=OPEN_SQL, unique=True),
        _partial("of_submission", "submission_id", "id", where="submission_id IS NOT NULL"),
        _partial("of_comment", "comment_id", "id", where="comment_id IS NOT NULL"),
        # The order in which it is read, heap by heap (moderation.order).
        _partial("order", "urgent", "overdue", "fine", "score", "created_at", "id", where=OPEN_SQL),
        # What the rules of today have not looked at, and what has become late (moderation.sorting).
        _partial("unsorted", "screened", "id", where=OPEN_SQL),
        _partial("due", "overdue", "due_at", where=OPEN_SQL),
        # Whose author is told that it takes longer, and what the rule shows then.
        _partial("unread", "due_at", where=f"{OPEN_SQL} AND missed_at IS NULL"),
        _partial("ruled", "rule_at", where=f"{OPEN_SQL} AND rule_at IS NOT NULL"),
        # For the figures: what was late, and what was decided when, counted in the index alone.
        _partial("missed", "missed_at", "id", where="missed_at IS NOT NULL"),
        _partial(
            "decided",
            "decided_at",
            "due_at",
            "state",
            "missed_at",
            where="decided_at IS NOT NULL",
        ),
    )


def _partial(name: str, *columns: Any, where: str, unique: bool = False) -> Index:
    return Index(
        f"reviewable_{name}",
        *columns,
        unique=unique,
        sqlite_where=text(where),
        postgresql_where=text(where),
    )
