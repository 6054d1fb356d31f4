"""A case's number, however it is written: whole, or the last part of it alone."""

import re

from sqlalchemy import select
from sqlmodel import Session

from models.calendar import today
from models.permissions_of_cases import visible
from models.register.numbers import owner
from models.submission import submissions
from models.viewer import Viewer

YEARS_BACK = 10
_NUMBER = re.compile(
    r"(?:nr\.?|no\.?|#)?\s*(?:(\d{4})\s*[-\u2010-\u2015/ ]\s*)?(\d{1,7})", re.IGNORECASE
)


def numbered(session: Session, asked: str, viewer: Viewer, contacts: list[int]) -> str | None:
    """The reference that `asked` means, if `viewer` may see that case: else None, as for no case.

    Of "123" without a year the newest such case is meant. A number of the register is one too.
    """
    found = _NUMBER.fullmatch(asked.strip())
    if found is None:
        return _registered(session, asked, viewer, contacts)
    last = today().year
    years = [found[1]] if found[1] else [str(last - back) for back in range(YEARS_BACK)]
    references = [f"{year}-{int(found[2]):05d}" for year in years]
    rows = session.execute(
        select(submissions)
        .where(submissions.c.reference.in_(references))
        .order_by(submissions.c.reference.desc())
    )
    return next((row.reference for row in rows if visible(session, row, viewer, contacts)), None)


def _registered(session: Session, asked: str, viewer: Viewer, contacts: list[int]) -> str | None:
    """The same by its number in the register, or by one that it had before."""
    case_id = owner(session, asked)
    if case_id is None:
        return None
    row = session.execute(select(submissions).where(submissions.c.id == case_id)).one()
    return row.reference if visible(session, row, viewer, contacts) else None
