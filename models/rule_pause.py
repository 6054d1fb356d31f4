"""Pausing the rule that shows what nobody read in time: with a reason that everyone can read."""

from sqlalchemy import Column, select, update
from sqlmodel import Field, Session, SQLModel

from models import review
from models.actor import Actor
from models.calendar import Moment, now
from models.database import id_column, moment_column, table_of
from models.errors import Invalid, Stale
from models.event import EventKind, record
from models.masking import Masked
from models.profile import CONFIGURATION
from models.prose import clean

LONGEST = 300
"""Characters of a reason."""


class RulePause(SQLModel, table=True):
    """One pause. Who made it stands in the stream of what was configured, with her name for staff
    alone; the reason is the municipality's word to everyone.
    """

    __tablename__ = "rule_pause"

    id: int | None = Field(default=None, sa_column=id_column())
    reason: str = Field(sa_column=Column(Masked(LONGEST), nullable=False))
    from_at: Moment = Field(sa_column=moment_column())
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


rule_pauses = table_of(RulePause)


def present(session: Session) -> RulePause | None:
    """The pause that holds now."""
    found: RulePause | None = session.scalars(
        select(RulePause)
        .where(rule_pauses.c.ended_at.is_(None))
        .order_by(rule_pauses.c.id.desc())
        .limit(1)
    ).first()
    return found


def begin(session: Session, reason: str, *, by: Actor) -> RulePause:
    """Pause the rule: what it warned of, it warns of anew when it goes on.

    Raises Invalid for `reason`: missing or too_long; Stale where somebody has paused it already.
    """
    said = clean(reason)
    if not said:
        raise Invalid("reason", "missing")
    if len(said) > LONGEST:
        raise Invalid("reason", "too_long", over=len(said) - LONGEST)
    if present(session) is not None:
        raise Stale
    made = RulePause(reason=said, from_at=now())
    session.add(made)
    session.flush()
    review.forget_the_rule(session)
    _note(session, "paused", made, by)
    return made


def end(session: Session, *, by: Actor) -> None:
    """Let the rule go on. Pressed twice it is one change."""
    pause = present(session)
    if pause is None:
        return
    # All of them: two that were begun in one moment are one to everybody.
    session.execute(
        update(rule_pauses).where(rule_pauses.c.ended_at.is_(None)).values(ended_at=now())
    )
    session.expire(pause)
    _note(session, "resumed", pause, by)


def _note(session: Session, what: str, pause: RulePause, by: Actor) -> None:
    record(
        session,
        CONFIGURATION,
        EventKind.RECONFIGURED,
        by=by,
        facts={"rule": what, "pause": pause.id or 0},
        public=False,
    )
