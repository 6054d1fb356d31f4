"""Helping somebody: handing in for her, and how she takes her case over when she wants it herself.

The case belongs to whoever it is about. Until she takes it over, the helper stands as its sender
and reads the answers. Then she is the sender, the helper is not any more, and the key that both
have seen opens nothing. The same way is open to whoever was handed in for by an official and gave
no address. A case with a sender of its own is never taken over by anybody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from models import admission, asking, delivery, keys, review, subscription, token
from models.actor import Actor, Role, Source
from models.asking import About
from models.calendar import now
from models.database import table_of
from models.errors import Invalid, NotAllowed, NotFound
from models.event import EventKind, record
from models.helped import Helped, Helping
from models.person import Channel, Contact, confirm, reach
from models.profile import Site
from models.reply import ReplyBy
from models.states import Publication
from models.submission import Submission, submissions, take
from models.submitting import Draft, Receipt, submit
from models.subscription import Extent, Subscription, SubscriptionState, Topic, subscriptions
from models.token import Purpose, Token

TAKEN_IN = frozenset({Source.PHONE, Source.VISIT, Source.CHAT, Source.LETTER, Source.EMAIL})
"""How somebody reaches us whom an official hands in for."""
OFFER, TAKEN_OVER, RELEASED = "taking_over", "taken_over", "released"
"""The letters: to whoever the helper says it belongs to, to her once it is hers, to the helper."""

_helpings = table_of(Helping)
_tokens = table_of(Token)


def hand_in(
    session: Session,
    draft: Draft,
    *,
    by: Actor,
    site: Site,
    form: str,
    own_contacts: list[int],
) -> Receipt:
    """Hand in for somebody else (`draft.helped`). The draft's address is the helper's.

    Whoever it belongs to is written to, where the helper says how, and may take it over. Raises
    what `models.submitting.submit` raises, Invalid for the helper's own address, TooMany.
    """
    helped = draft.helped or Helped()
    if helped.address and helped.address == draft.address:
        raise Invalid("helped_address", "own")
    # Whose identity is protected is whoever the case belongs to, and who that is we do not know.
    writes = Actor(Role.RESIDENT) if draft.protected else by
    receipt = submit(session, draft, by=writes, site=site, form=form, own_contacts=own_contacts)
    submission = take(session, receipt.reference)
    if session.get(Helping, submission.id) is not None:
        # The same form again.
        return receipt
    session.add(
        Helping(
            submission_id=submission.id or 0, contact_id=submission.contact_id, name=helped.name
        )
    )
    session.flush()
    if helped.updates and submission.contact_id is not None:
        _wish(session, submission, draft.language)
    if helped.channel is not None:
        offer(session, submission, helped.channel, helped.address, language=draft.language)
    return receipt


def _wish(session: Session, submission: Submission, language: str) -> None:
    """The helper follows it as anybody may; from when on, the button of her letter says."""
    wish = subscription.ask(
        session,
        submission.contact_id or 0,
        Topic.SUBMISSION,
        submission_id=submission.id,
        extent=Extent.ANSWERS,
        language=language,
    )
    if submission.confirmed_at is not None:
        subscription.confirm(session, wish.id or 0)


def confirmed(session: Session, submission: Submission) -> None:
    """The helper confirmed her address: what she asked for with the form holds now."""
    helping = session.get(Helping, submission.id)
    if helping is None or helping.contact_id is None:
        return
    wish: Subscription | None = session.scalars(
        select(Subscription).where(
            subscriptions.c.contact_id == helping.contact_id,
            subscriptions.c.submission_id == submission.id,
            subscriptions.c.state == SubscriptionState.PENDING,
        )
    ).first()
    if wish is not None:
        subscription.confirm(session, wish.id or 0)


def can_be_taken_over(session: Session, case: Any) -> bool:
    """Whether a case (Submission or a row of one) still waits for a sender of its own."""
    if case.publication is Publication.WITHDRAWN:
        return False
    helping = session.get(Helping, case.id)
    if helping is not None:
        return helping.taken_over_at is None and helping.contact_id == case.contact_id
    return case.contact_id is None and case.source in TAKEN_IN


def offer(
    session: Session, submission: Submission, channel: Channel, address: str, *, language: str
) -> None:
    """Ask whoever reads at an address whether the case is hers: one letter, whose button takes it
    over. Nothing of the case stands in it but its number.

    Raises NotAllowed for a case that has its own sender, Invalid for the helper's own address,
    TooMany.
    """
    if not can_be_taken_over(session, submission):
        raise NotAllowed("taken_over")
    place = reach(session, channel, address)
    if place.id == submission.contact_id:
        raise Invalid("email" if channel is Channel.EMAIL else "phone", "own")
    about = About(submission_id=submission.id)
    if asking.is_under_way(session, Purpose.SUBMISSION, place.id, about):
        return
    asking.spend(session, Purpose.SUBMISSION, channel, address)
    button = token.issue(
        session,
        Purpose.SUBMISSION,
        place.id,
        submission_id=submission.id,
        language=language,
    )
    delivery.post_button(session, button, kind=OFFER)


def offers(session: Session, button: Token) -> bool:
    """Whether a button takes a case over, instead of confirming the address that came with it."""
    if button.purpose is not Purpose.SUBMISSION:
        return False
    sender = session.execute(_SENDER, {"case": button.submission_id}).first()
    return sender is not None and sender.contact_id != button.contact_id


_SENDER = select(submissions.c.contact_id).where(submissions.c.id == bindparam("case"))
_REFERENCE = select(submissions.c.reference).where(submissions.c.id == bindparam("case"))


def by_button(session: Session, pressed: Token) -> Submission:
    """The button was pressed: whoever reads there is the sender now.

    Raises NotAllowed when the case has its own sender meanwhile.
    """
    reference = session.execute(_REFERENCE, {"case": pressed.submission_id}).scalar()
    if reference is None:
        raise NotFound
    submission = take(session, reference)
    if not can_be_taken_over(session, submission):
        raise NotAllowed("taken_over")
    person_id = confirm(
        session, pressed.contact_id, name=submission.name, language=pressed.language
    )
    take_over(session, submission, pressed.contact_id, by=Actor(Role.RESIDENT, person_id))
    return submission


def take_over(session: Session, submission: Submission, contact_id: int, *, by: Actor) -> None:
    """The case is hers: answers go to her confirmed address, the helper's access and every key and
    button of before end, and both are told.

    Raises NotAllowed for a case that has its own sender, Invalid for the helper's own address.
    """
    if not can_be_taken_over(session, submission):
        raise NotAllowed("taken_over")
    if contact_id == submission.contact_id:
        raise Invalid("email", "own")
    helping, contact = session.get(Helping, submission.id), session.get_one(Contact, contact_id)
    facts: dict[str, str | int] = {"taken_over": 1}
    if submission.publication is Publication.UNCONFIRMED:
        facts |= submission.show_as(admission.confirmed(session, submission, by))
    if submission.publication is Publication.QUEUED and "shown" in facts:
        review.enqueue(session, submission_id=submission.id, text_id=submission.text_id)
    submission.contact_id, submission.confirmed_at = contact_id, now()
    submission.reply_by, submission.reply_to = ReplyBy(contact.channel.value), ""
    submission.nonce = keys.nonce()
    submission.version += 1
    session.add(submission)
    if helping is not None:
        helping.taken_over_at = now()
        session.add(helping)
    session.flush()
    session.execute(
        update(_tokens)
        .where(
            _tokens.c.submission_id == submission.id,
            _tokens.c.purpose == Purpose.SUBMISSION,
            _tokens.c.used_at.is_(None),
        )
        .values(expires_at=now())
    )
    record(session, submission.stream, EventKind.CONFIRMED, by=by, facts=facts, public=False)
    admission.hers(session, submission, by)
    _tell(session, submission, TAKEN_OVER, contact_id)
    if helping is not None and helping.contact_id is not None:
        _tell(session, submission, RELEASED, helping.contact_id)


def _tell(session: Session, submission: Submission, kind: str, contact_id: int) -> None:
    contact = session.get_one(Contact, contact_id)
    if contact.confirmed_at is not None:
        delivery.post(
            session,
            kind,
            contact,
            key=f"{kind}:{submission.id}",
            submission_id=submission.id,
            language=submission.language,
        )


def was_taken_over(session: Session, case: Any) -> bool:
    """Whether a case that somebody else handed in has its own sender now."""
    helping = session.get(Helping, case.id)
    if helping is not None:
        return helping.taken_over_at is not None
    return case.source in TAKEN_IN and case.contact_id is not None and case.confirmed_at is not None


def helper_of(session: Session, submission_id: int) -> Helping | None:
    """Who helped with a case, for officials and for the helper; None where nobody did."""
    return session.get(Helping, submission_id)


def forget(session: Session, contacts: Sequence[int]) -> None:
    """Addresses are erased: whoever held them helped nobody that we know of."""
    session.execute(
        update(_helpings)
        .where(_helpings.c.contact_id.in_(contacts))
        .values(contact_id=None, name="")
    )
