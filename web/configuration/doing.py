"""From what somebody typed to a change that can be made: read, proposed, checked, made."""

from collections.abc import Callable, Iterable

from pydantic import ValidationError

from models.actor import Role
from models.configuration import changing
from models.configuration.changing import Edit, Proposed
from models.configuration.parts import Path
from models.errors import Invalid
from web.configuration.faults import Fault, of_reading, of_whole
from web.forms import NotAccepted
from web.visit import Visit

MOVES = "moves"
"""The tick between a form and its change: open cases go along."""
FieldOf = Callable[[Path], str]
"""The name of the input that a fault is of; "form" where it is none's."""


def proposed(visit: Visit, edit: Edit, field_of: FieldOf) -> Proposed:
    """What an edit comes to. Raises NotAccepted with everything that it makes wrong, and Invalid
    where it changes nothing. What was wrong before does not hold up anything else.
    """
    try:
        found = changing.propose(visit.session, edit)
    except ValidationError as error:
        raise NotAccepted(_invalid(of_reading(error), field_of)) from None
    old = set(map(_key, of_whole(found.before)))
    new = [fault for fault in of_whole(found.after) if _key(fault) not in old]
    if new:
        raise NotAccepted(_invalid(new, field_of))
    if not found.differences:
        raise Invalid("form", "nothing_changed")
    return found


def made(
    visit: Visit,
    edit: Edit,
    field_of: FieldOf,
    *,
    room: str,
    known: int,
    within: Iterable[Path],
) -> int:
    """Make the change and return its number. Raises Stale when another made one of the same parts
    since the version `known`, and as `proposed`.
    """
    changing.hold(visit.session)
    changing.check_unchanged(visit.session, known, within)
    wanted = proposed(visit, edit, field_of)
    return put(visit, wanted, room=room) or known


def put(visit: Visit, wanted: Proposed, *, room: str) -> int | None:
    """Put in force what was proposed under `changing.hold`; open cases go along where that was
    ticked beside what follows. Returns the number of the change.
    """
    by, moves = visit.acting(Role.ADMINISTRATOR), visit.values.get(MOVES) == "yes"
    return changing.make(visit.session, wanted, by=by, room=room, moves=moves)


def _key(fault: Fault) -> tuple[Path, str, str]:
    return fault.path, fault.code, repr(sorted(fault.values.items()))


def _invalid(faults: Iterable[Fault], field_of: FieldOf) -> list[Invalid]:
    found = []
    for one in faults:
        name = field_of(one.path)
        # Of a value elsewhere it is said where it stands.
        place = {} if name != "form" else {"place": " / ".join(one.path)}
        found.append(Invalid(name, one.code, **{**one.values, **place}))
    return found
