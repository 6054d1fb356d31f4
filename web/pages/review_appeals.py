"""Asking us to look at a verdict again: by whoever wrote the text or told us about it (MQ-11).

Free and without an account: whoever holds the address of the statement, of her report or of the
letter about a pause is the one we wrote it to.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from sqlalchemy import select
from sqlmodel import Session

from models import form_key, statement
from models.comment import Comment
from models.database import table_of
from models.errors import NotFound
from models.person import contacts_of
from models.report import Report
from models.review_appeal import MOST_WORDS, AppealState, ReviewAppeal
from models.sanction import Sanction
from models.submission import Submission
from moderation import appealing
from moderation.appealing import Against
from moderation.deciders import deciders
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.networks import Limit
from web.visit import Visit

ASKED = Limit("review_appeals", most=20, seconds=600)

_reports, _sanctions = table_of(Report), table_of(Sanction)


class Asked(Form):
    text: Annotated[str, words(MOST_WORDS, least=2, lines=True)]
    form_key: Annotated[str, words(32, least=32)]


@dataclass(frozen=True)
class Way:
    """By which address somebody comes: what she may appeal, and where she is written to."""

    page: str
    against: Against
    contact_id: int | None


def _from_statement(session: Session, code: str) -> Way:
    told = statement.find(session, code)
    written: Submission | Comment = session.get_one(Submission, told.submission_id)
    if told.comment_id is not None:
        written = session.get_one(Comment, told.comment_id)
    return Way(f"/statements/{code}", Against(told.verdict_id), written.contact_id)


def _from_report(session: Session, code: str) -> Way:
    report = session.scalars(select(Report).where(_reports.c.code == code)).first()
    verdict_id = appealing.judged(session, report.id or 0) if report else None
    if report is None or verdict_id is None:
        raise NotFound(code)
    against = Against(verdict_id, report_id=report.id)
    return Way(f"/reports/{code}", against, report.contact_id)


def _from_sanction(session: Session, code: str) -> Way:
    measure = session.scalars(select(Sanction).where(_sanctions.c.code == code)).first()
    if measure is None:
        raise NotFound(code)
    hers = contacts_of(session, measure.person_id) if measure.person_id else []
    contact_id = measure.contact_id or next(iter(hers), None)
    return Way(f"/sanctions/{code}", Against(sanction_id=measure.id), contact_id)


_WAYS = {
    "statements": _from_statement,
    "reports": _from_report,
    "sanctions": _from_sanction,
}


def _way(visit: Visit) -> Way:
    """Raises NotFound for an address that nobody was given."""
    return _WAYS[visit.path.split("/")[1]](visit.session, visit.params["code"])


def new(visit: Visit) -> Answer:
    """The form, or why nothing can be asked any more and what one can do instead."""
    return _page(visit, {"form_key": form_key.fresh()})


def again(visit: Visit) -> Answer:
    """The form with what was typed."""
    values = dict(visit.values)
    if getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    return _page(visit, values)


def create(visit: Visit) -> Answer:
    """Take it in; how it stands is said where she came from."""
    form: Asked = visit.form
    way = _way(visit)
    appealing.appeal(
        visit.session,
        way.against,
        by=visit.acting(),
        words=form.text,
        form=form.form_key,
        contact_id=way.contact_id,
        language=visit.language,
    )
    return Go(way.page)


def _page(visit: Visit, values: dict[str, str]) -> Answer:
    way = _way(visit)
    return Shown(
        "review_appeals/new.html",
        {
            "page": way.page,
            "of": "sanction" if way.against.sanction_id else way.against.party.value,
            "values": values,
            "errors": visit.errors,
            **standing(visit.session, way.against, way.page),
        },
        status=visit.status,
        kept=True,
    )


def standing(session: Session, against: Against, page: str) -> dict[str, Any]:
    """What templates/review_appeals/_standing.html asks for."""
    found = appealing.standing(session, against)
    alone = False
    if found.appeal is not None and found.appeal.state is AppealState.WAITING:
        alone = not deciders(session, session.get_one(ReviewAppeal, found.appeal.id))
    return {
        "appealed": found.appeal,
        "appeal_url": f"{page}/appeal" if found.open else "",
        "appeal_by": found.last_day,
        "appeal_why_not": found.why_not,
        "appeal_alone": alone,
    }
