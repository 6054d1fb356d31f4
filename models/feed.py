"""Rows for the feeds: only what is public now, each page in a bounded number of queries."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, func, select, tuple_
from sqlmodel import Session

from models.answer import answers
from models.calendar import Moment
from models.comment import comments
from models.database import table_of
from models.decision import decisions
from models.decision_correcting import LAST_CORRECTED
from models.errors import NotFound
from models.event import Event, EventKind
from models.history import Happening
from models.organisation import Category, Unit
from models.profile import Profile
from models.states import PUBLIC
from models.submission import SHOWN, stream_of, submissions
from models.text import Text

PAGE = 25
SITEMAP_MOST = 5_000

_SILENT = (
    EventKind.ASSIGNED,
    EventKind.CONFIRMED,
    EventKind.REPORTED,
    EventKind.VERDICT_GIVEN,
    EventKind.COMMENT_HIDDEN,
    # That a text was read late is over when everyone can read it.
    EventKind.PROMISE_MISSED,
)
"""Steps that are no news to whoever follows a case."""

WORDED = frozenset(
    {
        EventKind.CLOSED,
        EventKind.MERGED,
        EventKind.HANDED_OVER,
        EventKind.DELAYED,
        EventKind.MOVED,
        EventKind.DECISION_CORRECTED,
    }
)
"""Events whose text was written to be read with them."""

_texts = table_of(Text)
_units = table_of(Unit)
_categories = table_of(Category)
_events = table_of(Event)
_profiles = table_of(Profile)
_s = submissions.c

# Backwards along the stream's own index: the first public one ends the search.
_LAST_PUBLIC = (
    select(_events.c.at)
    .where(_events.c.stream == "submission-" + _s.reference, _events.c.public)
    .order_by(_events.c.seq.desc())
    .limit(1)
    .correlate(submissions)
    .scalar_subquery()
)
CASE = (
    _s.id,
    _s.reference,
    _s.kind,
    _s.status,
    _s.outcome,
    _s.byline,
    _s.received_at,
    _s.published_at,
    _texts.c.title,
    _texts.c.html,
    _LAST_PUBLIC.label("updated"),
)


_CASES = select(*CASE).join(_texts, _texts.c.id == _s.text_id)


def submissions_page(
    session: Session,
    *,
    after: tuple[int, int] | None = None,
    subject_id: int | None = None,
    unit_id: int | None = None,
) -> Sequence[Row[Any]]:
    """Public cases, those shown last first: one received long ago is news when it is shown.

    `after` is (published_at, id) of the last one seen. With a subject or a unit those alone that
    have it now. One row more than a page.
    """
    chosen = []
    if subject_id is not None:
        chosen.append(_s.category_id == subject_id)
    if unit_id is not None:
        chosen.append(_s.unit_id == unit_id)
    # The page first, then its words: what is costly is looked up for these rows alone.
    page = _newest(PAGE + 1, after, *chosen)
    return session.execute(
        _CASES.join(page, page.c.id == _s.id).order_by(_s.published_at.desc(), _s.id.desc())
    ).all()


def subject(session: Session, slug: str) -> Row[Any]:
    """A subject by its slug, also one that is no longer to be chosen: its feed goes on.

    Raises NotFound.
    """
    return _named(session, select(_categories).where(_categories.c.slug == slug), slug)


def unit(session: Session, slug: str) -> Row[Any]:
    """A unit by its slug, also one that has been retired. Raises NotFound."""
    return _named(session, select(_units).where(_units.c.slug == slug), slug)


def _named(session: Session, wanted: Select[Any], slug: str) -> Row[Any]:
    row = session.execute(wanted).first()
    if row is None:
        raise NotFound(slug)
    return row


def _newest(
    most: int, after: tuple[int, int] | None = None, *chosen: ColumnElement[bool]
) -> Subquery:
    wanted = select(_s.id).where(SHOWN, *chosen)
    if after is not None:
        wanted = wanted.where(tuple_(_s.published_at, _s.id) < after)
    return wanted.order_by(_s.published_at.desc(), _s.id.desc()).limit(most).subquery()


def decisions_page(session: Session, *, after: int | None = None) -> Sequence[Row[Any]]:
    """Decisions on public cases in the order they were entered, newest first; `after` is an id."""
    said, why = _texts.alias(), _texts.alias()
    wanted = (
        select(
            decisions.c.id,
            decisions.c.ruling,
            decisions.c.body,
            decisions.c.decided_on,
            decisions.c.paragraph,
            decisions.c.at,
            func.coalesce(LAST_CORRECTED, decisions.c.at).label("updated"),
            _s.reference,
            _texts.c.title,
            said.c.html.label("summary_html"),
            why.c.html.label("reasons_html"),
        )
        .join(submissions, _s.id == decisions.c.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .join(said, said.c.id == decisions.c.summary_id)
        .join(why, why.c.id == decisions.c.reasons_id)
        .where(_s.publication.in_(PUBLIC))
    )
    if after is not None:
        wanted = wanted.where(decisions.c.id < after)
    return session.execute(wanted.order_by(decisions.c.id.desc()).limit(PAGE + 1)).all()


def case(session: Session, reference: str) -> Row[Any]:
    """One public case. Raises NotFound for any other, also for its author: a feed is for all."""
    row = session.execute(_CASES.where(SHOWN, _s.reference == reference)).first()
    if row is None:
        raise NotFound(reference)
    return row


def happenings(session: Session, reference: str, *, before: int | None = None) -> list[Happening]:
    """What happened with a public case, newest first, from below `before`; one more than a page.

    A comment that is not shown now is left out, with its event.
    """
    wanted = select(_events).where(
        _events.c.stream == stream_of(reference),
        _events.c.public,
        _events.c.kind.not_in(_SILENT),
    )
    if before is not None:
        wanted = wanted.where(_events.c.seq < before)
    rows = session.execute(wanted.order_by(_events.c.seq.desc()).limit(PAGE + 1))
    return [
        Happening(
            row.id, row.seq, row.at, row.occurred_at, row.kind, row.role, json.loads(row.facts)
        )
        for row in rows
    ]


def shown_comments(session: Session, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """The comments of these ids that everyone may read now, by id."""
    rows = session.execute(
        select(comments.c.id, comments.c.number, comments.c.byline, _texts.c.html)
        .join(_texts, _texts.c.id == comments.c.text_id)
        .where(comments.c.id.in_(list(ids)), comments.c.publication.in_(PUBLIC))
    )
    return {row.id: row for row in rows}


def given_answers(session: Session, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """The answers of these ids, with the unit that gave each, by id."""
    rows = session.execute(
        select(answers.c.id, _texts.c.html, _units.c.name_sv, _units.c.name_en)
        .join(_texts, _texts.c.id == answers.c.text_id)
        .join(_units, _units.c.id == answers.c.unit_id)
        .where(answers.c.id.in_(list(ids)))
    )
    return {row.id: row for row in rows}


def words(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The HTML of texts, by id. Only for texts that events of `WORDED` kinds and decisions name."""
    rows = session.execute(select(_texts.c.id, _texts.c.html).where(_texts.c.id.in_(list(ids))))
    return {row.id: row.html for row in rows}


def addresses(session: Session) -> Sequence[Row[Any]]:
    """The newest public cases for a map of the site: reference and last public change."""
    page = _newest(SITEMAP_MOST)
    return session.execute(
        select(_s.reference, _LAST_PUBLIC.label("updated"))
        .join(page, page.c.id == _s.id)
        .order_by(_s.published_at.desc(), _s.id.desc())
    ).all()


def began(session: Session) -> Moment:
    """When the town began: the age of a feed in which nothing stands yet."""
    found: Moment = session.execute(select(func.min(_profiles.c.made_at))).scalar_one()
    return found
