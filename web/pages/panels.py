"""Panels: what everyone may know of one, the letter that invites, and one's own."""

from enum import StrEnum
from typing import Annotated

from models.errors import Gone, NotFound
from models.panel import inviting, listing
from models.panel.row import PanelMember
from web.answers import Answer, Go, Shown
from web.csv_files import csv_of
from web.forms import Form, choice
from web.pages.naming import unit_of
from web.pages.over import invitation_over
from web.visit import Visit

OWN = "/me/panels"
FEW = 5
"""Fewer members are not counted in public: they would be known."""


class Reply(StrEnum):
    """What whoever was asked says."""

    YES = "yes"
    NO = "no"


class Answered(Form):
    """The button behind the letter."""

    reply: Annotated[Reply, choice(Reply)]


def show(visit: Visit) -> Answer:
    """What a panel is for, how many are in it, what it was asked, and every drawing."""
    panel = listing.by_slug(visit.session, visit.params["slug"])
    return Shown(
        "panels/show.html",
        {
            "panel": {**panel._asdict(), "unit": unit_of(panel, visit.language)},
            "few": panel.members < FEW,
            "dialogues": listing.dialogues_of(visit.session, panel.id, public=True),
            "samples": [
                {**row._asdict(), "members": len(row.pool.splitlines())}
                for row in listing.samples(visit.session, panel.id)
            ],
        },
    )


def sample(visit: Visit) -> Answer:
    """One drawing as a table: the seed, every code there was, and in which place it was drawn."""
    panel = listing.by_slug(visit.session, visit.params["slug"])
    found = [
        row for row in listing.samples(visit.session, panel.id) if row.id == visit.number("sample")
    ]
    if not found:
        raise NotFound
    [row] = found
    places = {code: place for place, code in enumerate(row.drawn.splitlines(), 1)}
    rows = [(row.seed, code, places.get(code)) for code in row.pool.splitlines()]
    return Shown(
        "panels/sample.txt",
        {"rows": csv_of(("seed", "code", "place"), rows)},
        media="text/csv",
        lasting=1.0,
    )


def invitation(visit: Visit) -> Answer:
    """What she is asked, and what it means to say yes; once she has, how to leave."""
    try:
        found = inviting.invited(visit.session, visit.params["token"])
    except Gone as gone:
        return invitation_over(gone)
    return _invitation(visit, found)


def answer(visit: Visit) -> Answer:
    """Yes, no, or that she leaves."""
    form: Answered = visit.form
    token = visit.params["token"]
    try:
        if form.reply is Reply.YES:
            return _invitation(
                visit, inviting.accept(visit.session, token, language=visit.language)
            )
        member = inviting.invited(visit.session, token, lock=True)
    except Gone as gone:
        return invitation_over(gone)
    inviting.leave(visit.session, member)
    return _invitation(visit, member)


def own(visit: Visit) -> Answer:
    """The panels she is in."""
    if visit.viewer.person_id is None:
        return Go(f"/sign-in?next={OWN}")
    return Shown("panels/own.html", {"panels": listing.hers(visit.session, visit.viewer.person_id)})


def leave(visit: Visit) -> Answer:
    """She leaves one of them."""
    person_id = visit.viewer.person_id
    member = visit.session.get(PanelMember, visit.number("id"))
    if person_id is None or member is None or member.person_id != person_id:
        raise NotFound
    inviting.leave(visit.session, member)
    return Go(OWN)


def _invitation(visit: Visit, member: PanelMember) -> Answer:
    panel = listing.one(visit.session, member.panel_id)
    return Shown(
        "panels/invitation.html",
        {
            "panel": {**panel._asdict(), "unit": unit_of(panel, visit.language)},
            "joined": member.accepted_at is not None,
            "left": member.ended_at is not None,
            "code": member.code,
            "action": f"/panels/invitations/{visit.params['token']}",
            "errors": visit.errors,
        },
        kept=True,
    )
