"""Which judgements of a text one moderator may not give alone (spec MQ-3, MQ-7)."""

from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from models.actor import Actor
from models.profile import site
from models.review import Reviewable, ReviewState
from models.verdict import Judgement, verdicts
from moderation import four_eyes
from moderation.about_us import speaks_of_us
from moderation.reasons import GROUNDS, Reason
from moderation.subjects import Subject

_TAKES_AWAY = frozenset({Judgement.REFUSE, Judgement.UNPUBLISH})
_OF_TASTE = frozenset({Reason.ABUSIVE, Reason.UNINTELLIGIBLE})


class Why(StrEnum):
    """Why a judgement takes two."""

    URGENT = "urgent"
    """A law makes it urgent: hidden at once, and then somebody else looks."""
    CRITICISM = "criticism"
    """It speaks of the municipality, and no law asks for it to be taken away."""
    REMOVAL = "removal"
    """It is taken away for good."""


def needed(
    session: Session,
    item: Reviewable,
    subject: Subject,
    judgement: Judgement,
    reason: Reason | None,
    *,
    by: Actor,
) -> Why | None:
    """Why this judgement takes two, or None: most never do, and cost no look at the database."""
    if reason is None or judgement not in _TAKES_AWAY | {Judgement.HIDE}:
        return None
    ground, proposed = GROUNDS[reason], four_eyes.open_of(session, item)
    if proposed and proposed.code == judgement and proposed.asked_by != by.person_id:
        return None
    if ground.urgent:
        ends = judgement in _TAKES_AWAY and not _another_hid(session, item, by)
        return Why.URGENT if ends else None
    rules = site(session)
    pairs = rules.reviewing.four_eyes
    if pairs.criticism and _may_silence(judgement, reason):
        words = subject.words(session)
        if speaks_of_us(f"{words.title}\n{words.source}", (rules.name, rules.short_name)):
            return Why.CRITICISM
    return Why.REMOVAL if pairs.removal and judgement is Judgement.UNPUBLISH else None


def _may_silence(judgement: Judgement, reason: Reason) -> bool:
    """Whether taste could pass for a rule: the tone of what was never shown, and anything but the
    law and details of persons where everyone could read it. That a text is advertising, or about a
    matter of its author's own, is plain to see.
    """
    if GROUNDS[reason].illegal or reason is Reason.PERSONAL_DATA:
        return False
    return judgement is not Judgement.REFUSE or reason in _OF_TASTE


def _another_hid(session: Session, item: Reviewable, by: Actor) -> bool:
    """Whether somebody else of us has hidden it: then two have looked already."""
    if item.state is not ReviewState.ESCALATED:
        return False
    last = session.execute(
        select(verdicts.c.judgement, verdicts.c.by_id)
        .where(verdicts.c.reviewable_id == item.id)
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).first()
    if last is None or last.judgement is not Judgement.HIDE:
        return False
    return last.by_id is not None and last.by_id != by.person_id
