"""What a unit's page tells of its work: how its promises were kept lately, what waits there."""

from datetime import timedelta

from sqlalchemy import bindparam, func, select, text
from sqlmodel import Session

from models.calendar import now, start_of, today
from models.keeping import DAYS, LATE, Figures
from models.submission import submissions
from models.submission_indexes import ELSEWHERE_SQL, GOES_ON_SQL, PROMISED_SQL

_s = submissions.c
_OF_UNIT = _s.unit_id == bindparam("unit")
_ANSWERED = select(func.count(), func.count().filter(_s.kept)).where(
    _OF_UNIT, _s.answered_at >= bindparam("since")
)
_LATE = select(func.count()).where(_OF_UNIT, LATE)
# The conditions as the partial indexes of the desk have them: nothing else is read.
_WAITING = tuple(
    select(func.count()).where(_OF_UNIT, text(words.replace("AND ", "AND submission.")))
    for words in (f"submission.{one}" for one in (PROMISED_SQL, GOES_ON_SQL, ELSEWHERE_SQL))
)


def kept(session: Session, unit_id: int) -> Figures:
    """How a unit kept what was promised, as models.keeping counts it: of what it has, shown or not,
    all that was answered in the last ninety days, and all that waits past its day.
    """
    day = today()
    answered, in_time = session.execute(
        _ANSWERED, {"unit": unit_id, "since": start_of(day - timedelta(days=DAYS))}
    ).one()
    late = session.execute(_LATE, {"unit": unit_id, "day": day, "now": now()}).scalar_one()
    return Figures(answered, in_time, late)


def waiting(session: Session, unit_id: int) -> int:
    """How many cases a unit has that are not over, shown or not. Those that wait for others are
    among them.
    """
    counted: list[int] = [session.execute(one, {"unit": unit_id}).scalar_one() for one in _WAITING]
    return sum(counted)
