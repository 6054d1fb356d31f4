"""Handing in: the verb that starts everything. Handling begins at once; showing waits."""

from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlmodel import Session

from models import (
    admission,
    coordinating,
    declaration,
    form_key,
    keys,
    promise,
    review,
    sanctions,
    text,
    token,
)
from models.actor import Actor, Source
from models.attachment import row as attachment
from models.calendar import Moment, now
from models.declaration import Said
from models.desk import entry
from models.event import EventKind, begin
from models.helped import Helped
from models.numbering import next_reference
from models.person import Channel, reach
from models.profile import Site
from models.register import numbers
from models.reply import ReplyBy
from models.routing import routed
from models.states import Kind, Publication, Status
from models.submission import (
    KEY_PURPOSE,
    stream_of,
    submissions,
    take,
    tracking_key,
)
from models.token import Purpose
from models.units import area


@dataclass(frozen=True)
class Draft:
    """What the form says, checked and cleaned. `html` is made before the write lock is taken.

    `shown` is whether the text may stand on the site, `byline` under which name ("" for none).
    `channel` and `address` are None and "" for somebody whom the site does not write to: she wants
    a call or a letter, and `reply_to` says where, or no answer. `reply_by` may be left out where
    the channel says it. `latitude` and `longitude` are millionths of a degree. `photo` is the name
    of what `models.attachment.row.stage` was given, `photo_alt` what the sender says of it.
    """

    kind: Kind
    title: str
    source: str
    html: str
    subject: str
    place: str
    channel: Channel | None
    address: str
    name: str
    byline: str
    shown: bool
    language: str
    reply_by: ReplyBy | None = None
    reply_to: str = ""
    latitude: int | None = None
    longitude: int | None = None
    area: str = ""
    """The slug of a part of the municipality, where she chose one."""
    appeal: bool = False
    photo: str = ""
    photo_alt: str = ""
    helped: Helped | None = None
    """Set where somebody writes for somebody else; see models.helping."""
    organisation_id: int | None = None
    """In whose name a member of it writes."""
    came_by: Source = Source.WEB
    came_at: Moment | None = None
    """When an official was told of it, or a letter came, where that was before now."""
    centre: bool = False
    """Taken in by the service centre."""
    at_once: bool = False
    """Answered and ended in the same breath (models.at_once)."""
    said: Said = declaration.NOTHING
    """What she says of herself, where a proposal asks for it."""
    protected: bool = False
    """She says that her identity is protected: nothing of this is ever public (spec L17)."""

    @property
    def answered_by(self) -> ReplyBy:
        if self.reply_by is not None:
            return self.reply_by
        return ReplyBy(self.channel.value) if self.channel else ReplyBy.NONE


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: the public number and the key to a page that is not public.

    `asks` is True when this very call made a letter that asks an address to be confirmed.
    """

    reference: str
    key: str
    asks: bool = field(default=False, compare=False)


_NEW = insert(submissions).returning(submissions.c.id)


def submit(
    session: Session,
    draft: Draft,
    *,
    by: Actor,
    site: Site,
    form: str,
    own_contacts: list[int],
) -> Receipt:
    """Take a submission in: one row, one stream, one event, and an item of review where it shows.

    The same form posted again returns the same receipt. `own_contacts` are the confirmed contacts
    of whoever is signed in: they need no second confirmation.
    Raises Invalid, or NotAllowed when the form's key came before with other words.
    """
    contents = form_key.digest(vars(draft))
    known = form_key.earlier(session, form, contents)
    if known is not None:
        return _receipt(session, known)
    area_id = area.chosen(session, draft.area, latitude=draft.latitude, longitude=draft.longitude)
    category_id, unit_id = routed(session, draft.subject, kind=draft.kind, area_id=area_id)
    place = reach(session, draft.channel, draft.address) if draft.channel else None
    confirmed = place is not None and place.id in own_contacts
    admitted = admission.admit(
        session,
        draft.kind,
        draft.said,
        names=admission.Names(draft.byline, draft.name, draft.place),
        protected=draft.protected,
        organisation=draft.organisation_id is not None,
        by=by,
        place=place,
        rules=site.participation,
    )
    quiet = sanctions.stays_with_us(
        session, by, place.id if place else None, kind=draft.kind, shown=draft.shown
    )
    at = now()
    promised = promise.given(
        session, site.opening, draft.kind, category_id, at, channel=draft.came_by
    )
    reference = next_reference(session)
    form_key.remember(session, form, contents, reference)
    written = text.write(session, title=draft.title, source=draft.source, html=draft.html)
    publication = admission.publication(
        draft.kind, admitted, appeal=draft.appeal, shown=draft.shown, confirmed=confirmed
    )
    if quiet:
        publication = Publication.PRIVATE
    nonce = keys.nonce()
    coordinator_id = coordinating.first(session, draft.organisation_id)
    submission_id: int = session.execute(
        _NEW,
        {
            "reference": reference,
            "kind": draft.kind,
            "status": Status.RECEIVED,
            "publication": publication,
            "text_id": written.id,
            "place": draft.place,
            "category_id": category_id,
            "unit_id": unit_id,
            "area_id": area_id,
            "contact_id": place.id if place else None,
            "name": draft.name,
            "byline": admitted.byline,
            "show": draft.shown and not admitted.private and not quiet,
            "protected": admitted.protected,
            "reply_by": draft.answered_by,
            "reply_to": draft.reply_to,
            "latitude": draft.latitude,
            "longitude": draft.longitude,
            "appeal": draft.appeal,
            "language": draft.language,
            "nonce": nonce,
            "source": draft.came_by,
            "centre": draft.centre,
            "at_once": draft.at_once,
            "organisation_id": draft.organisation_id,
            "coordinator_id": coordinator_id,
            "keep_open": False,
            "comments": 0,
            "version": 1,
            "received_at": at,
            "confirmed_at": at if confirmed else None,
            "promise_id": promised.promise_id,
            "answer_by": promised.answer_by,
            "due_at": promised.due_at,
        },
    ).scalar_one()
    photo: dict[str, str | int] = {}
    if draft.photo:
        alt = draft.photo_alt
        photo = attachment.claim(session, draft.photo, alt=alt, submission_id=submission_id)
    begin(
        session,
        stream_of(reference),
        EventKind.RECEIVED,
        by=by,
        facts={
            "kind": draft.kind.value,
            "to": Status.RECEIVED.value,
            "shown": publication.value,
            "text": written.id,
            "digest": written.digest,
            "unit": unit_id,
            # Only ever of a private case: nothing public says that anybody appealed.
            **({"appeal": 1} if draft.appeal else {}),
            **({"came": draft.came_by.value} if draft.came_by is not Source.WEB else {}),
            **{name: 1 for name in ("centre", "at_once") if getattr(draft, name)},
            **photo,
            **numbers.at_receipt(session, submission_id, draft.kind, site.diaries),
        },
        source=draft.came_by,
        occurred_at=draft.came_at,
    )
    coordinating.begin(session, reference, coordinator_id)
    if publication is Publication.QUEUED:
        review.add(session, site, submission_id=submission_id, text_id=written.id)
    entry.keep(session, submission_id)
    if place is not None and not confirmed:
        button = token.issue(
            session,
            Purpose.SUBMISSION,
            place.id,
            submission_id=submission_id,
            name=draft.name,
            language=draft.language,
        )
        declaration.wait(session, button, draft.said)
    asks = place is not None and not confirmed
    return Receipt(reference, keys.key(KEY_PURPOSE, reference, nonce), asks)


def _receipt(session: Session, reference: str) -> Receipt:
    return Receipt(reference, tracking_key(take(session, reference)))
