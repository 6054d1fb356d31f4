"""Decisions: what a board said, why, and how to appeal."""

import datetime as dt

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, String, false, select
from sqlmodel import Field, Session, SQLModel

from models import clock, consulting, text
from models.actor import Actor
from models.attachment import row as attachment
from models.attachment.workshop import Stored
from models.calendar import Moment, appeal_last_day, now
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.keeping_promises import six_months
from models.states import Ruling, Status
from models.submission import Submission


class Decision(SQLModel, table=True):
    """One decision of one board. The last day to appeal exists only once the minutes are posted."""

    __table_args__ = (
        CheckConstraint("appealable OR minutes_posted IS NULL", name="decision_appeal"),
        Index("decision_newest", "decided_on", "id"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    body: str = Field(sa_column=Column(String(120), nullable=False))
    decided_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    paragraph: str = Field(sa_column=Column(String(20), nullable=False))
    ruling: Ruling = Field(sa_column=enum_column(Ruling))
    summary_id: int = Field(sa_column=reference_column("text.id", index=False))
    reasons_id: int = Field(sa_column=reference_column("text.id", index=False))
    appealable: bool = Field(sa_column=Column(Boolean, nullable=False))
    minutes_posted: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    appeal_by: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    by_id: int = Field(sa_column=reference_column("person.id"))
    at: Moment = Field(sa_column=moment_column())
    meeting_id: int | None = Field(
        default=None, sa_column=reference_column("meeting.id", nullable=True)
    )
    preliminary: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Until the minutes are approved: their words are the ones that count."""
    dropped_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was said that what was decided will not be carried out after all."""


decisions = table_of(Decision)


def decide(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    body: str,
    decided_on: dt.date,
    paragraph: str,
    ruling: Ruling,
    summary: str,
    reasons: str,
    appealable: bool,
    minutes_posted: dt.date | None = None,
    document: Stored | None = None,
    alt: str = "",
    staged: str = "",
    preliminary: bool | None = None,
    meeting_id: int | None = None,
) -> Decision:
    """Enter what the board decided. One event, `decided`, with the step it makes.

    `minutes_posted` is the day the approved minutes were announced on the notice board; from it
    the last day to appeal follows (KL 13 kap. 5 §, lag 1930:173). Without it nothing is said of a
    last day. A `document`, or one that was `staged`, goes with it, `alt` saying what it is. It is
    `preliminary` until the minutes are approved; of a decision outside a `meeting_id` only their
    posting is known. Raises Invalid for what is missing, NotAllowed unless the case is before a
    board, or where `by` was only asked about it.
    """
    consulting.check(session, submission, by)
    for name, value in (
        ("body", body),
        ("paragraph", paragraph),
        ("summary", summary),
        ("reasons", reasons),
    ):
        if not value.strip():
            raise Invalid(name, "missing")
    if minutes_posted is not None and minutes_posted < decided_on:
        raise Invalid("minutes_posted", "before_decision")
    if minutes_posted is not None and not appealable:
        raise Invalid("minutes_posted", "not_appealable")
    facts: dict[str, str | int] = {**submission.move_to(Status.DECIDED)}
    said = text.write(session, source=summary)
    why = text.write(session, source=reasons)
    made = Decision(
        submission_id=submission.id or 0,
        body=body.strip(),
        decided_on=decided_on,
        # Written with its sign or without: the pages put the sign before it.
        paragraph=paragraph.strip().lstrip("§ "),
        ruling=ruling,
        summary_id=said.id,
        reasons_id=why.id,
        appealable=appealable,
        minutes_posted=minutes_posted,
        appeal_by=appeal_last_day(minutes_posted) if minutes_posted else None,
        by_id=by.person_id or 0,
        at=now(),
        meeting_id=meeting_id,
        preliminary=(appealable and minutes_posted is None) if preliminary is None else preliminary,
    )
    clock.stop(submission, made.at)
    session.add_all((submission, made))
    session.flush()
    facts |= {
        "decision": made.id or 0,
        "ruling": ruling.value,
        "text": said.id,
        "digest": said.digest,
        "reasons": why.id,
        "reasons_digest": why.digest,
    }
    if document is not None:
        facts |= attachment.add(session, document, alt=alt, decision_id=made.id or 0)
    elif staged:
        facts |= attachment.claim(session, staged, alt=alt, decision_id=made.id or 0)
    record(session, submission.stream, EventKind.DECIDED, by=by, facts=facts)
    six_months.decided(session, submission, by=by, why=why)
    return made


def latest(session: Session, submission_id: int) -> Decision | None:
    return session.scalars(
        select(Decision)
        .where(decisions.c.submission_id == submission_id)
        .order_by(decisions.c.id.desc())
        .limit(1)
    ).first()


def post_minutes(
    session: Session,
    submission: Submission,
    decision: Decision,
    *,
    by: Actor,
    on: dt.date,
) -> int:
    """The approved minutes are on the notice board: now there is a last day to appeal."""
    if not decision.appealable:
        raise NotAllowed("not_appealable")
    if on < decision.decided_on:
        raise Invalid("minutes_posted", "before_decision")
    return approve(session, submission, decision, by=by, posted=on)


def approve(
    session: Session,
    submission: Submission,
    decision: Decision,
    *,
    by: Actor,
    approved: dt.date | None = None,
    posted: dt.date | None = None,
) -> int:
    """The minutes are approved, and perhaps posted: it is preliminary no more."""
    facts: dict[str, str | int] = {"decision": decision.id or 0}
    decision.preliminary = False
    if approved is not None:
        facts["minutes_approved"] = approved.isoformat()
    if posted is not None and decision.appealable:
        decision.minutes_posted = posted
        decision.appeal_by = appeal_last_day(posted)
        facts["minutes_posted"] = posted.isoformat()
    session.add(decision)
    session.flush()
    return record(session, submission.stream, EventKind.EDITED, by=by, facts=facts)
