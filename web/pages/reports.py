"""Telling us that a text breaks the rules: anyone may, without signing in (DSA article 16)."""

from typing import Annotated, Any

from pydantic import AfterValidator

from models import address, form_key, person, showing
from models.errors import NotFound
from models.person import Channel
from models.settings import settings
from models.states import PUBLIC, Kind
from moderation import report_status, reporters, reporting
from moderation.appealing import Against
from moderation.reasons import Reason
from moderation.reporting import EXPLANATION_MAX, OTHERS_MAX
from web.answers import Answer, Go, Shown
from web.entry import moderators
from web.forms import Form, Tick, checked, choice, fail, words
from web.networks import Limit
from web.pages.comments import CommentNumber, named
from web.pages.review_appeals import standing
from web.visit import Visit

REPORTS = Limit("reports", most=20, seconds=600)
"""An urgent report hides a text at once: one network hides no whole page of them."""


def _email(value: str, _info: object) -> str:
    return address.email(value) if value else ""


def _in_good_faith(value: bool) -> bool:
    if not value:
        raise fail("missing")
    return value


class Notice(Form):
    reason: Annotated[Reason, choice(Reason)]
    text: Annotated[str, words(EXPLANATION_MAX, least=2, lines=True)]
    others: Annotated[str, words(OTHERS_MAX, lines=True)] = ""
    comment: CommentNumber = ""
    name: Annotated[str, words(80)] = ""
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    good_faith: Annotated[Tick, AfterValidator(_in_good_faith)] = False
    form_key: Annotated[str, words(32, least=32)]


def new(visit: Visit) -> Answer:
    """An empty form for a submission, or for one of its comments. Whoever is signed in sees where
    the answer would go, and may take it away.
    """
    values = {"form_key": form_key.fresh(), "comment": visit.query.get("comment", "")}
    return _page(visit, values | {"email": _mailbox(visit)})


def again(visit: Visit) -> Answer:
    """The form with what was typed. One that was sent with other words gets a key of its own."""
    values = {"form_key": form_key.fresh(), **visit.values}
    if getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    return _page(visit, values)


def create(visit: Visit) -> Answer:
    """Take the report in; the words and the sender are never shown to anyone else."""
    notice: Notice = visit.form
    row = _reported(visit, notice.comment)
    number = reporting.report(
        visit.session,
        row.reference,
        int(notice.comment) if notice.comment else None,
        by=visit.acting(),
        reason=notice.reason.value,
        explanation=notice.text,
        form=notice.form_key,
        rules=visit.site.proposals,
        channel=Channel.EMAIL if notice.email else None,
        address=notice.email,
        # Nobody is asked who she is about that (DSA, article 16(2)(c)).
        name="" if notice.reason is Reason.CHILD_ABUSE else notice.name,
        others=notice.others,
        language=visit.language,
        network=reporters.trace(visit.network),
    )
    return Go(f"/reports/{report_status.code_of(visit.session, number)}")


def show(visit: Visit) -> Answer:
    """How it goes with a report, for whoever has the code of its page."""
    code = visit.params["code"]
    told = report_status.of_code(visit.session, code)
    appeal = {}
    if told.verdict_id is not None and not told.earlier:
        against = Against(told.verdict_id, report_id=told.id)
        appeal = standing(visit.session, against, f"/reports/{code}")
    return Shown(
        "reports/show.html",
        {"report": {**told._asdict(), "late": told.late}, "appeals": bool(appeal), **appeal},
        kept=True,
    )


def _mailbox(visit: Visit) -> str:
    """The first confirmed mailbox of whoever is signed in, or ""."""
    hers = [person.contact(visit.session, one) for one in visit.contacts]
    return next((one.address for one in hers if one and one.channel is Channel.EMAIL), "")


def _reported(visit: Visit, comment: str) -> Any:
    """What everyone may read, and residents wrote: of a dialogue its comments alone, because the
    rest is the municipality's own. Raises NotFound.
    """
    session, reference = visit.session, visit.params["reference"]
    row = showing.matter(session, reference, visit.viewer, visit.contacts)
    if row.publication not in PUBLIC or (row.kind is Kind.DIALOGUE and not comment):
        raise NotFound
    return row


def _page(visit: Visit, values: dict[str, str]) -> Answer:
    row = _reported(visit, values.get("comment", ""))
    comment = named(visit, row, values.get("comment", ""))
    where = "/comments/" if row.kind is Kind.DIALOGUE else "#comment-"
    place = f"{where}{comment.number}" if comment else ""
    return Shown(
        "reports/new.html",
        {
            "case": row,
            "comment": comment,
            "address": f"{settings().base_url}/submissions/{row.reference}{place}",
            "values": values,
            "errors": visit.errors,
            "judges": moderators.admits(visit.viewer),
        },
    )
