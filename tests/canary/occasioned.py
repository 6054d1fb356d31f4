"""Whoever comes to an occasion of a dialogue is known to those who lead it; a draft's is secret."""

from typing import Any

from sqlmodel import Session

from models.dialogue import coming, keeping, occasions
from models.person import Channel, confirm, reach
from tests.canary.readers import STAFF
from tests.dialogues import a_walk


def meet(session: Session, world: Any) -> None:
    """One that somebody has signed up for, and one of a dialogue that nobody but staff knows of."""
    cage, olga = world.cage, world.someone["official"]
    with cage.about("dialogue"):
        name = cage.plant("the name of somebody who comes", *STAFF)
    shown = a_walk(title=cage.public("an occasion"), roles=cage.public("who does what"))
    with cage.about("draft of a dialogue"):
        hidden = a_walk(
            title=cage.plant("an occasion of a draft", *STAFF),
            place=cage.plant("where an occasion of a draft is", *STAFF),
            roles=cage.plant("who does what in a draft", *STAFF),
        )
    numbers = []
    for case, planned in (("dialogue", shown), ("draft of a dialogue", hidden)):
        held = keeping.hold(session, world.cases[case])
        one = occasions.plan(session, held, planned, by=olga.actor)
        numbers.append(str(one.id))
    held = keeping.hold(session, world.cases["dialogue"])
    person = confirm(session, reach(session, Channel.EMAIL, "comes@example.org").id, name=name)
    coming.sign_up(session, held.case.id or 0, int(numbers[0]), person)
    world.ones["/dialogues/"] |= {"occasion": numbers[0]}
    world.values["/dialogues/occasion"] = numbers
    slug = held.dialogue.slug
    world.ones["/casework/dialogues/{slug}/occasions/{id}"] = {"slug": slug, "id": numbers[0]}
