"""Changing an occasion that people may have signed up for, and telling them."""

from sqlmodel import Session

from models.actor import Actor
from models.calendar import now
from models.dialogue import occasion_letter, occasions
from models.dialogue.keeping import Held
from models.dialogue.occasions import Occasion, Planned
from models.errors import Invalid


def change(session: Session, held: Held, found: Occasion, planned: Planned, *, by: Actor) -> None:
    """Other words, another time or place, of which whoever comes is told. Raises as
    `occasions.plan`, Invalid for `seats` where more people come already, and NotAllowed with
    `occasion_over` once it has begun, or `occasion_cancelled`.
    """
    occasions.check_ahead(found)
    occasions.check(planned)
    if planned.seats is not None and planned.seats < occasions.coming(session, found.id or 0):
        raise Invalid("seats", "taken")
    was = (found.starts_at, found.place)
    for name, value in vars(planned).items():
        setattr(found, name, value)
    occasions.keep(session, held, found, by=by)
    if (found.starts_at, found.place) != was:
        occasion_letter.tell(session, found)


def cancel(session: Session, held: Held, found: Occasion, *, by: Actor) -> None:
    """It is not held; everyone goes on reading that it was to be. Raises NotAllowed as `change`."""
    occasions.check_ahead(found)
    found.cancelled_at = now()
    occasions.keep(session, held, found, by=by, cancelled=1)
    occasion_letter.tell(session, found)
