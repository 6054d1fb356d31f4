"""Who may open a person's own pages: whoever is signed in, and for some who has just shown it."""

from models.errors import NotFound
from web.answers import Go
from web.visit import Visit


def stranger(visit: Visit, here: str) -> Go | None:
    """Where somebody who is not signed in is led to; None for whoever is."""
    return Go(f"/sign-in?next={here}") if visit.viewer.person_id is None else None


def stale(visit: Visit, here: str) -> Go | None:
    """As `stranger`, and where she shows once more that it is her, if that was long ago (T18)."""
    led = stranger(visit, here)
    if led is None and not visit.viewer.is_fresh:
        led = Go(f"/sign-in/again?next={here}")
    return led


def who(visit: Visit) -> int:
    """Whoever is signed in. Raises NotFound for anybody else."""
    if visit.viewer.person_id is None:
        raise NotFound
    return visit.viewer.person_id
