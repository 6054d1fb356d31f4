"""The phases of a dialogue: laid out while it is a draft, and changed in the open afterwards."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.database import lock_rows
from models.dialogue import participants
from models.dialogue.keeping import Held
from models.dialogue.kinds import PhaseKind
from models.dialogue.outcome import reports
from models.dialogue.row import Phase, phases
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import EventKind, record
from models.states import PUBLIC

MOST = 30
"""Phases of one dialogue."""
_p = phases.c


@dataclass(frozen=True)
class Planned:
    """What the form says of a phase. It is open from `opens_at` until just before `closes_at`."""

    kind: PhaseKind
    opens_at: Moment
    closes_at: Moment
    title: str = ""
    words: str = ""
    part_id: int | None = None


def add(session: Session, held: Held, planned: Planned, *, by: Actor) -> Phase:
    """Lay out one more phase, after the others. Phases may overlap: what each lets do may be done.

    Raises Invalid for `closes_at`: not after it opens, or passed already.
    """
    _check(planned)
    last = select(func.count(), func.max(_p.position)).where(_p.submission_id == held.case.id)
    count, position = session.execute(last).one()
    if count >= MOST:
        raise NotAllowed("phases_full")
    phase = Phase(submission_id=held.case.id or 0, position=(position or 0) + 1, **vars(planned))
    session.add(phase)
    session.flush()
    _changed(session, held, phase, by=by, added=1)
    return phase


def take(session: Session, held: Held, phase_id: int, *, version: int | None = None) -> Phase:
    """A phase of this dialogue, locked. Raises NotFound, or Stale when it was changed since."""
    phase: Phase | None = session.scalars(
        lock_rows(select(Phase).where(_p.id == phase_id, _p.submission_id == held.case.id))
    ).first()
    if phase is None:
        raise NotFound(str(phase_id))
    if version is not None and version != phase.version:
        raise Stale
    return phase


def change(session: Session, held: Held, phase: Phase, planned: Planned, *, by: Actor) -> None:
    """Other times or words. Of a phase that has opened neither its kind nor when it opened can be
    changed; followers are told of a new end by the event, and whoever wrote in it by a letter of
    her own (models.dialogue.participants). Raises as `add`, and NotAllowed with `phase_open` or
    `phase_over`.
    """
    if is_over(held, phase):
        raise NotAllowed("phase_over")
    moved = (planned.kind, planned.opens_at) != (phase.kind, phase.opens_at)
    if moved and has_begun(held, phase):
        raise NotAllowed("phase_open")
    _check(planned)
    was = (phase.opens_at, phase.closes_at)
    for name, value in vars(planned).items():
        setattr(phase, name, value)
    if phase.closes_at != was[1]:
        phase.last_days_at = None
    phase.version += 1
    session.add(phase)
    session.flush()
    _changed(session, held, phase, by=by, was_opens=was[0], was_closes=was[1])
    if has_begun(held, phase) and phase.closes_at != was[1]:
        participants.tell(session, phase)


def remove(session: Session, held: Held, phase: Phase, *, by: Actor) -> None:
    """Take away a phase that has not opened. Raises NotAllowed with `phase_open`, and with
    `phase_told` where what came of it has been written down: the dialogue was open once.
    """
    if has_begun(held, phase):
        raise NotAllowed("phase_open")
    if session.execute(select(reports.c.id).where(reports.c.phase_id == phase.id)).first():
        raise NotAllowed("phase_told")
    session.delete(phase)
    session.flush()
    _changed(session, held, phase, by=by, removed=1)


def has_begun(held: Held, phase: Phase) -> bool:
    """Whether anybody could have taken part: in a draft nobody could, whatever its times say."""
    return held.case.publication in PUBLIC and phase.opens_at <= now()


def is_over(held: Held, phase: Phase) -> bool:
    """Whether it has closed, where it could have been open."""
    return held.case.publication in PUBLIC and phase.closes_at <= now()


def _check(planned: Planned) -> None:
    if planned.closes_at <= planned.opens_at:
        raise Invalid("closes_at", "before")
    if planned.closes_at <= now():
        raise Invalid("closes_at", "passed")


def _changed(session: Session, held: Held, phase: Phase, *, by: Actor, **facts: int) -> None:
    held.dialogue.updated_at = now()
    held.dialogue.version += 1
    session.add(held.dialogue)
    session.flush()
    record(
        session,
        held.case.stream,
        EventKind.PHASE_CHANGED,
        by=by,
        facts={
            "phase": phase.id or 0,
            "phase_kind": phase.kind.value,
            "opens": phase.opens_at,
            "closes": phase.closes_at,
            **facts,
        },
        public=held.case.publication in PUBLIC,
    )
