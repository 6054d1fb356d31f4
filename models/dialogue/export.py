"""Every input under every theme, line by line: whoever counts the lines has the page's counts."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.comment import comments
from models.dialogue import inputs, themes
from models.dialogue.heard import evidences, field_notes
from models.dialogue.inputs import Source
from models.states import PUBLIC
from models.submission import submissions

MOST = 50_000
"""Inputs of a file, the newest of them."""

_DIALOGUE: Any = bindparam("dialogue")
_c, _n, _e = comments.c, field_notes.c, evidences.c
_NUMBERS = select(_c.id, _c.number).where(_c.submission_id == _DIALOGUE)
_SHOWN = select(_n.id).where(_n.submission_id == _DIALOGUE, _n.shown.is_(True))
_CASES = (
    select(_e.id, submissions.c.reference)
    .join(submissions, submissions.c.id == _e.case_id)
    .where(_e.submission_id == _DIALOGUE, submissions.c.publication.in_(sorted(PUBLIC)))
)


class Line(NamedTuple):
    """One input under one theme, or under none."""

    theme: str
    channel: str
    source: Source
    number: int
    """The same under each of its themes: of a comment its number, of the others their rows'."""
    open: bool
    """Whether everyone can read it; of the others there is the channel and nothing else."""
    reference: str
    """Of a case that is open."""


def lines(session: Session, submission_id: int) -> Iterator[Line]:
    """The newest first, each under its themes in their order."""
    about = {"dialogue": submission_id}
    rows = inputs.listed(session, submission_id, inputs.Wanted(), most=MOST)
    under = inputs.themes_of(session, submission_id)
    names = {theme.id: theme.name for theme in themes.of_dialogue(session, submission_id)}
    numbers = {row.id: row.number for row in session.execute(_NUMBERS, about)}
    shown = set(session.scalars(_SHOWN, about))
    cases = {row.id: row.reference for row in session.execute(_CASES, about)}
    for row in rows:
        source, reference = inputs.source_of(row), ""
        number, is_open = row.id, True
        if source is Source.COMMENT:
            number = numbers[row.id]
        elif source is Source.NOTE:
            is_open = row.id in shown
        else:
            reference = cases.get(row.id, "")
            is_open = bool(reference)
        mine = set(under.get((row.source, row.id), ()))
        for name in [name for theme_id, name in names.items() if theme_id in mine] or [""]:
            yield Line(name, row.channel, source, number, is_open, reference)
