"""What the clock does with dialogues: it notes that phases open and close, and so lets it be told.

What may be done in a phase never waits for it (models.dialogue.phases). Each thing is noted exactly
once, in the order of its time, however late the clock comes and however often. A vote that has
nothing to vote on opens when its ballot is laid out, so that nobody is called to an empty page.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, or_, select, update
from sqlmodel import Session

from models.actor import SYSTEM
from models.calendar import DAY, Moment, now
from models.database import table_of
from models.dialogue import keeping, unready
from models.dialogue.finding import phases_of
from models.dialogue.keeping import Held
from models.dialogue.kinds import ALLOWED, PhaseKind
from models.dialogue.phases import GOES_ON
from models.dialogue.row import phases
from models.event import EventKind, record
from models.states import Status
from models.submission import Submission

LAST_DAYS = 3 * DAY
"""How long before a phase closes it is told that it soon does."""
SHORT = 7 * DAY
"""A phase shorter than this has no last days: it was told of a moment ago."""
A_FEW = 50
"""Dialogues in one round of the clock; the next ones come a second later."""
LISTENS = frozenset(kind for kind in PhaseKind if ALLOWED[kind]) - {PhaseKind.DRAFT_RESULT}
"""Kinds whose end ends the listening. A draft of the result is what comes of it, and is discussed
while the rest is put together.
"""

_p = phases.c
_cases = table_of(Submission)


class _Due(NamedTuple):
    """Something whose time has come. Of one moment what closes comes before what opens."""

    at: Moment
    rank: int
    phase: Row[Any]
    kind: EventKind


_RANKS = {EventKind.PHASE_CLOSED: 0, EventKind.PHASE_OPENED: 1, EventKind.LAST_DAYS: 2}
_NOTED = {
    EventKind.PHASE_OPENED: _p.opened_at,
    EventKind.PHASE_CLOSED: _p.closed_at,
    EventKind.LAST_DAYS: _p.last_days_at,
}


def due(session: Session) -> Sequence[str]:
    """The references of dialogues of which something is to be noted now, A_FEW at most. Nothing of
    drafts, nor of those that are closed or broken off.
    """
    at = now()
    is_open = and_(_p.opens_at <= at, _p.closed_at.is_(None))
    can_be_told = and_(is_open, ~unready.HAS_NO_BALLOT)
    wanted = or_(
        and_(can_be_told, _p.opened_at.is_(None)),
        and_(is_open, _p.closes_at <= at),
        and_(
            can_be_told,
            _p.closes_at <= at + LAST_DAYS,
            _p.last_days_at.is_(None),
            _p.closes_at - _p.opens_at >= SHORT,
            _p.kind.in_([kind for kind in PhaseKind if ALLOWED[kind]]),
        ),
    )
    return session.scalars(
        select(_cases.c.reference)
        .join(phases, _p.submission_id == _cases.c.id)
        .where(_cases.c.status.in_(GOES_ON), wanted)
        .distinct()
        .order_by(_cases.c.reference)
        .limit(A_FEW)
    ).all()


def ring(session: Session, reference: str) -> bool:
    """Note everything that is due of one dialogue; False when somebody has done so before."""
    held = keeping.hold(session, reference)
    if held.case.status not in GOES_ON:
        return False
    planned = phases_of(session, held.case.id or 0)
    waiting = {phase.id for phase in unready.votes(session, held.case.id or 0)}
    done = False
    due_now = sorted(_due(planned, waiting), key=lambda one: (one.at, one.rank, one.phase.position))
    for one in due_now:
        if _note(session, one):
            done = True
            _tell(session, held, one, planned)
    return done


def _due(planned: Sequence[Row[Any]], waiting: Container[int]) -> Iterator[_Due]:
    at = now()
    for phase in planned:
        if phase.id in waiting:
            continue
        times = {
            EventKind.PHASE_OPENED: phase.opens_at,
            EventKind.PHASE_CLOSED: phase.closes_at,
        }
        warned = phase.closes_at - LAST_DAYS
        # Whoever hears that it has closed need not hear that it soon will.
        if _has_last_days(phase) and at < phase.closes_at:
            times[EventKind.LAST_DAYS] = warned
        for kind, moment in times.items():
            if moment <= at:
                yield _Due(moment, _RANKS[kind], phase, kind)


def _has_last_days(phase: Row[Any]) -> bool:
    return bool(ALLOWED[phase.kind]) and phase.closes_at - phase.opens_at >= SHORT


def _note(session: Session, due: _Due) -> bool:
    """Whether it was noted just now, and not before by another clock."""
    column = _NOTED[due.kind]
    found = update(phases).where(_p.id == due.phase.id, column.is_(None))
    noted = session.execute(found.values({column.key: now()}).returning(_p.id))
    return noted.first() is not None


def _tell(session: Session, held: Held, due: _Due, planned: Sequence[Row[Any]]) -> None:
    """The event, and the step that it brings about: the first phase to open opens the dialogue, and
    the last one in which residents may do something ends the listening.
    """
    phase = due.phase
    if due.kind is EventKind.PHASE_OPENED and held.case.status is Status.COMING:
        keeping.move(session, held, Status.OPEN, by=SYSTEM, phase_id=phase.id)
    facts: dict[str, str | int] = {
        "phase": phase.id,
        "phase_kind": phase.kind.value,
        "opens": phase.opens_at,
        "closes": phase.closes_at,
    }
    if due.kind is EventKind.PHASE_OPENED and phase.closes_at <= now():
        # The clock had stopped all the while: it is history, and no news to anybody.
        facts["over"] = 1
    record(session, held.case.stream, due.kind, by=SYSTEM, facts=facts)
    ends = due.kind is EventKind.PHASE_CLOSED and bool(ALLOWED[phase.kind])
    if ends and held.case.status is Status.OPEN and not _listens_on(planned, due.at):
        keeping.move(session, held, Status.ANALYSIS, by=SYSTEM, phase_id=phase.id)


def _listens_on(planned: Sequence[Row[Any]], at: Moment) -> bool:
    return any(phase.kind in LISTENS and phase.closes_at > at for phase in planned)
