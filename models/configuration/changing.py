"""Changing the configuration part by part: what would follow, doing it, taking it back.

Whoever changes it says which version she has seen. Two people at once change different parts
beside each other; of the same part the second is told what the first made of it (ST-21).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from sqlmodel import Session

from models import reconfiguring
from models.actor import Actor
from models.configuration import changes, parts
from models.configuration.parts import Difference, Path, Plain
from models.errors import NotAllowed, Stale
from models.event import lock
from models.profile import CONFIGURATION
from models.profile_file import Whole

Edit = Callable[[Plain], Plain]
"""Makes of the configuration in force the one that somebody wants. It changes nothing itself."""


@dataclass(frozen=True)
class Proposed:
    """A change that has not been made: both wholes, and what differs."""

    before: Whole
    after: Whole
    differences: list[Difference]


def propose(session: Session, edit: Edit) -> Proposed:
    """What an edit comes to. Raises pydantic.ValidationError where no configuration comes of it."""
    before = reconfiguring.present(session)
    now = parts.plain(before)
    after = parts.whole(edit(now))
    return Proposed(before, after, parts.differences(now, parts.plain(after)))


def check_unchanged(session: Session, known: int, within: Iterable[Path]) -> None:
    """Raises Stale when any of these parts has been changed since the version `known`."""
    last = changes.last(session, known, within)
    if last is not None:
        raise Stale(who=last.who, when=last.at, what="reconfigured")


def hold(session: Session) -> None:
    """Nobody else changes the configuration until this transaction ends."""
    lock(session, CONFIGURATION)


def make(
    session: Session, proposed: Proposed, *, by: Actor, room: str, moves: bool = False
) -> int | None:
    """Put a proposed change in force and return its number; None where nothing differs. With
    `moves`, open cases follow where another unit answers from now on.

    It must have been proposed after `hold`, in the same transaction. Raises as reconfiguring.use.
    """
    if not proposed.differences:
        return None
    return reconfiguring.use(session, proposed.after, by=by, room=room, moves=moves)


def undoing(session: Session, version: int) -> Edit:
    """The edit that takes a change back.

    Raises NotFound; NotAllowed("changed_since") when what it changed has been changed again, for
    then nobody can tell what should be there instead.
    """
    changes.one(session, version)
    done = changes.values(session, version)
    now = parts.plain(reconfiguring.present(session))
    if not done or not all(parts.is_so(now, one.path, one.after) for one in done):
        raise NotAllowed("changed_since")
    return lambda data: parts.applied(data, [one.undone for one in done])


def take_back(session: Session, version: int, *, by: Actor) -> int:
    """Undo a change, by another one that says so; cases that it moved, and nobody since, return.
    Returns the number of that.

    Raises as `undoing`, and NotAllowed("needed_since") where something that came later needs it.
    """
    hold(session)
    room = changes.one(session, version).room
    try:
        proposed = propose(session, undoing(session, version))
    except ValidationError as error:
        raise NotAllowed("needed_since") from error
    return reconfiguring.use(session, proposed.after, by=by, room=room, undoes=version)
