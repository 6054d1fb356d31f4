"""What people say in a dialogue: shown, waiting to be read, hidden again; and who marks what."""

from typing import Any

from sqlmodel import Session

from models.actor import SYSTEM
from models.dialogue import helpful, keeping
from models.dialogue.kinds import PhaseKind, Section, Stance
from models.publishing import show_comment
from models.states import Publication
from tests.canary.readers import JUDGES
from tests.dialogues import a_dialogue, open_for
from tests.talking import talk


def discuss(session: Session, world: Any) -> None:
    """A comment in the dialogue that is open; a discussion with ideas in one of its own."""
    cage, sam = world.cage, world.someone["stranger"]
    talk(session, keeping.hold(session, world.cases["dialogue"]), by=sam)
    phases = [open_for(PhaseKind.DISCUSS), open_for(PhaseKind.COLLECT_IDEAS)]
    held = a_dialogue(session, by=world.someone["official"], phases=phases)
    world.cases["discussion"] = held.case.reference
    first = talk(
        session,
        held,
        by=sam,
        stance=Stance.FOR,
        source=cage.public("an argument"),
        byline=cage.public("the byline of an argument"),
    )
    title, words = cage.public("the title of an idea"), cage.public("the words of an idea")
    talk(session, held, by=sam, section=Section.IDEA, source=f"{title}\n\n{words}")
    # A count alone is told: the name of whoever marks it is one of the canaries of the people.
    marks = world.someone["author"].id
    helpful.mark(session, held.case.id or 0, first.number, marks, stands=True)
    helpful.recount(session, held.case.reference, [first.id or 0])
    with cage.about("discussion"):
        _unseen(session, world, held, sam)
    world.values["/dialogues/slug"].append(held.dialogue.slug)
    at = "/dialogues/"
    world.values |= {
        f"{at}number": ["1", "2", "5"],
        f"{at}order": ["new"],
        f"{at}after": ["00001"],
        f"{at}for": ["0-9"],
        f"{at}against": ["end"],
        f"{at}rest": ["1-1"],
        f"{at}stance": ["for"],
        f"{at}asked": ["yes"],
        f"{at}reply_to": ["1", "5"],
    }
    world.ones[at] |= {"number": "1"}


def _unseen(session: Session, world: Any, held: keeping.Held, sam: Any) -> None:
    """What waits, and what was hidden with a reply below it: for its writer and for judges."""
    mine = ("stranger", *JUDGES)
    plant = world.cage.plant
    for section, what in ((Section.TALK, "an argument"), (Section.IDEA, "an idea")):
        words = plant(f"{what} that waits", *mine)
        title = plant(f"the title of {what} that waits", *mine)
        talk(session, held, by=sam, section=section, source=f"{title}\n\n{words}", shown=False)
    hidden = talk(
        session,
        held,
        by=sam,
        stance=Stance.AGAINST,
        source=plant("an argument that was hidden", *mine),
        byline=plant("the byline of an argument that was hidden", *mine),
    )
    talk(session, held, by=world.someone["author"], reply_to=hidden.number, byline="")
    show_comment(session, held.case, hidden, Publication.HIDDEN, by=SYSTEM)
