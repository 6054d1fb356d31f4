"""Taking in what somebody tells an official: by telephone, at the desk, in a letter or an e-mail.

It is a case like any other, with the day and the way it came (förvaltningslagen 27 §; spec L6) and
the official who wrote it down. The promise counts from when it was written down here (22 §).
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models import asking, following, note
from models.actor import Actor, Role
from models.calendar import DAY, now
from models.database import table_of
from models.errors import Invalid, NotFound
from models.event import Event, EventKind
from models.helping import TAKEN_IN
from models.person import Channel, reach
from models.profile import Site
from models.states import PUBLIC
from models.submission import Submission, stream_of, submissions, take
from models.submitting import Draft, Receipt, submit
from models.subscription import Extent, Topic
from models.token import Purpose

READ_ALOUD_FOR = DAY
"""How long whoever took a case in sees its code, to read it aloud or to print it once more."""

_events = table_of(Event)
_s = submissions.c


@dataclass(frozen=True)
class Said:
    """What somebody said who would rather hear of a case that is here already."""

    text: str
    html: str
    name: str
    came_at: int | None
    by_phone: bool


def register(session: Session, draft: Draft, *, by: Actor, site: Site, form: str) -> Receipt:
    """Take a case in for somebody else. Her address is not proved by that: she confirms it herself.

    `draft.came_by` is how it came, `came_at` when, where that was before now. Raises what
    `models.submitting.submit` raises, Invalid for a way or a moment that cannot be, TooMany.
    """
    if by.role not in {Role.OFFICIAL, Role.ADMINISTRATOR}:
        raise NotFound
    if draft.came_by not in TAKEN_IN:
        raise Invalid("came_by", "unknown")
    if draft.came_at is not None and draft.came_at > now():
        raise Invalid("day", "future")
    receipt = submit(session, draft, by=by, site=site, form=form, own_contacts=[])
    if receipt.asks and draft.channel is not None:
        asking.spend(session, Purpose.SUBMISSION, draft.channel, draft.address)
    return receipt


def taken_in(session: Session, reference: str, *, by: Actor) -> Submission:
    """The case that this official took in today. Raises NotFound for any other, and for anybody
    else: the page of it tells the code.
    """
    begun = session.execute(_BEGUN, {"stream": stream_of(reference)}).first()
    if begun is None or by.person_id is None or begun.actor_id != by.person_id:
        raise NotFound(reference)
    if begun.source not in TAKEN_IN or begun.at + READ_ALOUD_FOR <= now():
        raise NotFound(reference)
    # Without a lock: a page that is only read asks for it, too.
    return session.scalars(select(Submission).where(_s.reference == reference)).one()


_BEGUN = select(_events.c.actor_id, _events.c.source, _events.c.at).where(
    _events.c.stream == bindparam("stream"),
    _events.c.seq == 1,
    _events.c.kind == EventKind.RECEIVED,
)


def follow_instead(
    session: Session,
    reference: str,
    said: Said,
    channel: Channel,
    address: str,
    *,
    by: Actor,
    language: str,
) -> None:
    """It is the same thing as a public case: she is asked by letter whether she wants to hear of
    that one, and what she said is noted there.

    Raises NotFound for a case that not everyone may read, TooMany.
    """
    submission = take(session, reference)
    if submission.publication not in PUBLIC:
        raise NotFound(reference)
    following.follow(
        session,
        channel,
        address,
        Topic.SUBMISSION,
        submission_id=submission.id,
        extent=Extent.ANSWERS,
        language=language,
        own_contacts=[],
    )
    if said.text:
        note.note(
            session,
            submission,
            by=by,
            source=said.text,
            html=said.html,
            called_at=(said.came_at or now()) if said.by_phone else None,
            caller=said.name,
        )


def ask_support(
    session: Session, submission_id: int, channel: Channel, address: str, *, language: str
) -> None:
    """Somebody says that she supports a proposal: it counts once she has pressed the button of a
    letter, as for everybody. One person has one vote, and only a confirmed address tells who it is.

    Raises TooMany.
    """
    place = reach(session, channel, address)
    asking.ask(
        session,
        Purpose.SUPPORT,
        place.id,
        channel,
        address,
        about=asking.About(submission_id=submission_id),
        language=language,
    )
