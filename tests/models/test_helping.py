"""Handing in for somebody else, and how the case becomes hers."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from models import confirmed, form_key, helping, token
from models.actor import STRANGER, Source
from models.calendar import DAY, now
from models.database import transaction
from models.delivery import deliveries
from models.errors import Gone, Invalid, NotAllowed
from models.event import EventKind
from models.helped import Helped, Helping
from models.history import timeline
from models.person import Channel, contacts_of, reach
from models.states import Kind, Publication
from models.submission import is_author, take, tracking_key
from models.subscription import Subscription, SubscriptionState
from models.token import Token
from models.viewer import NOBODY
from tests import people

HER = "gunvor@example.org"


def helped_in(session, *, by=None, address=HER, updates=False, kind=Kind.COMPLAINT, signed_in=True):
    """Sam (or `by`) hands in for Gunvor; `by` None in `people.a_draft` wants no answer."""
    helper = by or people.sam(session)
    draft = replace(
        people.a_draft(kind, by=helper, shown=kind is Kind.PROPOSAL),
        name="Gunvor",
        helped=Helped("Sam Granne", Channel.EMAIL if address else None, address, updates),
    )
    receipt = helping.hand_in(
        session,
        draft,
        by=helper.actor if signed_in else STRANGER,
        site=people.municipality(session),
        form=form_key.fresh(),
        own_contacts=contacts_of(session, helper.id) if signed_in else [],
    )
    return take(session, receipt.reference)


def button(session, submission) -> str:
    """What stands in the newest letter that offers the case."""
    found = session.scalars(
        select(Token)
        .where(Token.submission_id == submission.id, Token.contact_id != submission.contact_id)
        .order_by(Token.id.desc())
    ).first()
    return token.secret(found)


def press(session, submission):
    return helping.by_button(session, token.use(session, button(session, submission)))


def kinds(session, address) -> list[str]:
    return list(
        session.scalars(
            select(deliveries.c.kind)
            .where(deliveries.c.address == address)
            .order_by(deliveries.c.id)
        )
    )


def test_until_she_takes_it_over_the_helper_stands_as_its_sender(town):
    with transaction() as session:
        case = helped_in(session)
        sam = people.sam(session)
        assert (case.contact_id, case.name) == (sam.contact_id, "Gunvor")
        assert is_author(sam.viewer, case, [sam.contact_id])
        assert session.get(Helping, case.id).name == "Sam Granne"
        assert kinds(session, HER) == ["taking_over"]


def test_the_button_makes_it_hers_and_ends_what_the_helper_saw(town):
    with transaction() as session:
        case, sam = helped_in(session), people.sam(session)
        key = tracking_key(case)
        taken = press(session, case)
        hers = reach(session, Channel.EMAIL, HER)
        assert taken.contact_id == hers.id
        assert hers.confirmed
        assert not is_author(sam.viewer.with_key(case.reference, key), taken, [sam.contact_id])
        assert is_author(NOBODY.with_key(case.reference, tracking_key(taken)), taken, [])
        assert timeline(session, case.stream, public_only=False)[0].facts == {"taken_over": 1}
        assert kinds(session, HER)[-1] == "taken_over"
        assert kinds(session, sam.address)[-1] == "released"


def test_nobody_takes_over_what_has_a_sender_of_its_own(town):
    with transaction() as session:
        own = people.a_submission(session)
        thief = people.resident(session, "Ture")
        with pytest.raises(NotAllowed, match="taken_over"):
            helping.take_over(session, own, thief.contact_id, by=thief.actor)
        with pytest.raises(NotAllowed, match="taken_over"):
            helping.offer(session, own, Channel.EMAIL, thief.address, language="sv")
        keyed = take(session, people.handed_in(session, people.a_draft(shown=False)).reference)
        with pytest.raises(NotAllowed, match="taken_over"):
            helping.take_over(session, keyed, thief.contact_id, by=thief.actor)
        case = helped_in(session)
        press(session, case)
        with pytest.raises(NotAllowed, match="taken_over"):
            helping.take_over(session, case, thief.contact_id, by=thief.actor)
        assert own.contact_id != thief.contact_id


def test_of_two_offers_the_first_press_counts_and_the_other_is_over(town):
    with transaction() as session:
        case = helped_in(session)
        first = button(session, case)
        helping.offer(session, case, Channel.EMAIL, "annan@example.org", language="sv")
        second = button(session, case)
        helping.by_button(session, token.use(session, second))
        with pytest.raises(Gone):
            token.use(session, first)


def test_a_late_button_of_the_helper_gives_the_case_back_to_nobody(town):
    """She confirms her own address only after the case was taken over."""
    with transaction() as session:
        case = helped_in(session, signed_in=False)
        late = session.scalars(select(Token).where(Token.contact_id == case.contact_id)).one()
        press(session, case)
        with pytest.raises(Gone):
            token.use(session, token.secret(late))
        late.expires_at = now() + DAY
        session.flush()
        with pytest.raises(NotAllowed):
            helping.by_button(session, late)


def test_the_helper_does_not_take_over_by_the_address_she_gave_as_her_own(town):
    with transaction() as session:
        sam = people.sam(session)
        with pytest.raises(Invalid, match="helped_address: own"):
            helped_in(session, address=sam.address)
        case = helped_in(session, address="")
        with pytest.raises(Invalid, match="email: own"):
            helping.offer(session, case, Channel.EMAIL, sam.address, language="sv")
        with pytest.raises(Invalid, match="email: own"):
            helping.take_over(session, case, sam.contact_id, by=sam.actor)


def test_a_helper_who_wants_updates_follows_it_and_sees_no_more_than_that(town):
    with transaction() as session:
        case, sam = helped_in(session, updates=True), people.sam(session)
        (wish,) = session.scalars(select(Subscription)).all()
        assert wish.state is SubscriptionState.ACTIVE
        press(session, case)
        assert not is_author(sam.viewer, case, [sam.contact_id])


def test_a_helpers_wish_holds_once_she_has_confirmed(town):
    with transaction() as session:
        case = helped_in(session, updates=True, signed_in=False)
        (wish,) = session.scalars(select(Subscription)).all()
        assert wish.state is SubscriptionState.PENDING
        mine = session.scalars(select(Token).where(Token.contact_id == case.contact_id)).one()
        confirmed.by_button(session, mine)
        helping.confirmed(session, case)
        assert wish.state is SubscriptionState.ACTIVE


def test_a_proposal_that_waited_for_an_address_goes_on_with_hers(town):
    with transaction() as session:
        case = helped_in(session, kind=Kind.PROPOSAL, signed_in=False)
        assert case.publication is Publication.UNCONFIRMED
        press(session, case)
        assert case.publication is Publication.QUEUED
        assert people.waiting_item(session, submission_id=case.id).text_id == case.text_id


def test_whoever_was_handed_in_for_at_the_desk_gives_her_address_later(town):
    with transaction() as session:
        draft = replace(people.a_draft(shown=False), came_by=Source.PHONE)
        case = take(session, people.handed_in(session, draft).reference)
        rosa = people.rosa(session)
        key = tracking_key(case)
        helping.take_over(session, case, rosa.contact_id, by=rosa.actor)
        assert case.contact_id == rosa.contact_id
        assert tracking_key(case) != key
        with pytest.raises(NotAllowed):
            helping.take_over(session, case, people.sam(session).contact_id, by=STRANGER)


def test_the_same_form_makes_one_case_one_helper_and_one_letter(town):
    with transaction() as session:
        sam, form = people.sam(session), form_key.fresh()
        draft = replace(people.a_draft(by=sam), helped=Helped("Sam", Channel.EMAIL, HER))
        site = people.municipality(session)
        again = {"by": sam.actor, "site": site, "form": form, "own_contacts": [sam.contact_id]}
        assert helping.hand_in(session, draft, **again) == helping.hand_in(session, draft, **again)
        assert kinds(session, HER) == ["taking_over"]
        other = replace(draft, helped=Helped("Sam", Channel.EMAIL, "annan@example.org"))
        with pytest.raises(NotAllowed, match="form_already_used"):
            helping.hand_in(session, other, **again)


def test_an_address_that_is_erased_helped_nobody(town):
    with transaction() as session:
        case, sam = helped_in(session), people.sam(session)
        helping.forget(session, [sam.contact_id])
        session.expire_all()
        found = session.get(Helping, case.id)
        assert (found.contact_id, found.name) == (None, "")


def test_what_is_told_of_a_taking_over_is_not_public(town):
    with transaction() as session:
        case = helped_in(session)
        press(session, case)
        kinds_shown = {event.kind for event in timeline(session, case.stream)}
    assert EventKind.CONFIRMED not in kinds_shown
