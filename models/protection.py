"""Protected identity (sekretessmarkering, skyddad folkbokföring; offentlighets- och sekretesslagen
2009:400, 22 kap 1 §; spec L17).

What a protected person hands in is never public: no list, search, feed, statistic or similar case
can tell of it, because none of them reads anything else. models.publishing refuses to show it;
models.permissions leaves it to posts that are trusted with it; notifications send her no content.
Her comments stand without a name.
"""

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import Session

from models import access_log, public_profile, publishing, review
from models.access_log import What
from models.actor import Actor
from models.comment import comments
from models.database import lock_rows, table_of
from models.delivery import DeliveryState, deliveries
from models.desk import entry
from models.event import EventKind, record, touch
from models.person import Contact, Person
from models.profile import site
from models.states import PUBLIC, Publication
from models.submission import Submission, stream_of, submissions

CANCELLED = "protected"
"""The code of letters that waited, and do not go."""

_people = table_of(Person)
_contacts = table_of(Contact)
_c = comments.c

_STEP = {
    Publication.UNCONFIRMED: Publication.PRIVATE,
    Publication.QUEUED: Publication.PRIVATE,
    Publication.PUBLISHED: Publication.HIDDEN,
    Publication.REDACTED: Publication.HIDDEN,
}
"""What becomes of a text at once. One that is not public, and waits for nobody, stays as it is."""

_IS_PROTECTED = (
    select(_people.c.protected)
    .join(_contacts, _contacts.c.person_id == _people.c.id)
    .where(_contacts.c.id == bindparam("contact"))
)


def is_protected(session: Session, contact_id: int | None) -> bool:
    """Whether the person behind an address is."""
    if contact_id is None:
        return False
    return bool(session.execute(_IS_PROTECTED, {"contact": contact_id}).scalar())


def is_person(session: Session, person_id: int | None) -> bool:
    """The same of a person."""
    if person_id is None:
        return False
    wanted = select(_people.c.protected).where(_people.c.id == person_id)
    return bool(session.execute(wanted).scalar())


def protect(session: Session, person_id: int, on: bool, by: Actor) -> None:
    """Protect a person, or end it. Doing it again changes nothing.

    On: whatever of her is public is hidden in this transaction, with its event; letters of others
    about it that wait do not go; her own will say nothing but that there is something new. Off:
    nothing becomes public by that; she or staff show it again one by one.
    """
    person = session.scalars(lock_rows(select(Person).where(_people.c.id == person_id))).one()
    if person.protected is on:
        return
    person.protected = on
    session.add(person)
    session.flush()
    what = What.PROTECTED if on else What.UNPROTECTED
    access_log.note(session, by, what, person_id=person_id)
    if not on:
        _mark(session, person_id, protected=False)
        return
    public_profile.turn_off(session, person_id)
    hers = list(session.scalars(select(_contacts.c.id).where(_contacts.c.person_id == person_id)))
    for case in _cases(session, hers):
        protect_case(session, case, by=by)
    _without_name(session, hers)
    _cancel(session, hers)


def protect_case(session: Session, case: Submission, *, by: Actor) -> None:
    """The same for one case, whoever is behind it."""
    case.protected, case.byline, case.show = True, "", False
    case.pending_text_id = None
    session.add(case)
    session.flush()
    entry.keep(session, case.id or 0)
    to = _STEP.get(case.publication)
    if to is None:
        return
    review.withdraw(session, submission_id=case.id)
    if to is Publication.HIDDEN:
        publishing.show(session, case, to, by=by, rules=site(session).proposals)
        return
    facts = case.show_as(to)
    session.add(case)
    session.flush()
    record(session, case.stream, EventKind.EDITED, by=by, facts={**facts}, public=False)


def _cases(session: Session, contacts: list[int]) -> list[Submission]:
    """In the order of their keys, as every verb locks several."""
    wanted = select(Submission).where(submissions.c.contact_id.in_(contacts))
    return list(session.scalars(lock_rows(wanted.order_by(submissions.c.reference))))


def _mark(session: Session, person_id: int, *, protected: bool) -> None:
    hers = select(_contacts.c.id).where(_contacts.c.person_id == person_id)
    session.execute(
        update(submissions)
        .where(submissions.c.contact_id.in_(hers), submissions.c.protected.is_(not protected))
        .values(protected=protected, version=submissions.c.version + 1)
    )


def _without_name(session: Session, contacts: list[int]) -> None:
    """Her comments stay, as nobody's in particular; the pages they stand on are made anew."""
    named = (_c.contact_id.in_(contacts)) & (_c.byline != "")
    pages = select(submissions.c.reference).join(comments, _c.submission_id == submissions.c.id)
    shown = session.scalars(pages.where(named, _c.publication.in_(PUBLIC)).distinct())
    for reference in sorted(shown):
        touch(session, stream_of(reference))
    session.execute(update(comments).where(named).values(byline="", version=_c.version + 1))


def _cancel(session: Session, contacts: list[int]) -> None:
    """Letters about her cases to anybody else, which are still to go."""
    waiting = (DeliveryState.QUEUED, DeliveryState.TEMPORARY_FAILURE)
    cases = select(submissions.c.id).where(submissions.c.contact_id.in_(contacts))
    session.execute(
        update(deliveries)
        .where(
            deliveries.c.submission_id.in_(cases),
            deliveries.c.state.in_(waiting),
            deliveries.c.contact_id.not_in(contacts),
            # Of followers, and of whoever is asked to confirm: colleagues are told no content.
            or_(deliveries.c.subscription_id.is_not(None), deliveries.c.token_id.is_not(None)),
        )
        .values(state=DeliveryState.CANCELLED, code=CANCELLED, lease_owner=None, lease_until=None)
    )
