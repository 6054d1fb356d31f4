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
    by = visit.acting(Role.ADMINISTRATOR)
    return changing.make(visit.session, wanted, by=by, room=room) or known


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
