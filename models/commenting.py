"""Writing a comment from a form: once, however often the form comes, and confirmed where needed."""

from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlmodel import Session

from models import asking, form_key, review
from models.actor import Actor
from models.asking import About
from models.comment import comment, comments
from models.database import table_of
from models.errors import NotFound
from models.person import Channel, reach
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
) -> None:
    """Write a comment below a public submission, as the holder of the confirmed contact
    `contact_id`, or of an address that is asked by letter first.

    Raises what models.comment.comment raises, NotAllowed when the form was used for other words,
    TooMany when the address was asked too often.
    """
    contents = form_key.digest({"of": reference, "by": contact_id or address} | vars(words))
    if form_key.earlier(session, words.form, contents) is not None:
        return
    writer = contact_id or reach(session, channel, address).id
    made = comment(
        session,
        reference,
        by=by,
        source=words.source,
        html=words.html,
        contact_id=writer,
        byline=words.byline,
        confirmed=contact_id is not None,
        reply_to=words.reply_to,
        organisation_id=words.organisation_id,
    )
    form_key.remember(session, words.form, contents, str(made.id))
    if contact_id is not None:
        review.enqueue(session, comment_id=made.id, text_id=made.text_id)
        return
    about = About(submission_id=made.submission_id, comment_id=made.id)
    asking.ask(session, Purpose.COMMENT, writer, channel, address, about=about, language=language)


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
