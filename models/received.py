"""Text messages that residents sent us and that no rule could put anywhere: a person reads them."""

from typing import Any

from sqlalchemy import Column, Index, Row, String, func, select, text, update
from sqlmodel import Field, Session, SQLModel

from models import allowance, keys, supplement
from models import text as words
from models.actor import Actor
from models.calendar import Moment, now
from models.database import (
    changed,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import Invalid, NotFound, TooMany
from models.permissions import Action
from models.permissions_of_cases import reached, take_for
from models.person import Contact
from models.states import StatusType, type_of
from models.submission import Submission, submissions, take
from models.text import Text, Written
from models.viewer import Viewer

A_DAY = 86_400
PER_NUMBER, PER_DAY = 10, 200
"""Messages of one number, and of all, that are kept on a day: nobody floods the list."""

LONGEST = 1600
"""Ten parts; operators put no more together."""

CHOICES = 20
"""Cases of one sender that an official chooses between, the newest of them."""


class TextReceived(SQLModel, table=True):
    """One message: from which number, in which words, and where it was put, by whom."""

    __tablename__ = "text_received"
    __table_args__ = (
        Index(
            "text_received_waiting",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    at: Moment = Field(sa_column=moment_column())
    address: str = Field(sa_column=Column(String(20), nullable=False))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True)
    )
    handled_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    handled_by_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )


_received = table_of(TextReceived)
_texts = table_of(Text)
_contacts = table_of(Contact)
_s = submissions.c
_WAITS = _received.c.handled_at.is_(None)


def open_case(session: Session, contact_id: int) -> Submission | None:
    """The one case of a sender that is being worked on; None when there is none, or another one.

    Only of a sender who has confirmed the number: anybody may have typed it.
    """
    rows = session.execute(
        select(_s.reference, _s.status)
        .where(_s.contact_id == contact_id, _s.confirmed_at.is_not(None))
        .order_by(_s.id.desc())
        .limit(CHOICES)
    )
    found = [row.reference for row in rows if type_of(row.status) is not StatusType.CLOSED]
    return take(session, found[0]) if len(found) == 1 else None


def keep(session: Session, number: str, contact_id: int | None, source: str) -> bool:
    """Keep a message for a person to read. False when too many came today."""
    who = keys.key("allowance", "text_received", number)
    try:
        allowance.spend(session, "received", who, most=PER_NUMBER, seconds=A_DAY)
        allowance.spend(session, "received", "", most=PER_DAY, seconds=A_DAY)
    except TooMany:
        return False
    written = words.write(session, source=source)
    session.add(TextReceived(at=now(), address=number, contact_id=contact_id, text_id=written.id))
    session.flush()
    return True


def waiting(session: Session, limit: int) -> list[Row[Any]]:
    """The messages that nobody has dealt with, the oldest first: their words and number."""
    return list(
        session.execute(
            select(
                _received.c.id,
                _received.c.at,
                _received.c.address,
                _received.c.contact_id,
                _texts.c.html,
            )
            .join(_texts, _texts.c.id == _received.c.text_id)
            .where(_WAITS)
            .order_by(_received.c.id)
            .limit(limit)
        )
    )


def count(session: Session) -> int:
    """How many wait."""
    waiting = select(func.count()).select_from(_received).where(_WAITS)
    found: int = session.execute(waiting).scalar_one()
    return found


def cases(session: Session, contact_ids: list[int], viewer: Viewer) -> dict[int, list[Row[Any]]]:
    """The newest cases of each of these senders that the viewer may work on: reference, title."""
    found: dict[int, list[Row[Any]]] = {}
    rows = session.execute(
        select(_s.contact_id, _s.reference, _texts.c.title)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(_s.contact_id.in_(contact_ids), reached(session, viewer, Action.WORK))
        .order_by(_s.id.desc())
        .limit(CHOICES * max(1, len(contact_ids)))
    )
    for row in rows:
        found.setdefault(row.contact_id, []).append(row)
    return found


def put(session: Session, number: int, reference: str, *, by: Actor, viewer: Viewer) -> None:
    """It belongs to a case: there its sender's words stand from now on, for her and for us.

    Raises NotFound when it was dealt with, Invalid for `case` without such a case.
    """
    row = _take(session, number)
    try:
        submission = take_for(session, reference, viewer, Action.WORK)
    except NotFound:
        raise Invalid("case", "unknown") from None
    written = Written(row.text_id, words.digest_of(session, row.text_id))
    supplement.reply(session, submission, by=by, written=written)
    _handled(session, row, by, submission.id)


def dismiss(session: Session, number: int, *, by: Actor) -> None:
    """Nothing needs to be done about it. Raises NotFound when it was dealt with."""
    _handled(session, _take(session, number), by, None)


def _take(session: Session, number: int) -> TextReceived:
    found: TextReceived | None = session.scalars(
        lock_rows(select(TextReceived).where(_received.c.id == number, _WAITS))
    ).first()
    if found is None:
        raise NotFound
    return found


def _handled(session: Session, row: TextReceived, by: Actor, submission_id: int | None) -> None:
    changed(
        session,
        update(_received)
        .where(_received.c.id == row.id)
        .values(handled_at=now(), handled_by_id=by.person_id, submission_id=submission_id),
    )
