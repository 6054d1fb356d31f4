"""Judging a text: the verdict, and everything else that can be done with an item of the queue."""

from typing import Annotated

from pydantic import AfterValidator

from models.calendar import Moment
from models.comment import Comment
from models.review import Reviewable
from models.states import PUBLIC
from models.submission import Submission
from models.verdict import Judgement
from moderation import handling, proposing, queue
from moderation.reasons import GROUNDS, Reason
from web.answers import Answer, Go, Seen, Shown, What
from web.forms import Form, Tick, choice, fail, words
from web.pages import desk_item
from web.pages.desk_claims import number
from web.pages.desk_done import moderator
from web.pages.desk_next import onward
from web.pages.desk_views import view_of
from web.pages.numbers import Number
from web.pages.verdict_forms import VerdictForm, cover
from web.visit import Visit

FEARED = (Reason.THREAT, Reason.PERSONAL_DATA)
"""Somebody is threatened, or whoever writes may be in danger: the reasons a text is hidden for."""


def _feared(value: Reason) -> Reason:
    if value not in FEARED:
        raise fail("unknown")
    return value


class EscalateForm(Form):
    version: Number
    colleague: Annotated[str, words(1000, lines=True, least=1)]


class AlarmForm(Form):
    feared: Annotated[Reason, choice(Reason), AfterValidator(_feared)]


class MoveForm(Form):
    subject: Annotated[str, words(60, least=1)]
    moved_why: Annotated[str, words(1000, lines=True)] = ""


class JoinForm(Form):
    duplicate_of: Annotated[str, words(20, least=1)]


class LockForm(Form):
    locked: Tick = False


def give(visit: Visit) -> Answer:
    """Judge, and on to the next; or show the letter first, with nothing done yet."""
    form: VerdictForm = visit.form
    item_id = number(visit)
    if form.preview:
        return desk_item.show(visit)
    by = moderator(visit)
    hides = form.judgement is Judgement.REDACT
    found = queue.item(visit.session, item_id, by) if hides else None
    verdict = proposing.judge(
        visit.session,
        item_id,
        by=by,
        judgement=form.judgement,
        version=int(form.version),
        rules=visit.site.proposals,
        reason=form.reason or None,
        message=form.message,
        cover=cover(visit, form, found) if found is not None else None,
    )
    if verdict is None:
        return _back(visit, item_id)
    return onward(visit, item_id, done=verdict.id)


def escalate(visit: Visit) -> Answer:
    """Leave it to somebody else."""
    form: EscalateForm = visit.form
    item_id = number(visit)
    proposing.escalate(
        visit.session, item_id, by=moderator(visit), version=int(form.version), note=form.colleague
    )
    return onward(visit, item_id)


def alarm(visit: Visit) -> Answer:
    """Somebody's life may be in danger: hidden at once, and the number to ring."""
    form: AlarmForm = visit.form
    item_id = number(visit)
    proposing.fear_for_life(
        visit.session, item_id, by=moderator(visit), rules=visit.site.proposals, reason=form.feared
    )
    return Go(f"/desk/{item_id}/alarm")


def alarmed(visit: Visit) -> Answer:
    """Whom to ring, and what the police ask for: to read out, copy or print. Nothing is sent."""
    found = queue.item(visit.session, number(visit), moderator(visit))
    return Shown(
        "desk/alarm.html",
        {
            "item": {
                "id": found.id,
                "reference": found.reference,
                "number": found.number,
                "title": found.case_title,
                "written_at": _written_at(visit, found.id),
            },
            "words": f"{found.title.text}\n\n{found.text.text}".strip(),
            "byline": found.byline.text,
            "place": found.place.text,
            "hidden": found.publication not in PUBLIC,
            "act": GROUNDS[Reason.THREAT].reference,
            "view": view_of(visit).address("")[1:],
            "errors": [],
        },
        seen=Seen(What.ITEM, found.submission_id),
    )


def _written_at(visit: Visit, item_id: int) -> Moment:
    """When the words reached us, however late somebody told us of them."""
    item = visit.session.get_one(Reviewable, item_id)
    if item.comment_id is not None:
        return visit.session.get_one(Comment, item.comment_id).created_at
    return visit.session.get_one(Submission, item.submission_id).received_at


def move(visit: Visit) -> Answer:
    """Another subject, and with it perhaps another unit."""
    form: MoveForm = visit.form
    item_id = number(visit)
    handling.move(
        visit.session, item_id, by=moderator(visit), subject=form.subject, reason=form.moved_why
    )
    return _back(visit, item_id)


def join(visit: Visit) -> Answer:
    """It is the same thing as another case."""
    form: JoinForm = visit.form
    item_id = number(visit)
    handling.join(visit.session, item_id, by=moderator(visit), reference=form.duplicate_of)
    return _back(visit, item_id)


def lock(visit: Visit) -> Answer:
    """Nobody writes more below it, or everyone may again."""
    form: LockForm = visit.form
    item_id = number(visit)
    handling.lock(visit.session, item_id, by=moderator(visit), locked=form.locked)
    return _back(visit, item_id)


def _back(visit: Visit, item_id: int) -> Go:
    return Go(view_of(visit).address(f"/desk/{item_id}"))
