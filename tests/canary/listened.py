"""What was said on the spot and waits to be read, in a dialogue that everyone may read."""

from typing import Any

from sqlmodel import Session

from models.comment import Comment
from models.dialogue import keeping, voices
from models.publishing import show_comment
from models.states import Publication
from tests.canary.readers import JUDGES


def listen(session: Session, world: Any) -> None:
    """One voice that everyone may read, one that waits, and one that was hidden again."""
    cage, by = world.cage, world.someone["moderator"].actor
    held = keeping.hold(session, world.cases["dialogue"])
    shown = cage.public("what was said on the spot")
    with cage.about("dialogue"):
        waits = cage.plant("what was said on the spot and waits", *JUDGES)
        hidden = cage.plant("what was said on the spot and was hidden", *JUDGES)
    for number, words in enumerate((shown, waits, hidden)):
        said = voices.say(
            session, held.case.reference, words, f"<p>{words}</p>", form=f"{number:032d}"
        )
        if words == waits:
            continue
        one = session.get_one(Comment, said)
        show_comment(session, held.case, one, Publication.PUBLISHED, by=by)
        if words == hidden:
            show_comment(session, held.case, one, Publication.HIDDEN, by=by)
