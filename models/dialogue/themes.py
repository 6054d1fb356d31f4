"""Themes: what was heard, sorted by hand by whoever leads the dialogue, while it goes on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, select
from sqlmodel import Session

from models.actor import Actor
from models.database import lock_rows, upsert
from models.dialogue import inputs
from models.dialogue.heard import Theme, theme_inputs, themes
from models.dialogue.inputs import Input, Source
from models.dialogue.keeping import Held
from models.dialogue.noting import note
from models.dialogue.outcome import answers, reports
from models.errors import Invalid, NotAllowed, NotFound

MOST = 40
"""Themes of one dialogue."""
_t, _i = themes.c, theme_inputs.c
_COLUMNS = {Source.COMMENT: _i.comment_id, Source.NOTE: _i.note_id, Source.CASE: _i.evidence_id}
_OF = select(themes).where(_t.submission_id == bindparam("dialogue")).order_by(_t.position, _t.id)


def of_dialogue(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Its themes in their order."""
    return session.execute(_OF, {"dialogue": submission_id}).all()


def add(session: Session, held: Held, name: str, *, by: Actor, main: bool = True) -> Theme:
    """A new theme, after the others. Raises Invalid for `name`: taken, or too_many."""
    _check_name(session, held, name)
    last = select(func.count(), func.max(_t.position)).where(_t.submission_id == held.case.id)
    count, position = session.execute(last).one()
    if count >= MOST:
        raise Invalid("name", "too_many", most=MOST)
    made = Theme(
        submission_id=held.case.id or 0, position=(position or 0) + 1, name=name, main=main
    )
    session.add(made)
    session.flush()
    note(session, held, {"theme": made.id or 0, "added": 1}, by=by)
    return made


def take(session: Session, held: Held, theme_id: int) -> Theme:
    """A theme of this dialogue, locked. Raises NotFound."""
    theme: Theme | None = session.scalars(
        lock_rows(select(Theme).where(_t.id == theme_id, _t.submission_id == held.case.id))
    ).first()
    if theme is None:
        raise NotFound(str(theme_id))
    return theme


def change(session: Session, held: Held, theme: Theme, *, name: str, main: bool, by: Actor) -> None:
    """Another name, or whether the closing report has to answer it. Raises Invalid for `name`."""
    _check_name(session, held, name, but=theme.id)
    theme.name, theme.main = name, main
    session.add(theme)
    note(session, held, {"theme": theme.id or 0}, by=by)


def remove(session: Session, held: Held, theme: Theme, *, by: Actor) -> None:
    """Take a theme away; what stood under it is heard as before. Raises NotAllowed with
    `theme_answered` where a published report says what becomes of it.
    """
    told = exists().where(
        answers.c.theme_id == theme.id,
        reports.c.id == answers.c.report_id,
        reports.c.published_at.is_not(None),
    )
    if session.execute(select(told)).scalar():
        raise NotAllowed("theme_answered")
    number = theme.id or 0
    session.delete(theme)
    session.flush()
    note(session, held, {"theme": number, "removed": 1}, by=by)


def put(session: Session, held: Held, theme: Theme, wanted: Sequence[Input], *, by: Actor) -> int:
    """Sort inputs under a theme, beside others that they stand under. How many there are; what is
    no input of the dialogue, or no longer, is passed over. Raises Invalid for `inputs`: missing.
    """
    found = _known(session, held, wanted)
    for one in found:
        session.execute(
            upsert(theme_inputs)
            .values({"theme_id": theme.id, _COLUMNS[one.source].name: one.id})
            .on_conflict_do_nothing()
        )
    note(session, held, {"theme": theme.id or 0, "inputs": len(found)}, by=by)
    return len(found)


def take_out(
    session: Session, held: Held, theme: Theme, wanted: Sequence[Input], *, by: Actor
) -> int:
    """The opposite: these are not about it. Raises as `put`."""
    found = _known(session, held, wanted)
    for source, column in _COLUMNS.items():
        ids = [one.id for one in found if one.source is source]
        session.execute(delete(theme_inputs).where(_i.theme_id == theme.id, column.in_(ids)))
    note(session, held, {"theme": theme.id or 0, "without": len(found)}, by=by)
    return len(found)


def _known(session: Session, held: Held, wanted: Sequence[Input]) -> list[Input]:
    found = inputs.there(session, held.case.id or 0, wanted)
    if not found:
        raise Invalid("inputs", "missing")
    return found


def _check_name(session: Session, held: Held, name: str, *, but: int | None = None) -> None:
    if not name:
        raise Invalid("name", "missing")
    # Compared here: lower() of SQLite knows no å.
    known = of_dialogue(session, held.case.id or 0)
    if any(one.name.casefold() == name.casefold() and one.id != but for one in known):
        raise Invalid("name", "taken")
