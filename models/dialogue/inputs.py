"""Everything that was heard in a dialogue as one list: comments, field notes and linked cases.

What the municipality wrote itself is no input, and neither is what is not, or no longer, published:
it is in no list and in no count.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    Row,
    Select,
    bindparam,
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
from models.database import table_of
from models.dialogue import evidence
from models.dialogue.heard import evidences, field_notes, theme_inputs, themes
from models.states import PUBLIC
from models.text import Text

PAGE = 50
CASE = "case"
"""The channel of linked cases, beside the sections of comments and the channels of field notes."""

_texts = table_of(Text)
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


def _rows(source: Source, its_id: Any, channel: Any, at: Any, *where: Any) -> Select[Any]:
    return select(
        literal_column(str(source.place)).label("source"),
        its_id.label("id"),
        channel.label("channel"),
        at.label("at"),
    ).where(*where)


_INPUT = union_all(
    _rows(
        Source.COMMENT,
        _c.id,
        type_coerce(_c.section, Words),
        _c.created_at,
        _c.submission_id == _DIALOGUE,
        _c.publication.in_(sorted(PUBLIC)),
        _c.official.is_(False),
    ),
    _rows(Source.NOTE, _n.id, type_coerce(_n.channel, Words), _n.at, _n.submission_id == _DIALOGUE),
    _rows(Source.CASE, _e.id, literal_column(f"'{CASE}'"), _e.at, _e.submission_id == _DIALOGUE),
).subquery("input")


def _tags(source: Source, column: Any) -> Select[Any]:
    return (
        select(_i.theme_id, literal_column(str(source.place)).label("source"), column.label("id"))
        .join(themes, _t.id == _i.theme_id)
        .where(_t.submission_id == _DIALOGUE, column.is_not(None))
    )


_TAG = union_all(
    _tags(Source.COMMENT, _i.comment_id),
    _tags(Source.NOTE, _i.note_id),
    _tags(Source.CASE, _i.evidence_id),
).subquery("tag")

_in, _tag = _INPUT.c, _TAG.c
_KEY = tuple_(_in.source, _in.id)
_TAGGED = select(_tag.source, _tag.id)
_NEWEST = (_in.at.desc(), _in.source.desc(), _in.id.desc())
_ALL = select(_in.channel, func.count().label("inputs")).group_by(_in.channel)
_UNTAGGED = _ALL.where(_KEY.not_in(_TAGGED))
_BY_THEME = (
    select(_tag.theme_id, _in.channel, func.count())
    .select_from(_TAG)
    .join(_INPUT, (_tag.source == _in.source) & (_tag.id == _in.id))
    .group_by(_tag.theme_id, _in.channel)
)


def counts(session: Session, submission_id: int) -> Counts:
    """How much was heard, through which channel, about what."""
    about = {"dialogue": submission_id}
    found = Counts(
        all={row.channel: row.inputs for row in session.execute(_ALL, about)},
        untagged={row.channel: row.inputs for row in session.execute(_UNTAGGED, about)},
    )
    for theme_id, channel, count in session.execute(_BY_THEME, about):
        found.themes[theme_id][channel] = count
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
    rows = select(_INPUT)
    if wanted.channel:
        rows = rows.where(_in.channel == wanted.channel)
    if wanted.untagged:
        rows = rows.where(_KEY.not_in(_TAGGED))
    elif wanted.theme_id is not None:
        rows = rows.where(_KEY.in_(_TAGGED.where(_tag.theme_id == wanted.theme_id)))
    if after is not None:
        rows = rows.where(tuple_(_in.at, _in.source, _in.id) < after)
    asked = rows.order_by(*_NEWEST).limit(most)
    return session.execute(asked, {"dialogue": submission_id}).all()


def there(session: Session, submission_id: int, inputs: Sequence[Input]) -> list[Input]:
    """Those of these that are inputs of this dialogue."""
    keys = [(one.source.place, one.id) for one in inputs]
    if not keys:
        return []
    found = session.execute(
        select(_in.source, _in.id).where(_KEY.in_(keys)), {"dialogue": submission_id}
    )
    return [Input(_SOURCES[source], number) for source, number in found]


def source_of(row: Any) -> Source:
    """What the input of a row of `listed` is."""
    return _SOURCES[int(row.source)]


def themes_of(
    session: Session, submission_id: int, rows: Sequence[Any] | None = None
) -> Mapping[tuple[int, int], list[int]]:
    """Under which themes each of these rows stands, or every input, by source and id."""
    wanted = select(_TAG)
    if rows is not None:
        wanted = wanted.where(
            tuple_(_tag.source, _tag.id).in_([(row.source, row.id) for row in rows])
        )
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in session.execute(wanted, {"dialogue": submission_id}):
        found[row.source, row.id].append(row.theme_id)
    return found


def words_of(session: Session, rows: Sequence[Any]) -> Mapping[Source, Mapping[int, Row[Any]]]:
    """What each of these rows of `listed` says, by what it is and its id: of a comment number,
    byline and html, of a note its row, of a case as models.dialogue.evidence.linked has it.
    """
    ids: dict[Source, list[int]] = {source: [] for source in Source}
    for row in rows:
        ids[source_of(row)].append(row.id)
    statements = {
        Source.COMMENT: select(_c.id, _c.number, _c.byline, _texts.c.html)
        .join(_texts, _texts.c.id == _c.text_id)
        .where(_c.id.in_(ids[Source.COMMENT])),
        Source.NOTE: select(field_notes).where(_n.id.in_(ids[Source.NOTE])),
        Source.CASE: evidence.LINKED.where(_e.id.in_(ids[Source.CASE])),
    }
    return {
        source: {row.id: row for row in session.execute(wanted)} if ids[source] else {}
        for source, wanted in statements.items()
    }
