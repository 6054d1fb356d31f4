"""What officials write for themselves, each with who may read it: nobody outside, ever (ST-22)."""

from sqlmodel import Session

from models import answer, correcting, draft, note, reading
from models.answer_template import save
from models.calendar import HOUR, MINUTE, at, now
from models.draft import Used
from models.macro import Steps
from models.submission import take
from tests.canary.readers import HANDLERS
from tests.canary.tokens import Cage
from tests.people import Someone

STEPS = Steps(follow=True)


def write(
    session: Session, cage: Cage, references: list[str], official: Someone, reader: Someone
) -> None:
    """A note, a call, a draft from a template, and what a colleague said of it, in each case."""
    for reference in references:
        with cage.about(reference):
            _of_case(session, cage, reference, official, reader)


def _of_case(
    session: Session, cage: Cage, reference: str, official: Someone, reader: Someone
) -> None:
    case = take(session, reference)
    plant = cage.plant
    note.note(session, case, by=official.actor, source=plant("an internal note", *HANDLERS))
    note.note(
        session,
        case,
        by=official.actor,
        source=plant("what was said in a call", *HANDLERS),
        called_at=now() - HOUR,
        caller=plant("with whom a call was", *HANDLERS),
    )
    made = reading.ask(
        session,
        case,
        by=official.actor,
        reader_id=reader.id,
        source=plant("a draft that a colleague reads", *HANDLERS),
        question=plant("what is asked about a draft", *HANDLERS),
    )
    remark = plant("a remark on a draft", *HANDLERS)
    reading.finish(session, case, made, by=reader.actor, remark=remark)
    with cage.about(""):
        # For the cases of all units.
        name = plant("the name of a template", *HANDLERS)
        body = plant("the words of a template", *HANDLERS)
    template = save(session, name=name, body=body, unit_id=None, language="sv", steps=STEPS)
    draft.keep(
        session,
        case.id or 0,
        official.id,
        plant("a draft", "official"),
        seq=1,
        used=Used(template, 1),
    )


def corrected(session: Session, cage: Cage, reference: str, official: Someone) -> int:
    """The answer to a case, corrected three times: of its wordings one is a slip, one kept back and
    the last one what everyone reads, beside the first. Returns the answer's id.
    """
    case = take(session, reference)
    given = answer.newest(session, case.id or 0)
    by, number = official.actor, given.id or 0
    slip = cage.plant("a wording with a slip")
    kept_back = cage.plant("a wording that is kept back")
    last = cage.public("the last wording of an answer")
    correcting.correct(session, case, number, by=by, source=slip, significant=True)
    correcting.correct(session, case, number, by=by, source=kept_back)
    with at(now() + 6 * MINUTE):
        correcting.correct(session, case, number, by=by, source=last, hide_former=True)
    return number
