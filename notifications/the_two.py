"""The two who need no subscription: the author of the submission, and the writer of the comment."""

from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models.database import changed, table_of, upsert
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.person import Person
from models.token import Purpose, Token
from notifications import audience, carrying, gathering
from notifications.audience import Matter, contacts

_carried = table_of(DeliveryEvent)
_tokens = table_of(Token)
_people = table_of(Person)


def write(session: Session, event_id: int, matter: Matter) -> int:
    """Their deliveries, or that a message which waits for them carries the event, too."""
    made = 0
    author, writer = audience.to_author(matter), audience.to_writer(matter)
    if author is not None and (found := session.execute(author).first()) is not None:
        words = {"kind": matter.author_kind, "language": matter.case.language}
        words |= _button(session, matter)
        made += _to_one(session, event_id, matter, found, **words)
    if writer is not None and (found := session.execute(writer).first()) is not None:
        language = _language(session, found.id) or matter.case.language
        words = {"kind": matter.told.writer, "language": language}
        made += _to_one(session, event_id, matter, found, **words)
    return made


def _to_one(session: Session, event_id: int, matter: Matter, found: Row[Any], **words: Any) -> int:
    """`words` are kind and language of the letter, and its token."""
    kind = words["kind"]
    how = gathering.at_once(event_id, matter, kind)
    theirs = deliveries.c.contact_id == found.id
    contact = {"contact_id": found.id, "channel": found.channel, "address": found.address}
    made = 0
    if not _is_told(session, event_id, found) and not carrying.attach(
        session, event_id, [how], theirs
    ):
        row = {
            **carrying.common(event_id, matter),
            **words,
            **contact,
            "message_key": how.message_key,
            "gathers": how.gathers,
            "not_before": how.not_before,
            "state": DeliveryState.QUEUED,
            "code": "",
        }
        made = changed(session, upsert(deliveries).values(row).on_conflict_do_nothing())
    carrying.note(session, event_id, kind, [how], theirs)
    return made


def _is_told(session: Session, event_id: int, found: Row[Any]) -> bool:
    told = select(_carried.c.event_id).where(
        _carried.c.event_id == event_id,
        _carried.c.channel == found.channel,
        _carried.c.address == found.address,
    )
    return session.execute(told).first() is not None


def _button(session: Session, matter: Matter) -> dict[str, Any]:
    """The token that confirms an author's address, while that is still to be done."""
    if matter.case.confirmed_at is not None:
        return {}
    newest = select(func.max(_tokens.c.id)).where(
        _tokens.c.submission_id == matter.case.id,
        _tokens.c.contact_id == matter.case.contact_id,
        _tokens.c.purpose == Purpose.SUBMISSION,
    )
    return {"token_id": session.execute(newest).scalar()}


def _language(session: Session, contact_id: int) -> str | None:
    spoken = select(_people.c.language).join(contacts, contacts.c.person_id == _people.c.id)
    return session.execute(spoken.where(contacts.c.id == contact_id)).scalar()
