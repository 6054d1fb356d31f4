"""Decisions on what residents proposed: the list, and one of them."""

from models import decision_correcting, rulings
from models.errors import NotFound
from models.meeting import listing
from models.states import Status
from models.submission import stream_of
from web.answers import Answer, Shown
from web.pages import attachments
from web.pages.naming import named
from web.pages.paging import cut, day_and_id
from web.visit import Visit


def index(visit: Visit) -> Answer:
    """Decisions on public cases, newest first."""
    after = day_and_id(visit.query.get("after", ""))
    rows, following = cut(
        rulings.rulings(visit.session, after=after), "/decisions", "decided_on", "id"
    )
    return Shown(
        "decisions/list.html",
        {
            "coming": []
            if after
            else [
                {
                    "board": named(row, visit.language),
                    "day": row.day,
                    "public_cases": row.public_cases,
                }
                for row in listing.coming(visit.session)
            ],
            "rows": [
                {
                    **row._asdict(),
                    "ruling": row.ruling.value,
                    "carried_out": row.status is Status.IMPLEMENTED,
                }
                for row in rows
            ],
            "next_url": following,
            "first_url": "/decisions" if after else "",
        },
        lasting=1.0,
    )


def show(visit: Visit) -> Answer:
    """One decision, with its reasons and how to appeal."""
    found = rulings.one_ruling(visit.session, visit.number("id"))
    if found is None:
        raise NotFound
    return Shown(
        "decisions/show.html",
        {
            "case": {"reference": found.reference, "title": found.title, "votes": found.votes},
            "decision": found,
            "former": decision_correcting.versions(visit.session, found.id),
            "attachments": attachments.of_case(
                visit,
                found.submission_id,
                found.reference,
                publication=found.publication,
                insider=False,
            ),
            "carried_out_on": rulings.carried_out_on(visit.session, found.reference)
            if found.status is Status.IMPLEMENTED
            else None,
        },
        stream=stream_of(found.reference),
    )
