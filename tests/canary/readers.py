"""Who of the staff may read a datum: not said beside it, but asked of the table of permissions.

Beside a datum stands what one must be allowed to do, and with which case. Whoever else may read it,
such as its author, is named there.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import permissions, permissions_of_cases
from models.permissions import Action
from models.session import whose
from models.submission import submissions
from models.viewer import Viewer
from tests.canary.tokens import Canary

STAFF = ("moderator", "official", "auditor", "administrator")
"""Those who may read any case that is not public: the town is theirs, and nobody else's."""
HANDLERS = ("official", "administrator")
JUDGES = ("moderator", "administrator")
NEEDS = {
    frozenset(STAFF): (Action.READ,),
    frozenset(HANDLERS): (Action.DESK,),
    frozenset(JUDGES): (Action.JUDGE,),
}
"""What is meant where a datum names one of these groups and no action."""


def viewers(session: Session, world: Any) -> dict[str, Viewer]:
    """Everybody who is signed in, as a request would have her."""
    return {
        actor: whose(session, world.cookies[actor].removeprefix("session="))
        for actor in world.someone
    }


def settle(session: Session, world: Any) -> None:
    """Say of every datum who of the staff may read it."""
    staff = {actor: one for actor, one in world.viewers.items() if one.is_staff}
    rows = {row.reference: row for row in session.execute(select(submissions))}

    def settled(one: Canary) -> Canary:
        named = (one.seen_by or frozenset()) & frozenset(STAFF)
        needs = one.needs or NEEDS.get(named, ())
        if one.seen_by is None or not needs:
            return one
        case = rows.get(world.cases.get(one.of, one.of))
        readers = {
            actor
            for actor, viewer in staff.items()
            for action in needs
            if _may(session, viewer, action, case)
        }
        kept = one.seen_by if one.needs else one.seen_by - frozenset(STAFF)
        return replace(one, seen_by=kept | readers)

    world.cage.canaries = [settled(one) for one in world.cage.canaries]


def _may(session: Session, viewer: Viewer, action: Action, case: Any) -> bool:
    if case is None:
        return permissions.may(viewer, action)
    return permissions_of_cases.may(session, viewer, action, case)
