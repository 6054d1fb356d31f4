"""Writing a comment from a form: once, however often the form comes, and confirmed where needed."""

from dataclasses import dataclass, replace

from sqlalchemy import Row, select
from sqlmodel import Session

from models import asking, declaration, eligibility, form_key, protection, review
from models.actor import Actor, Role
from models.asking import About
from models.comment import comment, comments
from models.creating import Made, one_more
from models.database import table_of
from models.declaration import NOTHING, Said
from models.dialogue.kinds import Section, Stance
from models.eligibility import Act
from models.errors import NotFound
from models.person import Channel, reach
from models.profile import Level, Participation, site
from models.states import PUBLIC
from models.text import Text
from models.token import Purpose

_texts = table_of(Text)


@dataclass(frozen=True)
class Words:
    """What the form says, cleaned. `html` is made before the write lock is taken."""

    source: str
    html: str
    byline: str
    reply_to: int | None
    form: str
    organisation_id: int | None = None
    section: Section = Section.TALK
    stance: Stance | None = None
    phase_id: int | None = None
    said: Said = NOTHING
    """What she says of herself with it, where the rules ask."""


def write(
    session: Session,
    reference: str,
    words: Words,
    *,
    by: Actor,
    contact_id: int | None = None,
    channel: Channel = Channel.EMAIL,
    address: str = "",
    language: str,
    rules: Participation | None = None,
) -> int:
    """Write a comment below a public submission, as the holder of the confirmed contact
    `contact_id`, or of an address that is asked by letter first; as nobody in particular where the
    town lets anyone comment and no address is given. `rules` are the profile's where not given.
    Returns the id of the comment, the same when the form comes again.

    Raises what models.comment.comment raises, NotAllowed when the form was used for other words,
    TooMany when the address was asked too often or she wrote as much as she may for now, and as
    models.eligibility.check for a resident who may not comment here.
    """
    contents = form_key.digest({"of": reference, "by": contact_id or address} | vars(words))
    earlier = form_key.earlier(session, words.form, contents)
    if earlier is not None:
        return int(earlier)
    rules = rules or site(session).participation
    said = _admitted(session, words, by, rules)
    unasked = contact_id is None and not address and rules.comment is Level.ANYONE
    writer = contact_id
    if writer is None and not unasked:
        writer = reach(session, channel, address).id
    nameless = words.organisation_id is None and protection.is_protected(session, writer)
    if contact_id is not None:
        one_more(session, Made.COMMENT, by, contact_id)
    made = comment(
        session,
        reference,
        by=by,
        source=words.source,
        html=words.html,
        contact_id=writer,
        byline="" if nameless else words.byline,
        confirmed=contact_id is not None or unasked,
        reply_to=words.reply_to,
        organisation_id=words.organisation_id,
        section=words.section,
        stance=words.stance,
        phase_id=words.phase_id,
    )
    form_key.remember(session, words.form, contents, str(made.id))
    if contact_id is not None or writer is None:
        review.enqueue(session, comment_id=made.id, text_id=made.text_id)
        return made.id or 0
    about = About(submission_id=made.submission_id, comment_id=made.id)
    button = asking.ask(
        session, Purpose.COMMENT, writer, channel, address, about=about, language=language
    )
    declaration.wait(session, button, said)
    return made.id or 0


def _admitted(session: Session, words: Words, by: Actor, rules: Participation) -> Said:
    """What goes along with a letter, if one has to be sent. Raises Invalid for whoever may not
    comment; what the municipality itself says asks no rule.
    """
    if by.role is not Role.RESIDENT:
        return words.said
    who = eligibility.check(
        session,
        Act.COMMENT,
        by.person_id,
        rules=rules,
        said=words.said,
        organisation=words.organisation_id is not None,
    )
    if by.person_id is not None:
        declaration.keep(session, by.person_id, words.said)
        return replace(words.said, proven=who is not None)
    return words.said


def shown(session: Session, submission_id: int, number: int) -> Row[tuple[int, str, str]]:
    """Number, byline and html of a comment that everyone may read. Raises NotFound."""
    row = session.execute(
        select(comments.c.number, comments.c.byline, _texts.c.html)
        .join(_texts, _texts.c.id == comments.c.text_id)
        .where(
            comments.c.submission_id == submission_id,
            comments.c.number == number,
            comments.c.publication.in_(PUBLIC),
        )
    ).first()
    if row is None:
        raise NotFound
    return row
