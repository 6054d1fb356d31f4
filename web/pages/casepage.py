"""What one case's page is made from: rows to the names its templates ask for."""

from typing import Any

from markupsafe import Markup

import templates
from models import rulings, showing, thread
from models.actor import Source
from models.calendar import local, today
from models.event_kind import EventKind
from models.history import Happening
from models.imported import at_source
from models.states import PUBLIC, Kind, Ruling, Status, StatusType, type_of
from models.submission import is_author
from web import town
from web.pages.naming import named
from web.visit import Visit

COMMENTS_SHOWN = 200
NO_MILESTONES = frozenset(
    {
        "assigned",
        "confirmed",
        "edited",
        "reported",
        "verdict_given",
        "comment_published",
        "comment_hidden",
    }
)
AT_THE_BOARD = {Status.REFERRED.value, Status.PREPARING.value}


def is_late(row: Any) -> bool:
    """Past its promised day without an answer, and still ours to answer."""
    return (
        row.answered_at is None
        and type_of(row.status) is not StatusType.CLOSED
        and row.answer_by < today()
    )


def face(row: Any, ruling: Ruling | None) -> str | None:
    """The outcome a page tells: of the board when it decided, of the closing otherwise."""
    if row.status == Status.DECIDED and ruling is not None:
        return ruling.value
    return row.outcome.value if row.outcome else None


def milestones(
    events: list[Happening], given: dict[int, str], unit_names: dict[int, str]
) -> list[dict[str, Any]]:
    """Events a reader cares for, newest first, in the words' own codes."""
    return [
        {
            "kind": event.kind.value,
            "at": event.occurred_at or event.at,
            "unit": unit_names.get(event.facts.get("to_unit", event.facts.get("unit", 0)), ""),
            "to": event.facts.get("to", ""),
            "outcome": event.facts.get("ruling") or event.facts.get("outcome", ""),
            "html": given.get(event.facts.get("text", 0), ""),
        }
        for event in events
        if event.kind.value not in NO_MILESTONES and not _stays_at_the_board(event)
    ]


def _stays_at_the_board(event: Happening) -> bool:
    """To be prepared there, and taken up there, is one and the same to a reader."""
    return {event.facts.get("from"), event.facts.get("to")} == AT_THE_BOARD


def closing_words(row: Any, events: list[Happening], given: dict[int, str]) -> str:
    """The public reason with which a case was closed; "" while it is open, or without one."""
    if row.status != Status.CLOSED:
        return ""
    closings = (event for event in events if event.kind == EventKind.CLOSED)
    return next((given.get(event.facts.get("text", 0), "") for event in closings), "")


def board(row: Any, ruling: Any) -> str:
    """The board that decided; "" while none has, and for what goes to no board."""
    return str(ruling.body) if row.kind == Kind.PROPOSAL and ruling is not None else ""


def context(visit: Visit, row: Any, *, after: str = "", comments: bool = True) -> dict[str, Any]:
    """What submissions/show.html and its fragments ask for, in a bounded number of queries."""
    session, language = visit.session, visit.language
    ruling = rulings.ruling(session, row.id)
    mine = is_author(visit.viewer, row, visit.contacts)
    public = row.publication in PUBLIC
    events, given = showing.happenings(session, row.reference)
    unit_names = {unit.id or 0: named(unit, language) for unit in town.units(session)}
    reads_text = public or mine or visit.viewer.is_staff
    return {
        "case": {
            "reference": row.reference,
            "title": row.title,
            "kind": row.kind.value,
            "status": row.status.value,
            "outcome": face(row, ruling.ruling if ruling else None),
            "mine": mine,
            "place": row.place,
            "received_at": row.received_at,
            "answer_by": row.answer_by,
            "answered_on": local(row.answered_at).date() if row.answered_at else None,
            "byline": row.byline,
            "is_public": public,
            "commentable": public,
        },
        "html": row.html if reads_text else "",
        "unit": {"name": named(row, language), "phone": row.phone},
        "board": board(row, ruling),
        "votes": _votes(row),
        "late": is_late(row),
        "delay": None,
        "planned_on": None,
        "summary_html": closing_words(row, events, given),
        "duplicate": None,
        "receiver": None,
        **_from_elsewhere(visit, row),
        "decision": ruling,
        "answers": [
            {
                "id": answer.id,
                "html": answer.html,
                "at": answer.at,
                "unit": named(answer, language),
                "byline": "",
                "corrected_at": None,
            }
            for answer in showing.given_answers(session, row.id)
        ],
        "events": milestones(events, given, unit_names),
        "more_events": 0,
        "events_url": "",
        **(_comments(visit, row, after) if comments else {}),
    }


def _from_elsewhere(visit: Visit, row: Any) -> dict[str, Any]:
    """Where an imported case was before, and what was counted there: never added to ours."""
    told = at_source(visit.session, row.id) if row.source == Source.IMPORT else None
    if told is None:
        return {"source": None, "declared": None}
    return {
        "source": {"name": told.source, "url": ""},
        "declared": {"votes": told.supports or 0, "comments": told.comments or 0},
    }


def _votes(row: Any) -> dict[str, Any] | None:
    if row.kind != Kind.PROPOSAL or row.threshold is None:
        return None
    return {"total": row.votes or 0, "goal": row.threshold, "until": row.voting_until}


def _comments(visit: Visit, row: Any, after: str) -> dict[str, Any]:
    if row.publication not in PUBLIC:
        return {"comments": [], "comments_total": 0, "comments_next": ""}
    rows = thread.thread(visit.session, row.id, limit=COMMENTS_SHOWN + 1, after=after or None)
    more = len(rows) > COMMENTS_SHOWN
    shown = rows[:COMMENTS_SHOWN]
    following = f"/submissions/{row.reference}?after={shown[-1].path}#comments" if more else ""
    return {
        "comments": shown,
        "comments_total": showing.shown_comments(visit.session, row.id),
        "comments_next": following,
    }


def fragments(visit: Visit, made: dict[str, Any]) -> tuple[Markup, Markup]:
    """The two parts that are the same for everyone who sees the case as this reader does."""
    return (
        templates.fragment("submissions/_top.html", visit.language, **made),
        templates.fragment("submissions/_rest.html", visit.language, **made),
    )
