"""The pages that people have of themselves as rows, and the texts that such a page may show."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Row,
    String,
    UniqueConstraint,
    bindparam,
    cast,
    literal_column,
    select,
    union_all,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.comment import comments
from models.database import Id, id_column, moment_column, reference_column, table_of
from models.person import Contact
from models.states import PUBLIC
from models.submission import submissions
from models.text import Text

OFFERED = 50
"""Texts that she may tick, and the page may show: the newest."""


class PublicProfile(SQLModel, table=True):
    """That somebody has a page of her own, under a name that stands under texts of hers."""

    __tablename__ = "public_profile"

    person_id: int = Field(sa_column=Column(Id, ForeignKey("person.id"), primary_key=True))
    slug: str = Field(sa_column=Column(String(100), nullable=False, unique=True))
    name: str = Field(sa_column=Column(String(80), nullable=False))
    made_at: Moment = Field(sa_column=moment_column())


class PublicProfileText(SQLModel, table=True):
    """A text that she ticked: a case of hers, or a comment."""

    __tablename__ = "public_profile_text"
    __table_args__ = (
        CheckConstraint(
            "(submission_id IS NULL) <> (comment_id IS NULL)", name="public_profile_text_one"
        ),
        UniqueConstraint("person_id", "submission_id"),
        UniqueConstraint("person_id", "comment_id"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("public_profile.person_id", ondelete="CASCADE"), nullable=False
        )
    )
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True, index=False)
    )
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True, index=False)
    )


profiles = table_of(PublicProfile)
ticks = table_of(PublicProfileText)
_contacts = table_of(Contact)
_texts = table_of(Text)
_s, _c = submissions.c, comments.c

_HERS = select(_contacts.c.id).where(
    _contacts.c.person_id == bindparam("person"), _contacts.c.confirmed_at.is_not(None)
)


def names(session: Session, person_id: int) -> list[str]:
    """The names under public texts of hers, of which her page may have one."""
    shown = [
        select(table.c.byline).where(
            table.c.contact_id.in_(_HERS), table.c.publication.in_(PUBLIC), table.c.byline != ""
        )
        for table in (submissions, comments)
    ]
    found = union_all(*shown).subquery()
    wanted = select(found.c.byline).distinct().order_by(found.c.byline).limit(OFFERED)
    return list(session.scalars(wanted, {"person": person_id}))


def _ticked(column: ColumnElement[int], of: ColumnElement[int]) -> ColumnElement[bool]:
    ticked = select(ticks.c.id).where(ticks.c.person_id == bindparam("person"), column == of)
    return ticked.exists().label("ticked")


_CASES = (
    select(
        _s.id.label("submission_id"),
        literal_column("NULL").label("comment_id"),
        _s.reference,
        _s.kind,
        *(literal_column("NULL").label(name) for name in ("section", "number")),
        _texts.c.title,
        _s.published_at.label("at"),
        _s.reference.label("mark"),
        _ticked(ticks.c.submission_id, _s.id),
    )
    .join(_texts, _texts.c.id == _s.text_id)
    .where(
        _s.contact_id.in_(_HERS),
        _s.publication.in_(PUBLIC),
        _s.byline == bindparam("name"),
        _s.protected.is_(False),
    )
    .order_by(_s.published_at.desc(), _s.id.desc())
    .limit(OFFERED)
)
_COMMENTS = (
    select(
        _s.id.label("submission_id"),
        _c.id.label("comment_id"),
        _s.reference,
        _s.kind,
        _c.section,
        _c.number,
        _texts.c.title,
        _c.created_at.label("at"),
        (_s.reference + "/" + cast(_c.number, String)).label("mark"),
        _ticked(ticks.c.comment_id, _c.id),
    )
    .select_from(comments)
    .join(submissions, _s.id == _c.submission_id)
    .join(_texts, _texts.c.id == _s.text_id)
    .where(
        _c.contact_id.in_(_HERS),
        _c.publication.in_(PUBLIC),
        _s.publication.in_(PUBLIC),
        _c.byline == bindparam("name"),
    )
    .order_by(_c.created_at.desc(), _c.id.desc())
    .limit(OFFERED)
)


def texts_of(session: Session, person_id: int, name: str) -> list[Row[Any]]:
    """Public texts of one person that carry exactly one name, the newest first: `reference`,
    `kind` and `title` of the case, `section` and `number` of the comment or None, `at`, `mark` and
    `ticked`.
    """
    asked = {"person": person_id, "name": name}
    rows = [*session.execute(_CASES, asked), *session.execute(_COMMENTS, asked)]
    return sorted(rows, key=lambda row: (row.at, row.mark), reverse=True)[:OFFERED]
