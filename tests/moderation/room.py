"""Short ways through the moderation room, for its tests."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select
from sqlmodel import Session

from models import form_key
from models.actor import STRANGER, Actor, Role
from models.calendar import moment
from models.comment import Comment
from models.database import engine
from models.event import Event
from models.review import Reviewable
from models.submission import Submission
from models.verdict import Judgement, Verdict
from models.viewer import Post, Viewer
from moderation import reporting, verdicts
from tests import people

ANYWHERE = Viewer(1, "Marek", posts=frozenset({Post(Role.MODERATOR)}))
"""Whoever judges the texts of every unit."""

NUMBER = "811218-9876"
"""The personal number of the tax agency's own examples."""


def noon():
    """A Tuesday at noon, local time."""
    return moment(dt.datetime(2026, 3, 3, 11, 0, tzinfo=dt.UTC))


def item_of(session: Session, thing: Submission | Comment) -> Reviewable:
    """The open item of a thing."""
    if isinstance(thing, Comment):
        return people.waiting_item(session, comment_id=thing.id)
    return people.waiting_item(session, submission_id=thing.id)


def last_item(session: Session, submission: Submission) -> Reviewable:
    """The newest item of a submission, also when it was decided."""
    found = select(Reviewable).where(Reviewable.submission_id == submission.id)
    return session.scalars(found.order_by(Reviewable.id.desc()).limit(1)).one()


def judge(
    session: Session,
    item: Reviewable,
    judgement: Judgement,
    *,
    by: people.Someone | None = None,
    version: int | None = None,
    **said: str,
) -> Verdict:
    """Marek's verdict (or `by`'s) on an item as it is now, or as it was in `version`."""
    return verdicts.give(
        session,
        item.id or 0,
        by=(by or people.marek(session)).actor,
        judgement=judgement,
        version=item.version if version is None else version,
        rules=people.municipality(session).proposals,
        **said,
    )


def report(
    session: Session,
    thing: Submission | Comment,
    *,
    reason: str = "abusive",
    explanation: str = "Han hänger ut min granne.",
    form: str | None = None,
    by: Actor = STRANGER,
    **more,
) -> int:
    """What a stranger without an address says of a thing, or somebody else."""
    submission = (
        session.get_one(Submission, thing.submission_id) if isinstance(thing, Comment) else thing
    )
    return reporting.report(
        session,
        submission.reference,
        thing.number if isinstance(thing, Comment) else None,
        by=by,
        reason=reason,
        explanation=explanation,
        form=form or form_key.fresh(),
        rules=people.municipality(session).proposals,
        **more,
    )


def last_event(session: Session, submission: Submission) -> Event:
    found = select(Event).where(Event.stream == submission.stream).order_by(Event.seq.desc())
    return session.scalars(found.limit(1)).one()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    sent: list[str] = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine(), "before_cursor_execute", note)
