"""Asking somebody to press a button: one letter, within limits that no asker can get around.

They count per address and per block of numbers, whoever asks and from wherever: nobody is bombed
with letters (spec T51), and sending to numbers that earn somebody money does not pay (T50).
"""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlmodel import Session

from models import allowance, delivery, keys, token
from models.calendar import MINUTE, now
from models.database import table_of
from models.person import Channel
from models.token import Purpose, Token

AN_HOUR, A_DAY = 3600, 86_400
"""Windows of limits, in seconds."""

Limits = tuple[tuple[int, int], ...]

PER_ADDRESS: dict[Channel, Limits] = {
    Channel.EMAIL: ((10, AN_HOUR), (30, A_DAY)),
    Channel.SMS: ((1, 60), (3, A_DAY)),
}
PER_PURPOSE: dict[Purpose, Limits] = {
    Purpose.SUBSCRIPTION: ((3, A_DAY),),
    Purpose.SIGN_IN: ((5, AN_HOUR),),
}
PER_BLOCK: Limits = ((100, A_DAY),)
BLOCK_DIGITS = 2
"""A hundred numbers that follow one another are one block."""
ALL_TEXT_MESSAGES: Limits = ((500, A_DAY),)
"""What a town pays for on a day, whoever asks: then e-mail is left until tomorrow."""

AGAIN_AFTER = MINUTE
"""A second press within it is a double click: the letter is already under way."""

_tokens = table_of(Token)


@dataclass(frozen=True)
class About:
    """What a button is about; all empty for signing in. `name`: see models.token."""

    submission_id: int | None = None
    comment_id: int | None = None
    subscription_id: int | None = None
    name: str = ""


def ask(
    session: Session,
    purpose: Purpose,
    contact_id: int,
    channel: Channel,
    address: str,
    *,
    about: About,
    language: str,
) -> None:
    """Send one letter with one button, which does `purpose` when it is pressed.

    Raises TooMany when this address, or its block of numbers, has been asked enough.
    """
    if is_under_way(session, purpose, contact_id, about):
        return
    spend(session, purpose, channel, address)
    send(session, purpose, contact_id, about=about, language=language)


def send(
    session: Session, purpose: Purpose, contact_id: int, *, about: About, language: str
) -> None:
    """The letter itself, for whoever has counted it."""
    button = token.issue(
        session,
        purpose,
        contact_id,
        submission_id=about.submission_id,
        comment_id=about.comment_id,
        subscription_id=about.subscription_id,
        name=about.name,
        language=language,
    )
    delivery.post_button(session, button)


def spend(session: Session, purpose: Purpose, channel: Channel, address: str) -> None:
    """Count one letter to an address, known to us or not. Raises TooMany."""
    _count(session, channel.value, address, PER_ADDRESS[channel])
    _count(session, purpose.value, address, PER_PURPOSE.get(purpose, ()))
    if channel is Channel.SMS:
        _count(session, "block", address[:-BLOCK_DIGITS], PER_BLOCK)
        _count(session, "all", "", ALL_TEXT_MESSAGES)


def _count(session: Session, what: str, whose: str, limits: Limits) -> None:
    # Keyed, because the hash of a phone number alone is found by trying them all.
    who = keys.key("allowance", what, whose)
    for most, seconds in limits:
        allowance.spend(session, f"button:{what}:{seconds}", who, most=most, seconds=seconds)


def is_under_way(session: Session, purpose: Purpose, contact_id: int, about: About) -> bool:
    """Whether the same letter was written a moment ago and its button not pressed yet."""
    same = [
        _tokens.c[column].is_not_distinct_from(value) for column, value in asdict(about).items()
    ]
    found = session.execute(
        select(_tokens.c.id)
        .where(
            _tokens.c.contact_id == contact_id,
            _tokens.c.purpose == purpose,
            _tokens.c.used_at.is_(None),
            _tokens.c.created_at > now() - AGAIN_AFTER,
            *same,
        )
        .limit(1)
    )
    return found.first() is not None
