"""Discussions of the tests: what was said in a dialogue, read and shown."""

from sqlmodel import Session

from models import publishing, review
from models.actor import SYSTEM
from models.comment import Comment
from models.comment import comment as write_comment
from models.dialogue.keeping import Held
from models.dialogue.kinds import Section, Stance
from models.states import Publication
from tests import people
from tests.people import Someone

WORDS = "Fler bänkar gör att fler kan vila på vägen till affären."


def talk(
    session: Session,
    held: Held,
    *,
    stance: Stance | None = None,
    by: Someone | None = None,
    source: str = WORDS,
    reply_to: int | None = None,
    section: Section = Section.TALK,
    byline: str = "",
    shown: bool = True,
) -> Comment:
    """Sam (or `by`) writes while a phase lets him, and it is shown; or waits to be read."""
    author = by or people.sam(session)
    made = write_comment(
        session,
        held.case.reference,
        by=author.actor,
        source=source,
        contact_id=author.contact_id,
        byline=byline,
        confirmed=True,
        reply_to=reply_to,
        section=section,
        stance=stance,
    )
    if shown:
        publishing.show_comment(session, held.case, made, Publication.PUBLISHED, by=SYSTEM)
    else:
        review.enqueue(session, comment_id=made.id, text_id=made.text_id)
    return made
