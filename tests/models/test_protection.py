"""Protected identity (spec L17): what is hidden, what is not shown again, what is not sent."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from models import confirming, form_key, helping, protection, public_profile, subscription, token
from models.access_log import What, access_log
from models.actor import STRANGER, SYSTEM
from models.comment import Comment
from models.database import transaction
from models.delivery import DeliveryState, deliveries
from models.errors import NotAllowed, NotFound
from models.event import version_of
from models.helped import Helped
from models.history import verify
from models.person import Channel, Person, reach
from models.publishing import show
from models.search.find import find
from models.states import Kind, Publication
from models.submission import take
from models.subscription import Extent, Topic
from models.token import Purpose, Token
from notifications import addressing
from tests import people
from tests.models.findable import asked
from tests.participating import a_word


@pytest.fixture
def case(town):
    """A public case of Rosa's under her name, with a comment of hers on another."""
    with transaction() as session:
        rosa = people.rosa(session)
        made = people.published(session, Kind.COMPLAINT, by=rosa, byline="Rosa Lind")
        other = people.published(session, by=people.sam(session))
        people.published_comment(session, other, by=rosa, byline="Rosa Lind")
        return made.reference, other.reference


def _protect(on: bool = True) -> None:
    with transaction() as session:
        rosa = people.rosa(session)
        protection.protect(session, rosa.id, on=on, by=rosa.actor)


def test_what_was_public_is_hidden_at_once_and_her_name_is_gone(case):
    reference, other = case
    with transaction(write=False) as session:
        before = version_of(session, f"submission-{other}")
    _protect()
    with transaction() as session:
        mine = take(session, reference)
        assert (mine.protected, mine.publication, mine.byline) == (True, Publication.HIDDEN, "")
        assert session.scalars(select(Comment)).one().byline == ""
        # The page of the other case is made anew.
        assert version_of(session, f"submission-{other}") > before
        assert verify(session, mine.stream) == []
        assert session.get_one(Person, people.rosa(session).id).protected
        logged = session.execute(select(access_log.c.what, access_log.c.about_person_id)).all()
        assert logged == [(What.PROTECTED, people.rosa(session).id)]


def test_nobody_shows_it_again_not_even_when_it_ends(case):
    reference, _ = case
    _protect()
    with transaction() as session:
        rules = people.municipality(session).proposals
        for to in (Publication.PUBLISHED, Publication.REDACTED):
            with pytest.raises(NotAllowed, match="protected"):
                show(session, take(session, reference), to, by=SYSTEM, rules=rules)
    _protect(on=False)
    with transaction() as session:
        mine = take(session, reference)
        assert (mine.protected, mine.publication) == (False, Publication.HIDDEN)
        show(session, mine, Publication.PUBLISHED, by=SYSTEM, rules=rules)


def test_what_waits_for_review_waits_no_more(town):
    with transaction() as session:
        waiting = people.a_submission(session)
        item = people.waiting_item(session, submission_id=waiting.id)
    _protect()
    with transaction() as session:
        assert take(session, waiting.reference).publication is Publication.PRIVATE
        session.add(item)
        session.refresh(item)
        assert item.state == "ignored"


def test_letters_of_others_that_wait_do_not_go(case):
    reference, _ = case
    with transaction() as session:
        mine = take(session, reference)
        sam = people.sam(session)
        wish = subscription.ask(
            session,
            sam.contact_id,
            Topic.SUBMISSION,
            submission_id=mine.id,
            extent=Extent.EVERYTHING,
            language="sv",
        )
        subscription.confirm(session, wish.id)
        people.published_comment(session, mine, by=people.marek(session))
    addressing.address("worker")
    _protect()
    with transaction(write=False) as session:
        rows = session.execute(
            select(deliveries.c.state, deliveries.c.code).where(
                deliveries.c.contact_id == sam.contact_id, deliveries.c.submission_id == mine.id
            )
        ).all()
        assert rows == [(DeliveryState.CANCELLED, "protected")]


def test_a_case_of_hers_is_private_whatever_the_form_says(town):
    _protect()
    with transaction() as session:
        rosa = people.rosa(session)
        for kind in (Kind.COMPLAINT, Kind.PROPOSAL):
            draft = people.a_draft(kind, by=rosa, shown=True, byline="Rosa Lind")
            made = take(session, people.handed_in(session, draft, by=rosa).reference)
            assert (made.protected, made.byline, made.show) == (True, "", False)
            assert made.publication is Publication.PRIVATE


def test_whoever_says_so_where_she_hands_in_is_protected_from_then_on(town):
    with transaction() as session:
        older = people.published(session, Kind.COMPLAINT, byline="Rosa Lind").reference
        rosa = people.rosa(session)
        draft = replace(people.a_draft(by=rosa), protected=True)
        people.handed_in(session, draft, by=rosa)
        assert session.get_one(Person, rosa.id).protected
        assert take(session, older).publication is Publication.HIDDEN


def test_a_stranger_who_says_so_is_protected_once_it_is_known_who_she_is(town):
    with transaction() as session:
        draft = replace(people.a_draft(by=people.resident(session, "Vera")), protected=True)
        draft = replace(draft, address="vera.ny@example.org")
        made = take(session, people.handed_in(session, draft).reference)
        assert (made.protected, made.publication) == (True, Publication.PRIVATE)
        button = session.scalars(select(Token)).one()
        assert button.purpose is Purpose.SUBMISSION
        confirming.press(session, token.secret(button))
        vera = reach(session, Channel.EMAIL, "vera.ny@example.org").person_id
        assert session.get_one(Person, vera).protected


def test_her_address_in_a_strangers_form_protects_and_tells_nothing(town):
    """Its page must look like any other: else one could find out who is protected (spec T09)."""
    _protect()
    with transaction() as session:
        rosa, sam = people.rosa(session), people.sam(session)
        drafts = [people.a_draft(by=one, byline="Någon") for one in (rosa, sam)]
        made = [take(session, people.handed_in(session, draft).reference) for draft in drafts]
        assert [one.publication for one in made] == [Publication.QUEUED] * 2
        assert [(one.protected, one.byline) for one in made] == [(True, ""), (False, "Någon")]


def test_a_comment_of_hers_has_no_name(case):
    _, other = case
    _protect()
    with transaction() as session:
        rosa = people.rosa(session)
        made = a_word(session, other, by=rosa, byline="Rosa Lind")
        assert session.get_one(Comment, made).byline == ""


def test_it_is_not_found_by_anybody_who_searches(case):
    with transaction(write=False) as session:
        assert len(find(session, asked("ån")).rows) == 2
    with transaction() as session:
        sam = people.sam(session)
        protection.protect(session, sam.id, on=True, by=sam.actor)
    _protect()
    with transaction(write=False) as session:
        assert not find(session, asked("ån")).rows


def test_a_page_of_ones_own_shows_what_was_ticked_under_that_very_name_and_no_alias(case):
    reference, other = case
    with transaction() as session:
        rosa = people.rosa(session)
        rules = people.municipality(session).participation
        people.published_comment(session, take(session, other), by=rosa, byline="Nattugglan")
        slug = public_profile.turn_on(session, rosa.id, "Rosa Lind", rules=rules)
        assert slug.startswith("rosa-lind-")
        assert public_profile.page(session, slug).texts == []
        marks = [row.mark for row in public_profile.offered(session, rosa.id)]
        assert sorted(marks) == sorted([reference, f"{other}/1"])
        public_profile.tick(session, rosa.id, {reference, f"{other}/2"})
        assert [row.mark for row in public_profile.page(session, slug).texts] == [reference]
    _protect()
    with transaction() as session, pytest.raises(NotFound):
        public_profile.page(session, slug)
    with transaction() as session, pytest.raises(NotAllowed):
        public_profile.turn_on(session, rosa.id, "Rosa Lind", rules=rules)


def test_a_page_that_is_turned_off_does_not_come_back_at_its_address(case):
    with transaction() as session:
        rosa = people.rosa(session)
        rules = people.municipality(session).participation
        slug = public_profile.turn_on(session, rosa.id, "Rosa Lind", rules=rules)
        public_profile.turn_off(session, rosa.id)
        assert public_profile.turn_on(session, rosa.id, "Rosa Lind", rules=rules) != slug
        with pytest.raises(NotFound):
            public_profile.page(session, slug)


def test_whoever_helps_somebody_protected_is_not_protected_by_that(town):
    with transaction() as session:
        sam = people.sam(session)
        draft = replace(people.a_draft(by=sam), protected=True, helped=Helped())
        receipt = helping.hand_in(
            session,
            draft,
            by=STRANGER,
            site=people.municipality(session),
            form=form_key.fresh(),
            own_contacts=[],
        )
        button = session.scalars(select(Token)).one()
        confirming.press(session, token.secret(button))
        assert take(session, receipt.reference).protected
        assert not session.get_one(Person, sam.id).protected
