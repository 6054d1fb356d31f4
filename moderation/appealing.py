"""Taking in an appeal against a verdict or a sanction: from whom, until when, once (MQ-11)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlmodel import Session

from models import form_key, text
from models import review_appeal as rows
from models.actor import Actor
from models.before_verdict import is_undone
from models.calendar import local, now
from models.database import table_of
from models.errors import Invalid, NotAllowed, NotFound
from models.event import EventKind, open_stream, record
from models.prose import clean
from models.report import Report
from models.review_appeal import MOST_WORDS, Party, ReviewAppeal, appeals, last_day
from models.sanction import Sanction, sanctions
from models.verdict import Judgement, verdicts
from moderation import appeal_letters
from moderation.in_force import locked, over
from moderation.subjects import Subject

_reports = table_of(Report)
_a, _v = appeals.c, verdicts.c


@dataclass(frozen=True)
class Against:
    """What somebody appeals, and as whom. Of `verdict_id` and `sanction_id` exactly one is set."""

    verdict_id: int | None = None
    sanction_id: int | None = None
    report_id: int | None = None
    """The report of somebody who reported the text; None for an author."""

    @property
    def party(self) -> Party:
        return Party.AUTHOR if self.report_id is None else Party.REPORTER


@dataclass(frozen=True)
class Standing:
    """Whether somebody may appeal now, until when, and how it stands if she has.

    `why_not` is '' or a code: `too_late`, `again` (she has), `overtaken` (by a newer verdict),
    `no_longer` (nothing is held back any more). `appeal` has code, state, received_at, due_at,
    late, decided_at, outcome and reasons (HTML).
    """

    last_day: dt.date
    why_not: str
    appeal: Row[Any] | None

    @property
    def open(self) -> bool:
        return not self.why_not


def standing(session: Session, against: Against) -> Standing:
    """How it stands between one party and what she may appeal. Raises NotFound for what is not."""
    informed_at = _informed_at(session, against)
    day, appeal = last_day(informed_at), _hers(session, against)
    if appeal is not None:
        why_not = "again"
    elif local(now()).date() > day:
        why_not = "too_late"
    elif against.verdict_id is not None:
        why_not = over(session, against.verdict_id, against.party)
    else:
        why_not = _lifted(session, against)
    return Standing(day, why_not, appeal)


def judged(session: Session, report_id: int) -> int | None:
    """The verdict that a report led to: the last that a person gave on its item after it came, or
    the one that had let the same words stand and answered it beforehand.
    """
    found: int | None = session.execute(
        select(_v.id)
        .join(_reports, _reports.c.reviewable_id == _v.reviewable_id)
        .where(
            _reports.c.id == report_id,
            or_(_v.at >= _reports.c.at, _v.judgement == Judgement.KEEP),
            _v.by_id.is_not(None),
            ~is_undone(),
        )
        .order_by(_v.id.desc())
        .limit(1)
    ).scalar()
    return found


def appeal(
    session: Session,
    against: Against,
    *,
    by: Actor,
    words: str,
    form: str,
    contact_id: int | None,
    language: str,
) -> ReviewAppeal:
    """Take an appeal in; the same form posted again is the same appeal.

    Who somebody is, is the caller's to know: the writer, or whoever holds the code of a report.
    Raises Invalid for `text`, NotAllowed with a code of Standing as `appeal_...`.
    """
    said = _words(words)
    contents = form_key.digest(
        {"of": [against.verdict_id, against.sanction_id, against.report_id], "text": said}
    )
    known = form_key.earlier(session, form, contents)
    if known is not None:
        return session.get_one(ReviewAppeal, int(known))
    subject = locked(session, against.verdict_id)
    stands = standing(session, against)
    if stands.why_not:
        raise NotAllowed(f"appeal_{stands.why_not}", last_day=stands.last_day.isoformat())
    written = text.write(session, source=said)
    made = ReviewAppeal(
        code=rows.fresh_code(),
        submission_id=subject.submission.id if subject else None,
        verdict_id=against.verdict_id,
        sanction_id=against.sanction_id,
        report_id=against.report_id,
        party=against.party,
        contact_id=contact_id,
        language=language,
        text_id=written.id,
        received_at=now(),
        due_at=rows.due(),
    )
    session.add(made)
    session.flush()
    form_key.remember(session, form, contents, str(made.id))
    _record(session, made, subject, by, written.digest)
    appeal_letters.received(session, made)
    return made


def _record(
    session: Session, made: ReviewAppeal, subject: Subject | None, by: Actor, digest: str
) -> None:
    """One event in each stream; nobody but the party and staff learns of it."""
    kind, facts = EventKind.APPEALED, {"appeal": made.id, "party": made.party.value}
    open_stream(session, made.stream)
    own = {
        **facts,
        "verdict": made.verdict_id,
        "sanction": made.sanction_id,
        "text": made.text_id,
        "digest": digest,
    }
    record(session, made.stream, kind, by=by, facts=own, public=False)
    if subject is not None:
        of_case = facts | {"comment": subject.comment_id}
        record(session, subject.submission.stream, kind, by=by, facts=of_case, public=False)


def _words(given: str) -> str:
    said = clean(given)
    if not said:
        raise Invalid("text", "missing")
    if len(said) > MOST_WORDS:
        raise Invalid("text", "too_long", over=len(said) - MOST_WORDS)
    return said


def _informed_at(session: Session, against: Against) -> int:
    """When the party was told: the moment of what is appealed, or of a report that it answered
    beforehand.
    """
    if against.verdict_id is not None:
        wanted = select(_v.at).where(_v.id == against.verdict_id)
    else:
        wanted = select(sanctions.c.from_at).where(sanctions.c.id == against.sanction_id)
    at: int | None = session.execute(wanted).scalar()
    if at is None:
        raise NotFound
    if against.report_id is None:
        return at
    asked = select(_reports.c.at).where(_reports.c.id == against.report_id)
    return max(at, session.execute(asked).scalar() or at)


def _hers(session: Session, against: Against) -> Row[Any] | None:
    reasons = table_of(text.Text)
    return session.execute(
        select(
            _a.id,
            _a.code,
            _a.state,
            _a.received_at,
            _a.due_at,
            _a.decided_at,
            _a.outcome,
            (func.coalesce(_a.decided_at, now()) > _a.due_at).label("late"),
            reasons.c.html.label("reasons"),
        )
        .outerjoin(reasons, reasons.c.id == _a.reasons_id)
        .where(
            _a.verdict_id.is_not_distinct_from(against.verdict_id),
            _a.sanction_id.is_not_distinct_from(against.sanction_id),
            _a.report_id.is_not_distinct_from(against.report_id),
        )
    ).first()


def _lifted(session: Session, against: Against) -> str:
    measure = session.get_one(Sanction, against.sanction_id)
    return "no_longer" if measure.lifted_at is not None else ""
