"""What a verdict does to its text; whether it may be given, moderation.verdicts says."""

from sqlmodel import Session

from models import before_verdict, publishing, revising
from models.actor import Actor
from models.attachment import mask
from models.errors import NotAllowed
from models.event import EventKind, record
from models.profile import Proposals
from models.review import Reviewable
from models.states import Publication
from models.verdict import Judgement
from moderation.doors import LEADS_TO
from moderation.reasons import Reason
from moderation.redaction import Cover, Redacted, redact
from moderation.subjects import Subject


def keep(session: Session, item: Reviewable, subject: Subject, by: Actor) -> int:
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


def change(
    session: Session,
    subject: Subject,
    judgement: Judgement,
    *,
    by: Actor,
    reason: Reason | None,
    cover: Cover | None,
) -> int:
    """Judge a change to a text that everyone could read: it takes its place, or is not shown."""
    if judgement is Judgement.REFUSE:
        return revising.refuse(session, subject.submission, by=by, reason=str(reason))
    if judgement is Judgement.REDACT:
        words = redact(session, subject, cover or Cover())
        return revising.accept(session, subject.submission, by=by, redacted=words)
    _check_clean(session, subject, original=False)
    return revising.accept(session, subject.submission, by=by)


def covered(session: Session, subject: Subject, cover: Cover | None) -> Redacted | None:
    """The words with their detail hidden; None where the name or a part of the picture alone is."""
    words = subject.words(session)
    found = redact(session, subject, cover or Cover())
    return None if found == (words.title, words.source) and not words.holds_number else found


def destination(session: Session, subject: Subject, judgement: Judgement) -> Publication:
    """Where a judgement leads. What was shown with a hidden detail before it was hidden altogether
    comes back with the detail hidden; shown already, its original comes back.
    """
    if judgement is not Judgement.PUBLISH:
        return LEADS_TO[judgement]
    thing = subject.thing
    restores = thing.publication is Publication.REDACTED
    _check_clean(session, subject, original=restores)
    if hides(session, subject) and not restores:
        return Publication.REDACTED
    return Publication.PUBLISHED


def hides(session: Session, subject: Subject) -> bool:
    """Whether a detail of the words, or a part of the picture, is hidden now."""
    if subject.thing.original_id is not None:
        return True
    return subject.comment is None and mask.holding(session, subject.submission.id or 0) is not None


def _check_clean(session: Session, subject: Subject, *, original: bool) -> None:
    """Raises NotAllowed when what would be shown holds a personal number: it is masked wherever it
    stands, and a person looks at what is left before everyone reads it.
    """
    if subject.words(session, original=original).holds_number:
        raise NotAllowed("personal_number")


def show(
    session: Session,
    subject: Subject,
    to: Publication,
    *,
    by: Actor,
    rules: Proposals,
    reason: Reason | None,
    words: Redacted | None = None,
    covers: int | None = None,
) -> int:
    """Move the text to where a judgement leads, and return the event's id. A name that was hidden
    with the detail comes back with it. `covers` is the picture of which a part is hidden.
    """
    thing = subject.thing
    if to is Publication.PUBLISHED and thing.publication is Publication.REDACTED:
        thing.byline = thing.byline or before_verdict.hidden_name(session, thing)
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
        more=None if covers is None else {"covers": covers},
    )
