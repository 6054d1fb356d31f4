"""Statements of a dialogue: one at a time, agree, disagree or pass; and one of one's own."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator
from sqlalchemy import Row

from models import commenting, declaration, eligibility, form_key
from models.calendar import now
from models.commenting import Words
from models.dialogue import assertions, opinions
from models.dialogue.kinds import PhaseKind, Section
from models.dialogue.phases import open_now
from models.eligibility import Act
from models.errors import NotAllowed, NotFound
from web.answers import Answer, Go, Shown
from web.forms import Tick, Worded, choice, fail, words
from web.pages import declaring, dialogue_door, screened, waiting_texts
from web.pages.declaring import Declared
from web.pages.dialogue_head import found, head
from web.visit import Visit


class Stand(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105  (no secret)


def _whole(value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise fail("unknown")
    return value


class AnswerForm(Declared):
    statement: Annotated[str, words(9), AfterValidator(_whole)]
    answer: Annotated[Stand, choice(Stand)]


class StatementForm(Worded):
    text: Annotated[str, words(assertions.LONGEST, least=2)]
    form_key: Annotated[str, words(32, least=32)]
    looked: Tick = False
    """She has read what was found in the text."""
    mend: Annotated[str, words(32)] = ""


def show(visit: Visit) -> Answer:
    """The next statement for whoever is signed in, or the one asked for; where to sign in for
    others; where no phase is open, the result.
    """
    row = found(visit)
    phase = _open(visit, row)
    if phase is None:
        if visit.problem is not None:
            raise visit.problem
        if any(one.closes_at <= now() for one in assertions.begun(visit.session, row.id)):
            return Go(f"/dialogues/{row.slug}/statements/result")
        raise NotFound
    return _page(visit, row, phase)


def answer(visit: Visit) -> Answer:
    """Keep an answer, and on to the next one."""
    row, given = found(visit), visit.form
    here, person_id = f"/dialogues/{row.slug}/statements", visit.viewer.person_id
    if person_id is None:
        return Go(here)
    rules = visit.site.participation
    plain = eligibility.rule(rules, Act.COMMENT).is_plain
    assertions.rate(
        visit.session,
        row.id,
        int(given.statement),
        assertions.VALUES[given.answer.value],
        person_id=person_id,
        rules=rules,
        said=declaration.NOTHING if plain else given.said,
    )
    phase = visit.query.get("phase", "")
    return Go(f"{here}?phase={phase}" if phase.isdigit() else here)


def door(visit: Visit) -> Answer:
    """Send the link that leads back to the statements."""
    row = found(visit)
    return dialogue_door.knock(
        visit, row, back=f"/dialogues/{row.slug}/statements", title=row.question
    )


def new(visit: Visit) -> Answer:
    """An empty form for a statement of one's own."""
    if visit.viewer.person_id is None:
        return Go(f"/dialogues/{visit.params['slug']}/statements")
    return _form(visit, {"form_key": form_key.fresh()})


def again(visit: Visit) -> Answer:
    """The form with what was typed."""
    return _form(visit, {"form_key": form_key.fresh(), **visit.values})


def create(visit: Visit) -> Answer:
    """Write it: it waits for review, and then stands among the others."""
    row, given = found(visit), visit.form
    phase = _open(visit, row)
    if visit.viewer.person_id is None:
        return again(visit)
    if phase is None:
        raise NotAllowed("phase_closed")
    looks = screened.before(visit, given.looked, given.mend, ("text",))
    if looks is not None:
        return _form(visit, *looks)
    assertions.check_room(visit.session, phase.id)
    said = (given.text, given.html, "", None, given.form_key)
    written = Words(*said, section=Section.STATEMENT, phase_id=phase.id)
    comment_id = commenting.write(
        visit.session,
        row.reference,
        written,
        by=visit.acting(),
        contact_id=visit.contacts[0] if visit.contacts else None,
        language=visit.language,
        rules=visit.site.participation,
    )
    return Shown(
        "dialogues/statements/thanks.html",
        {"dialogue": head(visit, row), **waiting_texts.of_new_comment(visit, comment_id)},
    )


def how(visit: Visit) -> Answer:
    """How the next statement is chosen, how groups are found, and who is told what."""
    row = found(visit)
    return Shown("dialogues/statements/how.html", {"dialogue": head(visit, row)}, lasting=60.0)


def _open(visit: Visit, row: Row[Any]) -> Row[Any] | None:
    """The open phase of statements that is asked for, or the first."""
    here = [one for one in open_now(visit.session, row.id) if one.kind is PhaseKind.STATEMENTS]
    asked = [one for one in here if str(one.id) == visit.query.get("phase")]
    return next(iter(asked or here), None)


def _page(visit: Visit, row: Row[Any], phase: Row[Any]) -> Answer:
    person_id = visit.viewer.person_id
    stands = assertions.standing(
        visit.session, phase.id, person_id or 0, opinions.answered(visit.session, phase.id)
    )
    asked = visit.values.get("statement") or visit.query.get("statement", "")
    by_number = {str(one.number): one for one in stands.all}
    chosen = by_number.get(asked) or next(
        (one for one in stands.all if one.id == stands.next), None
    )
    known = {value: name for name, value in assertions.VALUES.items()}
    stand = stands.own.get(chosen.id) if chosen else None
    return Shown(
        "dialogues/statements/answer.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "known": person_id is not None,
            "participation": declaring.told(visit, Act.COMMENT),
            "statement": chosen,
            "stand": None if stand is None else known[stand],
            "answered": [
                (one, known[stands.own[one.id]]) for one in stands.all if one.id in stands.own
            ],
            "all": len(stands.all),
            "live": assertions.is_live(visit.session, phase.id),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def _form(visit: Visit, values: dict[str, str], found_in: dict[str, Any] | None = None) -> Answer:
    row = found(visit)
    if _open(visit, row) is None and visit.problem is None:
        return Go(f"/dialogues/{row.slug}/statements")
    return Shown(
        "dialogues/statements/new.html",
        {
            "dialogue": head(visit, row),
            "longest": assertions.LONGEST,
            "known": visit.viewer.person_id is not None,
            "participation": declaring.told(visit, Act.COMMENT),
            "screened": found_in,
            "values": values,
            "errors": visit.errors,
        },
    )
