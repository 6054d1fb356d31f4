"""What every step of an official begins and ends with: the case as known, and the way back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from models import caseload
from models.actor import Actor, Role
from models.errors import Invalid, Stale
from models.event import seq_of
from models.keeping_promises import delaying
from models.permissions import Action
from models.permissions_of_cases import among, may, take_for
from models.submission import Submission
from web.answers import Go
from web.pages.casework_forms import Read, Versioned
from web.visit import Visit

DOCUMENT = "document"
"""The field of a form that may bring a file."""


def had(visit: Visit, action: Action = Action.WORK) -> Submission:
    """The case of this address, locked, if the viewer may do this with it."""
    return take_for(visit.session, visit.params["reference"], visit.viewer, action)


def hers(visit: Visit, rows: Sequence[Row[Any]], action: Action = Action.WORK) -> list[Row[Any]]:
    """Those of these cases that the viewer may do this with."""
    known = among(visit.session, visit.viewer, action, [row.id for row in rows])
    return [row for row in rows if row.id in known]


def taken(visit: Visit, form: Versioned, *, though_owed: bool = False) -> Submission:
    """The case, locked, as the form knew it; else a refusal that says who was first.

    NotAllowed while a delay must be told of first (ST-14), unless the step helps it to be told,
    gives the sender what was promised, or is a duty with a time of its own: `though_owed`.
    """
    reference, version = visit.params["reference"], int(form.version)
    try:
        found = take_for(visit.session, reference, visit.viewer, Action.WORK, version=version)
    except Stale:
        raise stale(visit, reference) from None
    if not though_owed:
        delaying.check(visit.session, found)
    return found


def unchanged(visit: Visit, form: Read, submission: Submission) -> None:
    """Refuses words for everyone to read when something happened since they were begun (ST-21 d).

    They are sent all the same by whoever has been shown what happened and ticks that she wants it;
    not past a thing that she has not seen either.
    """
    if seq_of(visit.session, submission.stream) != int(form.seq):
        raise stale(visit, submission.reference)
    if form.since and not form.anyway:
        raise Invalid("anyway", "missing")


def stale(visit: Visit, reference: str) -> Stale:
    change = caseload.last_change(visit.session, reference)
    return Stale(who=change.who, when=change.at, what=change.what) if change else Stale()


def official(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)


def back(visit: Visit) -> Go:
    return Go(f"/casework/{visit.params['reference']}")


def on(visit: Visit, submission: Submission, done: str, place: str = "") -> Go:
    """Back to the case; or, where it is not hers to see any more by what she just did, to her desk,
    which says what was done.
    """
    if may(visit.session, visit.viewer, Action.DESK, submission):
        return Go(f"{back(visit).location}{place}")
    return Go(f"/casework?done={done}-1")
