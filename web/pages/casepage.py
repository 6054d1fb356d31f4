"""What one case's page is made from: rows to the names its templates ask for."""

from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

import templates
from models import course, decision_correcting, rulings, showing, thread
from models.actor import Source
from models.calendar import local
from models.clock import Clock, clock
from models.face import moved_to
from models.history import Happening, told
from models.imported import at_source
from models.permissions import Action
from models.permissions_of_cases import may
from models.settings import settings
from models.states import PUBLIC, Kind, Status
from models.submission import is_author
from web import town
from web.pages import arguments, attachments, follow_ups, moving, support_taken
from web.pages.naming import named
from web.pages.standing import (
    closing_words,
    looks,
    particulars,
    passed_on,
    words_of,
)
from web.visit import Visit

COMMENTS_SHOWN = 200
NO_MILESTONES = frozenset(
    {
        "assigned",
        "confirmed",
        "reported",
        "verdict_given",
        "comment_published",
        "comment_hidden",
        "comment_appeal_decided",
        "coordinated",
        "followed_up",
        "reminded",
        "slip_mended",
        "promise_missed_comment",
    }
)
AT_THE_BOARD = {Status.REFERRED.value, Status.PREPARING.value}


def milestones(
    events: list[Happening], given: dict[int, Row[Any]], unit_names: dict[int, str]
) -> list[dict[str, Any]]:
    """Events a reader cares for, newest first, in the words' own codes."""
    return [
        {
            "kind": told(event.kind, event.facts),
            "at": event.occurred_at or event.at,
            "unit": unit_names.get(event.facts.get("to_unit", event.facts.get("unit", 0)), ""),
            "to": moved_to(event.facts),
            "outcome": event.facts.get("ruling") or event.facts.get("outcome", ""),
            "html": words_of(event, given),
            "day": date.fromisoformat(event.facts["day"]) if "day" in event.facts else None,
        }
        for event in events
        if told(event.kind, event.facts) not in NO_MILESTONES and not _stays_at_the_board(event)
    ]


def _stays_at_the_board(event: Happening) -> bool:
    """To be prepared there, and taken up there, is one and the same to a reader."""
    return {event.facts.get("from"), event.facts.get("to")} == AT_THE_BOARD


def context(
    visit: Visit, row: Any, *, happened: int, after: str = "", comments: bool = True
) -> dict[str, Any]:
    """What submissions/show.html and its fragments ask for, in a bounded number of queries.

    `happened` is how many events its stream has.
    """
    session, language = visit.session, visit.language
    ruling = rulings.ruling(session, row.id)
    dropped = ruling is not None and ruling.dropped_at is not None
    mine = is_author(visit.viewer, row, visit.contacts)
    public = row.publication in PUBLIC
    reads_all = may(session, visit.viewer, Action.READ, row, visit.contacts)
    events, given = course.happenings(
        session, row.reference, delay=row.delay_text_id, hers=reads_all
    )
    unit_names = {unit.id or 0: named(unit, language) for unit in town.units(session)}
    shown = milestones(events, given, unit_names)
    return {
        "case": {
            "reference": row.reference,
            "title": row.title,
            "kind": "appeal" if row.appeal else row.kind.value,
            "status": row.status.value,
            **looks(row, ruling.ruling if ruling else None, mine=mine, dropped=dropped),
            "publication": row.publication.value,
            "mine": mine,
            "diary": row.diary or "",
            "place": row.place,
            "received_at": row.received_at,
            "answer_by": row.answer_by,
            "answered_on": local(row.answered_at).date() if row.answered_at else None,
            "kept": clock(row) is Clock.MET,
            "byline": row.byline,
            "organisation": row.organisation_id is not None,
            "edited_at": row.edited_at,
            "is_public": public,
            "commentable": public and visit.site.modules.comments,
            "locked": row.locked_at is not None,
            "feed": public and visit.site.modules.feeds,
        },
        "html": row.html if public or reads_all else "",
        "attachments": attachments.of_case(
            visit, row.id, row.reference, publication=row.publication, insider=reads_all
        ),
        "unit": _unit(row, language),
        "votes": _votes(row),
        "moving": moving.answers(visit, row),
        "removed": support_taken.of_case(visit, row),
        **particulars(visit, row, given, ruling),
        **passed_on(row, events, unit_names),
        "summary_html": closing_words(row, events, given, dropped=dropped),
        **_from_elsewhere(visit, row),
        "decision": ruling,
        "former": decision_correcting.versions(session, ruling.id) if ruling else [],
        "answers": [
            {
                "id": answer.id,
                "html": answer.html,
                "at": answer.at,
                "unit": named(answer, language),
                "byline": "",
                "corrected_at": answer.corrected_at,
            }
            for answer in showing.given_answers(session, row.id)
        ],
        "arguments": arguments.met(visit, row),
        "helped": follow_ups.part(visit, row) if mine else None,
        "events": shown,
        "more_events": happened if happened > len(shown) else 0,
        "events_url": f"/submissions/{row.reference}/history",
        "short_url": f"{settings().base_url}/s/{row.reference}",
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
    if more or after:
        total = showing.shown_comments(visit.session, row.id)
    else:
        # All are here: what everyone reads needs no second question.
        total = sum(comment.publication in PUBLIC for comment in shown)
    return {"comments": shown, "comments_total": total, "comments_next": following}


def fragments(visit: Visit, made: dict[str, Any]) -> tuple[Markup, Markup]:
    """The two parts that are the same for everyone who sees the case as this reader does."""
    return (
        templates.fragment("submissions/_top.html", visit.language, **made),
        templates.fragment("submissions/_rest.html", visit.language, **made),
    )


def _unit(row: Any, language: str) -> dict[str, str]:
    """Who has it. Nobody answers the telephone of a unit that is no more."""
    phone = "" if row.unit_gone_at else row.phone
    return {"name": named(row, language), "slug": row.unit_slug, "phone": phone}
