"""The appeals that wait, and one in full, for whoever may decide them."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_
from sqlmodel import Session

from models.calendar import Moment, now
from models.comment import Comment, comments
from models.database import table_of
from models.dialogue.kinds import Section
from models.errors import NotFound
from models.permissions import Action, held
from models.permissions_of_cases import reached
from models.person import Person
from models.report import Report
from models.review_appeal import IS_WAITING, AppealState, Party, ReviewAppeal, appeals
from models.sanction import Sanction
from models.second_person import second_person
from models.states import PUBLIC
from models.submission import Submission, submissions
from models.text import Text
from models.verdict import Verdict, verdicts
from models.viewer import Viewer
from moderation import appeals as deciding
from moderation.deciders import deciders, involved
from moderation.four_eyes import name_of
from moderation.reversing import in_question
from moderation.screening import Hit, screen
from moderation.subjects import Subject

REPORTS_SHOWN = MOST_OUTSIDE = 20
"""The second: appeals that are looked at for the person whom the town has named."""

_texts = table_of(Text)
_people = table_of(Person)
_reports = table_of(Report)
_a, _s, _c, _v = appeals.c, submissions.c, comments.c, verdicts.c


class Waiting(NamedTuple):
    """One line of the list. `own`: whoever reads it gave a verdict on that text herself."""

    id: int
    code: str
    party: str
    received_at: Moment
    due_at: Moment
    kind: str | None
    reference: str | None
    section: Section | None
    number: int | None
    title: str
    own: bool

    @property
    def late(self) -> bool:
        return self.due_at < now()


@dataclass(frozen=True)
class Item:
    """One appeal with all that is needed to decide it.

    `words` is the appeal. Of a text: `title` and `text`, what would be shown, with what screening
    found in it; `public`: everyone reads it now; `moot`: nothing is held back any more.
    `verdict` has judgement, reason, message, at, by_name (None: a rule did it). Of a sanction:
    `sanction`. `may`: the reader may decide; `took_part` bars her; `alone`: nobody on the desk can.
    """

    appeal: ReviewAppeal
    words: Text | None
    reasons: Text | None
    decided_by: str
    submission: Submission | None
    comment: Comment | None
    title: str
    text: str
    hits: list[Hit]
    public: bool
    moot: bool
    verdict: Any
    sanction: Sanction | None
    reports: list[Any]
    may: bool
    took_part: bool
    alone: bool


def waiting(
    session: Session, viewer: Viewer, *, limit: int, after: tuple[Moment, int] | None = None
) -> list[Waiting]:
    """What the viewer may decide or see waiting, the one that is due first at the top."""
    wanted = _listed(viewer).where(IS_WAITING)
    if Action.JUDGE in held(viewer.posts):
        wanted = wanted.where(_hers(session, viewer))
    else:
        wanted = wanted.where(_a.id.in_(_left_outside(session, viewer)))
    if after is not None:
        wanted = wanted.where(tuple_(_a.due_at, _a.id) > after)
    rows = session.execute(wanted.order_by(_a.due_at, _a.id).limit(limit))
    return [Waiting(*row) for row in rows]


def check(session: Session, viewer: Viewer) -> None:
    """Raises NotFound for whoever neither judges texts nor is whom the town has named."""
    if Action.JUDGE not in held(viewer.posts) and viewer.person_id != second_person(session):
        raise NotFound


def count(session: Session, viewer: Viewer) -> tuple[int, int]:
    """How many wait for those whose desk the viewer shares, and how many of them are late."""
    if Action.JUDGE not in held(viewer.posts):
        return len(_left_outside(session, viewer)), 0
    row = session.execute(
        select(func.count(), func.count().filter(_a.due_at < now()))
        .select_from(appeals)
        .outerjoin(submissions, _s.id == _a.submission_id)
        .where(IS_WAITING, _hers(session, viewer))
    ).one()
    return row[0], row[1]


def item(session: Session, viewer: Viewer, code: str) -> Item:
    """One appeal, waiting or decided. Raises NotFound for whoever may not judge such texts."""
    appeal = deciding.find(session, code)
    able = deciders(session, appeal)
    _check(session, viewer, appeal, able)
    submission = session.get(Submission, appeal.submission_id) if appeal.submission_id else None
    verdict = session.get(Verdict, appeal.verdict_id) if appeal.verdict_id else None
    comment = session.get(Comment, verdict.comment_id) if verdict and verdict.comment_id else None
    words, public, moot = _words(session, appeal, submission, comment)
    return Item(
        appeal=appeal,
        words=session.get(Text, appeal.text_id) if appeal.text_id else None,
        reasons=session.get(Text, appeal.reasons_id) if appeal.reasons_id else None,
        decided_by=name_of(session, appeal.decided_by) or "",
        submission=submission,
        comment=comment,
        title=words.title if words else "",
        text=words.source if words else "",
        hits=list(screen(words.source)) if words else [],
        public=public,
        moot=moot,
        verdict=_verdict(session, verdict),
        sanction=session.get(Sanction, appeal.sanction_id) if appeal.sanction_id else None,
        reports=_reported(session, verdict),
        may=appeal.state is AppealState.WAITING and _may(session, viewer, able),
        took_part=viewer.person_id in involved(session, appeal),
        alone=not able,
    )


def _listed(viewer: Viewer) -> Select[Any]:
    earlier = verdicts.alias("earlier")
    own = exists().where(
        earlier.c.submission_id == _v.submission_id,
        earlier.c.comment_id.is_not_distinct_from(_v.comment_id),
        earlier.c.by_id == viewer.person_id,
    )
    return (
        select(
            _a.id,
            _a.code,
            _a.party,
            _a.received_at,
            _a.due_at,
            *(_s.kind, _s.reference, _c.section, _c.number),
            func.coalesce(_texts.c.title, ""),
            own,
        )
        .select_from(appeals)
        .outerjoin(verdicts, _v.id == _a.verdict_id)
        .outerjoin(submissions, _s.id == _a.submission_id)
        .outerjoin(comments, _c.id == _v.comment_id)
        .outerjoin(_texts, _texts.c.id == _s.text_id)
    )


def _hers(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """About a text that she judges, or about no text."""
    return or_(_a.submission_id.is_(None), reached(session, viewer, Action.JUDGE))


def _left_outside(session: Session, viewer: Viewer) -> list[int]:
    """Those that nobody on the desk can decide, where the viewer is whom the town has named."""
    if viewer.person_id is None or viewer.person_id != second_person(session):
        return []
    rows = session.scalars(
        select(ReviewAppeal).where(IS_WAITING).order_by(_a.due_at, _a.id).limit(MOST_OUTSIDE)
    )
    return [one.id or 0 for one in rows if not deciders(session, one)]


def _check(session: Session, viewer: Viewer, appeal: ReviewAppeal, able: list[int]) -> None:
    if Action.JUDGE in held(viewer.posts):
        seen = select(_a.id).select_from(appeals).outerjoin(submissions, _s.id == _a.submission_id)
        wanted = seen.where(_a.id == appeal.id, _hers(session, viewer))
        if session.execute(wanted).first() is not None:
            return
    if not _may(session, viewer, able):
        raise NotFound(appeal.code)


def _may(session: Session, viewer: Viewer, able: list[int]) -> bool:
    if able or viewer.person_id is None:
        return viewer.person_id in able
    return viewer.person_id == second_person(session)


def _words(
    session: Session, appeal: ReviewAppeal, submission: Submission | None, comment: Comment | None
) -> tuple[Text | None, bool, bool]:
    """The words it is about, whether everyone reads them now, and whether nothing is held back."""
    if submission is None or submission.disposal_id is not None:
        return None, False, False
    subject = Subject(submission, comment)
    public = submission.publication in PUBLIC and subject.thing.publication in PUBLIC
    if appeal.party is Party.REPORTER:
        return session.get(Text, subject.thing.text_id), public, not public
    found = in_question(session, subject)
    if found is None:
        return session.get(Text, subject.thing.text_id), public, True
    return found[1], public, False


def _verdict(session: Session, verdict: Verdict | None) -> Any:
    if verdict is None:
        return None
    return session.execute(
        select(_v.judgement, _v.reason, _v.message, _v.at, _people.c.name.label("by_name"))
        .outerjoin(_people, _people.c.id == _v.by_id)
        .where(_v.id == verdict.id)
    ).one()


def _reported(session: Session, verdict: Verdict | None) -> list[Any]:
    if verdict is None:
        return []
    return list(
        session.execute(
            select(_reports.c.reason, _reports.c.explanation, _reports.c.at)
            .where(_reports.c.reviewable_id == verdict.reviewable_id)
            .order_by(_reports.c.id.desc())
            .limit(REPORTS_SHOWN)
        )
    )
