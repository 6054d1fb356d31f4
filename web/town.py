"""The town's profile, units and subjects, read from their rows at most every few seconds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models import hold, organisation, profile
from models.profile import Site

KEPT_SECONDS = 5.0


Dress = Callable[[Site, Sequence[Row[Any]]], None]
"""Told of every profile that comes into force, with its logos."""


@dataclass
class _Known:
    site: Site | None = None
    logos: Sequence[Row[Any]] = ()
    version: int = 0
    held: bool = False
    units: Sequence[Row[Any]] = ()
    categories: Sequence[Row[Any]] = ()
    until: float = 0.0
    dress: Dress | None = None


_known = _Known()


def site(session: Session) -> Site:
    """The profile in force, at most five seconds old."""
    if _known.site is None or time.monotonic() > _known.until:
        _learn(session)
        _known.units = organisation.units(session)
        _known.categories = organisation.categories(session)
        _known.held = hold.since(session) is not None
        _known.until = time.monotonic() + KEPT_SECONDS
    return last_known()


def _learn(session: Session) -> None:
    """A new profile brings its colour and logos with it before any page speaks of it."""
    version = profile.version(session)
    if _known.site is not None and version == _known.version:
        return
    found, logos = profile.site(session), profile.logos(session)
    if _known.dress is not None:
        _known.dress(found, logos)
    _known.site, _known.logos, _known.version = found, logos, version


def dressed_by(dress: Dress) -> None:
    """From now on `dress` is told of every profile that comes into force."""
    _known.dress = dress


def logo() -> Row[Any] | None:
    """The town's mark by day, as a row; None where the profile has none."""
    return next((row for row in _known.logos if row.mode == "light"), None)


def is_held() -> bool:
    """Whether the town was put back from a copy and sends nothing yet; five seconds old at most."""
    return _known.held


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
    _known.logos = ()
    _known.held = False
