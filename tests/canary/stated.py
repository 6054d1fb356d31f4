"""Statements of a dialogue: one that waits, one that was hidden after it was counted."""

from typing import Any

from sqlmodel import Session

from models import review
from models.actor import SYSTEM
from models.comment import Comment
from models.comment import comment as write_comment
from models.dialogue import assertions, weighing
from models.dialogue.kinds import PhaseKind, Section
from models.dialogue.ratings import StatementPhase
from models.opinion.answers import Answers
from models.opinion.findings import findings
from models.publishing import show_comment
from models.states import Publication
from tests import people
from tests.canary.readers import JUDGES
from tests.dialogues import a_dialogue, open_for, some_words
from tests.models.polling import first_phase

CROWD = 6


def state(session: Session, world: Any) -> None:
    """An open phase whose result is live: answered, counted, and then one statement is hidden."""
    cage, olga = world.cage, world.someone["official"]
    words = some_words(question=cage.public("the question of a dialogue of statements"))
    held = a_dialogue(session, by=olga, words=words, phases=[open_for(PhaseKind.STATEMENTS)])
    world.cases["dialogue of statements"] = held.case.reference
    phase = first_phase(session, held)
    session.add(StatementPhase(phase_id=phase.id, live=True))
    ours = cage.public("a statement of ours")
    assertions.add_official(session, held, phase, ours, by=olga.actor)
    mine = ("stranger", *JUDGES)
    with cage.about("dialogue of statements"):
        _written(session, world, cage.plant("a statement that waits", *mine))
        hidden = _written(session, world, cage.plant("a statement that was hidden", *mine))
    show_comment(session, held.case, hidden, Publication.PUBLISHED, by=SYSTEM)
    _answered(session, held.case.id, phase.id)
    show_comment(session, held.case, hidden, Publication.HIDDEN, by=SYSTEM)
    here = {"slug": held.dialogue.slug, "id": str(phase.id)}
    for start in ("/dialogues/{slug}/statements", "/casework/dialogues/{slug}/phases/{id}/state"):
        world.ones[start] = here
        slugs = world.values.setdefault(f"{start.partition('{')[0]}slug", [])
        slugs += [] if held.dialogue.slug in slugs else [held.dialogue.slug]
    for name in ("/dialogues/phase", "/casework/dialogues/id"):
        known = world.values.setdefault(name, ["99"])
        known += [] if here["id"] in known else [here["id"]]
    world.values["statement"] = ["1", "2", "3", "99"]


def _written(session: Session, world: Any, source: str) -> Comment:
    stranger = world.someone["stranger"]
    made = write_comment(
        session,
        world.cases["dialogue of statements"],
        by=stranger.actor,
        source=source,
        contact_id=stranger.contact_id,
        confirmed=True,
        section=Section.STATEMENT,
    )
    review.enqueue(session, comment_id=made.id, text_id=made.text_id)
    return made


def _answered(session: Session, dialogue: int, phase: int) -> None:
    """By six people, each statement; and counted, as the clock does it."""
    numbers = [one.number for one in assertions.shown(session, phase)]
    for resident in range(CROWD):
        one = people.resident(session, f"Svarande{resident}")
        for number in numbers:
            assertions.rate(session, dialogue, number, 1, person_id=one.id)
    for due in weighing.due(session):
        keys, answers, after = set(assertions.keys_of(session, due.phase_id)), Answers(), 0
        while after := weighing.read(session, due.phase_id, keys, answers, after):
            pass
        weighing.keep(session, due, answers, findings(answers))
