"""Suspensions that one of us has proposed, and that somebody else has to agree to (MQ-7, MQ-15)."""

from typing import Annotated

from models.errors import NotFound
from models.second_opinion import Matter, SecondOpinion
from models.second_person import second_person
from moderation import four_eyes
from moderation import sanctions as desk
from web.answers import Answer, Go, Shown
from web.entry import moderators
from web.forms import Form, choice
from web.pages import sanctions
from web.pages.second_opinions import ROLES, Said
from web.visit import Visit

HERE = "/suspensions"


class AnswerForm(Form):
    answer: Annotated[Said, choice(Said)]


def index(visit: Visit) -> Answer:
    """Every proposal, the oldest first: what, why, and what was done before; never who she is."""
    _check(visit)
    rows = []
    for one in four_eyes.waiting(visit.session, matter=Matter.SUSPENSION):
        proposed = visit.session.get_one(SecondOpinion, one.id)
        rows.append(
            {
                "id": one.id,
                "by_name": one.by_name,
                "at": one.asked_at,
                "reason": one.reason,
                "conduct": proposed.code,
                "until": proposed.until,
                "message": proposed.message,
                "past": sanctions.of(visit, one.person_id),
                "own": one.asked_by == visit.viewer.person_id,
                "about_you": one.person_id == visit.viewer.person_id,
            }
        )
    return Shown("sanctions/proposed.html", {"rows": rows})


def count(visit: Visit) -> int:
    """How many wait for the viewer: those that somebody else proposed."""
    return sum(
        one.asked_by != visit.viewer.person_id
        for one in four_eyes.waiting(visit.session, matter=Matter.SUSPENSION)
    )


def answer(visit: Visit) -> Answer:
    """Agree, or not."""
    _check(visit)
    form: AnswerForm = visit.form
    desk.answer(
        visit.session,
        visit.number("id"),
        by=visit.acting(*ROLES),
        confirms=form.answer is Said.AGREE,
    )
    return Go(HERE)


def _check(visit: Visit) -> None:
    """Raises NotFound for everybody but the desk and whom the profile names."""
    hers = visit.viewer.person_id == second_person(visit.session)
    if not (hers or moderators.admits(visit.viewer)):
        raise NotFound
