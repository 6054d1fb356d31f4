"""The town's profile, units and subjects, read from their rows at most every few seconds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models import organisation, profile
from models.profile import Site

KEPT_SECONDS = 5.0


@dataclass
class _Known:
    site: Site | None = None
    units: Sequence[Row[Any]] = ()
    categories: Sequence[Row[Any]] = ()
    until: float = 0.0


_known = _Known()


def site(session: Session) -> Site:
    """The profile in force, at most five seconds old."""
    if _known.site is None or time.monotonic() > _known.until:
        _known.site = profile.site(session)
        _known.units = organisation.units(session)
        _known.categories = organisation.categories(session)
        _known.until = time.monotonic() + KEPT_SECONDS
    return _known.site


def units(session: Session) -> Sequence[Row[Any]]:
    """Every unit, at most five seconds old."""
    site(session)
    return _known.units


def categories(session: Session) -> Sequence[Row[Any]]:
    """Every subject, at most five seconds old."""
    site(session)
    return _known.categories


def last_known() -> Site:
    """The profile as last read; start-up reads it first. For pages while the database is away."""
    if _known.site is None:
        raise RuntimeError("the town has not started")
    return _known.site


def forget() -> None:
    """For tests, which change towns within one process."""
    _known.site = None
