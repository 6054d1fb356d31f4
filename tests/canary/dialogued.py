"""The municipality asks: what everyone reads of a dialogue, and a draft that staff alone may see."""

from typing import Any

from sqlmodel import Session

from models.dialogue import finding, leading, planning
from models.dialogue.keeping import Held
from models.dialogue.kinds import PhaseKind
from models.dialogue.leading import Led
from models.states import Status
from tests.canary.readers import STAFF
from tests.dialogues import a_dialogue, open_for, some_words

FREE = ("question", "background", "purpose", "can", "cannot", "target", "decider")


def ask(session: Session, world: Any) -> None:
    """One that is open, and one that nobody but staff knows of."""
    cage, olga = world.cage, world.someone["official"]
    shown = {name: cage.public(f"the {name} of a dialogue") for name in FREE}
    held = a_dialogue(session, by=olga, words=some_words(**shown))
    world.cases["dialogue"] = held.case.reference
    world.ones["/dialogues/"] = {"slug": held.dialogue.slug}
    with cage.about("draft of a dialogue"):
        drafted = _draft(session, world, lambda what: cage.plant(what, *STAFF))
    slugs = [held.dialogue.slug, drafted, "no-dialogue"]
    world.values["/dialogues/slug"] = slugs
    _led(session, world, held, slugs)


def _led(session: Session, world: Any, held: Held, slugs: list[str]) -> None:
    """The pages of those who lead it."""
    [phase] = finding.phases_of(session, held.case.id or 0)
    at = "/casework/dialogues/"
    # Everyone may have the days of the one in her calendar, and nobody those of the other.
    world.ones["/dialogues/"] |= {"phase": str(phase.id)}
    world.values["/dialogues/phase"] = [str(phase.id), str((phase.id or 0) + 1)]
    world.ones[at] = {"slug": held.dialogue.slug, "id": str(phase.id), "to": "analysis"}
    world.values[f"{at}slug"] = slugs
    # Of the one that is open, and of the draft.
    world.values[f"{at}id"] = [str(phase.id), str((phase.id or 0) + 1)]
    world.values[f"{at}to"] = ["coming", "analysis", "broken_off", "no-state"]


def _draft(session: Session, world: Any, plant: Any) -> str:
    olga = world.someone["official"]
    words = some_words(**{name: plant(f"the {name} of a draft") for name in FREE})
    held = a_dialogue(session, by=olga, words=words, state=Status.DRAFT, phases=[])
    world.cases["draft of a dialogue"] = held.case.reference
    leader = Led(plant("the name of the leader of a draft"), email="olga@example.org")
    leading.name_leaders(session, held, [leader], by=olga.actor)
    planned = open_for(PhaseKind.INFORM)
    title, said = plant("the title of a phase of a draft"), plant("the words of a phase of a draft")
    planning.add(
        session,
        held,
        planning.Planned(planned.kind, planned.opens_at, planned.closes_at, title, said),
        by=olga.actor,
    )
    return held.dialogue.slug
