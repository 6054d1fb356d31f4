"""What takes two: one proposes it, and somebody else agrees or not (spec MQ-7).

`ask` and `answer` serve any matter: whoever asked does the act herself, in the transaction of the
answer, and refuses it without one. The rule for texts is moderation.takes_two.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.database import lock_rows, table_of
from models.errors import NotAllowed, NotFound, Stale
from models.person import Contact, Person
from models.review import Reviewable, ReviewState, reviewables
from models.second_opinion import IS_OPEN, Answer, Matter, SecondOpinion, second_opinions
from models.verdict import Verdict

MOST = 50
"""Proposals that a list shows."""

_CONTACTS = table_of(Contact)
_PEOPLE = table_of(Person)
_o = second_opinions.c


def ask(
    session: Session,
    matter: Matter,
    *,
    by: Actor,
    item: Reviewable | None = None,
    submission_id: int | None = None,
    person_id: int | None = None,
    code: str = "",
    reason: str = "",
    until: Moment | None = None,
    message: str = "",
    note: str = "",
) -> int:
    """Propose something and return the id of the proposal.

    An item has one open proposal at a time; one that was overtaken makes way. Raises NotAllowed
    with `asked` where somebody has proposed something already, NotFound for whoever is nobody.
    """
    if by.person_id is None:
        raise NotFound
    if item is not None:
        lapse(session, item)
        if open_of(session, item) is not None:
            raise NotAllowed("asked")
    made = SecondOpinion(
        matter=matter,
        submission_id=submission_id,
        reviewable_id=item.id if item else None,
        item_version=item.version if item else None,
        person_id=person_id,
        code=code,
        reason=reason,
        until=until,
        message=message,
        note=note,
        asked_by=by.person_id,
        asked_at=now(),
    )
    session.add(made)
    session.flush()
    return made.id or 0


def open_of(session: Session, item: Reviewable) -> SecondOpinion | None:
    """What is proposed of an item as it stands."""
    found: SecondOpinion | None = session.scalars(
        select(SecondOpinion).where(
            _o.reviewable_id == item.id, IS_OPEN, _o.item_version == item.version
        )
    ).first()
    return found


def check_not_asked(session: Session, item: Reviewable, by: Actor) -> None:
    """Raises NotAllowed with `you_asked` for whoever has asked another to decide this."""
    proposed = open_of(session, item) if item.state is ReviewState.ESCALATED else None
    if proposed is not None and proposed.asked_by == by.person_id:
        raise NotAllowed("you_asked")


def overtaken(session: Session, proposed: SecondOpinion, verdict: Verdict) -> None:
    """Somebody has judged what was proposed: that is the answer, whatever else was said."""
    agrees = proposed.matter is Matter.ESCALATION or proposed.code == verdict.judgement
    proposed.answer = Answer.CONFIRMED if agrees else Answer.DECLINED
    proposed.answered_by, proposed.answered_at = verdict.by_id, now()
    proposed.verdict_id = verdict.id
    session.add(proposed)
    session.flush()


def lapse(session: Session, item: Reviewable) -> None:
    """What was proposed of an item as it was is no longer asked of anybody."""
    session.execute(
        update(second_opinions)
        .where(_o.reviewable_id == item.id, IS_OPEN, _o.item_version != item.version)
        .values(answer=Answer.LAPSED, answered_at=now())
    )


def answer(
    session: Session, opinion_id: int, *, by: Actor, confirms: bool, note: str = ""
) -> SecondOpinion:
    """Agree to a proposal or not. What it proposes is done by whoever asked, in this transaction.

    Raises NotFound for an unknown one, Stale with who was first, NotAllowed with `own_proposal`
    for whoever made it and with `about_you` for whom it is about.
    """
    found: SecondOpinion | None = session.scalars(
        lock_rows(select(SecondOpinion).where(_o.id == opinion_id))
    ).first()
    if found is None or by.person_id is None:
        raise NotFound(str(opinion_id))
    if found.answer is not None:
        raise Stale(who=name_of(session, found.answered_by), when=found.answered_at)
    if found.asked_by == by.person_id:
        raise NotAllowed("own_proposal")
    if found.person_id == by.person_id:
        raise NotAllowed("about_you")
    found.answer = Answer.CONFIRMED if confirms else Answer.DECLINED
    found.answered_by, found.answered_at = by.person_id, now()
    if note:
        found.note = f"{found.note}\n\n{note}".strip()
    session.add(found)
    session.flush()
    return found


def waiting(session: Session, *, matter: Matter | None = None) -> Sequence[Row[Any]]:
    """Every open proposal, the oldest first: id, matter, code, reason, note, reviewable_id,
    person_id, asked_by, asked_at, by_name.
    """
    wanted = (
        select(
            _o.id,
            _o.matter,
            _o.code,
            _o.reason,
            _o.note,
            _o.reviewable_id,
            _o.submission_id,
            _o.person_id,
            _o.asked_by,
            _o.asked_at,
            _PEOPLE.c.name.label("by_name"),
        )
        .join(_PEOPLE, _PEOPLE.c.id == _o.asked_by)
        .outerjoin(reviewables, reviewables.c.id == _o.reviewable_id)
        .where(
            IS_OPEN,
            _o.reviewable_id.is_(None) | (reviewables.c.version == _o.item_version),
        )
    )
    if matter is not None:
        wanted = wanted.where(_o.matter == matter)
    return session.execute(wanted.order_by(_o.asked_at, _o.id).limit(MOST)).all()


def name_of(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else None
