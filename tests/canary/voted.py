"""Dialogues that vote: the ballots of an open one are nobody's to read, nor is who has voted."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from models.counting import Method
from models.dialogue import ballots, polling
from models.dialogue.ballot_file import grouped
from models.dialogue.kinds import PhaseKind
from models.dialogue.polling import Choice, Planned
from models.profile import Participation
from models.states import Status
from tests.canary.readers import STAFF
from tests.dialogues import a_dialogue, later, open_for, some_words
from tests.models.polling import NOBODY_DENIED, VOTE, first_phase


def vote(session: Session, world: Any) -> None:
    """An open vote with the author's ballot in it, and one that staff have only begun to plan."""
    cage, olga = world.cage, world.someone["official"]
    public = some_words(question=cage.public("the question of a dialogue that votes"))
    held = a_dialogue(session, by=olga, words=public, phases=[open_for(PhaseKind.VOTE)])
    world.cases["dialogue that votes"] = held.case.reference
    phase = first_phase(session, held)
    question = cage.public("the question of a vote")
    polling.set_up(session, held, phase, replace(VOTE, question=question), by=olga.actor)
    receipt = ballots.cast(
        session,
        held.dialogue.slug,
        phase.id or 0,
        {1: 1, 3: 1},
        voter=world.someone["author"].viewer,
        rules=Participation(),
        watched=NOBODY_DENIED,
    )
    for written in (receipt, grouped(receipt)):
        cage.known(written, "the receipt of a ballot while the vote is open")
    with cage.about("draft of a vote"):
        drafted = _draft(session, world)
    here = {"slug": held.dialogue.slug, "id": str(phase.id)}
    for start in ("/dialogues/{slug}/ballot", "/casework/dialogues/{slug}/phases/{id}/ballot"):
        world.ones[start] = here
        beginning = start.partition("{")[0]
        slugs = world.values.setdefault(f"{beginning}slug", [])
        slugs += [one for one in (held.dialogue.slug, drafted) if one not in slugs]


def _draft(session: Session, world: Any) -> str:
    def plant(what: str) -> str:
        token: str = world.cage.plant(what, *STAFF)
        return token

    olga = world.someone["official"]
    words = some_words(question=plant("the question of a dialogue that will vote"))
    phases = [later(PhaseKind.VOTE)]
    held = a_dialogue(session, by=olga, words=words, state=Status.DRAFT, phases=phases)
    world.cases["draft of a vote"] = held.case.reference
    planned = Planned(
        Method.SCORE,
        plant("the question of a vote in a draft"),
        [
            Choice(plant(f"option {n} of a draft"), plant(f"the words of option {n}"))
            for n in (1, 2)
        ],
    )
    polling.set_up(session, held, first_phase(session, held), planned, by=olga.actor)
    return held.dialogue.slug
