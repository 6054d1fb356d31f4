"""The blind second look: another moderator judges a text without knowing what the first one said.

It changes nothing for the text. It tells how far we agree, and shows a lead where we do not (spec
MQ-16). Which texts is drawn by lot (moderation.noting).
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select
from sqlmodel import Session

from models.actor import Actor
from models.before_verdict import is_undone
from models.calendar import Moment, now
from models.comment import comments
from models.database import changed, table_of
from models.dialogue.kinds import Section
from models.errors import Invalid, NotFound, Stale
from models.event import Event
from models.permissions import Action
from models.permissions_of_cases import reached
from models.person import Contact
from models.review import reviewables
from models.second_look import WAITS, looks
from models.states import Kind
from models.submission import submissions
from models.text import Text
from models.verdict import Judgement, verdicts
from models.viewer import Viewer
from moderation.agreement import Agreement, agreement
from moderation.reasons import Reason

SHOWN = 50

_texts, _contacts, _events = table_of(Text), table_of(Contact), table_of(Event)
_l, _v, _r, _s, _c = looks.c, verdicts.c, reviewables.c, submissions.c, comments.c


class Look(NamedTuple):
    """A text to be judged, and nothing of what became of it."""

    id: int
    submission_id: int
    kind: Kind
    target: str
    section: Section | None
    title: str
    html: str


class Disagreement(NamedTuple):
    """Where a second one judged otherwise: both judgements, for the lead."""

    id: int
    item_id: int
    judged_at: Moment
    reference: str
    judgement: Judgement
    reason: str | None
    shown: bool
    other_reason: str | None


def waiting(session: Session, viewer: Viewer) -> int:
    """How many texts wait for a second look of the viewer's."""
    wanted = select(func.count()).select_from(_open(session, viewer).subquery())
    return int(session.execute(wanted).scalar_one())


def next_one(session: Session, viewer: Viewer) -> Look | None:
    """The text that has waited longest for her; None when there is none."""
    row = session.execute(_open(session, viewer).order_by(_l.drawn_at, _l.id).limit(1)).first()
    return None if row is None else _look(row)


def one(session: Session, viewer: Viewer, look_id: int) -> Look:
    """A text that waits for her. Raises NotFound, also when somebody has judged it meanwhile."""
    row = session.execute(_open(session, viewer).where(_l.id == look_id)).first()
    if row is None:
        raise NotFound(str(look_id))
    return _look(row)


def judge(
    session: Session,
    viewer: Viewer,
    look_id: int,
    *,
    by: Actor,
    shown: bool,
    reason: str | None = None,
) -> None:
    """Say whether one would show the text; if not, for which reason of the list.

    Raises NotFound for whoever has no business with it, Invalid for `reason`, Stale when somebody
    else was faster.
    """
    row = session.execute(_hers(session, viewer).where(_l.id == look_id)).first()
    if row is None:
        raise NotFound(str(look_id))
    why = None if shown else _reason(reason)
    judged = changed(
        session,
        looks.update()
        .where(_l.id == look_id, _l.judged_at.is_(None))
        .values(by_id=by.person_id, judged_at=now(), shown=shown, reason=why),
    )
    if judged != 1:
        raise Stale


def _reason(given: str | None) -> str:
    if not given:
        raise Invalid("reason", "missing")
    try:
        return Reason(given).value
    except ValueError:
        raise Invalid("reason", "unknown") from None


def _open(session: Session, viewer: Viewer) -> Select[Any]:
    return _hers(session, viewer).where(WAITS)


def _hers(session: Session, viewer: Viewer) -> Select[Any]:
    """What she may judge: texts of her area that somebody else has judged and she did not write."""
    first = _events.alias("first")
    handed_in = and_(
        _v.comment_id.is_(None),
        select(first.c.id)
        .where(
            first.c.stream == func.concat("submission-", _s.reference),
            first.c.seq == 1,
            first.c.actor_id == viewer.person_id,
        )
        .exists(),
    )
    hers = select(_contacts.c.id).where(_contacts.c.person_id == viewer.person_id)
    written_by = func.coalesce(_c.contact_id, _s.contact_id)
    return (
        select(
            _l.id,
            _s.id.label("submission_id"),
            _s.kind,
            _v.comment_id,
            _c.section,
            _texts.c.title,
            _texts.c.html,
        )
        .join(verdicts, _v.id == _l.verdict_id)
        # Once its words are disposed of, or others stand there, nobody looks any more.
        .join(reviewables, and_(_r.id == _v.reviewable_id, _r.text_id == _l.text_id))
        .join(_texts, _texts.c.id == _l.text_id)
        .join(submissions, _s.id == _v.submission_id)
        .outerjoin(comments, _c.id == _v.comment_id)
        .where(
            _v.by_id != viewer.person_id,
            or_(written_by.is_(None), written_by.not_in(hers)),
            not_(handed_in),
            reached(session, viewer, Action.JUDGE),
        )
    )


def _look(row: Row[Any]) -> Look:
    return Look(
        id=row.id,
        submission_id=row.submission_id,
        kind=row.kind,
        target="submission" if row.comment_id is None else "comment",
        section=row.section,
        title=row.title,
        html=row.html,
    )


def agreed(session: Session, since: Moment, until: Moment) -> Agreement:
    """How far two agree about the texts that were looked at again in this time: shown or not."""
    rows = session.execute(
        select(_v.judgement, _l.shown, func.count())
        .join(verdicts, _v.id == _l.verdict_id)
        .where(_l.judged_at.between(since, until), ~is_undone())
        .group_by(_v.judgement, _l.shown)
    )
    return agreement(
        pair
        for judgement, shown, count in rows
        for pair in [(judgement == Judgement.PUBLISH, shown)] * count
    )


def disagreements(session: Session, viewer: Viewer, *, most: int = SHOWN) -> list[Disagreement]:
    """Where the second one said otherwise, the newest first, of the cases the viewer may judge."""
    first_showed: ColumnElement[bool] = _v.judgement == Judgement.PUBLISH
    rows = session.execute(
        select(
            _l.id,
            _v.reviewable_id,
            _l.judged_at,
            _s.reference,
            _v.judgement,
            _v.reason,
            _l.shown,
            _l.reason.label("other_reason"),
        )
        .join(verdicts, _v.id == _l.verdict_id)
        .join(submissions, _s.id == _v.submission_id)
        .where(
            _l.judged_at.is_not(None),
            or_(and_(first_showed, ~_l.shown), and_(~first_showed, _l.shown)),
            ~is_undone(),
            reached(session, viewer, Action.JUDGE),
        )
        .order_by(_l.judged_at.desc(), _l.id.desc())
        .limit(most)
    )
    return [Disagreement(*row) for row in rows]
