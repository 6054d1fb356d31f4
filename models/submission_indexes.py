"""By what submissions are found: each index serves one list or one count, and stays small.

A partial index says its condition with constants: SQLite uses it only for a statement that says the
same in the same way.
"""

from sqlalchemy import CheckConstraint, Index, text

_SHOWN = "{0}publication IN ('published', 'redacted') AND {0}kind <> 'dialogue'"
PUBLIC_SQL = _SHOWN.format("")
"""What everyone may read of what was handed in. Dialogues have lists and feeds of their own."""
SHOWN_SQL = _SHOWN.format("submission.")
"""The same where other tables stand beside."""

HANDED_IN_SQL = "kind <> 'dialogue'"
_OURS = "status IN ('received', 'in_progress', 'planned', 'voting_ended', 'referred', 'preparing')"
PROMISED_SQL = f"{_OURS} AND answered_at IS NULL"
GOES_ON_SQL = f"{_OURS} AND answered_at IS NOT NULL"
ELSEWHERE_SQL = "status IN ('waiting_resident', 'voting')"
"""The three heaps of the officials' desk: ours to answer, answered and still open, waiting."""


def indexes() -> tuple[Index | CheckConstraint, ...]:
    """With the one rule of the table itself: what an organisation handed in has a coordinator."""
    return (
        CheckConstraint(
            "organisation_id IS NULL OR coordinator_id IS NOT NULL", name="submission_coordinated"
        ),
        _partial("coordinator", "coordinator_id", "id", where="coordinator_id IS NOT NULL"),
        # With these in it, a list for one subject or one unit is found in the index alone.
        _partial(
            "listed",
            *("received_at", "id", "kind", "status", "unit_id", "category_id"),
            where=PUBLIC_SQL,
        ),
        _partial("due", "answer_by", "id", where=f"{PUBLIC_SQL} AND answered_at IS NULL"),
        # With these in it, the desk of a unit or of one official is counted in the index alone.
        *(
            _partial(
                name,
                *("answer_by", "id", "unit_id", "assignee_id", "status"),
                *("answered_at", "due_at", "put_off_to"),
                where=where,
            )
            for name, where in (
                ("promised", PROMISED_SQL),
                ("goes_on", GOES_ON_SQL),
                ("elsewhere", ELSEWHERE_SQL),
            )
        ),
        _partial(
            *("put_off", "put_off_to", "id", "unit_id", "assignee_id", "status"),
            where=f"{PROMISED_SQL} AND put_off_to IS NOT NULL",
        ),
        _partial("ringing", "reply_to", where="reply_by = 'call'"),
        _partial("voting", "voting_until", where="status = 'voting'"),
        _partial("at_board", "answer_by", "id", where="status IN ('referred', 'preparing')"),
        _partial("appeals", "answer_by", "id", where="appeal"),
        _partial("done", "done_at", "id", where=f"{PUBLIC_SQL} AND done_at IS NOT NULL"),
        # What was answered lately and what nobody answered is counted here alone (models.keeping).
        _partial("answered", "answered_at", "kind", "kept", where="answered_at IS NOT NULL"),
        # The same of one unit (models.units.facts).
        _partial(
            "unit_answered", "unit_id", "answered_at", "kept", where="answered_at IS NOT NULL"
        ),
        _partial(
            "unanswered", "answer_by", "status", "kind", "due_at", where="answered_at IS NULL"
        ),
        # How much the service centre answered itself (models.at_once).
        _partial("centre", "received_at", "source", "at_once", where="centre"),
        # The register of the law, in which everything stands that came (models.register.listing).
        _partial("recorded", "received_at", "id", where=HANDED_IN_SQL),
        _partial("shown", "published_at", "id", where=PUBLIC_SQL),
        # The feeds of a subject and of a unit, each in its own order.
        _partial("shown_subject", "category_id", "published_at", "id", where=PUBLIC_SQL),
        _partial("shown_unit", "unit_id", "published_at", "id", where=PUBLIC_SQL),
    )


def _partial(name: str, *columns: str, where: str) -> Index:
    condition = text(where)
    return Index(f"submission_{name}", *columns, sqlite_where=condition, postgresql_where=condition)
