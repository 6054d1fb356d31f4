"""What takes two in the canaries' town: one text is left to somebody else, one is proposed away."""

from typing import Any

from sqlmodel import Session

from models.submission import Submission, take
from models.verdict import Judgement
from moderation import four_eyes, proposing
from tests import people
from tests.canary.readers import JUDGES
from tests.moderation import room


def ask(session: Session, world: Any) -> None:
    """Why it was left is for those who judge; what the author is to be told, too, until it is done."""
    # She hid it herself: that it goes for good takes another one.
    marek = world.someone["moderator"].actor
    queued = room.item_of(session, _case(session, world, "queued"))
    with world.cage.about("queued"):
        note = world.cage.plant("why a queued case was left to another", *JUDGES)
    left = proposing.escalate(session, queued.id, by=marek, version=queued.version, note=note)
    hidden = room.item_of(session, _case(session, world, "hide"))
    with world.cage.about("hide"):
        message = world.cage.plant("what was proposed of a hidden case", *JUDGES)
    proposing.judge(
        session,
        hidden.id,
        by=marek,
        judgement=Judgement.UNPUBLISH,
        version=hidden.version,
        rules=people.municipality(session).proposals,
        reason="child_abuse",
        message=message,
    )
    asked = four_eyes.open_of(session, hidden)
    world.ones["/second-opinions/"] = {"id": str(asked.id if asked else 0)}
    world.values["/second-opinions/id"] = [str(left), world.ones["/second-opinions/"]["id"], "99"]


def _case(session: Session, world: Any, what: str) -> Submission:
    return take(session, world.cases[what])
