"""Putting a profile in force: the first time a town is made, and whenever it becomes another."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, delete, exists, insert, or_, select, update
from sqlmodel import Session

from models import promise, question, routing
from models.actor import SYSTEM, Actor
from models.board import boards, in_use
from models.calendar import now, today
from models.columns import table_of
from models.configuration import changes, parts
from models.event import Event, EventKind, open_stream, record
from models.logo import Mark
from models.organisation import Category, Unit
from models.profile import CONFIGURATION, Logo, Profile, logos, site, version
from models.profile_file import BoardRow, SubjectRow, Whole, named, read
from models.retention import rules as retention
from models.sorting_again import sort_again
from models.tables import metadata
from models.units import area, described, following, rerouting
from models.units.area import area_table
from models.units.following import Move, Why

_profiles = table_of(Profile)
_logos = table_of(Logo)
_units = table_of(Unit)
_categories = table_of(Category)
_events = table_of(Event)


def seed(session: Session, file: Path) -> None:
    """The first profile of an empty town, from a file; later do nothing.

    Raises what models.profile_file.read raises.
    """
    if not version(session):
        begin(session, read(file))


def begin(session: Session, whole: Whole) -> None:
    """Put the first profile of an empty town in force."""
    open_stream(session, CONFIGURATION)
    use(session, whole, by=SYSTEM)


def use(
    session: Session,
    whole: Whole,
    *,
    by: Actor,
    room: str = changes.FROM_FILE,
    undoes: int | None = None,
    moves: bool = False,
) -> int:
    """Put a profile in force from now on and return its number. What it changes is written down,
    with the room of the settings it was made in and the change that it takes back.

    Units and subjects are the ones with the same slug. Those it does not name are removed, or
    retired when a case, an answer or the history still tells of them. Where the town looks for
    other words than before, what waits for review is sorted anew.

    With `moves`, open cases follow where another unit answers from now on; where a change is taken
    back, those return that it moved. Raises NotAllowed while others are on their way.
    """
    number = version(session) + 1
    before = present(session) if number > 1 else None
    follow = _following(session, before, whole, undoes=undoes, moves=moves) if before else []
    if before is not None and before.site.reviewing.words != whole.site.reviewing.words:
        sort_again(session)
    data = json.dumps(whole.site.model_dump(mode="json"))
    session.execute(insert(_profiles).values(version=number, data=data, made_at=now()))
    for mode, mark in whole.marks.items():
        session.execute(insert(_logos).values(version=number, mode=mode, **mark.model_dump()))
    units = _put_units(session, whole)
    areas = _put(session, area_table, [row.columns() for row in whole.areas])
    subjects = _put(
        session,
        _categories,
        [
            row.model_dump(exclude={"unit"}) | {"unit_id": units[row.unit]}
            for row in whole.categories
        ],
    )
    _put(session, boards, [row.model_dump() for row in whole.boards])
    routing.put(session, whole.routes, subjects=subjects, areas=areas, units=units)
    if before is None or before.questions != whole.questions:
        question.replace(session, whole.questions)
    promise.put(session, whole.promises, subjects)
    retention.put(session, whole.retention)
    # Subjects first: what is gone of them refers to no unit any more.
    _leave(session, _categories, {row.slug for row in whole.categories})
    _leave(session, area_table, areas.keys())
    rerouting.plan(session, number, follow, _ids(session, _units))
    for row in _gone(session, _units, units.keys()):
        rerouting.empty(session, number, row.id, by=by)
    _leave(session, _units, units.keys())
    _leave(session, boards, {row.slug for row in whole.boards})
    event_id = record(
        session,
        CONFIGURATION,
        EventKind.RECONFIGURED,
        by=by,
        facts={"profile": number},
        public=False,
    )
    if before is not None:
        # As it has become, and not as it was meant: what went may have come back under its slug.
        done = parts.differences(parts.plain(before), parts.plain(present(session)))
        changes.write_down(session, number, event_id, done, room=room, undoes=undoes)
    return number


def _following(
    session: Session, before: Whole, after: Whole, *, undoes: int | None, moves: bool
) -> list[Move]:
    """Which open cases go along, or return. What is taken back in the middle goes on no more; what
    a unit had that goes follows its subject at any rate.
    """
    if undoes is not None:
        rerouting.stop(session, undoes)
        found = rerouting.undone(session, before, after, undoes)
    else:
        found = following.moves(session, before, after)
        found = [one for one in found if moves or one.why is Why.GOES]
    if found:
        rerouting.check(session)
    return found


def _put_units(session: Session, whole: Whole) -> dict[str, int]:
    """As `_put`, with what each is a part of. No two are the service centre, not for a moment."""
    session.execute(update(_units).values(service_centre=False))
    units = _put(session, _units, [row.columns() for row in whole.units])
    for row in whole.units:
        parent_id = units[row.parent] if row.parent else None
        session.execute(
            update(_units).where(_units.c.id == units[row.slug]).values(parent_id=parent_id)
        )
    return units


def _put(session: Session, table: Table, rows: list[dict[str, Any]]) -> dict[str, int]:
    """The rows with these slugs are as given, in this order. Returns the id of each slug."""
    known = _ids(session, table)
    made: list[dict[str, Any]] = []
    for position, row in enumerate(rows):
        values = row | {"position": position, "retired_at": None}
        if row["slug"] in known:
            session.execute(update(table).where(table.c.slug == row["slug"]).values(values))
        else:
            made.append(values)
    if made:
        session.execute(insert(table), made)
    ids = _ids(session, table)
    return {row["slug"]: ids[row["slug"]] for row in rows}


def _ids(session: Session, table: Table) -> dict[str, int]:
    """The id of each slug there is, retired ones too."""
    return {row.slug: row.id for row in session.execute(select(table.c.slug, table.c.id))}


def _gone(session: Session, table: Table, named: Collection[str]) -> Sequence[Row[Any]]:
    """The id of whatever was there until now, and is not named any more."""
    return session.execute(
        select(table.c.id).where(table.c.slug.not_in(list(named)), table.c.retired_at.is_(None))
    ).all()


def _leave(session: Session, table: Table, named: Collection[str]) -> None:
    """Remove what the profile does not name, or retire it where something still refers to it."""
    for row in _gone(session, table, named):
        if _is_told_of(session, table, row.id):
            gone: dict[str, Any] = {"retired_at": now()}
            if table is _units:
                # Nobody answers there any more; only its name is still told.
                gone |= {"service_centre": False, "phone": "", "email": "", "lead_id": None}
            session.execute(update(table).where(table.c.id == row.id).values(gone))
        else:
            session.execute(delete(table).where(table.c.id == row.id))


def _is_told_of(session: Session, table: Table, id: int) -> bool:
    """Whether any row, or the history, still says this unit, board or subject."""
    referring = (
        column
        for other in metadata.tables.values()
        for column in other.c
        if any(key.column is table.c.id for key in column.foreign_keys)
    )
    if any(session.execute(select(exists().where(one == id))).scalar() for one in referring):
        return True
    facts = [f'%{table.name}":{id}{end}%' for end in (",", "}")]
    said = or_(*(_events.c.facts.like(one) for one in facts))
    return bool(session.execute(select(exists().where(said))).scalar())


def present(session: Session) -> Whole:
    """The profile in force, whole, as a file would say it."""
    marks = {
        row.mode: Mark(media=row.media, width=row.width, height=row.height, content=row.content)
        for row in logos(session)
    }
    units = session.execute(
        select(_units).where(_units.c.retired_at.is_(None)).order_by(_units.c.position, _units.c.id)
    ).all()
    subjects = session.execute(
        select(_categories, _units.c.slug.label("unit"))
        .join(_units, _units.c.id == _categories.c.unit_id)
        .where(_categories.c.retired_at.is_(None))
        .order_by(_categories.c.position, _categories.c.id)
    ).all()
    slugs = {row.id: row.slug for row in units}
    return Whole(
        site=site(session),
        units=tuple(described.told(row, slugs) for row in units),
        boards=tuple(_as(BoardRow, row) for row in in_use(session)),
        areas=tuple(area.told(row) for row in area.areas(session)),
        categories=tuple(_as(SubjectRow, row) for row in subjects),
        routes=routing.told(session),
        questions=question.present(session),
        promises=promise.told(
            promise.in_force(session, today()), {row.id: row.slug for row in subjects}
        ),
        retention=retention.told(session),
        logo=named(marks),
        marks=marks,
    )


def _as(kind: Any, row: Any) -> Any:
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})
