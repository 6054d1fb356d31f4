"""What may be shown at once, and why: the mode of its place, or trust in its author (MQ-1).

Every text comes into the queue first. Whoever commits then asks `settle`, in the same transaction,
whether it may be shown before anybody has judged it. Whatever does not ask leaves it waiting: to
forget is to be careful. Some things wait in every mode: a personal number, what comes from somebody
who is restricted, what somebody was told to change or was refused, a change of what others support.
"""

from typing import NamedTuple

from sqlalchemy import exists, select
from sqlmodel import Session

from models import publishing, review, revising, sanctions, text
from models.actor import SYSTEM, Source
from models.attachment.row import attachments
from models.database import table_of
from models.event import Event
from models.helped import Helping
from models.known_author import known
from models.organisation import Category
from models.profile import Site
from models.review import ENTERED, IS_OPEN, LetIn, Reviewable, ReviewState, reviewables, target
from models.reviewing import Mode, Reviewing, careful
from models.states import Publication
from models.submission import Submission
from models.tally import tallies
from models.verdict import RESTRICTING, verdicts
from moderation.sample import is_drawn
from moderation.screening import blocking, screen
from moderation.subjects import Subject, held

_categories = table_of(Category)
_events = table_of(Event)
_OF_MODE = {Mode.AFTER: LetIn.AFTER, Mode.REACTIVE: LetIn.REACTIVE}


class Writer(NamedTuple):
    """Who wrote something, as far as we know."""

    person_id: int | None
    contact_id: int | None


def settle(session: Session, site: Site) -> None:
    """Show what may be shown at once, of everything that came into the queue in this transaction.

    Asked again it does nothing. In a town where all is judged before it is shown, it asks nothing.
    """
    entered = session.info.pop(ENTERED, [])
    if site.reviewing.always_before:
        return
    for submission_id, comment_id in dict.fromkeys(entered):
        item_id = session.execute(
            select(reviewables.c.id).where(target(submission_id, comment_id), IS_OPEN)
        ).scalar()
        if item_id is not None:
            _let_in(session, site, *held(session, item_id))
    # What was shown by this came into no queue anew.
    session.info.pop(ENTERED, None)


def _let_in(session: Session, site: Site, item: Reviewable, subject: Subject) -> None:
    why = reason(session, site.reviewing, item, subject)
    if why is None:
        return
    show(session, site, subject)
    item.text_id, item.let_in = subject.text_id, why
    session.add(item)
    session.flush()
    if why is LetIn.REACTIVE:
        review.withdraw(session, submission_id=item.submission_id, comment_id=item.comment_id)
        session.refresh(item)
    elif why is LetIn.TRUSTED and not is_drawn("trusted", item.id, site.reviewing.trust_sample):
        review.settle(session, item, ReviewState.APPROVED, by_id=None)


def show(session: Session, site: Site, subject: Subject) -> int:
    """Show a text that waits, or a change that does, by a rule; returns the event's id."""
    submission, comment = subject.submission, subject.comment
    if subject.is_change:
        return revising.accept(session, submission, by=SYSTEM)
    to = Publication.PUBLISHED
    if comment is not None:
        return publishing.show_comment(session, submission, comment, to, by=SYSTEM)
    return publishing.show(session, submission, to, by=SYSTEM, rules=site.proposals)


def reason(session: Session, rules: Reviewing, item: Reviewable, subject: Subject) -> LetIn | None:
    """Why a text that waits may be shown at once; None where it has to wait."""
    if not waits(subject) or item.urgent or item.reports:
        return None
    mode = _mode(session, rules, subject)
    if mode is Mode.BEFORE and not _is_trusted(session, rules, subject):
        return None
    if is_barred(session, subject):
        return None
    return _OF_MODE.get(mode, LetIn.TRUSTED)


def waits(subject: Subject) -> bool:
    """Whether something of it is not public yet that could be: not what is hidden, nor private, nor
    a comment below what nobody can read.
    """
    if subject.submission.protected:
        return False
    if subject.comment is not None and not subject.submission.is_public:
        return False
    return subject.thing.publication is Publication.QUEUED or (
        subject.is_change and subject.submission.is_public
    )


def is_barred(session: Session, subject: Subject) -> bool:
    """Whether a person has to read it in any mode."""
    who = writer(session, subject)
    return (
        sanctions.in_force(session, who.person_id, who.contact_id) is not None
        or _was_judged(session, subject)
        or (subject.is_change and _is_supported(session, subject.submission))
        or any(blocking(screen(part)) for part in words(session, subject))
    )


def words(session: Session, subject: Subject) -> tuple[str, ...]:
    """Everything that would be shown of it, as it was written."""
    written = text.original(session, subject.text_id)
    place = subject.submission.place if subject.comment is None else ""
    return (written.title, written.source, place, subject.thing.byline)


def writer(session: Session, subject: Subject) -> Writer:
    """By the contact it came with, or by having handed it in while signed in."""
    person_id = None
    if subject.comment is None:
        person_id = session.execute(
            select(_events.c.actor_id).where(
                _events.c.stream == subject.submission.stream, _events.c.seq == 1
            )
        ).scalar()
    return Writer(person_id, subject.thing.contact_id)


def has_picture(session: Session, subject: Subject) -> bool:
    """Whether a picture or document of the sender would be shown with it."""
    sent = exists().where(attachments.c.submission_id == subject.submission.id)
    return subject.comment is None and bool(session.execute(select(sent)).scalar())


def _mode(session: Session, rules: Reviewing, subject: Subject) -> Mode:
    slug = session.execute(
        select(_categories.c.slug).where(_categories.c.id == subject.submission.category_id)
    ).scalar()
    if subject.comment is not None:
        return rules.of_comment(slug)
    mode = rules.of_case(subject.submission.kind, slug)
    return careful(mode, rules.photos) if has_picture(session, subject) else mode


def _is_trusted(session: Session, rules: Reviewing, subject: Subject) -> bool:
    """Whether its author is trusted, and it is certain that she wrote it: whoever only types an
    address on a form borrows nobody's good name.
    """
    submission = subject.submission
    if not rules.trust_after or has_picture(session, subject):
        return False
    if subject.comment is None and (
        submission.confirmed_at is None
        or submission.source is not Source.WEB
        or session.get(Helping, submission.id) is not None
    ):
        return False
    contact_id = subject.thing.contact_id
    return known(session, contact_id, approved=rules.trust_after, days=rules.trust_days)


def _was_judged(session: Session, subject: Subject) -> bool:
    """Whether somebody has judged it and it came back; a change follows the rule unless the text it
    is of was ever restricted.
    """
    restricting = verdicts.c.judgement.in_(RESTRICTING)
    found = exists().where(
        verdicts.c.submission_id == subject.submission.id,
        verdicts.c.comment_id.is_not_distinct_from(subject.comment_id),
        *((restricting,) if subject.is_change else ()),
    )
    return bool(session.execute(select(found)).scalar())


def _is_supported(session: Session, submission: Submission) -> bool:
    wanted = select(tallies.c.count).where(tallies.c.submission_id == submission.id)
    return bool(session.execute(wanted).scalar())
