"""No form has a field that decides what only we decide (spec T41; ASVS 15.3.3)."""

import re

import pytest
from sqlalchemy import Enum, String

from models.masking import Masked
from models.tables import metadata
from tests.house.source import ROOT, none_of
from web.forms import Form
from web.routes import ROUTES

pytestmark = pytest.mark.once

OURS = {"nonce", "token_hash", "provider", "reference", "path", "who", "digest", "stream", "hash"}
"""Columns that hold words, and decide all the same."""
EVERYBODYS = {
    "kind": "what somebody hands in is hers to say",
    "answer_by": "how she wants to be answered; the column of that name is a day, and ours",
    "latitude": "where she is, if she presses the button for it",
    "longitude": "where she is, if she presses the button for it",
    "place": "where it is, in her words",
    "reference": "of the case she looks for, together with its code",
    "shown": "whether we may show the text; it waits for review all the same",
    "protected": "she may say so of herself; only an administrator takes it back",
    "birth_year": "what she declares of herself, and is told to be no proof",
    "tied": "what she declares of herself, and is told to be no proof",
    "channel": "how she wants to hear",
    "topic": "what she wants to hear of",
    "extent": "how much of it",
    "frequency": "how often",
    "until": "until when she wants to rest from it",
    "back": "the comment to which she is led back; the column says what a case came back from",
    "answer": "what she says to what she is asked; whoever may not say it is told so",
    "version": "of the text she has seen: a wrong one is refused as stale",
    "along": "whether her updates go to her new address, after both are proved",
    "stance": "for or against what a dialogue asks: hers to say",
    "helpful": "that she found a point good; counted once for each person",
    "helped": "whether it helped her, once for each end of her own case",
    "mark": "how she thinks that we did, once for each end of her own case",
    "received": "when the decision came to her, as she says; it is written into her appeal",
    "part": "of a member of one's own organisation; whoever holds no such part gets 404",
}
"""Fields of forms that anyone may send, which are called as a column is; and why they may be."""
STAFFS = {
    "count": "of the supports she saw: a wrong one is refused as stale",
    "day": "a day that the official says",
    "first_day": "of her own absence",
    "last_day": "of her own absence",
    "decided_on": "what the board did",
    "appealable": "what the board did",
    "ruling": "what the board did",
    "ended": "what became of a request for a decision; the official answers it",
    "asked_on": "when somebody asked for a copy, as the official says",
    "minutes_posted": "what the board did",
    "minutes_approved": "what the board did",
    "due_on": "by when another unit shall answer",
    "duplicate_of": "the case it goes on in, looked up and checked",
    "forwarded": "whether she has sent it on",
    "outcome": "one of those that may be chosen; the step is checked",
    "quotable": "whether what the unit says may be quoted",
    "seq": "how much had happened when she began: a wrong one is refused as stale",
    "since": "how much had happened when she began",
    "used": "which template she put in",
    "why": "the code of a reason",
    "writing": "that she is writing at this moment",
    "known": "what she saw: the version of an appointment, or a receiver of the town's own list",
    "judgement": "the verdict itself; the step is checked",
    "number": "of the organisation, as its register has it",
    "method": "how people vote, until the vote has opened; whoever leads the dialogue says so",
    "most": "how many options a ballot may name, until the vote has opened",
    "live": "whether a count is shown meanwhile; whoever leads the dialogue says so",
    "level": "how much residents can influence, or who may vote; whoever leads the dialogue says so",
    "opens_on": "of a dialogue; whoever leads it says so",
    "closes_on": "of a dialogue; whoever leads it says so",
    "decision_on": "of a dialogue; whoever leads it says so",
    "feedback_on": "of a dialogue; whoever leads it says so",
    "purpose": "what a dialogue or a panel is for; whoever leads it says so",
    "people": "how many an official met",
    "main": "which themes must be answered; whoever leads the dialogue says so",
    "status": "how an action goes on; whoever leads the dialogue says so",
    "done_on": "when an action was done; whoever leads the dialogue says so",
    "review_on": "when officials look over what they have answered",
    "what": "what becomes of a unit, or what somebody asked to read",
    "tag": "what the service centre heard behind a question",
    "seats": "how many can come to an occasion; whoever leads the dialogue says so",
    "size": "how many of a panel are to be drawn",
    "role": "an administrator gives it",
    "lead": "an administrator says so",
    "trusted": "an administrator says so",
    "first": "from when an appointment holds; an administrator says so",
}
"""Of forms that the table of permissions guards."""


def _columns() -> set[str]:
    return OURS | {
        column.name
        for table in metadata.tables.values()
        for column in table.c
        if not isinstance(column.type, (String, Masked)) or isinstance(column.type, Enum)
    }


def _found() -> set[tuple[str, bool]]:
    """Every field of a form that is called as such a column, and whether only staff may send it."""
    return {
        (name, entry.allow.action is not None)
        for entry in ROUTES
        if entry.form is not None
        for name in set(entry.form.model_fields) & _columns()
    }


def test_a_field_that_is_called_as_a_column_has_a_reason():
    none_of(
        sorted(
            name
            for name, staffs in _found()
            if name not in EVERYBODYS and not (staffs and name in STAFFS)
        )
    )


def test_every_reason_is_of_a_field_that_is_there():
    found = _found()
    none_of(sorted(set(EVERYBODYS) - {name for name, _ in found}))
    none_of(sorted(set(STAFFS) - {name for name, staffs in found if staffs}))


def test_what_a_form_does_not_ask_for_is_not_read():
    class Asks(Form):
        title: str

    read = Asks.read({"title": "Mörkt", "status": "closed", "role": "administrator", "id": "1"})
    assert read.model_dump() == {"title": "Mörkt"}
    loose = [
        entry.form.__name__
        for entry in ROUTES
        if entry.form is not None and entry.form.model_config.get("extra") != "ignore"
    ]
    none_of(loose)


def test_no_form_is_poured_into_a_row():
    """Every column that a form fills is named where it is filled."""
    pours = re.compile(r"\*\*(?:visit\.)?form\b|\*\*vars\(\w*form|form\.model_dump|sqlmodel_update")
    none_of(
        [
            f"{path.relative_to(ROOT)}:{number}"
            for path in sorted((ROOT / "web").rglob("*.py"))
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if pours.search(line)
        ]
    )
