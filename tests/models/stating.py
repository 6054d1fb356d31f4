"""Phases of statements for tests: what leaders wrote, and what residents answer."""

from dataclasses import dataclass

from sqlmodel import Session

from models import calendar
from models.calendar import DAY
from models.database import transaction
from models.dialogue import assertions, planning
from models.dialogue.finding import phases_of
from models.dialogue.kinds import PhaseKind
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from web.commands.weighing import Weighing

SAID = ("Torget behöver fler bänkar.", "Bilarna ska bort från torget.", "Marknaden ska vara kvar.")


@dataclass(frozen=True)
class Made:
    """A phase of statements that is open now, and where."""

    id: int
    dialogue: int
    reference: str
    slug: str
    stream: str
    closes_at: int
    numbers: tuple[int, ...]


def a_phase(session: Session, said: tuple[str, ...] = SAID, *, live: bool = False) -> Made:
    """Olga's statements are shown, and wait for answers for two weeks. Live needs a stopped clock:
    it is chosen before the phase opens, and this goes on to when it does.
    """
    olga = people.olga(session)
    planned = later(PhaseKind.STATEMENTS, 1, 14) if live else open_for(PhaseKind.STATEMENTS)
    held = a_dialogue(session, phases=[planned])
    phase = planning.take(session, held, phases_of(session, held.case.id or 0)[0].id)
    if live:
        assertions.show_live(session, held, phase, live=True, by=olga.actor)
    numbers = [
        assertions.add_official(session, held, phase, words, by=olga.actor).number for words in said
    ]
    if live:
        calendar.freeze(calendar.now() + DAY)
    return Made(
        phase.id or 0,
        held.case.id or 0,
        held.case.reference,
        held.dialogue.slug,
        held.case.stream,
        phase.closes_at,
        tuple(numbers),
    )


def rate(session: Session, made: Made, person_id: int, **answers: str) -> None:
    """Answer statements by their place: first="agree", second="pass"."""
    for place, answer in zip(("first", "second", "third"), made.numbers, strict=False):
        if place in answers:
            value = assertions.VALUES[answers[place]]
            assertions.rate(session, made.dialogue, answer, value, person_id=person_id)


def crowd(made: Made, *, agree: int = 6, disagree: int = 0) -> list[int]:
    """So many residents say yes or no to the first statement, and yes to the second."""
    with transaction() as session:
        found = []
        for number in range(agree + disagree):
            one = people.resident(session, f"Boende{number}")
            rate(
                session,
                made,
                one.id,
                first="agree" if number < agree else "disagree",
                second="agree",
            )
            found.append(one.id)
        return found


def weigh() -> None:
    """What the clock does within a minute."""
    work = Weighing()
    work.go_on()
    while work.is_busy:
        work.go_on()
