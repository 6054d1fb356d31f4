"""Judgements that take two: proposed by one moderator, agreed to by somebody else (spec MQ-7).

The second one is another moderator of such cases, or whom the profile names outside the desk; never
whoever proposed it, and never anybody with a part in the text.
"""

from sqlmodel import Session

from models import review
from models.actor import Actor
from models.errors import NotAllowed, NotFound, Stale
from models.event import EventKind, record
from models.profile import Proposals
from models.prose import clean
from models.review import Reviewable, ReviewState
from models.second_opinion import Matter, SecondOpinion
from models.second_person import second_person
from models.states import PUBLIC
from models.verdict import Judgement, Verdict
from moderation import four_eyes, statement, takes_two, verdicts
from moderation.admission import check_fresh, check_no_part
from moderation.doors import doors
from moderation.reasons import Reason
from moderation.redaction import Cover
from moderation.subjects import Subject, held
from moderation.takes_two import Why

DANGER = "danger"
"""The code of a proposal that somebody's life may be in danger."""


def judge(
    session: Session,
    item_id: int,
    *,
    by: Actor,
    judgement: Judgement,
    version: int,
    rules: Proposals,
    reason: str | None = None,
    message: str = "",
    cover: Cover | None = None,
) -> Verdict | None:
    """Judge an item, or propose the judgement where it takes two: then None, and the item waits for
    the other one. What a law makes urgent is hidden at once. Raises as moderation.verdicts.give.
    """
    try:
        return verdicts.give(
            session,
            item_id,
            by=by,
            judgement=judgement,
            version=version,
            rules=rules,
            reason=reason,
            message=message,
            cover=cover,
        )
    except NotAllowed as refusal:
        if refusal.code != "needs_two":
            raise
    item, subject = held(session, item_id)
    why = statement.reason(judgement, reason)
    if judgement not in doors(item.state, subject.thing.publication, change=subject.is_change):
        raise NotAllowed("illegal_step", now=subject.thing.publication, to=judgement)
    said = statement.message(judgement, message, why)
    needs = takes_two.needed(session, item, subject, judgement, why, by=by)
    takes_away = judgement is Judgement.UNPUBLISH and subject.thing.publication in PUBLIC
    if needs is Why.URGENT and takes_away:
        _hide(session, item, subject, by=by, rules=rules, reason=why)
    else:
        review.settle(session, item, ReviewState.ESCALATED, by_id=by.person_id or 0)
    opinion_id = four_eyes.ask(
        session,
        Matter.VERDICT,
        by=by,
        item=item,
        submission_id=subject.submission.id,
        code=judgement.value,
        reason=why.value if why else "",
        message=said,
    )
    if not (needs is Why.URGENT and takes_away):
        _record(session, subject, by, {"proposed": opinion_id, "judgement": judgement.value})
    return None


def escalate(session: Session, item_id: int, *, by: Actor, version: int, note: str) -> int:
    """Leave an item to somebody else, with a word of why; the id of the proposal.

    Raises Invalid for `colleague`, Stale as every judgement, NotAllowed with `asked`.
    """
    item, subject = held(session, item_id)
    check_fresh(
        session, item, subject, by.person_id or 0, judgement=Judgement.HIDE, version=version
    )
    said = clean(note)
    statement.check_note(said)
    review.settle(session, item, ReviewState.ESCALATED, by_id=by.person_id or 0)
    opinion_id = four_eyes.ask(
        session,
        Matter.ESCALATION,
        by=by,
        item=item,
        submission_id=subject.submission.id,
        note=said,
    )
    _record(session, subject, by, {"escalated": opinion_id})
    return opinion_id


def fear_for_life(
    session: Session, item_id: int, *, by: Actor, rules: Proposals, reason: Reason
) -> None:
    """Somebody may be in danger: hidden at once if anybody can read it, urgent, and a second one
    looks. Pressed twice it is one alarm; nobody has to have claimed the item for it.
    """
    item, subject = held(session, item_id)
    item.urgent = True
    if subject.thing.publication in PUBLIC:
        _hide(session, item, subject, by=by, rules=rules, reason=reason)
    elif item.state in review.OPEN:
        review.settle(session, item, ReviewState.ESCALATED, by_id=by.person_id or 0)
        _record(session, subject, by, {"urgent": item.id or 0})
    if item.state not in review.OPEN or four_eyes.open_of(session, item) is not None:
        return
    four_eyes.ask(
        session,
        Matter.ESCALATION,
        by=by,
        item=item,
        submission_id=subject.submission.id,
        code=DANGER,
    )


def agree(session: Session, opinion_id: int, *, by: Actor, rules: Proposals) -> Verdict:
    """The second one agrees, and it is done: the verdict is hers. Raises NotFound, Stale when the
    text or the item is another now, NotAllowed as `four_eyes.answer` and as every judgement.
    """
    found = _asked(session, opinion_id, Matter.VERDICT)
    item, subject = _as_it_was(session, found, by)
    answered = four_eyes.answer(session, opinion_id, by=by, confirms=True)
    verdict = verdicts.carry_out(
        session,
        item,
        subject,
        by=by,
        judgement=Judgement(answered.code),
        rules=rules,
        reason=Reason(answered.reason) if answered.reason else None,
        message=answered.message,
    )
    answered.verdict_id = verdict.id
    session.add(answered)
    session.flush()
    return verdict


def decline(session: Session, opinion_id: int, *, by: Actor, note: str = "") -> None:
    """The second one does not agree: the item waits on, for somebody to judge it anew."""
    found = session.get(SecondOpinion, opinion_id)
    if found is None or found.matter is Matter.SUSPENSION:
        raise NotFound(str(opinion_id))
    _, subject = _as_it_was(session, found, by)
    said = clean(note)
    statement.check_note(said, optional=True)
    four_eyes.answer(session, opinion_id, by=by, confirms=False, note=said)
    _record(session, subject, by, {"declined": opinion_id})


def decide(
    session: Session,
    opinion_id: int,
    *,
    by: Actor,
    judgement: Judgement,
    rules: Proposals,
    reason: str | None = None,
    message: str = "",
) -> Verdict:
    """Whoever was left an item decides it freely, also from outside the desk. Raises as `agree`,
    and Invalid for `reason` or `message`.
    """
    found = _asked(session, opinion_id, Matter.ESCALATION)
    item, subject = _as_it_was(session, found, by)
    why = statement.reason(judgement, reason)
    if found.asked_by == by.person_id:
        raise NotAllowed("own_proposal")
    return verdicts.carry_out(
        session,
        item,
        subject,
        by=by,
        judgement=judgement,
        rules=rules,
        reason=why,
        message=statement.message(judgement, message, why),
    )


def _asked(session: Session, opinion_id: int, matter: Matter) -> SecondOpinion:
    found = session.get(SecondOpinion, opinion_id)
    if found is None or found.matter is not matter:
        raise NotFound(str(opinion_id))
    return found


def _as_it_was(session: Session, opinion: SecondOpinion, by: Actor) -> tuple[Reviewable, Subject]:
    """The item of a proposal, while it still is what it was proposed of. Raises as `agree`."""
    if by.person_id is None or opinion.reviewable_id is None:
        raise NotFound
    item, subject = held(session, opinion.reviewable_id)
    if by.role not in verdicts.JUDGES and by.person_id != second_person(session):
        raise NotFound(str(opinion.id))
    if opinion.answer is not None:
        raise Stale(who=four_eyes.name_of(session, opinion.answered_by), when=opinion.answered_at)
    if item.version != opinion.item_version or item.text_id != subject.text_id:
        raise Stale(who=four_eyes.name_of(session, item.decided_by), when=item.decided_at)
    check_no_part(session, subject, by.person_id)
    return item, subject


def _hide(
    session: Session,
    item: Reviewable,
    subject: Subject,
    *,
    by: Actor,
    rules: Proposals,
    reason: Reason | None,
) -> None:
    verdicts.carry_out(
        session, item, subject, by=by, judgement=Judgement.HIDE, rules=rules, reason=reason
    )


def _record(session: Session, subject: Subject, by: Actor, facts: dict[str, str | int]) -> None:
    if subject.comment_id is not None:
        facts = {**facts, "comment": subject.comment_id}
    record(
        session,
        subject.submission.stream,
        EventKind.VERDICT_GIVEN,
        by=by,
        facts=facts,
        public=False,
    )
