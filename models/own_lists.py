"""Rows for one resident's lists: her comments, and the proposals she supports."""

from typing import Any

from sqlalchemy import Row, exists, select
from sqlmodel import Session

from models.comment import comments as _comments
from models.database import table_of
from models.panel.row import panel_members
from models.showing import PAGE
from models.states import PUBLIC
from models.submission import submissions
from models.text import Text
from models.vote import counted, votes

_texts = table_of(Text)
_cases = _texts.alias("case_words")
_c, _s, _m = _comments.c, submissions.c, panel_members.c


def comments(session: Session, contacts: list[int], *, after: int | None = None) -> list[Row[Any]]:
    """Her comments, newest first, and one more than fits: `id`, `number`, `section`, `words`,
    `byline`, `publication`, `created_at`, and of the case `kind`, `reference` and `title`, None
    while it is not public.
    """
    wanted = (
        select(
            _c.id,
            _c.number,
            _c.section,
            _texts.c.source.label("words"),
            _c.byline,
            _c.publication,
            _c.created_at,
            _s.kind,
            _s.reference,
            _cases.c.title,
        )
        .join(_texts, _texts.c.id == _c.text_id)
        .join(submissions, _s.id == _c.submission_id)
        .outerjoin(_cases, (_cases.c.id == _s.text_id) & _s.publication.in_(PUBLIC))
        .where(_c.contact_id.in_(contacts))
        .order_by(_c.id.desc())
        .limit(PAGE + 1)
    )
    return list(session.execute(wanted if after is None else wanted.where(_c.id < after)))


def supports(session: Session, person_id: int, *, after: int | None = None) -> list[Row[Any]]:
    """What she supports, the latest first, and one more than fits: `id`, `cast_at`, and of the
    proposal `reference`, `title` as above, and `voting_until`.
    """
    wanted = (
        select(votes.c.id, votes.c.cast_at, _s.reference, _s.voting_until, _cases.c.title)
        .join(submissions, _s.id == votes.c.submission_id)
        .outerjoin(_cases, (_cases.c.id == _s.text_id) & _s.publication.in_(PUBLIC))
        .where(votes.c.person_id == person_id, counted())
        .order_by(votes.c.id.desc())
        .limit(PAGE + 1)
    )
    return list(session.execute(wanted if after is None else wanted.where(votes.c.id < after)))


def filled(session: Session, contacts: list[int], person_id: int) -> list[str]:
    """Which of these lists have anything in them, in one question: `comments`, `supports`,
    `panels`.
    """
    has = session.execute(
        select(
            exists().where(_c.contact_id.in_(contacts)).label("comments"),
            exists().where(votes.c.person_id == person_id, counted()).label("supports"),
            exists()
            .where(_m.person_id == person_id, _m.accepted_at > 0, _m.ended_at.is_(None))
            .label("panels"),
        )
    ).one()
    return [name for name, some in has._asdict().items() if some]
