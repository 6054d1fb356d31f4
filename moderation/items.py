"""One item of the queue with everything its page needs, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, case, func, select
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment
from models.comment import comments
from models.database import table_of
from models.dialogue.kinds import Section
from models.errors import NotFound
from models.person import Person
from models.review import OPEN, ReviewState, reviewables
from models.states import Publication
from models.submission import stream_of, submissions
from models.tally import tallies
from models.text import Text
from models.verdict import Judgement
from moderation import around, wordlists
from moderation.changes import Former, former
from moderation.claims import is_taken
from moderation.doors import doors
from moderation.screening import Hit, screen
from moderation.subjects import wrote
from moderation.wordlists import Words

_texts = table_of(Text)
_case_texts = _texts.alias("case_text")
_people = table_of(Person)
_r = reviewables.c
_s = submissions.c
_c = comments.c


class Field(NamedTuple):
    """A part of what would be shown, and what screening found in it."""

    text: str
    hits: Sequence[Hit]


@dataclass(frozen=True)
class Item:
    """What is to be judged, as it stands: nothing of it is public before a verdict says so.

    `kind`, `reference` and `case_title` are the submission's; `number` and `thread` a comment's.
    `former` is what a change would replace, None for anything else.
    `original` is the author's own text while a detail of it is hidden, else empty. `blocked` says
    that it cannot be shown unredacted: it holds a personal number. `own` says that the reader wrote
    it, `mine` that she has claimed it. `thread` goes from the top down: number, byline, official,
    at, html. `reports`: id, reason, explanation, others, at, newest first. `verdicts` on the same
    thing: id, judgement, reason, message, at, by_name (None: a rule did it), newest first.
    """

    id: int
    submission_id: int
    version: int
    state: ReviewState
    urgent: bool
    waited_since: Moment
    due_at: Moment
    target: str
    kind: str
    section: Section | None
    reference: str
    number: int | None
    case_title: str
    case_publication: Publication
    publication: Publication
    protected: bool
    title: Field
    text: Field
    html: str
    former: Former | None
    original: str
    place: Field
    byline: Field
    blocked: bool
    claimed_by: str
    claimed_at: Moment | None
    mine: bool
    own: bool
    doors: list[Judgement]
    reports: list[Row[Any]]
    thread: list[Row[Any]]
    verdicts: list[Row[Any]]

    @property
    def waits(self) -> bool:
        """Whether somebody still has to judge it."""
        return self.state in OPEN


def item(
    session: Session, item_id: int, by: Actor | None = None, town: Words = wordlists.NONE
) -> Item:
    """An item, open or decided, for whoever may judge; five queries. `town` are the words that the
    town looks for besides. Raises NotFound.
    """
    row = session.execute(_one().where(_r.id == item_id)).first()
    if row is None:
        raise NotFound(str(item_id))
    is_comment = row.comment_id is not None
    fields = [
        Field(text, screen(text, town))
        for text in (row.title, row.source, "" if is_comment else row.place, row.byline)
    ]
    reader = by.person_id if by else None
    taken = is_taken(row.claimed_by_id, row.claimed_at)
    return Item(
        id=row.id,
        submission_id=row.submission_id,
        version=row.version,
        state=row.state,
        urgent=row.urgent,
        waited_since=row.created_at,
        due_at=row.due_at,
        target="comment" if is_comment else "submission",
        kind=row.kind,
        section=row.section,
        reference=row.reference,
        number=row.number,
        case_title=row.case_title,
        case_publication=row.case_publication,
        publication=row.publication,
        protected=row.protected,
        title=fields[0],
        text=fields[1],
        html=row.html,
        former=former(row) if row.is_change else None,
        original=row.original or "",
        place=fields[2],
        byline=fields[3],
        blocked=row.holds_number,
        claimed_by=row.claimed_by if taken else "",
        claimed_at=row.claimed_at if taken else None,
        mine=taken and row.claimed_by_id == reader,
        own=reader is not None and _own(session, row, reader),
        doors=doors(row.state, row.publication, change=bool(row.is_change)),
        reports=around.reported(session, row),
        thread=around.thread(session, row) if is_comment else [],
        verdicts=around.judged(session, row),
    )


def _one() -> Any:
    original = _texts.alias("original")
    return (
        select(
            _r.id,
            _r.version,
            _r.state,
            _r.urgent,
            _r.created_at,
            _r.due_at,
            _r.comment_id,
            _r.claimed_at,
            _s.id.label("submission_id"),
            _s.kind,
            _s.reference,
            _s.place,
            _s.publication.label("case_publication"),
            _s.protected,
            _case_texts.c.title.label("case_title"),
            _case_texts.c.source.label("case_source"),
            (_r.text_id == _s.pending_text_id).label("is_change"),
            tallies.c.count.label("supporters"),
            _c.number,
            _c.section,
            _c.path,
            func.coalesce(_c.publication, _s.publication, type_=_s.publication.type).label(
                "publication"
            ),
            func.coalesce(_c.byline, _s.byline).label("byline"),
            case((_r.comment_id.is_(None), _s.contact_id), else_=_c.contact_id).label("contact_id"),
            _texts.c.title,
            _texts.c.source,
            _texts.c.html,
            _texts.c.unmasked_source.is_not(None).label("holds_number"),
            original.c.source.label("original"),
            _people.c.id.label("claimed_by_id"),
            _people.c.name.label("claimed_by"),
        )
        .select_from(reviewables)
        .join(_texts, _texts.c.id == _r.text_id)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .join(_case_texts, _case_texts.c.id == _s.text_id)
        .outerjoin(
            original,
            original.c.id == case((_r.comment_id.is_(None), _s.original_id), else_=_c.original_id),
        )
        .outerjoin(_people, _people.c.id == _r.claimed_by)
        .outerjoin(tallies, tallies.c.submission_id == _s.id)
    )


def _own(session: Session, row: Row[Any], person_id: int) -> bool:
    stream = stream_of(row.reference) if row.comment_id is None else None
    return wrote(session, person_id, contact_id=row.contact_id, stream=stream)
