"""Appeals: their own way in, told in plain words, and the day they came kept (spec L24)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

import templates
from models import address, form_key, text
from models.errors import Invalid
from models.organisation import NOT_SURE
from models.reply import CHANNELS, ReplyBy
from models.states import Kind
from models.submitting import Draft
from web.answers import Answer, Shown
from web.forms import checked, words
from web.pages.handing_in_forms import Reached
from web.pages.receipts import handed_in
from web.visit import Visit

SUBJECT = "appeal"
"""The choice among the subjects of a complaint that leads here."""


def _telephone(value: str, _info: ValidationInfo) -> str:
    return address.call_number(value, field="telephone") if value else ""


class Appeal(Reached):
    """Which decision, what shall be changed and why, and where the answer goes."""

    decision: Annotated[str, words(120, least=3)]
    received: Annotated[str, words(60)] = ""
    text: Annotated[str, words(4000, least=5, lines=True)]
    name: Annotated[str, words(80, least=2)]
    telephone: Annotated[str, words(60), AfterValidator(checked(_telephone))] = ""
    form_key: Annotated[str, words(32, least=32)]

    def prepared(self) -> "Appeal":
        if self.answer_by not in {ReplyBy.EMAIL, ReplyBy.LETTER}:
            raise Invalid("answer_by", "unknown")
        return self


def new(visit: Visit) -> Answer:
    """What an appeal is, where it goes, and the form for the one that goes to us."""
    return _page(visit, {"form_key": form_key.fresh()})


def begun(visit: Visit, typed: Mapping[str, str]) -> Answer:
    """From the form of a complaint, with what she has written there."""
    known = {name: typed.get(name, "") for name in ("text", "name", "answer_by", "email", "letter")}
    return _page(visit, known | {"decision": typed.get("title", ""), "form_key": typed["form_key"]})


def again(visit: Visit) -> Answer:
    """The form with what was typed."""
    values = dict(visit.values)
    if getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    return _page(visit, values)


def create(visit: Visit) -> Answer:
    """Take it in: never shown, with the registrar at once, and the moment it came is its own."""
    form: Appeal = visit.form
    # The words around hers belong to her language. Appeals are few: the lock can wait for them.
    told = templates.render(
        "appeals/words.txt",
        visit.language,
        decision=form.decision,
        received=form.received,
        text=form.text,
        telephone=address.shown_phone(form.telephone) if form.telephone else "",
    ).strip()
    draft = Draft(
        kind=Kind.COMPLAINT,
        title=form.decision,
        source=told,
        html=text.prepare(told),
        subject=NOT_SURE,
        place="",
        channel=CHANNELS.get(form.answer_by),
        address=form.email,
        name=form.name,
        byline="",
        shown=False,
        language=visit.language,
        reply_by=form.answer_by,
        reply_to=form.letter,
        appeal=True,
    )
    return handed_in(visit, draft, form.form_key)


def _page(visit: Visit, values: Mapping[str, str]) -> Answer:
    context = {"values": values, "errors": visit.errors}
    return Shown("appeals/new.html", context, status=visit.status, returns=True)
