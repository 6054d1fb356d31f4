"""What a passkey is asked to sign: random, kept with the browser's session, good for one answer."""

import secrets

from sqlalchemy import select, update
from sqlmodel import Session

from models.calendar import MINUTE, now
from models.database import lock_rows, table_of
from models.errors import Gone
from models.session import BrowserSession
from models.viewer import Viewer

LASTS = 5 * MINUTE
BYTES = 32

_sessions = table_of(BrowserSession)
_s = _sessions.c


def fresh(session: Session, viewer: Viewer) -> bytes:
    """A new challenge for the viewer's browser, in place of any other."""
    made = secrets.token_bytes(BYTES)
    session.execute(
        update(_sessions)
        .where(_s.id == viewer.session_id)
        .values(challenge=made.hex(), challenge_until=now() + LASTS)
    )
    return made


def take(session: Session, viewer: Viewer) -> bytes:
    """The open challenge of the viewer's browser, which is then closed, whatever was answered.

    Raises Gone where there is none, or it waited too long.
    """
    row = session.execute(
        lock_rows(select(_s.challenge, _s.challenge_until).where(_s.id == viewer.session_id))
    ).first()
    session.execute(
        update(_sessions)
        .where(_s.id == viewer.session_id)
        .values(challenge=None, challenge_until=None)
    )
    if row is None or row.challenge is None or row.challenge_until <= now():
        raise Gone
    return bytes.fromhex(row.challenge)
