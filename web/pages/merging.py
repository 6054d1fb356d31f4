"""Joining two cases and parting them again: first what it would do, in figures, then the button."""

from typing import Annotated, Any

from sqlalchemy import func, select

from models import merging, moving_support, showing, unmerging
from models.actor import Actor, Role
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.permissions import Action
from models.permissions_of_cases import may
from models.states import TRANSITIONS, Kind, Outcome, Status
from models.submission import Submission, take
from models.subscription import SubscriptionState, subscriptions
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages.numbers import Number
from web.visit import Visit

_w = subscriptions.c


class MergeForm(Form):
    duplicate_of: Annotated[str, words(16, least=1)]
    reason: Annotated[str, words(2000, lines=True)] = ""
    version: Number


class PartForm(Form):
    reason: Annotated[str, words(2000, lines=True)] = ""
    version: Number


def show(visit: Visit) -> Answer:
    """A case, the one it would be joined with, and what that would do; or how to part them."""
    row = _row(visit)
    given = visit.values.get("duplicate_of", visit.query.get("duplicate_of", "")).strip()
    errors = list(visit.errors)
    target = _candidate(visit, row, given, errors) if given else None
    return Shown(
        "support/merging.html",
        {
            "case": {
                "reference": row.reference,
                "title": row.title,
                "version": row.version,
                "supporters": row.votes or 0,
                "proposal": row.threshold is not None,
            },
            "joinable": Status.CLOSED in TRANSITIONS[row.kind].get(row.status, frozenset()),
            "target": target,
            "joined": _joined(visit, row),
            "values": {"duplicate_of": given, "reason": visit.values.get("reason", "")},
            "errors": errors,
        },
    )


def _row(visit: Visit) -> Any:
    """The case, for whoever handles it or judges its text. Raises NotFound."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, [])
    _check(visit, row)
    return row


def _check(visit: Visit, case: Any) -> None:
    if not any(may(visit.session, visit.viewer, one, case) for one in (Action.WORK, Action.JUDGE)):
        raise NotFound(case.reference)


def _candidate(visit: Visit, row: Any, given: str, errors: list[Invalid]) -> dict[str, Any] | None:
    session = visit.session
    try:
        target = showing.case(session, given, visit.viewer, [])
        merging.check(row, target)
    except NotFound:
        errors.append(Invalid("duplicate_of", "unknown"))
        return None
    except Invalid as error:
        errors.append(error)
        return None
    following = select(func.count()).where(
        _w.submission_id == row.id, _w.state == SubscriptionState.ACTIVE
    )
    return {
        "reference": target.reference,
        "title": target.title,
        "supporters": target.votes or 0,
        "takes": moving_support.takes_support(target),
        "asked": moving_support.expected(session, row, target),
        "followers": session.execute(following).scalar_one(),
    }


def _joined(visit: Visit, row: Any) -> dict[str, Any] | None:
    """Of a duplicate: with what it was joined, how its supporters answered, and why it cannot be
    parted again, if so.
    """
    if row.outcome is not Outcome.DUPLICATE or row.duplicate_of is None:
        return None
    why = ""
    try:
        unmerging.check(visit.session, row)
    except NotAllowed as refused:
        why = refused.code
    target = visit.session.get_one(Submission, row.duplicate_of)
    answers = moving_support.answers_of(visit.session, row.id)
    return {
        "reference": target.reference,
        "moved": answers.moved,
        "kept": answers.kept,
        "unanswered": answers.unanswered,
        "why_not": why,
    }


def _taken(visit: Visit, version: str) -> Submission:
    case = take(visit.session, visit.params["reference"])
    if case.kind is Kind.DIALOGUE:
        raise NotFound
    _check(visit, case)
    if case.version != int(version):
        raise Stale
    return case


def _acting(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.MODERATOR, Role.ADMINISTRATOR)


def join(visit: Visit) -> Answer:
    """Close the case as a duplicate."""
    form: MergeForm = visit.form
    case = _taken(visit, form.version)
    merging.merge(visit.session, case, form.duplicate_of, by=_acting(visit), reason=form.reason)
    return Go(f"/submissions/{case.reference}/merging")


def part(visit: Visit) -> Answer:
    """Open it again, as it was."""
    form: PartForm = visit.form
    case = _taken(visit, form.version)
    unmerging.unmerge(visit.session, case, by=_acting(visit), reason=form.reason)
    return Go(f"/submissions/{case.reference}/merging")
