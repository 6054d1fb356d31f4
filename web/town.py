"""The town's profile as every page needs it, read from its row at most every few seconds."""

import time
from dataclasses import dataclass

from sqlmodel import Session

from models import profile
from models.profile import Site

KEPT_SECONDS = 5.0


@dataclass
class _Known:
    site: Site | None = None
    until: float = 0.0


_known = _Known()


def site(session: Session) -> Site:
    """The profile in force, at most five seconds old."""
    if _known.site is None or time.monotonic() > _known.until:
        _known.site = profile.site(session)
        _known.until = time.monotonic() + KEPT_SECONDS
    return _known.site


def last_known() -> Site:
    """The profile as last read; start-up reads it first. For pages while the database is away."""
    if _known.site is None:
        raise RuntimeError("the town has not started")
    return _known.site


def forget() -> None:
    """For tests, which change towns within one process."""
    _known.site = None
