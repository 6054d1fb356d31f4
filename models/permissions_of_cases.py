"""Cases as somebody may have them: loaded, listed and counted through what she may see.

The rule is the table of models.permissions; here stand the facts it asks for, and the same rule as
a condition, so that no list, search or count tells of what may not be read. A test holds both to
the same answer.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, false, or_, select, text, true
from sqlmodel import Session

from models import absence, permissions
from models.consulting import consultations
from models.errors import NotAllowed, NotFound, Stale
from models.permissions import Action, Relation, Thing
from models.reading import WAITING, readings
from models.states import PUBLIC, Kind
from models.submission import SHOWN, Submission, is_author, submissions, take
from models.viewer import Post, Viewer

_s = submissions.c
_ASKED = select(consultations.c.unit_id).where(consultations.c.submission_id == bindparam("case"))
_READS = select(readings.c.id).where(
    readings.c.reader_id == bindparam("me"),
    readings.c.submission_id == bindparam("case"),
    text(f"reading.{WAITING}"),
)
_OPEN_TO_STAFF = text("NOT submission.protected")


def may(
    session: Session,
    viewer: Viewer,
    action: Action,
    case: Any,
    contacts: Collection[int] = (),
) -> bool:
    """Whether the viewer may do this with a case (any row of it). `contacts` are the ids of her own
    confirmed addresses. What lies further off is asked of the database only when nothing nearer
    lets her.
    """
    near = Thing(
        unit_id=case.unit_id,
        assignee_id=case.assignee_id,
        protected=case.protected,
        own=is_author(viewer, case, list(contacts)),
    )
    if permissions.may(viewer, action, near):
        return True
    if not permissions.may(viewer, action):
        return False
    return permissions.may(viewer, action, _further(session, viewer, case, near))


def _further(session: Session, viewer: Viewer, case: Any, near: Thing) -> Thing:
    about = {"case": case.id, "me": viewer.person_id or 0}
    return Thing(
        unit_id=near.unit_id,
        assignee_id=near.assignee_id,
        protected=near.protected,
        own=near.own,
        stands_in=case.assignee_id in covered(session, viewer),
        asked=frozenset(session.scalars(_ASKED, about)),
        reads=session.execute(_READS, about).first() is not None,
    )


def covered(session: Session, viewer: Viewer) -> list[int]:
    """Whose cases the viewer has today besides her own: those of whom she stands in for."""
    if viewer.person_id is None or not viewer.posts:
        return []
    return absence.mine(session, viewer.person_id)[1:]


def check(
    session: Session,
    viewer: Viewer,
    action: Action,
    case: Any,
    contacts: Collection[int] = (),
) -> None:
    """Raises NotFound unless the viewer may: whoever may not does not learn that it is there."""
    if not may(session, viewer, action, case, contacts):
        raise NotFound(case.reference)


def visible(session: Session, row: Any, viewer: Viewer, contacts: Collection[int]) -> bool:
    """Whether the viewer may read this case at all: public, her own, or by what she is here."""
    return row.publication in PUBLIC or may(session, viewer, Action.READ, row, contacts)


def take_for(
    session: Session,
    reference: str,
    viewer: Viewer,
    action: Action,
    *,
    version: int | None = None,
) -> Submission:
    """Load a case for a change by staff, locked. `version` is the one the form was made from.

    Raises NotFound for whoever may not have it on her desk, and for a dialogue, which is led by
    other verbs (models.dialogue.keeping); NotAllowed where she may do less with it than this,
    because her unit was only asked; and Stale when somebody changed it since.
    """
    found = take(session, reference)
    permit(session, found, viewer, action)
    if version is not None and version != found.version:
        raise Stale
    return found


def permit(session: Session, found: Submission, viewer: Viewer, action: Action) -> None:
    """The same of a case that was taken already: raises NotFound and NotAllowed as `take_for`."""
    if found.kind is Kind.DIALOGUE:
        raise NotFound(found.reference)
    check(session, viewer, Action.DESK, found)
    if not may(session, viewer, action, found):
        raise NotAllowed("only_asked")


_DECIDES = select(
    _s.id,
    _s.reference,
    _s.kind,
    _s.publication,
    _s.unit_id,
    _s.assignee_id,
    _s.contact_id,
    _s.protected,
    _s.nonce,
).where(_s.reference == bindparam("case"))


def find_for(session: Session, reference: str, viewer: Viewer, action: Action) -> Row[Any]:
    """What of a case decides who may do what with it, for whoever may do this. Raises NotFound, and
    so for a dialogue, which is no case; but what residents write in one is judged as everywhere.
    """
    row = session.execute(_DECIDES, {"case": reference}).first()
    if row is None or (row.kind is Kind.DIALOGUE and action is not Action.JUDGE):
        raise NotFound(reference)
    check(session, viewer, action, row)
    return row


def readable(
    session: Session, viewer: Viewer, contacts: Collection[int] = ()
) -> ColumnElement[bool]:
    """The condition, over submission, for the cases that the viewer may read: `visible` for lists.

    Tracking keys open single pages and no list.
    """
    return or_(SHOWN, _s.contact_id.in_(contacts), reached(session, viewer, Action.READ))


def reached(session: Session, viewer: Viewer, action: Action) -> ColumnElement[bool]:
    """The condition, over submission, for the cases that her posts let the viewer do this with:
    what staff lists, searches and counts are made of.
    """
    held = [
        (post, relation)
        for post in viewer.posts
        for relation in permissions.ways(post)
        if permissions.gives(post, relation, action)
    ]
    trusted = [one for one in held if permissions.gives(*one, action, protected=True)]
    conditions = [_any(session, viewer, trusted)] if trusted else []
    if held:
        conditions.append(and_(_OPEN_TO_STAFF, _any(session, viewer, held)))
    return or_(*conditions) if conditions else false()


def among(
    session: Session, viewer: Viewer, action: Action, ids: Collection[int]
) -> Collection[int]:
    """Those of these cases that the viewer may do this with: for lists made by another rule."""
    if not ids:
        return ()
    wanted = select(_s.id).where(_s.id.in_(ids), reached(session, viewer, action))
    return set(session.scalars(wanted))


def readable_among(session: Session, viewer: Viewer, ids: Collection[int]) -> Collection[int]:
    """Those of these cases that the viewer may read, be it as everyone may."""
    if not ids:
        return ()
    wanted = select(_s.id).where(_s.id.in_(ids), readable(session, viewer))
    return set(session.scalars(wanted))


def _any(
    session: Session, viewer: Viewer, held: Collection[tuple[Post, Relation]]
) -> ColumnElement[bool]:
    """That the viewer stands to a case in one of these relations."""
    found = {relation for _, relation in held}
    if found & {Relation.EVERYTHING, Relation.CENTRE}:
        return true()
    conditions: list[ColumnElement[bool]] = []
    units = {post.unit_id for post, relation in held if relation is Relation.UNIT}
    if units:
        conditions.append(_s.unit_id.in_(units))
    if Relation.ASSIGNED in found:
        conditions.append(_s.assignee_id.in_([viewer.person_id, *covered(session, viewer)]))
    if Relation.ASKED in found:
        asked = {post.unit_id for post, relation in held if relation is Relation.ASKED}
        conditions += [_s.id.in_(_about(asked - {None})), _s.id.in_(_to_read(viewer))]
    return or_(false(), *conditions)


def _about(units: Collection[int | None]) -> Select[tuple[int]]:
    return select(consultations.c.submission_id).where(consultations.c.unit_id.in_(units))


def _to_read(viewer: Viewer) -> Select[tuple[int]]:
    return select(readings.c.submission_id).where(
        readings.c.reader_id == viewer.person_id, text(f"reading.{WAITING}")
    )
