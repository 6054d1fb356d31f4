"""What sessions and permissions cost a page: the processor's time for who reads, and what she may.

Asked as a request asks it, over and over in one transaction: whose cookie it is, whether the table
lets her in, what her menu shows, and whether a case is hers to read, to know the sender of and to
work on. A page that is kept for everyone asks nothing of this.
"""

import time
from collections.abc import Callable
from statistics import median

from sqlalchemy import select
from sqlmodel import Session

from models import permissions
from models.database import transaction
from models.organisation import units
from models.permissions import Action
from models.permissions_of_cases import may
from models.session import whose
from models.submission import submissions
from models.viewer import NOBODY
from tests import people
from tests.signed_in import signed_in
from web.entry import anyone, officials

ROUNDS, RUNS = 1_000, 5
MILLI = 1_000


def measure(row: Callable[[str, str], None]) -> None:
    """A row for each reader: of an official's page of a case, and of everyone's page of another."""
    with transaction() as session:
        people.municipality(session)
        unit_id = next(one.id for one in units(session) if not one.service_centre)
        case = people.a_submission(session, title="Ett ärende", shown=False)
        case.unit_id = unit_id
        session.add(case)
        per = people.official_of(session, "Permissions", unit_id)
        rosa = people.rosa(session)
        official, resident = (signed_in(session, one) for one in (per, rosa))
        case_id = case.id or 0
    with transaction(write=False) as session:
        for who, once in (
            ("an official's page", _official(session, official, case_id)),
            ("a resident's page", _resident(session, resident, case_id)),
            ("an anonymous page", _anonymous(session, case_id)),
        ):
            row(f"session, permissions: {who}", f"{_taken(once):.3f} ms")


def _row(session: Session, case_id: int) -> object:
    return session.execute(select(submissions).where(submissions.c.id == case_id)).one()


def _official(session: Session, cookie: str, case_id: int) -> Callable[[], None]:
    case = _row(session, case_id)

    def once() -> None:
        viewer = whose(session, cookie)
        officials.admits(viewer)
        permissions.held(viewer.posts)
        for action in (Action.READ, Action.DESK, Action.CONTACT, Action.WORK):
            may(session, viewer, action, case)

    return once


def _resident(session: Session, cookie: str, case_id: int) -> Callable[[], None]:
    case = _row(session, case_id)

    def once() -> None:
        viewer = whose(session, cookie)
        anyone.admits(viewer)
        permissions.held(viewer.posts)
        may(session, viewer, Action.READ, case, [case.contact_id])  # type: ignore[attr-defined]

    return once


def _anonymous(session: Session, case_id: int) -> Callable[[], None]:
    case = _row(session, case_id)

    def once() -> None:
        anyone.admits(NOBODY)
        may(session, NOBODY, Action.READ, case)

    return once


def _taken(once: Callable[[], None]) -> float:
    """Milliseconds of processor time, the median of some runs."""

    def run() -> float:
        began = time.process_time()
        for _ in range(ROUNDS):
            once()
        return (time.process_time() - began) / ROUNDS * MILLI

    run()
    return median(run() for _ in range(RUNS))
