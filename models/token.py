"""Tokens used once: the links in letters that ask somebody to press a button."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, String, insert, select, update
from sqlmodel import Field, Session, SQLModel

from models import keys, suppression
from models.calendar import DAY, MINUTE, Moment, now
from models.database import (
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import Gone, NotFound


class Purpose(StrEnum):
    """What pressing the button does."""

    SUBMISSION = "submission"
    COMMENT = "comment"
    SUPPORT = "support"
    SUBSCRIPTION = "subscription"
    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    NEW_ADDRESS = "new_address"
    UNDO_ADDRESS = "undo_address"


LIFETIME: dict[Purpose, Moment] = {
    Purpose.SUBMISSION: 30 * DAY,
    Purpose.COMMENT: 30 * DAY,
    Purpose.SUPPORT: 30 * DAY,
    Purpose.SUBSCRIPTION: 7 * DAY,
    Purpose.SIGN_IN: 30 * MINUTE,
    Purpose.INVITATION: 7 * DAY,
    Purpose.NEW_ADDRESS: DAY,
    Purpose.UNDO_ADDRESS: 14 * DAY,
}


class Token(SQLModel, table=True):
    """A button waiting to be pressed by whoever reads the mail of one contact.

    The secret part is recomputed from `nonce` (models.keys), so nothing that opens a door is
    stored, and a letter sent twice carries the same link. `name` is what the person wrote with it:
    her name, how much she wants to hear of, the page she was on her way to; or the number of the
    change that a button about addresses is of.
    """

    id: int | None = Field(default=None, sa_column=id_column())
    purpose: Purpose = Field(sa_column=enum_column(Purpose))
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True)
    )
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True)
    )
    subscription_id: int | None = Field(
        default=None, sa_column=reference_column("subscription.id", nullable=True)
    )
    name: str = Field(default="", sa_column=Column(String(80), nullable=False))
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    created_at: Moment = Field(sa_column=moment_column(index=True))
    expires_at: Moment = Field(sa_column=moment_column())
    used_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


_tokens = table_of(Token)
_ISSUE = insert(_tokens).returning(_tokens.c.id)


def issue(
    session: Session,
    purpose: Purpose,
    contact_id: int,
    *,
    submission_id: int | None = None,
    comment_id: int | None = None,
    subscription_id: int | None = None,
    name: str = "",
    language: str = "sv",
) -> Token:
    """Make a button for one contact. A new sign-in link makes the older ones invalid (T13)."""
    at = now()
    if purpose is Purpose.SIGN_IN:
        session.execute(
            update(_tokens)
            .where(
                _tokens.c.contact_id == contact_id,
                _tokens.c.purpose == purpose,
                _tokens.c.used_at.is_(None),
            )
            .values(expires_at=at)
        )
    row: dict[str, Any] = {
        "purpose": purpose,
        "contact_id": contact_id,
        "submission_id": submission_id,
        "comment_id": comment_id,
        "subscription_id": subscription_id,
        "name": name,
        "language": language,
        "nonce": keys.nonce(),
        "created_at": at,
        "expires_at": at + LIFETIME[purpose],
    }
    return Token(id=session.execute(_ISSUE, row).scalar_one(), **row)


def secret(token: Token) -> str:
    """What stands in the link: the id and the recomputed key."""
    return f"{token.id}.{keys.key(token.purpose, token.id or 0, token.nonce)}"


def known(session: Session, given: str, *, lock: bool = False) -> Token:
    """The token of a link, used or not, in time or not. Raises NotFound for a forged one."""
    number, _, key = given.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    wanted = select(Token).where(_tokens.c.id == int(number))
    token: Token | None = session.scalars(lock_rows(wanted) if lock else wanted).first()
    if token is None or not keys.fits(key, token.purpose, token.id or 0, token.nonce):
        raise NotFound
    return token


def find(session: Session, given: str, *, lock: bool = False) -> Token:
    """The token of a link, unused and in time.

    Raises NotFound for a forged one, Gone for one that is used or too old.
    """
    token = known(session, given, lock=lock)
    if token.used_at is not None:
        raise Gone("used")
    if token.expires_at <= now():
        raise Gone("expired")
    return token


def use(session: Session, given: str) -> Token:
    """Take a token: of any number of simultaneous presses exactly one gets it.

    It came in a letter: the address it came to is reached again.
    """
    token = find(session, given, lock=True)
    token.used_at = now()
    session.add(token)
    session.flush()
    suppression.lift(session, token.contact_id)
    return token
