"""Everything that was heard in a dialogue as one list: comments, field notes and linked cases.

What the municipality wrote itself is no input, and neither is what is not, or no longer, published:
it is in no list and in no count.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    Row,
    Select,
    Subquery,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy import String as Words
from sqlmodel import Session

from models.calendar import Moment
from models.comment import comments
from models.dialogue.heard import evidences, field_notes, theme_inputs, themes
from models.states import PUBLIC

PAGE = 50
CASE = "case"
"""The channel of linked cases, beside the sections of comments and the channels of field notes."""

_t, _i, _c, _n, _e = themes.c, theme_inputs.c, comments.c, field_notes.c, evidences.c
_DIALOGUE: Any = bindparam("dialogue")


class Source(StrEnum):
    """What an input is, each with the place that its rows have among those of the same moment."""

    COMMENT = "comment"
    NOTE = "note"
    CASE = "case"

    @property
    def place(self) -> int:
        return _SOURCES.index(self)


_SOURCES = tuple(Source)


class Input(NamedTuple):
    """An input by what it is and the id of its row."""

    source: Source
    id: int


class Place(NamedTuple):
    """Where a page of the list ended."""

    at: Moment
    source: int
    id: int


@dataclass(frozen=True)
class Wanted:
    """What of the list is asked for."""

    theme_id: int | None = None
    untagged: bool = False
    channel: str = ""


@dataclass
class Counts:
    """How many inputs there are, by channel: in all, under each theme by its id, under none.

    An input under two themes is counted under both, and once in all.
    """

    all: dict[str, int] = field(default_factory=dict)
    themes: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    untagged: dict[str, int] = field(default_factory=dict)


_INPUT_OF: Mapping[Source, tuple[Any, Any, Any, Any, tuple[Any, ...]]] = {
    Source.COMMENT: (
        _c.id,
        _i.comment_id,
        type_coerce(_c.section, Words),
        _c.created_at,
        (
            _c.submission_id == _DIALOGUE,
            _c.publication.in_(sorted(PUBLIC)),
            _c.official.is_(False),
        ),
    ),
    Source.NOTE: (
        _n.id,
        _i.note_id,
        type_coerce(_n.channel, Words),
        _n.at,
        (_n.submission_id == _DIALOGUE,),
    ),
    Source.CASE: (
        _e.id,
        _i.evidence_id,
        literal_column(f"'{CASE}'"),
        _e.at,
        (_e.submission_id == _DIALOGUE,),
    ),
}
"""Of each source its id, where that stands in theme_input, channel, moment, and what makes it an
input of a dialogue.
"""


def _place(source: Source) -> Any:
    return literal_column(str(source.place)).label("source")


def _all(*, where: Callable[[Any, Any], Any] | None = None) -> Subquery:
    """Every input of the dialogue, of which something is so: from its id, and that in theme_input.

    Asked within each source, where an index knows it: over all of them it is asked row by row.
    """
    return union_all(
        *(
            select(
                _place(source), its_id.label("id"), channel.label("channel"), at.label("at")
            ).where(*is_input, *([where(its_id, tagged)] if where else []))
            for source, (its_id, tagged, channel, at, is_input) in _INPUT_OF.items()
        )
    ).subquery("input")


_INPUTS = _all()
_UNTAGGED = _all(where=lambda its_id, tagged: ~exists().where(tagged == its_id))
_UNDER = _all(
    where=lambda its_id, tagged: exists().where(tagged == its_id, _i.theme_id == bindparam("theme"))
)
_TOLD = union_all(
    *(
        select(_i.theme_id, channel.label("channel"))
        .join_from(theme_inputs, its_id.table, tagged == its_id)
        .where(*is_input)
        for its_id, tagged, channel, _, is_input in _INPUT_OF.values()
    )
).subquery("told")
_BY_THEME = select(_TOLD, func.count().label("inputs")).group_by(_TOLD.c.theme_id, _TOLD.c.channel)
_TAGS = union_all(
    *(
        select(_i.theme_id, _place(source), tagged.label("id"))
        .join(themes, _t.id == _i.theme_id)
        .where(_t.submission_id == _DIALOGUE, tagged.is_not(None))
        for source, (_, tagged, *_rest) in _INPUT_OF.items()
    )
).subquery("tag")


def _counted(inputs: Subquery) -> Select[Any]:
    return select(inputs.c.channel, func.count().label("inputs")).group_by(inputs.c.channel)


_COUNT_ALL, _COUNT_UNTAGGED = _counted(_INPUTS), _counted(_UNTAGGED)


def counts(session: Session, submission_id: int) -> Counts:
    """How much was heard, through which channel, about what."""
    about = {"dialogue": submission_id}
    found = Counts(
        all={row.channel: row.inputs for row in session.execute(_COUNT_ALL, about)},
        untagged={row.channel: row.inputs for row in session.execute(_COUNT_UNTAGGED, about)},
    )
    for row in session.execute(_BY_THEME, about):
        found.themes[row.theme_id][row.channel] = row.inputs
    return found


def listed(
    session: Session,
    submission_id: int,
    wanted: Wanted,
    *,
    after: Place | None = None,
    most: int = PAGE + 1,
) -> Sequence[Row[Any]]:
    """A page of them, newest first, and one row more where there are more: source (its place),
    id, channel, at.
    """
    about = {"dialogue": submission_id}
    found = _UNTAGGED if wanted.untagged else _INPUTS
    if wanted.theme_id is not None:
        found, about = _UNDER, about | {"theme": wanted.theme_id}
    rows, one = select(found), found.c
    if wanted.channel:
        rows = rows.where(one.channel == wanted.channel)
    if after is not None:
        rows = rows.where(tuple_(one.at, one.source, one.id) < after)
    rows = rows.order_by(one.at.desc(), one.source.desc(), one.id.desc())
    return session.execute(rows.limit(most), about).all()


def there(session: Session, submission_id: int, inputs: Sequence[Input]) -> list[Input]:
    """Those of these that are inputs of this dialogue."""
    found: list[Input] = []
    for source, (its_id, _, _, _, is_input) in _INPUT_OF.items():
        ids = [one.id for one in inputs if one.source is source]
        if ids:
            known = select(its_id).where(its_id.in_(ids), *is_input)
            rows = session.scalars(known, {"dialogue": submission_id})
            found += [Input(source, number) for number in rows]
    return found


def source_of(row: Any) -> Source:
    """What the input of a row of `listed` is."""
    return _SOURCES[int(row.source)]


def themes_of(
    session: Session, submission_id: int, rows: Sequence[Any] | None = None
) -> Mapping[tuple[int, int], list[int]]:
    """Under which themes each of these rows stands, or every input, by source and id."""
    tag = _TAGS.c
    wanted = select(_TAGS)
    if rows is not None:
        wanted = wanted.where(
            tuple_(tag.source, tag.id).in_([(row.source, row.id) for row in rows])
        )
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in session.execute(wanted, {"dialogue": submission_id}):
        found[row.source, row.id].append(row.theme_id)
    return found
