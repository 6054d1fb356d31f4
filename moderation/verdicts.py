"""The only doors out of the queue: every judgement of a text goes through `give`."""

from typing import Any

from sqlmodel import Session

from models import before_verdict, review
from models.actor import SYSTEM, Actor, Role
from models.calendar import now
from models.errors import NotAllowed, NotFound
from models.profile import Proposals
from models.review import Reviewable, ReviewState
from models.states import PUBLIC, Publication
from models.verdict import Judgement, Verdict
from moderation import acts, covering, four_eyes, statement, takes_two
from moderation.admission import check_fresh, check_no_part
from moderation.doors import OF_A_CHANGE, SETTLES, doors
from moderation.reasons import Reason
from moderation.redaction import Cover
from moderation.subjects import Subject, held

JUDGES = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})


def give(
    session: Session,
    item_id: int,
    *,
    by: Actor,
    judgement: Judgement,
    version: int,
    rules: Proposals,
    reason: str | None = None,
    message: str = "",
    redacted: str | None = None,
    cover: Cover | None = None,
) -> Verdict:
    """Judge an item of the queue; `version` is the item's, as its form was made from.

    `message` is for the author alone: what to change, for RETURN. `redacted` is the text for REDACT
    as the moderator left it, `cover` what else she hides; personal numbers are masked in all of it.
    `reason` is a code of moderation.reasons; a text that stays or is shown needs none.

    Raises Stale when somebody decided or took the item first, or the author changed the text;
    NotAllowed with `you_asked`, `own_text`, `own_case`, `own_answer`, `personal_number` (it can be
    shown redacted), `illegal_step` or `needs_two` (moderation.proposing proposes it); Invalid for
    `reason`, `message` or `text`; NotFound for whoever may not judge.
    """
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound(str(item_id))
    item, subject = held(session, item_id)
    check_fresh(session, item, subject, by.person_id, judgement=judgement, version=version)
    check_no_part(session, subject, by.person_id)
    four_eyes.check_not_asked(session, item, by)
    why = statement.reason(judgement, reason)
    if takes_two.needed(session, item, subject, judgement, why, by=by) is not None:
        raise NotAllowed("needs_two")
    if redacted is not None:
        cover = Cover(source=redacted)
    said = statement.message(judgement, message, why)
    return carry_out(
        session,
        item,
        subject,
        by=by,
        judgement=judgement,
        rules=rules,
        reason=why,
        message=said,
        cover=cover,
    )


def carry_out(
    session: Session,
    item: Reviewable,
    subject: Subject,
    *,
    by: Actor,
    judgement: Judgement,
    rules: Proposals,
    reason: Reason | None,
    message: str = "",
    cover: Cover | None = None,
) -> Verdict:
    """What `give` does when it may be done: for whoever has asked all that herself, as for a second
    person who agrees. Raises NotAllowed with `illegal_step` or `personal_number`, Invalid for
    `text` or `squares`.
    """
    why, publication = reason, subject.thing.publication
    if judgement not in doors(item.state, publication, change=subject.is_change):
        raise NotAllowed("illegal_step", now=publication, to=judgement)
    seen = before_verdict.look(subject.thing, item)
    settles, stays = SETTLES[judgement], judgement is Judgement.KEEP
    covers = covering.covered(session, subject, judgement, cover)
    # Shown again as it was sent: the words, the name, and the picture.
    whole = publication is Publication.REDACTED and judgement is Judgement.PUBLISH
    whole = whole and not subject.is_change
    if judgement is Judgement.KEEP:
        event_id = acts.keep(session, item, subject, by)
    elif subject.is_change and judgement in OF_A_CHANGE:
        stays = judgement is Judgement.REFUSE
        event_id = acts.change(session, subject, judgement, by=by, reason=why, cover=cover)
    else:
        hides = judgement is Judgement.REDACT
        words = acts.covered(session, subject, cover) if hides else None
        to = acts.destination(session, subject, judgement)
        event_id = acts.show(
            session, subject, to, by=by, rules=rules, reason=why, words=words, covers=covers
        )
    if subject.thing.publication not in PUBLIC:
        # What is looked at next, or taken back, is what stands now.
        item.text_id = subject.text_id
    if stays and publication is Publication.HIDDEN:
        # The change is not shown; the text itself waits for the judgement that ends its hiding.
        settles = ReviewState.ESCALATED
    escalated = item.state is ReviewState.ESCALATED
    proposed = four_eyes.open_of(session, item) if escalated else None
    review.settle(session, item, settles, by_id=by.person_id or 0)
    verdict = _write(
        session,
        item,
        subject,
        judgement=judgement,
        stays=stays,
        event_id=event_id,
        reason=why,
        message=message,
        by_id=by.person_id,
        seen=seen,
    )
    covering.settle(session, subject, verdict, covers=covers, cover=cover, whole=whole)
    if proposed is not None:
        four_eyes.overtaken(session, proposed, verdict)
    return verdict


def hide_at_once(
    session: Session, item: Reviewable, subject: Subject, *, reason: Reason, rules: Proposals
) -> Verdict:
    """Hide a public text until somebody has looked: what an urgent report does. Never more than
    that, and the item stays open (MQ-4).
    """
    hidden, seen = Publication.HIDDEN, before_verdict.look(subject.thing, item)
    event_id = acts.show(session, subject, hidden, by=SYSTEM, rules=rules, reason=reason)
    return _write(
        session,
        item,
        subject,
        judgement=Judgement.HIDE,
        event_id=event_id,
        reason=reason,
        seen=seen,
    )


def show_again(
    session: Session, item: Reviewable, subject: Subject, *, rules: Proposals
) -> Verdict:
    """Show what `hide_at_once` hid as it stood before, because nobody has judged it for a day: it
    was hidden until somebody looked, never for good. The item stays open (MQ-4).
    """
    seen = before_verdict.look(subject.thing, item)
    to = Publication.REDACTED if acts.hides(session, subject) else Publication.PUBLISHED
    event_id = acts.show(session, subject, to, by=SYSTEM, rules=rules, reason=None)
    return _write(
        session,
        item,
        subject,
        judgement=Judgement.PUBLISH,
        event_id=event_id,
        reason=None,
        seen=seen,
    )


def _write(
    session: Session,
    item: Reviewable,
    subject: Subject,
    *,
    judgement: Judgement,
    event_id: int,
    reason: Reason | None,
    seen: dict[str, Any],
    stays: bool = False,
    message: str = "",
    by_id: int | None = None,
) -> Verdict:
    verdict = Verdict(
        reviewable_id=item.id or 0,
        submission_id=subject.submission.id or 0,
        comment_id=subject.comment_id,
        judgement=judgement,
        shown=None if stays else subject.thing.publication,
        reason=reason.value if reason else None,
        message=message,
        by_id=by_id,
        at=now(),
        event_id=event_id,
    )
    session.add(verdict)
    session.flush()
    before_verdict.note(session, verdict, subject.thing, item, seen)
    statement.write(session, verdict, item, seen["item_text_id"])
    return verdict
