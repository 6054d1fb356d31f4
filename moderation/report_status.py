"""What became of a report, as whoever made it may know it: not who wrote, nor what is not shown."""

from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session

from models import suppression
from models.before_verdict import is_undone
from models.calendar import Moment, now
from models.comment import comments
from models.database import table_of
from models.errors import NotFound
from models.report import DECIDES, Decision, reports
from models.review import ReviewState, reviewables
from models.states import PUBLIC, Kind, Publication
from models.submission import submissions
from models.text import Text
from models.verdict import undo_lasts, verdicts
from moderation.reasons import GROUNDS, Ground, Reason

_texts = table_of(Text)
_r, _v, _s, _c = reports.c, verdicts.c, submissions.c, comments.c


class Standing(NamedTuple):
    """One report. `decision` is None until a person has decided and nothing can be taken back;
    `earlier` says that she had looked at the same words before this report came. `reason` and
    `ground` are the decision's, None where the text stays. `hidden`: it is not shown meanwhile.
    `over`: its writer took it back, or a rule erased it. `title`, `reference` and `number` are
    empty unless everyone can read the text now.
    """

    id: int
    said: Reason
    at: Moment
    due_at: Moment | None
    decision: Decision | None
    decided_at: Moment | None
    verdict_id: int | None
    earlier: bool
    reason: Reason | None
    ground: Ground | None
    hidden: bool
    over: bool
    reach: str
    """`mail`, `unreached` where letters come back, `none` where she left no address."""
    title: str
    kind: Kind
    reference: str
    number: int | None

    @property
    def late(self) -> bool:
        """Whether the promised time has passed, or passed before it was decided."""
        return self.due_at is not None and (self.decided_at or now()) > self.due_at


def ripe() -> Any:
    """The condition, over verdict: a person decided, and can take it back no more."""
    return (
        _v.by_id.is_not(None)
        & _v.judgement.in_(tuple(DECIDES))
        & (_v.at <= now() - undo_lasts())
        & ~is_undone()
    )


def code_of(session: Session, report_id: int) -> str:
    """The code of the page of a report that was made just now."""
    return str(session.execute(select(_r.code).where(_r.id == report_id)).scalar_one())


def of_code(session: Session, code: str) -> Standing:
    """How a report stands, for whoever has the code of its page. Raises NotFound."""
    row = session.execute(_one().where(_r.code == code)).first()
    if row is None or not code:
        raise NotFound(code)
    return _standing(session, row)


def _one() -> Select[Any]:
    return (
        select(
            _r.id,
            _r.reviewable_id,
            _r.reason,
            _r.at,
            _r.due_at,
            _r.contact_id,
            _r.code,
            reviewables.c.state,
            _s.kind,
            _s.reference,
            _s.publication.label("case_publication"),
            func.coalesce(_c.publication, _s.publication).label("publication"),
            _c.number,
            _texts.c.title,
        )
        .join(reviewables, reviewables.c.id == _r.reviewable_id)
        .outerjoin(comments, _c.id == reviewables.c.comment_id)
        .join(submissions, _s.id == func.coalesce(reviewables.c.submission_id, _c.submission_id))
        .join(_texts, _texts.c.id == _s.text_id)
    )


def _standing(session: Session, row: Row[Any]) -> Standing:
    judged = session.execute(
        select(_v.id, _v.judgement, _v.reason, _v.at)
        .where(_v.reviewable_id == row.reviewable_id, ripe())
        .order_by(_v.id.desc())
        .limit(1)
    ).first()
    decision = DECIDES[judged.judgement] if judged else None
    why = Reason(judged.reason) if judged and judged.reason else None
    public = row.case_publication in PUBLIC and row.publication in PUBLIC
    return Standing(
        id=row.id,
        said=Reason(row.reason),
        at=row.at,
        due_at=row.due_at,
        decision=decision,
        decided_at=judged.at if judged else None,
        verdict_id=judged.id if judged else None,
        earlier=judged is not None and judged.at < row.at,
        reason=why,
        ground=GROUNDS[why] if why else None,
        hidden=decision is None and row.publication == Publication.HIDDEN,
        over=decision is None and row.state == ReviewState.IGNORED,
        reach=_reach(session, row.contact_id),
        title=row.title if public else "",
        kind=row.kind,
        reference=row.reference if public else "",
        number=row.number if public else None,
    )


def _reach(session: Session, contact_id: int | None) -> str:
    if contact_id is None:
        return "none"
    return "unreached" if suppression.standing(session, [contact_id]) is not None else "mail"
