"""Attachment: one photo or document, and the one thing it belongs to."""

import hmac
import secrets

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    and_,
    false,
    func,
    insert,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models.attachment.kinds import Media
from models.attachment.workshop import Stored
from models.calendar import Moment, now
from models.database import Id, enum_column, id_column, moment_column, table_of
from models.errors import Invalid, TooMany
from models.masking import Masked

SALT_BYTES = 16
LONGEST_ALT = 300
MOST_UNSENT = 4 * 1024**3
"""Bytes of what was staged and not sent yet, by all together."""
COME_AGAIN_SECONDS = 600
OWNERS = ("submission", "answer", "decision")
_FREE = " AND ".join(f"{owner}_id IS NULL" for owner in OWNERS)


def _owner(table: str) -> Column[int]:
    """What it belongs to: one thing has one attachment at most."""
    return Column(Id, ForeignKey(f"{table}.id"), nullable=True, unique=True)


class Attachment(SQLModel, table=True):
    """What lies in the folder under `name`: unguessable, and the only way to the row while nothing
    has claimed it. `width` and `height` are pixels of the larger size, None for a document; `alt`
    is what the sender says of it to those who do not see it. `hidden_at` is set while a moderator
    hides the picture alone.
    """

    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {owner}_id IS NULL THEN 0 ELSE 1 END" for owner in OWNERS)
            + " <= 1",
            name="attachment_owner",
        ),
        Index(
            "attachment_unclaimed",
            "created_at",
            sqlite_where=text(_FREE),
            postgresql_where=text(_FREE),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    name: str = Field(sa_column=Column(String(32), nullable=False, unique=True))
    media: Media = Field(sa_column=enum_column(Media))
    size: int = Field(sa_column=Column(Integer, nullable=False))
    width: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    height: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    alt: str = Field(default="", sa_column=Column(Masked(LONGEST_ALT), nullable=False))
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary(SALT_BYTES), nullable=False))
    created_at: Moment = Field(sa_column=moment_column())
    hidden_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    scan: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """The letter itself, with its signature: for its sender and for staff, whatever is shown."""
    submission_id: int | None = Field(default=None, sa_column=_owner("submission"))
    answer_id: int | None = Field(default=None, sa_column=_owner("answer"))
    decision_id: int | None = Field(default=None, sa_column=_owner("decision"))


attachments = table_of(Attachment)
UNCLAIMED = and_(*(attachments.c[f"{owner}_id"].is_(None) for owner in OWNERS))


def stage(session: Session, stored: Stored) -> str:
    """Write the row of something that lies in the folder; no thing has it yet.

    The name it returns travels with the form, hidden, and is all that finds it again. Raises
    TooMany while very much lies there unsent: nobody fills our disk with what nobody sends.
    """
    lying = session.scalar(select(func.coalesce(func.sum(attachments.c.size), 0)).where(UNCLAIMED))
    if (lying or 0) > MOST_UNSENT:
        raise TooMany(COME_AGAIN_SECONDS)
    return _written(session, stored)


def _written(session: Session, stored: Stored) -> str:
    session.execute(
        insert(attachments).values(
            name=stored.name,
            media=stored.media,
            size=stored.size,
            width=stored.width,
            height=stored.height,
            alt="",
            sha256=stored.sha256,
            salt=secrets.token_bytes(SALT_BYTES),
            created_at=now(),
        )
    )
    return stored.name


def claim(session: Session, name: str, *, alt: str, **owner: int) -> dict[str, str | int]:
    """Give what was staged to its one owner (`submission_id=`, `answer_id=` or `decision_id=`) and
    return the facts of it: its id and a salted digest of its bytes, so that a picture that was
    swapped later is found out, and one that was disposed of tells nothing.

    Raises Invalid `photo` with `gone` when it is not there, or another thing has it already.
    """
    statement = (
        update(attachments)
        .where(attachments.c.name == name, UNCLAIMED)
        .values(alt=alt, **owner)
        .returning(attachments.c.id, attachments.c.salt, attachments.c.sha256)
    )
    row = session.execute(statement).first()
    if row is None:
        raise Invalid("photo", "gone")
    return {"attachment": row.id, "attachment_digest": mark_of(row.salt, row.sha256)}


def mark_of(salt: bytes, sha256: str) -> str:
    """What stands in the event's facts for the bytes."""
    return hmac.new(salt, sha256.encode(), "sha256").hexdigest()


def add(session: Session, stored: Stored, *, alt: str, **owner: int) -> dict[str, str | int]:
    """`stage` and `claim` in one: for a form that is sent as a whole."""
    return claim(session, _written(session, stored), alt=alt, **owner)


def hide(session: Session, submission_id: int, *, hidden: bool) -> int | None:
    """Hide the picture of a submission from everyone but its sender and staff, or show it again.

    Returns its id, or None when there is none, or it is so already.
    """
    statement = (
        update(attachments)
        .where(
            attachments.c.submission_id == submission_id,
            attachments.c.hidden_at.is_(None) if hidden else attachments.c.hidden_at.is_not(None),
        )
        .values(hidden_at=now() if hidden else None)
        .returning(attachments.c.id)
    )
    found: int | None = session.execute(statement).scalar()
    return found
