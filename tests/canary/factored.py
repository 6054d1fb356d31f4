"""What somebody who works here shows to sign in: hers alone to know."""

import pyotp
from sqlmodel import Session

from models import factor_app
from models.calendar import SECOND, now
from tests.canary.tokens import Cage
from tests.people import Someone


def set_up(session: Session, cage: Cage, olga: Someone) -> dict[str, dict[str, str]]:
    """The official has an app, and another that waits for its first code. Returns what fills the
    addresses.
    """
    name = cage.plant("what the official calls her app", "official")
    first = factor_app.begin(session, olga.id, name)
    secret = factor_app.secret(session, olga.id, first)
    cage.known(secret, "the secret of the official's app")
    assert factor_app.confirm(session, olga.id, first, pyotp.TOTP(secret).at(now() // SECOND))
    waiting = factor_app.begin(session, olga.id, "")
    fresh = factor_app.secret(session, olga.id, waiting)
    cage.known(fresh, "the secret of an app that waits for its first code", "official")
    return {"/me/factors/": {"id": str(waiting)}}
