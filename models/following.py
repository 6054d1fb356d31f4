"""Following: asking for updates, and changing one's mind by a link that needs no account."""

from typing import Any

from sqlalchemy import Row, func, select, update
from sqlmodel import Session

from models import asking, subscription
from models.asking import About
from models.calendar import now
from models.database import lock_rows, table_of
from models.dialogue.row import dialogues
from models.errors import Invalid, NotFound
from models.organisation import Category, Unit
from models.person import Channel, Contact, reach
from models.states import PUBLIC
from models.submission import submissions
from models.subscription import (
    Extent,
    Frequency,
    Subscription,
    SubscriptionState,
    Topic,
    subscriptions,
)
from models.text import Text
from models.token import Purpose

_texts = table_of(Text)
_categories = table_of(Category)
_units = table_of(Unit)
_w = subscriptions.c

SHOWN = 200
"""Wishes of one person on one page; to stop everything stops the others, too."""


def follow(
    session: Session,
    channel: Channel,
    address: str,
    topic: Topic,
    *,
    submission_id: int | None = None,
    category_id: int | None = None,
    unit_id: int | None = None,
    extent: Extent,
    language: str,
    own_contacts: list[int],
) -> Subscription | None:
    """Ask for updates. A letter asks whoever reads at the address, known to us or not.

    One's own confirmed address needs no letter: then the wish is returned, and holds at once.
    Raises TooMany when the address was asked too often.
    """
    place = reach(session, channel, address)
    wish = subscription.ask(
        session,
        place.id,
        topic,
        submission_id=submission_id,
        category_id=category_id,
        unit_id=unit_id,
        extent=extent,
        language=language,
    )
    if place.id in own_contacts:
        return subscription.confirm(session, wish.id or 0, extent=extent)
    about = About(submission_id=submission_id, subscription_id=wish.id, name=extent.value)
    asking.ask(
        session, Purpose.SUBSCRIPTION, place.id, channel, address, about=about, language=language
    )
    return None


def wishes(session: Session, contact_ids: list[int]) -> list[Row[Any]]:
    """Every active wish of these contacts, oldest first, with the case it is about.

    `title` is None while the case is not public; subjects and units have `slug` and names.
    """
    wanted = describing().where(_active(), _w.contact_id.in_(contact_ids)).limit(SHOWN)
    return list(session.execute(wanted))


def described(session: Session, wish: Subscription) -> Row[Any]:
    """One wish, active or not, as `wishes` gives it."""
    return session.execute(describing().where(_w.id == wish.id)).one()


def of_contact(
    session: Session, contact_id: int, wish_id: int, *, lock: bool = False
) -> Subscription:
    """One wish of an address. Raises NotFound for one of another address (spec T54)."""
    wanted = select(Subscription).where(_w.id == wish_id, _w.contact_id == contact_id)
    wish: Subscription | None = session.scalars(lock_rows(wanted) if lock else wanted).first()
    if wish is None:
        raise NotFound
    return wish


def can_resume(wish: Subscription) -> bool:
    """Only what was confirmed once comes back without another letter."""
    return wish.state is SubscriptionState.STOPPED and wish.confirmed_at is not None


def resume(session: Session, wish: Subscription) -> None:
    """Take back the stopping of a wish. Any other wish stays as it is."""
    if can_resume(wish):
        wish.state = SubscriptionState.ACTIVE
        wish.stopped_at = None
        wish.since = now()
        session.add(wish)
        session.flush()


def change(
    session: Session, wish: Subscription, extent: Extent, frequency: Frequency, language: str
) -> None:
    """How much, how often and in what language. Raises Invalid for a digest by text message."""
    change_frequency(session, wish, frequency)
    subscription.widen(wish, extent)
    wish.language = language
    session.add(wish)
    session.flush()


def change_frequency(session: Session, wish: Subscription, frequency: Frequency) -> None:
    """Hear of it sooner or later. Raises Invalid for digests by text message: there are none."""
    contact = session.get_one(Contact, wish.contact_id)
    if frequency is not Frequency.AT_ONCE and contact.channel is Channel.SMS:
        raise Invalid("frequency", "unknown")
    wish.frequency = frequency
    session.add(wish)
    session.flush()


def stop_all(session: Session, contact_id: int, *, digests: bool = False) -> None:
    """Tell this address nothing more, or only no more `digests`. All at one moment, so that
    `resume_all` finds them.
    """
    session.execute(
        update(subscriptions)
        .where(_active(), _w.contact_id == contact_id, *_digests(digests))
        .values(state=SubscriptionState.STOPPED, stopped_at=now())
    )


def resume_all(session: Session, contact_id: int, *, digests: bool = False) -> None:
    """Take back the last stopping of everything, or of all `digests`."""
    mine = (_w.contact_id == contact_id, *_digests(digests))
    last = select(func.max(_w.stopped_at)).where(*mine).scalar_subquery()
    session.execute(
        update(subscriptions)
        .where(
            *mine,
            _w.state == SubscriptionState.STOPPED,
            _w.confirmed_at.is_not(None),
            _w.stopped_at == last,
        )
        .values(state=SubscriptionState.ACTIVE, stopped_at=None, since=now())
    )


def hears_digests(session: Session, contact_id: int) -> bool:
    """Whether anything comes to this address once a day or once a week."""
    wanted = select(_w.id).where(_active(), _w.contact_id == contact_id, *_digests(True)).limit(1)
    return session.execute(wanted).first() is not None


def _digests(only: bool) -> tuple[Any, ...]:
    return (_w.frequency != Frequency.AT_ONCE,) if only else ()


def _active() -> Any:
    return _w.state == SubscriptionState.ACTIVE


def describing() -> Any:
    """A wish with what it is about; of a case that is not public without its title."""
    return (
        select(
            _w.id,
            _w.topic,
            _w.extent,
            _w.frequency,
            _w.language,
            submissions.c.reference,
            submissions.c.kind,
            dialogues.c.slug.label("dialogue"),
            _texts.c.title,
            func.coalesce(_categories.c.slug, _units.c.slug).label("slug"),
            func.coalesce(_categories.c.name_sv, _units.c.name_sv).label("name_sv"),
            func.coalesce(_categories.c.name_en, _units.c.name_en).label("name_en"),
        )
        .outerjoin(submissions, submissions.c.id == _w.submission_id)
        .outerjoin(dialogues, dialogues.c.submission_id == submissions.c.id)
        .outerjoin(
            _texts, (_texts.c.id == submissions.c.text_id) & submissions.c.publication.in_(PUBLIC)
        )
        .outerjoin(_categories, _categories.c.id == _w.category_id)
        .outerjoin(_units, _units.c.id == _w.unit_id)
        .order_by(_w.id)
    )
