"""Letters about support that no event addresses, because they go to whoever gave it: she is asked
to move it, told that two proposals were parted again, told that hers was taken away and given
back. And staff are told what the watch found.

Worded when they are written (notifications/support_letters).
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select
from sqlmodel import Session

from models import keys
from models.actor import Role
from models.belonging import in_force, responsible
from models.calendar import SECOND, now
from models.database import table_of, upsert
from models.delivery import DeliveryState, deliveries
from models.errors import NotFound
from models.event import TELLS
from models.invalidated import Batch, Finding, Removal, removals
from models.merged import LETTER, Merging, questions
from models.person import Appointment, Channel, Contact, Person
from models.settings import settings
from models.submission import Submission
from models.vote import votes

MOVE = LETTER
PARTED, REMOVED, RESTORED, ALERT = (
    "support_parted",
    "support_removed",
    "support_restored",
    "support_alert",
)
"""Folders of templates/mail; the key of each message begins with it."""

_people = table_of(Person)
_contacts = table_of(Contact)
_appointments = table_of(Appointment)
_q, _r, _v, _d = questions.c, removals.c, votes.c, deliveries.c


def ask(session: Session, merging: Merging) -> None:
    """Ask everyone of a merging whether to move her support."""
    _to_the_asked(session, merging, MOVE)


def parted(session: Session, merging: Merging) -> None:
    """Tell those who were asked that the two are parted again."""
    _to_the_asked(session, merging, PARTED)


def _to_the_asked(session: Session, merging: Merging, kind: str) -> None:
    whom = (
        select(_q.id, _q.submission_id, _q.contact_id, _q.person_id)
        .where(_q.merging_id == merging.id)
        .subquery()
    )
    _post(session, kind, whom, cast(whom.c.id, String))


def removed(session: Session, batch: Batch) -> None:
    """Tell everyone whose support a batch has taken away."""
    _to_the_taken(session, REMOVED, _r.batch_id == batch.id)


def given_back(session: Session, batch_id: int, *, vote_id: int | None = None) -> None:
    """Tell those whose support is given back now; before that is done."""
    only = _r.vote_id == vote_id if vote_id is not None else literal(True)
    _to_the_taken(session, RESTORED, _r.batch_id == batch_id, only)


def stays(session: Session, removal: Removal) -> None:
    """Tell one who objected that hers stays away."""
    which = (_r.batch_id == removal.batch_id, _r.vote_id == removal.vote_id)
    _to_the_taken(session, RESTORED, *which, suffix="-stays")


def _to_the_taken(
    session: Session, kind: str, *which: ColumnElement[bool], suffix: str = ""
) -> None:
    first = (
        select(func.min(_contacts.c.id))
        .where(_contacts.c.person_id == _v.person_id, _contacts.c.confirmed_at.is_not(None))
        .correlate(votes)
        .scalar_subquery()
    )
    whom = (
        select(
            _r.batch_id,
            _r.vote_id,
            _v.submission_id,
            first.label("contact_id"),
            _v.person_id,
        )
        .join(votes, _v.id == _r.vote_id)
        .where(_r.taken.is_(True), *which)
        .subquery()
    )
    named = cast(whom.c.batch_id, String) + "-" + cast(whom.c.vote_id, String) + suffix
    _post(session, kind, whom, named)


def _post(session: Session, kind: str, whom: Any, named: ColumnElement[str]) -> None:
    """One letter to each, by INSERT ... SELECT: there may be ten thousand."""
    at = now()
    said: dict[str, Any] = {
        "channel": _contacts.c.channel,
        "address": _contacts.c.address,
        "contact_id": _contacts.c.id,
        "language": _people.c.language,
        "message_key": literal(f"{kind}:", String) + named,
        "submission_id": whom.c.submission_id,
        "kind": literal(kind, String),
        "state": literal(DeliveryState.QUEUED, _d.state.type),
        "code": literal("", String),
        "attempts": literal(0, _d.attempts.type),
        "created_at": literal(at, _d.created_at.type),
        # As all news: what is undone at once is told to nobody.
        "not_before": literal(at + settings().gathering_seconds * SECOND, _d.not_before.type),
    }
    rows = (
        select(*said.values())
        .select_from(whom)
        .join(_contacts, _contacts.c.id == whom.c.contact_id)
        .join(_people, _people.c.id == whom.c.person_id)
        .where(literal(True))
    )
    session.execute(upsert(deliveries).from_select(list(said), rows).on_conflict_do_nothing())
    session.info[TELLS] = True


def link(batch_id: int, vote_id: int) -> str:
    """What stands in the address of a letter about support that was taken away."""
    named = f"{batch_id}-{vote_id}"
    return f"{named}.{keys.key(REMOVED, named, '')}"


def of_link(session: Session, given: str) -> Removal:
    """The vote behind a link. Raises NotFound for a forged one."""
    named, _, key = given.partition(".")
    batch, _, vote = named.partition("-")
    numbers = [one for one in (batch, vote) if one.isascii() and one.isdigit() and len(one) < 19]
    if len(numbers) != 2 or not keys.fits(key, REMOVED, named, ""):
        raise NotFound
    found = session.get(Removal, (int(batch), int(vote)))
    if found is None or session.get_one(Batch, found.batch_id).confirmed_at is None:
        raise NotFound
    return found


def alert(session: Session, finding: Finding) -> int:
    """Tell everyone who moderates, and whoever leads the unit that has it; how many."""
    unit_id = session.get_one(Submission, finding.submission_id).unit_id
    whom = {*_moderators(session, unit_id), *responsible(session, unit_id)}
    return sum(_tell(session, one, finding) for one in sorted(whom))


def _moderators(session: Session, unit_id: int) -> Collection[int]:
    a = _appointments.c
    return session.scalars(
        select(a.person_id)
        .join(_people, _people.c.id == a.person_id)
        .where(
            a.role == Role.MODERATOR,
            in_force(),
            _people.c.suspended.is_(False),
            a.unit_id.is_(None) | (a.unit_id == unit_id),
        )
    ).all()


def _tell(session: Session, person_id: int, finding: Finding) -> int:
    to: Contact | None = session.scalars(
        select(Contact)
        .where(
            _contacts.c.person_id == person_id,
            _contacts.c.channel == Channel.EMAIL,
            _contacts.c.confirmed_at.is_not(None),
        )
        .order_by(_contacts.c.id)
        .limit(1)
    ).first()
    if to is None:
        return 0
    session.execute(
        upsert(deliveries)
        .values(
            channel=to.channel,
            address=to.address,
            contact_id=to.id,
            language=session.get_one(Person, person_id).language,
            message_key=f"{ALERT}:{finding.id}",
            submission_id=finding.submission_id,
            kind=ALERT,
            state=DeliveryState.QUEUED,
            code="",
            attempts=0,
            created_at=now(),
            not_before=now(),
        )
        .on_conflict_do_nothing()
    )
    session.info[TELLS] = True
    return 1
