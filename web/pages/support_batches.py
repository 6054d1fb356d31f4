"""What is done about support that is doubted: proposed, agreed to, dropped, undone, objected to."""

from enum import StrEnum
from typing import Annotated

from models import invalidating, objecting
from models.actor import Actor, Role
from models.errors import NotFound
from models.invalidated import Batch, Finding
from models.permissions import Action
from models.permissions_of_cases import check, find_for
from models.submission import Submission, take
from web.answers import Answer, Go
from web.forms import Form, choice, words
from web.pages.numbers import Number
from web.pages.support_desk import read
from web.visit import Visit


class ProposeForm(Form):
    finding: Annotated[str, words(18)] = ""
    domain: Annotated[str, words(255)] = ""
    since: Annotated[str, words(30)] = ""
    until: Annotated[str, words(30)] = ""
    note: Annotated[str, words(500)] = ""


class CountForm(Form):
    count: Number
    """How many she saw."""


class Said(StrEnum):
    RESTORE = "restore"
    STAYS = "stays"


class ObjectionForm(Form):
    answer: Annotated[Said, choice(Said)]


def _moderator(visit: Visit) -> Actor:
    return visit.acting(Role.MODERATOR, Role.ADMINISTRATOR)


def _back(reference: str) -> Answer:
    return Go(f"/desk/support/{reference}")


def _of_batch(visit: Visit) -> tuple[int, str]:
    """A batch of a proposal that is hers to judge: its number, and the proposal's."""
    batch = visit.session.get(Batch, visit.number("id"))
    if batch is None:
        raise NotFound
    return batch.id or 0, _judged(visit, batch.submission_id)


def _judged(visit: Visit, submission_id: int) -> str:
    case = visit.session.get_one(Submission, submission_id)
    check(visit.session, visit.viewer, Action.JUDGE, case)
    return case.reference


def propose(visit: Visit) -> Answer:
    """Say which support should go; a second person decides."""
    form: ProposeForm = visit.form
    reference = visit.params["reference"]
    find_for(visit.session, reference, visit.viewer, Action.JUDGE)
    submission = take(visit.session, reference)
    asked = {name: getattr(form, name) for name in ("finding", "domain", "since", "until")}
    criteria = read(visit, submission, asked)
    invalidating.propose(visit.session, submission, criteria, by=_moderator(visit), note=form.note)
    return _back(reference)


def confirm(visit: Visit) -> Answer:
    """Agree, as the second person."""
    form: CountForm = visit.form
    number, reference = _of_batch(visit)
    invalidating.confirm(visit.session, number, by=_moderator(visit), count=int(form.count))
    return _back(reference)


def drop(visit: Visit) -> Answer:
    """Do not do it."""
    number, reference = _of_batch(visit)
    invalidating.drop(visit.session, number, by=_moderator(visit))
    return _back(reference)


def undo(visit: Visit) -> Answer:
    """Give all of it back."""
    number, reference = _of_batch(visit)
    invalidating.undo(visit.session, number, by=_moderator(visit))
    return _back(reference)


def clear(visit: Visit) -> Answer:
    """Nothing is wrong with what a rule found."""
    finding = visit.session.get(Finding, visit.number("id"))
    if finding is None:
        raise NotFound
    reference = _judged(visit, finding.submission_id)
    invalidating.clear(visit.session, finding.id or 0, by=_moderator(visit))
    return _back(reference)


def objection(visit: Visit) -> Answer:
    """Answer somebody who says that it was she."""
    form: ObjectionForm = visit.form
    number, reference = _of_batch(visit)
    objecting.answer(
        visit.session,
        number,
        visit.number("vote"),
        by=_moderator(visit),
        restored=form.answer is Said.RESTORE,
    )
    return _back(reference)
