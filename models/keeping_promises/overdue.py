"""What is late, in public: cases that have waited half as long again as was promised (ST-16).

Of a case that everyone may read its title, its unit, why and the new day; all others are a number.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlmodel import Session

from models.calendar import Moment
from models.database import table_of
from models.keeping_promises.results import OVER
from models.keeping_promises.row import EXPOSES, Which, clocks, escalations
from models.organisation import Unit
from models.particulars import particulars
from models.states import OPEN_STATUSES, PUBLIC
from models.submission import submissions
from models.text import Text

PAGE = 50

_texts = table_of(Text)
_why = _texts.alias("why")
_units = table_of(Unit)
_s, _k, _e, _p = submissions.c, clocks.c, escalations.c, particulars.c

_EXPOSED = and_(
    _e.submission_id == _k.submission_id,
    _e.which == _k.which,
    _e.cycle == _k.cycle,
    _e.level == EXPOSES,
)
_WAITS = (
    OVER,
    _k.which.in_((Which.FIRST, Which.DECIDE)),
    _s.status.in_(OPEN_STATUSES),
)


@dataclass(frozen=True)
class Late:
    """`late` broken promises of cases that still wait; of those half as long again over, `listed`
    stand in the public list, and `hidden` are of cases that not everyone may read.
    """

    late: int
    listed: int
    hidden: int


def count(session: Session) -> Late:
    """How many there are, public or not."""
    public = _s.publication.in_(PUBLIC)
    row = session.execute(
        select(
            func.count().label("late"),
            func.count(_e.id).filter(public).label("listed"),
            func.count(_e.id).filter(~public).label("hidden"),
        )
        .select_from(clocks)
        .join(submissions, _s.id == _k.submission_id)
        .outerjoin(escalations, _EXPOSED)
        .where(*_WAITS)
    ).one()
    return Late(row.late, row.listed, row.hidden)


def page(session: Session, after: tuple[Moment, int] | None = None) -> list[Row[Any]]:
    """The public list, the longest over first, one more than `PAGE` where it goes on."""
    wanted = (
        select(
            _k.id,
            _k.which,
            _k.due_at,
            _s.reference,
            _s.kind,
            _texts.c.title,
            _units.c.slug.label("unit"),
            _units.c.name_sv,
            _units.c.name_en,
            _why.c.source.label("reason"),
            _p.delay_day,
        )
        .select_from(clocks)
        .join(submissions, _s.id == _k.submission_id)
        .join(escalations, _EXPOSED)
        .join(_texts, _texts.c.id == _s.text_id)
        .join(_units, _units.c.id == _s.unit_id)
        .outerjoin(particulars, _p.submission_id == _s.id)
        .outerjoin(_why, _why.c.id == _p.delay_text_id)
        .where(*_WAITS, _s.publication.in_(PUBLIC))
        .order_by(_k.due_at, _k.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        at, last = after
        wanted = wanted.where((_k.due_at > at) | ((_k.due_at == at) & (_k.id > last)))
    return list(session.execute(wanted))
