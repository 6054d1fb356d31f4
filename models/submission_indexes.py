"""By what submissions are found: each index serves one list or one count, and stays small.

A partial index says its condition with constants: SQLite uses it only for a statement that says the
same in the same way.
"""

from sqlalchemy import Index, text

PUBLIC_SQL = "publication IN ('published', 'redacted')"


def indexes() -> tuple[Index, ...]:
    return (
        # With these in it, a list for one subject or one unit is found in the index alone.
        _partial(
            "listed",
            *("received_at", "id", "kind", "status", "unit_id", "category_id"),
            where=PUBLIC_SQL,
        ),
        _partial("due", "answer_by", "id", where=f"{PUBLIC_SQL} AND answered_at IS NULL"),
        Index("submission_desk", "unit_id", "status", "answer_by"),
        _partial("voting", "voting_until", where="status = 'voting'"),
        _partial("at_board", "answer_by", "id", where="status IN ('referred', 'preparing')"),
        _partial("appeals", "answer_by", "id", where="appeal"),
        _partial("done", "done_at", "id", where=f"{PUBLIC_SQL} AND done_at IS NOT NULL"),
        # What was answered lately and what nobody answered is counted here alone (models.keeping).
        _partial("answered", "answered_at", "kind", "kept", where="answered_at IS NOT NULL"),
        _partial(
            "unanswered", "answer_by", "status", "kind", "due_at", where="answered_at IS NULL"
        ),
        _partial("shown", "published_at", "id", where=PUBLIC_SQL),
        # The feeds of a subject and of a unit, each in its own order.
        _partial("shown_subject", "category_id", "published_at", "id", where=PUBLIC_SQL),
        _partial("shown_unit", "unit_id", "published_at", "id", where=PUBLIC_SQL),
    )


def _partial(name: str, *columns: str, where: str) -> Index:
    condition = text(where)
    return Index(f"submission_{name}", *columns, sqlite_where=condition, postgresql_where=condition)
