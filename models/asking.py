"""Asking somebody to press a button: one letter, within limits that no asker can get around.

They count per address and per block of numbers, whoever asks and from wherever: nobody is bombed
with letters (spec T51), and sending to numbers that earn somebody money does not pay (T50).
"""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlmodel import Session

from models import allowance, delivery, keys, sms_budget, token
from models.calendar import HOUR, MINUTE, now
from models.database import table_of
from models.errors import TooMany
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
    Purpose.INVITATION: ((5, A_DAY),),
}
PER_BLOCK: dict[int, Limits] = {2: ((40, A_DAY),), 3: ((100, A_DAY),)}
"""For a hundred and for a thousand numbers that follow one another, by how many digits they share
no more. Whoever earns on numbers has them in a row.
"""
PARTS = 2
"""What a button takes at most. So many of a day's codes are asked for, and e-mail is left until
tomorrow: see models.sms_budget for what then still goes.
"""

UNUSED_HOUR, UNUSED_MOST, USED_LEAST = HOUR, 100, 5
"""When of a hundred text messages of an hour fewer than five buttons were pressed, nobody reads
them: no more are sent until that changes.
"""
PAUSE = 300
"""Seconds until whoever is turned away for that may try again."""

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
) -> Token | None:
    """Send one letter with one button, which does `purpose` when it is pressed; None where the same
    letter is under way already.

    Raises TooMany when this address, or its block of numbers, has been asked enough.
    """
    if is_under_way(session, purpose, contact_id, about):
        return None
    spend(session, purpose, channel, address)
    return send(session, purpose, contact_id, about=about, language=language)


def send(
    session: Session, purpose: Purpose, contact_id: int, *, about: About, language: str
) -> Token:
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
    return button


def spend(session: Session, purpose: Purpose, channel: Channel, address: str) -> None:
    """Count one letter to an address, known to us or not. Raises TooMany."""
    _count(session, channel.value, address, PER_ADDRESS[channel])
    _count(session, purpose.value, address, PER_PURPOSE.get(purpose, ()))
    if channel is Channel.SMS:
        for digits, limits in PER_BLOCK.items():
            _count(session, f"block{digits}", address[:-digits], limits)
        _count(session, "all", "", ((sms_budget.codes() // PARTS, A_DAY),))
        if _nobody_reads(session):
            raise TooMany(PAUSE)


def _nobody_reads(session: Session) -> bool:
    asked, used = sms_budget.conversion(session, now() - UNUSED_HOUR)
    return asked >= UNUSED_MOST and used * 100 < asked * USED_LEAST


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
