"""What letters about support say, read in the moment they are written: None when nothing is left to
say, because she has answered, or what they are about was undone before she had heard of it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import moving_support, support_letters
from models.calendar import local
from models.course import goes_on
from models.database import table_of
from models.delivery import DeliveryState, deliveries
from models.invalidated import Batch, Finding, Removal
from models.merged import Merging, MoveQuestion, Moving
from models.person import Contact
from models.settings import settings
from models.submission import Submission
from models.support_letters import ALERT, MOVE, PARTED, REMOVED, RESTORED
from models.vote import Vote
from notifications.contexts.common import Context
from notifications.links import of_case

SUPPORT = frozenset({MOVE, PARTED, REMOVED, RESTORED})
"""The letters to whoever supports a proposal."""
LETTERS = SUPPORT | {ALERT}

_contacts = table_of(Contact)
_WENT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED)


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery, beside those of its case."""
    return _SAID[row.kind](session, row, row.message_key.partition(":")[2])


def _move(session: Session, row: Row[Any], of: str) -> Context | None:
    question = session.get(MoveQuestion, int(of))
    if question is None or question.answer is not None or question.contact_id != row.contact_id:
        return None
    merging = session.get_one(Merging, question.merging_id)
    if merging.undone_at is not None:
        return None
    duplicate = session.get_one(Submission, question.submission_id)
    target = session.get_one(Submission, duplicate.duplicate_of)
    if not (duplicate.is_public and target.is_public):
        return None
    link = moving_support.link(question, merging)
    movable = moving_support.takes_support(target)
    return {
        "target_title": goes_on(session, target.id or 0).title,
        "target_reference": target.reference,
        "movable": movable,
        "goes_on": f"{settings().base_url}/move-support/{link}"
        if movable
        else of_case(target.reference),
    }


def _parted(session: Session, row: Row[Any], of: str) -> Context | None:
    question = session.get(MoveQuestion, int(of))
    if question is None or not _went(session, row, f"{MOVE}:{of}"):
        return None
    return {"back": question.answer is Moving.MOVED}


def _removed(session: Session, row: Row[Any], of: str) -> Context | None:
    found = _removal(session, row, of)
    if found is None or not found.taken:
        return None
    batch = session.get_one(Batch, found.batch_id)
    return {
        "rule": batch.rule.value,
        "day": local(batch.confirmed_at or row.created_at).date(),
        "goes_on": f"{settings().base_url}"
        f"/support/{support_letters.link(found.batch_id, found.vote_id)}",
    }


def _restored(session: Session, row: Row[Any], of: str) -> Context | None:
    found = _removal(session, row, of)
    if found is None or not _went(session, row, f"{REMOVED}:{of.removesuffix('-stays')}"):
        return None
    return {"restored": not found.taken}


def _alert(session: Session, _row: Row[Any], of: str) -> Context | None:
    finding = session.get(Finding, int(of))
    if finding is None or finding.cleared_at is not None:
        return None
    reference = session.get_one(Submission, finding.submission_id).reference
    return {
        "rule": finding.rule.value,
        "count": finding.count,
        "total": finding.total,
        "goes_on": f"{settings().base_url}/desk/support/{reference}",
    }


_SAID: Mapping[str, Callable[[Session, Row[Any], str], Context | None]] = {
    MOVE: _move,
    PARTED: _parted,
    REMOVED: _removed,
    RESTORED: _restored,
    ALERT: _alert,
}


def _removal(session: Session, row: Row[Any], of: str) -> Removal | None:
    """Of the person whom the letter is for: an address may have become another's since."""
    batch, vote_id = of.split("-")[:2]
    found, vote = session.get(Removal, (int(batch), int(vote_id))), session.get(Vote, int(vote_id))
    wanted = select(_contacts.c.person_id).where(_contacts.c.id == row.contact_id)
    if vote is None or session.execute(wanted).scalar() != vote.person_id:
        return None
    return found


def _went(session: Session, row: Row[Any], key: str) -> bool:
    """Whether she was sent what this letter takes back."""
    wanted = select(deliveries.c.id).where(
        deliveries.c.message_key == key,
        deliveries.c.contact_id == row.contact_id,
        deliveries.c.state.in_(_WENT),
    )
    return session.execute(wanted).first() is not None
