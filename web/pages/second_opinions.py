"""What takes two: everything that waits for a second person, and her answer (MQ-7)."""

from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import Row
from sqlmodel import Session

from models.actor import Actor, Role
from models.errors import NotFound
from models.second_opinion import Matter, SecondOpinion
from models.second_person import second_person
from models.verdict import Judgement
from moderation import four_eyes, proposing, queue
from moderation.items import Item
from web.answers import Answer, Go, Seen, Shown, What
from web.entry import moderators
from web.forms import Form, choice, words
from web.pages.marking import marked
from web.visit import Visit

HERE = "/second-opinions"
ROLES = (Role.MODERATOR, Role.ADMINISTRATOR, Role.OFFICIAL, Role.AUDITOR)


class Said(StrEnum):
    AGREE = "agree"
    DECLINE = "decline"
    DECIDE = "decide"
    """Of what was left to another: a judgement of her own."""


class AnswerForm(Form):
    answer: Annotated[Said, choice(Said)]
    judgement: Annotated[str, words(20)] = ""
    reason: Annotated[str, words(40)] = ""
    message: Annotated[str, words(1000, lines=True)] = ""
    colleague: Annotated[str, words(1000, lines=True)] = ""


def index(visit: Visit) -> Answer:
    """Everything about a text that waits for somebody else than who proposed it."""
    _check(visit)
    rows = about_texts(visit.session)
    return Shown(
        "second_opinions/list.html",
        {"rows": [{**row._asdict(), "mine": _is_mine(visit, row)} for row in rows]},
    )


def about_texts(session: Session) -> list[Row[Any]]:
    """What waits for a second person and is about a text; people have their own pages."""
    return [row for row in four_eyes.waiting(session) if row.matter is not Matter.SUSPENSION]


def show(visit: Visit) -> Answer:
    """One proposal with the text it is about; whoever is not on the desk decides it here."""
    opinion = _found(visit)
    item = queue.item(visit.session, opinion.reviewable_id or 0, _by(visit))
    values = visit.values
    return Shown(
        "second_opinions/show.html",
        {
            "opinion": {
                "id": opinion.id,
                "who": four_eyes.name_of(visit.session, opinion.asked_by) or "",
                "at": opinion.asked_at,
                "judgement": opinion.code if opinion.matter is Matter.VERDICT else "",
                "danger": opinion.code == proposing.DANGER,
                "reason": opinion.reason,
                "message": opinion.message,
                "note": opinion.note,
                "mine": _is_mine(visit, opinion),
                "answered": opinion.answer is not None,
            },
            "item": {"reference": item.reference, "kind": item.kind, "section": item.section},
            "title": item.case_title,
            "html": marked(item.text.text, item.text.hits),
            "doors": [door.value for door in _free(item)],
            "values": values,
            "errors": visit.errors,
        },
        seen=Seen(What.ITEM, item.submission_id),
    )


def answer(visit: Visit) -> Answer:
    """Agree, do not agree, or decide what was left to another."""
    form: AnswerForm = visit.form
    opinion, by = _found(visit), _by(visit)
    opinion_id, rules = opinion.id or 0, visit.site.proposals
    if form.answer is Said.AGREE:
        proposing.agree(visit.session, opinion_id, by=by, rules=rules)
    elif form.answer is Said.DECLINE:
        proposing.decline(visit.session, opinion_id, by=by, note=form.colleague)
    else:
        proposing.decide(
            visit.session,
            opinion_id,
            by=by,
            judgement=_judgement(form.judgement),
            rules=rules,
            reason=form.reason or None,
            message=form.message,
        )
    return Go("/desk" if moderators.admits(visit.viewer) else HERE)


def _judgement(given: str) -> Judgement:
    checked: Judgement = _Chosen.read({"judgement": given}).judgement
    return checked


class _Chosen(Form):
    judgement: Annotated[Judgement, choice(Judgement)]


_FREELY = (Judgement.PUBLISH, Judgement.KEEP, Judgement.REFUSE, Judgement.UNPUBLISH)
"""What can be decided from outside the desk: shown or not, and why."""


def _free(item: Item) -> list[Judgement]:
    barred = {Judgement.PUBLISH, Judgement.KEEP} if item.blocked else set()
    return [door for door in item.doors if door in _FREELY and door not in barred]


def _check(visit: Visit) -> None:
    """Raises NotFound for everybody but the desk and whom the profile names."""
    person = visit.viewer.person_id
    if moderators.admits(visit.viewer) or person == second_person(visit.session):
        return
    raise NotFound


def _found(visit: Visit) -> SecondOpinion:
    _check(visit)
    found = visit.session.get(SecondOpinion, visit.number("id"))
    if found is None or found.reviewable_id is None:
        raise NotFound
    if moderators.admits(visit.viewer):
        queue.check(visit.session, visit.viewer, found.reviewable_id)
    return found


def _by(visit: Visit) -> Actor:
    return visit.acting(*ROLES)


def _is_mine(visit: Visit, opinion: Any) -> bool:
    return bool(opinion.asked_by == visit.viewer.person_id)
