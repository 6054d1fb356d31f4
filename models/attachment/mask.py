"""PictureMask: the part of a picture that a moderator hides, and the picture without it (MQ-8).

From the moment a mask is put nobody but the sender and staff gets the picture as it was sent. The
one without the part is made a moment later, in a process of its own (moderation.covering); until it
lies there the others see none. What was sent stays, and comes back when the mask is taken off.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, String, select, text, update
from sqlmodel import Field, Session, SQLModel

from models.attachment.kinds import SQUARES, Media
from models.attachment.row import attachments
from models.attachment.workshop import Stored
from models.calendar import HOUR, Moment, now
from models.database import Id, id_column, moment_column, reference_column, table_of
from models.errors import Invalid
from models.submission import submissions

_HOLDS = "lifted_at IS NULL"
TRIES_AGAIN = HOUR
"""How long a picture that could not be made waits for the next try."""


class PictureMask(SQLModel, table=True):
    """What one verdict hides of one picture; a picture has at most one mask that holds.

    `squares` are numbers of a grid over the picture, row by row from 1, between commas. `name`,
    `sha256` and `size` are of the picture without them, empty until it is made; `tried_at` is when
    that failed. `lifted_by` is the verdict that took the mask off, if it was one.
    """

    __tablename__ = "picture_mask"
    __table_args__ = (
        Index(
            "picture_mask_holds",
            "attachment_id",
            unique=True,
            sqlite_where=text(_HOLDS),
            postgresql_where=text(_HOLDS),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    attachment_id: int = Field(sa_column=reference_column("attachment.id"))
    squares: str = Field(sa_column=Column(String(120), nullable=False))
    put_at: Moment = Field(sa_column=moment_column())
    put_by: int = Field(sa_column=Column(Id, ForeignKey("verdict.id"), nullable=False, unique=True))
    lifted_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    lifted_by: int | None = Field(
        default=None, sa_column=reference_column("verdict.id", nullable=True)
    )
    name: str | None = Field(default=None, sa_column=Column(String(32), nullable=True, unique=True))
    sha256: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    size: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    tried_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


masks = table_of(PictureMask)
_m = masks.c
HOLDS = _m.lifted_at.is_(None)


def picture(session: Session, submission_id: int) -> int | None:
    """The id of the picture that a submission brought; None for a document, or nothing."""
    found: int | None = session.execute(
        select(attachments.c.id).where(
            attachments.c.submission_id == submission_id, attachments.c.media != Media.PDF
        )
    ).scalar()
    return found


def holding(session: Session, submission_id: int) -> Row[Any] | None:
    """The mask that holds on the picture of a submission: its id and squares."""
    return session.execute(
        select(_m.id, _m.attachment_id, _m.squares)
        .join(attachments, attachments.c.id == _m.attachment_id)
        .where(attachments.c.submission_id == submission_id, HOLDS)
    ).first()


def checked(squares: Iterable[int]) -> str:
    """The squares as they are kept. Raises Invalid for `squares`: missing or unknown."""
    wanted = sorted(set(squares))
    if not wanted:
        raise Invalid("squares", "missing")
    if wanted[0] < 1 or wanted[-1] > SQUARES * SQUARES:
        raise Invalid("squares", "unknown")
    return ",".join(map(str, wanted))


def put(session: Session, attachment_id: int, squares: Iterable[int], *, verdict_id: int) -> None:
    """Hide these squares, and nothing else, of a picture. Raises Invalid for `squares`."""
    kept = checked(squares)
    _lift(session, attachment_id, verdict_id)
    session.add(
        PictureMask(attachment_id=attachment_id, squares=kept, put_at=now(), put_by=verdict_id)
    )
    session.flush()


def lift(session: Session, submission_id: int, *, verdict_id: int | None = None) -> int | None:
    """Show the whole picture again, by a verdict or by itself; the id of the picture, or None where
    nothing of it was hidden.
    """
    found = holding(session, submission_id)
    if found is None:
        return None
    _lift(session, found.attachment_id, verdict_id)
    return int(found.attachment_id)


def _lift(session: Session, attachment_id: int, verdict_id: int | None) -> None:
    session.execute(
        update(masks)
        .where(_m.attachment_id == attachment_id, HOLDS)
        .values(lifted_at=now(), lifted_by=verdict_id)
    )


def put_back(session: Session, verdict_id: int) -> None:
    """Undo what one verdict did: its mask goes, and the one that it took off holds again."""
    session.execute(
        update(masks).where(_m.put_by == verdict_id, HOLDS).values(lifted_at=now(), lifted_by=None)
    )
    session.execute(
        update(masks)
        .where(_m.lifted_by == verdict_id, _m.put_by != verdict_id)
        .values(lifted_at=None, lifted_by=None)
    )


def was_put(session: Session, verdict_id: int) -> bool:
    """Whether a verdict hid a part of a picture."""
    return session.execute(select(_m.id).where(_m.put_by == verdict_id)).first() is not None


def waiting(session: Session) -> Row[Any] | None:
    """The oldest mask whose picture is to be made: id, squares, the picture's name, the case."""
    return session.execute(
        select(_m.id, _m.squares, attachments.c.name, submissions.c.reference)
        .join(attachments, attachments.c.id == _m.attachment_id)
        .join(submissions, submissions.c.id == attachments.c.submission_id)
        .where(HOLDS, _m.name.is_(None))
        .where(_m.tried_at.is_(None) | (_m.tried_at < now() - TRIES_AGAIN))
        .order_by(_m.id)
        .limit(1)
    ).first()


def made(session: Session, mask_id: int, stored: Stored) -> bool:
    """The picture without its part lies there. False when another one made it first."""
    changed = session.execute(
        update(masks)
        .where(_m.id == mask_id, _m.name.is_(None))
        .values(name=stored.name, sha256=stored.sha256, size=stored.size)
        .returning(_m.id)
    )
    return changed.first() is not None


def failed(session: Session, mask_id: int) -> None:
    """It could not be made: until the next try the picture stays hidden altogether."""
    session.execute(update(masks).where(_m.id == mask_id).values(tried_at=now()))
