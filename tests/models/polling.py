"""Votes of the tests: which of three things the square gets first."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from models.counting import Method
from models.database import transaction
from models.dialogue import ballots, closing, finding, planning, polling
from models.dialogue.keeping import Held
from models.dialogue.kinds import PhaseKind
from models.dialogue.polling import Choice, Planned
from models.dialogue.polls import Poll
from models.dialogue.row import Phase
from models.profile import Participation
from models.support_rules import SupportRules
from models.viewer import Viewer
from tests import people
from tests.dialogues import a_dialogue, open_for

DAYS = 14
NOBODY_DENIED = SupportRules()
VOTE = Planned(
    Method.APPROVAL,
    "Vad ska torget få först?",
    (
        Choice("Bänkar med ryggstöd", "Tolv stycken, längs husväggen."),
        Choice("En fontän"),
        Choice("Fler träd"),
    ),
)


@dataclass(frozen=True)
class Made:
    """A vote that stands open, and where."""

    id: int
    phase_id: int
    slug: str
    stream: str
    closes_at: int


def a_poll(session: Session, method: Method = Method.APPROVAL, **other: object) -> Made:
    """The vote of a dialogue whose only phase it is: it has just opened, for two weeks."""
    held = a_dialogue(session, phases=[open_for(PhaseKind.VOTE, DAYS)])
    phase = first_phase(session, held)
    poll = set_up(session, held, phase, replace(VOTE, method=method, **other))  # type: ignore[arg-type]
    return Made(poll.id or 0, phase.id or 0, held.dialogue.slug, held.case.stream, phase.closes_at)


def set_up(session: Session, held: Held, phase: Phase, planned: Planned = VOTE) -> Poll:
    return polling.set_up(session, held, phase, planned, by=people.olga(session).actor)


def first_phase(session: Session, held: Held) -> Phase:
    """Its first phase of voting, or the first of all where it has none, locked."""
    rows = finding.phases_of(session, held.case.id or 0)
    first = next((one for one in rows if one.kind is PhaseKind.VOTE), rows[0])
    return planning.take(session, held, first.id)


def crowd(count: int) -> list[int]:
    """The ids of so many residents."""
    with transaction() as session:
        return [people.resident(session, f"resident{number}").id for number in range(count)]


def cast(poll: Made, person_id: int, *options: int, points: dict[int, int] | None = None) -> str:
    """A ballot in a transaction of its own: for these options, or with these points."""
    with transaction() as session:
        return vote(session, poll, person_id, points or dict.fromkeys(options, 1))


def vote(
    session: Session,
    poll: Made,
    person_id: int,
    marks: dict[int, int],
    watched: SupportRules = NOBODY_DENIED,
) -> str:
    return ballots.cast(
        session,
        poll.slug,
        poll.phase_id,
        marks,
        voter=Viewer(person_id=person_id),
        rules=Participation(),
        watched=watched,
    )


def close(poll: Made) -> bool:
    with transaction() as session:
        return closing.close_poll(session, poll.id)
