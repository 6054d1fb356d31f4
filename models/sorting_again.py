"""Having everything that waits for review sorted anew, because a town looks for other words now."""

from sqlalchemy import case, update
from sqlmodel import Session

from models.review import IS_OPEN, reviewables

_SEEN = reviewables.c.screened
_AGAIN = update(reviewables).where(IS_OPEN).values(screened=case((_SEEN > 0, -1), else_=_SEEN - 1))


def sort_again(session: Session) -> None:
    """Every open item is looked at anew, and by the words of now: below 0 it is another number each
    time, so that whoever looked with the former words meanwhile writes down nothing.
    """
    session.execute(_AGAIN, execution_options={"synchronize_session": False})
