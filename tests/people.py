"""The people of the tests, and what they write.

Rosa is a resident, Marek and Anna are moderators, Olga is an official, Sam is a stranger who has
confirmed an address. Every builder takes the session of a `transaction()` and may be called twice:
there is only one Rosa. The town's profile is seeded by whichever builder comes first.
"""

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import delete, select, update
from sqlmodel import Session

from models import consulting, form_key, publishing, review, submitting
from models.actor import STRANGER, SYSTEM, Actor, Role
from models.allowance import Allowance
from models.calendar import now, today
from models.comment import Comment
from models.comment import comment as write_comment
from models.database import table_of
from models.decision import Decision, decide
from models.event import Event
from models.person import (
    Channel,
    appoint,
    confirm,
    contacts_of,
    reach,
)
from models.profile import Site, site, version
from models.profile_file import Whole, read
from models.progress import Receiver
from models.prose import prose
from models.reconfiguring import begin
from models.review import Reviewable, ReviewState, reviewables
from models.settings.fields import PROFILE, ROOT
from models.states import Kind, Publication, Ruling
from models.submission import Submission, take
from models.submitting import Draft, Receipt
from models.viewer import Post, Viewer

SOMEONE_ELSE = Receiver("Trafikverket", "0771-921 921", forwarded=True)
"""Who is responsible when the municipality is not."""


@dataclass(frozen=True)
class Someone:
    """A person of the tests and the one confirmed address she has."""

    id: int
    contact_id: int
    name: str
    address: str
    channel: Channel = Channel.EMAIL
    role: Role = Role.RESIDENT
    unit_id: int | None = None

    @property
    def actor(self) -> Actor:
        return Actor(self.role, self.id)

    @property
    def viewer(self) -> Viewer:
        posts = frozenset()
        if self.role is not Role.RESIDENT:
            posts = frozenset({Post(self.role, self.unit_id)})
        roles = frozenset(post.role for post in posts)
        return Viewer(person_id=self.id, name=self.name, roles=roles, posts=posts)


def municipality(session: Session) -> Site:
    """The shipped example profile, seeded when it is not there yet."""
    if not version(session):
        begin(session, _shipped())
    return site(session)


@cache
def _shipped() -> Whole:
    return read(ROOT / PROFILE)


def rosa(session: Session) -> Someone:
    return _someone(session, "Rosa", Role.RESIDENT)


def sam(session: Session) -> Someone:
    return _someone(session, "Sam", Role.RESIDENT)


def marek(session: Session) -> Someone:
    return _someone(session, "Marek", Role.MODERATOR)


def anna(session: Session) -> Someone:
    return _someone(session, "Anna", Role.MODERATOR)


def olga(session: Session) -> Someone:
    return _someone(session, "Olga", Role.OFFICIAL)


def ada(session: Session) -> Someone:
    """The administrator."""
    return _someone(session, "Ada", Role.ADMINISTRATOR)


def official_of(session: Session, name: str, unit_id: int, *, lead: bool = False) -> Someone:
    """An official of one unit alone, who may lead it."""
    someone = _someone(session, name, Role.RESIDENT)
    appoint(session, someone.id, Role.OFFICIAL, unit_id=unit_id, lead=lead)
    return replace(someone, role=Role.OFFICIAL, unit_id=unit_id)


def resident(
    session: Session, name: str, *, phone: str = "", role: Role = Role.RESIDENT
) -> Someone:
    """Anybody else, by name; with `phone` (canonical, +46...) instead of an e-mail address."""
    return _someone(session, name, role, phone=phone)


def _someone(session: Session, name: str, role: Role, *, phone: str = "") -> Someone:
    channel = Channel.SMS if phone else Channel.EMAIL
    address = phone or f"{name.lower()}@example.org"
    place = reach(session, channel, address)
    person_id = place.person_id or confirm(session, place.id, name=name)
    if role is not Role.RESIDENT:
        appoint(session, person_id, role)
    return Someone(person_id, place.id, name, address, channel, role)


def a_draft(
    kind: Kind = Kind.COMPLAINT,
    *,
    by: Someone | None = None,
    title: str = "Mörkt på gångvägen",
    source: str = "Lampan vid Storgatan 4 har varit trasig i tre veckor.",
    subject: str = "street-lights",
    place: str = "Storgatan 4",
    shown: bool = True,
    byline: str = "",
    language: str = "sv",
) -> Draft:
    """What the form says; without `by` the sender wants no answer."""
    return Draft(
        kind=kind,
        title=title,
        source=source,
        html=prose(source),
        subject=subject,
        place=place,
        channel=by.channel if by else None,
        address=by.address if by else "",
        name=by.name if by else "",
        byline=byline,
        shown=shown,
        language=language,
    )


def handed_in(session: Session, draft: Draft, *, by: Someone | None = None) -> Receipt:
    """Submit a draft as whoever is signed in, or as a stranger whose address waits to be confirmed.
    One Rosa proposes more in a test than one person may in an hour.
    """
    receipt = submitting.submit(
        session,
        draft,
        by=by.actor if by else STRANGER,
        site=municipality(session),
        form=form_key.fresh(),
        own_contacts=contacts_of(session, by.id) if by else [],
    )
    if draft.kind is Kind.PROPOSAL:
        spent = table_of(Allowance).c
        session.execute(delete(Allowance).where(spent.what.startswith(f"made:{draft.kind}:")))
    return receipt


def a_submission(
    session: Session,
    kind: Kind = Kind.COMPLAINT,
    *,
    by: Someone | None = None,
    title: str = "Mörkt på gångvägen",
    source: str = "Lampan vid Storgatan 4 har varit trasig i tre veckor.",
    shown: bool = True,
    byline: str = "",
) -> Submission:
    """Handed in by Rosa (or `by`), signed in: it waits for review, or is private when not `shown`."""
    author = by or rosa(session)
    draft = a_draft(kind, by=author, title=title, source=source, shown=shown, byline=byline)
    return take(session, handed_in(session, draft, by=author).reference)


def published(
    session: Session,
    kind: Kind = Kind.PROPOSAL,
    *,
    by: Someone | None = None,
    title: str = "En cykelväg längs ån",
    source: str = "Bygg en cykelväg längs ån, från torget till stationen.",
    byline: str = "",
) -> Submission:
    """A submission that everyone can read; a proposal collects support."""
    submission = a_submission(session, kind, by=by, title=title, source=source, byline=byline)
    _approve(session, submission_id=submission.id)
    rules = municipality(session).proposals
    publishing.show(session, submission, Publication.PUBLISHED, by=SYSTEM, rules=rules)
    return submission


def referred(session: Session, *, by: Someone | None = None) -> Submission:
    """A proposal before the board, published where no support is needed."""
    submission = a_submission(
        session, Kind.PROPOSAL, by=by, title="Fler bänkar", source="Sätt bänkar längs Ågatan."
    )
    _approve(session, submission_id=submission.id)
    rules = municipality(session).proposals.model_copy(update={"threshold": 0})
    publishing.show(session, submission, Publication.PUBLISHED, by=SYSTEM, rules=rules)
    return submission


def decided(
    session: Session,
    submission: Submission,
    *,
    by: Someone | None = None,
    ruling: Ruling = Ruling.APPROVED,
    appealable: bool = True,
    minutes_posted: dt.date | None = None,
) -> Decision:
    """What the board said of a proposal that was referred to it, yesterday."""
    return decide(
        session,
        submission,
        by=(by or olga(session)).actor,
        body="Tekniska nämnden",
        decided_on=today() - dt.timedelta(days=1),
        paragraph="§ 214",
        ruling=ruling,
        summary="Nämnden säger ja till tre bänkar.",
        reasons="Många äldre går här, och det är långt mellan bänkarna.",
        appealable=appealable,
        minutes_posted=minutes_posted,
    )


def a_comment(
    session: Session,
    submission: Submission,
    *,
    by: Someone | None = None,
    source: str = "Bra tanke. Tänk på cyklarna vid skolan också.",
    reply_to: int | None = None,
    byline: str = "",
) -> Comment:
    """Written by Sam (or `by`) under a public submission, confirmed, waiting for review."""
    author = by or sam(session)
    made = write_comment(
        session,
        submission.reference,
        by=author.actor,
        source=source,
        contact_id=author.contact_id,
        byline=byline,
        confirmed=True,
        reply_to=reply_to,
    )
    review.enqueue(session, comment_id=made.id, text_id=made.text_id)
    return made


def asked(
    session: Session,
    submission: Submission,
    *,
    unit_id: int,
    question: str = "Är trädet ert?",
    due_on: dt.date | None = None,
) -> int:
    """Olga asks another unit about a case, by default until tomorrow; the question's id."""
    event_id = consulting.ask(
        session,
        submission,
        by=olga(session).actor,
        unit_id=unit_id,
        question=question,
        due_on=due_on or today() + dt.timedelta(days=1),
    )
    facts = json.loads(session.get_one(Event, event_id).facts)
    return int(facts["consultation"])


def published_comment(
    session: Session,
    submission: Submission,
    *,
    by: Someone | None = None,
    source: str = "Bra tanke. Tänk på cyklarna vid skolan också.",
    reply_to: int | None = None,
    byline: str = "",
) -> Comment:
    made = a_comment(session, submission, by=by, source=source, reply_to=reply_to, byline=byline)
    _approve(session, comment_id=made.id)
    publishing.show_comment(session, submission, made, Publication.PUBLISHED, by=SYSTEM)
    return made


def waiting_item(
    session: Session, *, submission_id: int | None = None, comment_id: int | None = None
) -> Reviewable:
    """The open item of a thing, as a moderator would find it in the queue."""
    return session.scalars(
        select(Reviewable).where(
            _target(submission_id, comment_id), reviewables.c.state.in_(review.OPEN)
        )
    ).one()


def _target(submission_id: int | None, comment_id: int | None):
    if submission_id is not None:
        return reviewables.c.submission_id == submission_id
    return reviewables.c.comment_id == comment_id


def _approve(
    session: Session, *, submission_id: int | None = None, comment_id: int | None = None
) -> None:
    """Somebody looked at it long ago; who, is of no matter to these tests."""
    session.execute(
        update(reviewables)
        .where(_target(submission_id, comment_id))
        .values(state=ReviewState.APPROVED, decided_at=now(), version=reviewables.c.version + 1)
    )
    session.expire_all()
