"""Signed in as a test needs it: with the second factor, so that whoever has roles holds them."""

from sqlmodel import Session

from models import session as sessions
from tests.people import Someone


def signed_in(session: Session, someone: Someone) -> str:
    """The cookie of a browser in which she has shown everything that she could be asked for."""
    return sessions.begin(session, someone.id, strong=True)
