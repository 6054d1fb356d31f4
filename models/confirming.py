"""What the button of a letter does: it proves the address, and what was asked comes true."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import (
    confirmed,
    declaration,
    eligibility,
    helping,
    review,
    sanctions,
    silence,
    subscription,
    token,
    vote,
)
from models.actor import Actor, Role
from models.calendar import MINUTE, now
from models.comment import Comment, comments
from models.creating import Made, one_more
from models.database import lock_rows, table_of
from models.declaration import Said
from models.eligibility import Act
from models.errors import Invalid, NotAllowed, NotFound
from models.person import confirm, is_suspended
from models.states import PUBLIC, Publication
from models.submission import Submission, submissions, take
from models.subscription import Extent
from models.text import Text
from models.token import Purpose, Token

CONFIRMED = frozenset({Purpose.SUBMISSION, Purpose.COMMENT, Purpose.SUPPORT, Purpose.SUBSCRIPTION})
"""What /confirm does; every other purpose has a door of its own, and comes in by no second one."""
SHOWN_AGAIN = 30 * MINUTE
"""How long a used button still thanks the browser that pressed it, instead of refusing (ST-25)."""

_texts = table_of(Text)


def button(session: Session, given: str) -> Token:
    """The button of a link, in whatever state. Raises NotFound for a forged one."""
    found = token.known(session, given)
    if found.purpose not in CONFIRMED:
        raise NotFound
    return found


def is_late(button: Token) -> bool:
    return button.expires_at <= now()


def was_just_used(button: Token) -> bool:
    return button.used_at is not None and button.used_at > now() - SHOWN_AGAIN


def press(session: Session, given: str, *, network: str = "") -> Token:
    """Press it. Of any number of simultaneous presses one counts. `network`: see models.vote.

    Raises NotFound, Gone for a used or expired one, NotAllowed when what was asked is no longer
    possible, or never was for the person behind the address: then nothing is changed and the button
    stays unused. TooMany: she wrote as much as she may for now, and it stays unused, too.
    """
    if button(session, given).purpose is Purpose.SUBMISSION:
        pressed = token.use(session, given)
        if helping.offers(session, pressed):
            helping.by_button(session, pressed)
        else:
            helping.confirmed(session, confirmed.by_button(session, pressed))
        silence.lift(session, pressed.contact_id)
        return pressed
    pressed = token.use(session, given)
    person_id = confirm(session, pressed.contact_id, language=pressed.language)
    said = declaration.take(session, pressed, person_id)
    if pressed.purpose is Purpose.SUPPORT:
        _support(session, pressed, person_id, said, network)
    elif pressed.purpose is Purpose.COMMENT:
        _queue_comment(session, pressed, person_id, said)
    else:
        extent = Extent(pressed.name) if pressed.name else None
        subscription.confirm(session, pressed.subscription_id or 0, extent=extent)
        silence.lift(session, pressed.contact_id)
    return pressed


def subject(session: Session, button: Token) -> Row[Any] | None:
    """Reference, kind and title of the case a button is about; its title only while everyone may
    read it, or when it is the reader's own. None for a button about no case.
    """
    row = session.execute(
        select(
            submissions.c.reference,
            submissions.c.kind,
            submissions.c.publication,
            _texts.c.title,
        )
        .join(_texts, _texts.c.id == submissions.c.text_id)
        .where(submissions.c.id == button.submission_id)
    ).first()
    own = button.purpose is Purpose.SUBMISSION and not helping.offers(session, button)
    if row is None or not (own or row.publication in PUBLIC):
        return None
    return row


def _support(session: Session, pressed: Token, person_id: int, said: Said, network: str) -> None:
    try:
        vote.support(session, _reference(session, pressed), person_id, said=said, network=network)
    except Invalid as lacking:
        # There is no field here that could be mended.
        raise NotAllowed(f"needs_{lacking.field}_{lacking.code}", **lacking.values) from None
    if not vote.supports(session, pressed.submission_id or 0, person_id):
        # What two of us took away does not come back by pressing again.
        raise NotAllowed("support_removed")


def _queue_comment(session: Session, pressed: Token, person_id: int, said: Said) -> None:
    """The comment waits for review from now on, unless something else became of it meanwhile."""
    if is_suspended(session, pressed.contact_id):
        raise NotAllowed("suspended")
    sanctions.check(session, person_id, pressed.contact_id)
    one_more(session, Made.COMMENT, Actor(Role.RESIDENT, person_id))
    if not said.proven:
        try:
            eligibility.check(session, Act.COMMENT, person_id, said=said)
        except Invalid as lacking:
            raise NotAllowed(f"needs_{lacking.field}_{lacking.code}", **lacking.values) from None
    # The submission first, as in every verb, so that two of them never wait for each other.
    take(session, _reference(session, pressed))
    comment: Comment | None = session.scalars(
        lock_rows(select(Comment).where(comments.c.id == pressed.comment_id))
    ).first()
    if comment is None:
        raise NotFound
    if comment.publication is Publication.UNCONFIRMED:
        comment.show_as(Publication.QUEUED)
        session.add(comment)
        session.flush()
        review.enqueue(session, comment_id=comment.id, text_id=comment.text_id)


def case_of(session: Session, button: Token) -> Submission:
    """The case a button is about. Raises NotFound for one about none."""
    return take(session, _reference(session, button))


def _reference(session: Session, pressed: Token) -> str:
    found: str | None = session.execute(
        select(submissions.c.reference).where(submissions.c.id == pressed.submission_id)
    ).scalar()
    if found is None:
        raise NotFound
    return found
