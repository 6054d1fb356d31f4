"""The only doors out of the queue: every judgement of a text goes through `give`."""

from typing import Any

from sqlmodel import Session

from models import before_verdict, publishing, review, revising
from models.actor import SYSTEM, Actor, Role
from models.calendar import now
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.profile import Proposals
from models.review import Reviewable, ReviewState
from models.states import PUBLIC, Publication
from models.verdict import Judgement, Verdict
from moderation import statement
from moderation.admission import check_fresh, check_not_own
from moderation.doors import LEADS_TO, OF_A_CHANGE, SETTLES, doors
from moderation.reasons import Reason
from moderation.redaction import Redacted, redact
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
) -> Verdict:
    """Judge an item of the queue; `version` is the item's, as its form was made from.

    `message` is for the author alone: what to change, for RETURN. `redacted` is the text for REDACT
    as the moderator left it; personal numbers are masked in it, or in the text as it stands when it
    is None. `reason` is a code of moderation.reasons; a text that stays or is shown needs none.

    Raises Stale when somebody decided or took the item first, or the author changed the text;
    NotAllowed with `own_text`, `personal_number` (it can be shown redacted) or `illegal_step`;
    Invalid for `reason`, `message` or `text`; NotFound for whoever may not judge.
    """
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound(str(item_id))
    item, subject = held(session, item_id)
    check_fresh(session, item, subject, by.person_id, judgement=judgement, version=version)
    check_not_own(session, subject, by.person_id)
    publication = subject.thing.publication
    if judgement not in doors(item.state, publication, change=subject.is_change):
        raise NotAllowed("illegal_step", now=publication, to=judgement)
    why = statement.reason(judgement, reason)
    said = statement.message(judgement, message, why)
    seen = before_verdict.look(subject.thing, item)
    settles, stays = SETTLES[judgement], judgement is Judgement.KEEP
    if judgement is Judgement.KEEP:
        event_id = _keep(session, item, subject, by)
    elif subject.is_change and judgement in OF_A_CHANGE:
        stays = judgement is Judgement.REFUSE
        event_id = _change(session, subject, judgement, by=by, reason=why, redacted=redacted)
    else:
        words = redact(session, subject, redacted) if judgement is Judgement.REDACT else None
        to = _destination(session, subject, judgement)
        event_id = _show(session, subject, to, by=by, rules=rules, reason=why, words=words)
    if subject.thing.publication not in PUBLIC:
        # What is looked at next, or taken back, is what stands now.
        item.text_id = subject.text_id
    if stays and publication is Publication.HIDDEN:
        # The change is not shown; the text itself waits for the judgement that ends its hiding.
        settles = ReviewState.ESCALATED
    review.settle(session, item, settles, by_id=by.person_id)
    return _write(
        session,
        item,
        subject,
        judgement=judgement,
        stays=stays,
        event_id=event_id,
        reason=why,
        message=said,
        by_id=by.person_id,
        seen=seen,
    )


def hide_at_once(
    session: Session, item: Reviewable, subject: Subject, *, reason: Reason, rules: Proposals
) -> Verdict:
    """Hide a public text until somebody has looked: what an urgent report does. Never more than
    that, and the item stays open (MQ-4).
    """
    hidden, seen = Publication.HIDDEN, before_verdict.look(subject.thing, item)
    event_id = _show(session, subject, hidden, by=SYSTEM, rules=rules, reason=reason)
    return _write(
        session,
        item,
        subject,
        judgement=Judgement.HIDE,
        event_id=event_id,
        reason=reason,
        seen=seen,
    )


def _keep(session: Session, item: Reviewable, subject: Subject, by: Actor) -> int:
    """The reports were looked at and the text stays; nobody but staff learns of it."""
    _check_clean(session, subject, original=False)
    return record(
        session,
        subject.submission.stream,
        EventKind.VERDICT_GIVEN,
        by=by,
        facts={"judgement": Judgement.KEEP.value, "item": item.id, "comment": subject.comment_id},
        public=False,
    )


def _change(
    session: Session,
    subject: Subject,
    judgement: Judgement,
    *,
    by: Actor,
    reason: Reason | None,
    redacted: str | None,
) -> int:
    """Judge a change to a text that everyone could read: it takes its place, or is not shown."""
    if judgement is Judgement.REFUSE:
        return revising.refuse(session, subject.submission, by=by, reason=str(reason))
    if judgement is Judgement.REDACT:
        words = redact(session, subject, redacted)
        return revising.accept(session, subject.submission, by=by, redacted=words)
    _check_clean(session, subject, original=False)
    return revising.accept(session, subject.submission, by=by)


def _destination(session: Session, subject: Subject, judgement: Judgement) -> Publication:
    """Where a judgement leads. What was shown with a hidden detail before it was hidden altogether
    comes back with the detail hidden; shown already, its original comes back.
    """
    if judgement is not Judgement.PUBLISH:
        return LEADS_TO[judgement]
    thing = subject.thing
    restores = thing.publication is Publication.REDACTED
    _check_clean(session, subject, original=restores)
    if thing.original_id is not None and not restores:
        return Publication.REDACTED
    return Publication.PUBLISHED


def _check_clean(session: Session, subject: Subject, *, original: bool) -> None:
    """Raises NotAllowed when what would be shown holds a personal number: it is masked wherever it
    stands, and a person looks at what is left before everyone reads it.
    """
    if subject.words(session, original=original).holds_number:
        raise NotAllowed("personal_number")


def _show(
    session: Session,
    subject: Subject,
    to: Publication,
    *,
    by: Actor,
    rules: Proposals,
    reason: Reason | None,
    words: Redacted | None = None,
) -> int:
    code = reason.value if reason else None
    source = words.source if words else None
    submission, comment = subject.submission, subject.comment
    if comment is not None:
        return publishing.show_comment(
            session, submission, comment, to, by=by, reason=code, redacted=source
        )
    return publishing.show(
        session,
        submission,
        to,
        by=by,
        rules=rules,
        reason=code,
        redacted=source,
        redacted_title=words.title if words else None,
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
