"""What every step of an official begins and ends with: the case as known, and the way back."""

from models import caseload
from models.actor import Actor, Role
from models.errors import Invalid, Stale
from models.event import seq_of
from models.submission import Submission, take
from web.answers import Go
from web.pages.casework_forms import Read, Versioned
from web.visit import Visit

DOCUMENT = "document"
"""The field of a form that may bring a file."""


def taken(visit: Visit, form: Versioned) -> Submission:
    """The case, locked, as the form knew it; else a refusal that says who was first."""
    reference = visit.params["reference"]
    try:
        return take(visit.session, reference, version=int(form.version))
    except Stale:
        raise stale(visit, reference) from None


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
