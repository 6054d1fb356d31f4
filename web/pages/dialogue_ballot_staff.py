"""Setting up the vote of a phase, by whoever may lead the dialogue."""

from typing import Annotated, Any

from pydantic import BeforeValidator
from sqlalchemy import Row

from models.actor import Role
from models.counting import Method
from models.dialogue import ballots, finding, planning, polling, polls
from models.dialogue.closing import FEWEST_OPTIONS
from models.dialogue.keeping import take_for
from models.dialogue.kinds import PhaseKind
from models.dialogue.polling import Choice, Planned
from models.dialogue.polls import MOST_OPTIONS
from models.errors import Invalid, NotFound
from models.profile import Level
from models.prose import clean_line
from web.answers import Answer, Go, Shown
from web.forms import Form, Tick, choice, fail, words
from web.pages.dialogue_head import found, head
from web.pages.numbers import Number
from web.visit import Visit

LEVELS = tuple(level for level in Level if level is not Level.ANYONE)
ROWS = 6
"""Options that an empty form has room for; a full one gets two more."""
LONGEST_TITLE, LONGEST_WORDS = 200, 1000


def _level(value: object) -> Level | None:
    if not value:
        return None
    if value not in {level.value for level in LEVELS}:
        raise fail("unknown")
    return Level(str(value))


def _most(value: object) -> int | None:
    given = str(value or "").strip()
    if given and not (given.isascii() and given.isdigit() and len(given) < 4):
        raise fail("bad")
    return int(given) if given else None


class BallotForm(Form):
    version: Number
    question: Annotated[str, words(300, least=3)]
    method: Annotated[Method, choice(Method)]
    most: Annotated[int | None, BeforeValidator(_most)] = None
    level: Annotated[Level | None, BeforeValidator(_level)] = None
    live: Tick = False


def show(visit: Visit) -> Answer:
    """The form, or how the vote stands once it has opened."""
    row, phase = _phase(visit)
    poll = polls.of_phase(visit.session, phase.id)
    options = polls.options(visit.session, poll.id) if poll else []
    values = dict(visit.values) or _values(poll, options)
    filled = [number for number in range(1, MOST_OPTIONS + 1) if values.get(f"option{number}")]
    return Shown(
        "dialogues/ballot/setup.html",
        {
            "dialogue": head(visit, row),
            "phase": {
                "id": phase.id,
                "title": phase.title,
                "opens_at": phase.opens_at,
                "closes_at": phase.closes_at,
            },
            "fixed": poll is not None and poll.opened_at is not None,
            "ready": len(options) >= FEWEST_OPTIONS,
            "rows": min(MOST_OPTIONS, max(ROWS, max(filled, default=0) + 2)),
            "levels": [level.value for level in LEVELS],
            "voted": ballots.voters(visit.session, poll.id) if poll else 0,
            "values": values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Lay the ballot out, or lay it out anew."""
    form: BallotForm = visit.form
    held = take_for(visit.session, visit.params["slug"], visit.viewer)
    phase = planning.take(visit.session, held, visit.number("id"))
    polling.set_up(
        visit.session,
        held,
        phase,
        Planned(
            method=form.method,
            question=form.question,
            options=_options(visit),
            most=form.most,
            live=form.live,
            level=form.level,
        ),
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        version=int(form.version),
    )
    return Go(f"/casework/dialogues/{held.dialogue.slug}/phases/{phase.id}/ballot")


def _options(visit: Visit) -> list[Choice]:
    """The rows of the form that have a name. Raises Invalid for the field that is too long."""
    made = []
    for number in range(1, MOST_OPTIONS + 1):
        title = _line(visit, f"option{number}", LONGEST_TITLE)
        more = _line(visit, f"words{number}", LONGEST_WORDS)
        if title:
            made.append(Choice(title, more))
    return made


def _line(visit: Visit, field: str, most: int) -> str:
    said = clean_line(visit.values.get(field, ""))
    if len(said) > most:
        raise Invalid(field, "too_long", over=len(said) - most, most=most)
    return said


def _phase(visit: Visit) -> tuple[Row[Any], Row[Any]]:
    """The dialogue and its phase of this address, for whoever may lead it. Raises NotFound."""
    row = found(visit)
    if not finding.leads(visit.session, row, visit.viewer):
        raise NotFound
    wanted = visit.number("id")
    for phase in finding.phases_of(visit.session, row.id):
        if phase.id == wanted and phase.kind is PhaseKind.VOTE:
            return row, phase
    raise NotFound


def _values(poll: Row[Any] | None, options: Any) -> dict[str, str]:
    if poll is None:
        return {"version": "0"}
    made = {
        "version": str(poll.version),
        "question": poll.question,
        "method": poll.method.value,
        "most": str(poll.most or ""),
        "level": poll.level.value if poll.level else "",
        "live": "yes" if poll.live else "",
    }
    for one in options:
        made |= {f"option{one.number}": one.title, f"words{one.number}": one.words}
    return made
