"""Warnings and pauses: whom they hold back, until when exactly, and what they never stop (MQ-15)."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from models import (
    calendar,
    commenting,
    confirmed,
    erasing,
    form_key,
    revising,
    sanctions,
    token,
    vote,
)
from models.actor import STRANGER, SYSTEM
from models.calendar import DAY, now
from models.comment import Comment
from models.commenting import Words
from models.confirming import press
from models.database import table_of, transaction
from models.erasing import Texts
from models.errors import Invalid, NotFound, TooMany
from models.person import Channel, Contact, confirm, reach
from models.sanctions import Conduct, Measure, Paused, Sanction
from models.states import Kind, Publication
from models.submission import take
from models.token import Token
from tests import people

_sanctions = table_of(Sanction)


@pytest.fixture(autouse=True)
def _noon(town):
    calendar.freeze(calendar.start_of(calendar.today()) + DAY // 2)


def paused(session, who, kind=Measure.SUSPENDED, *, days=7, **more) -> Sanction:
    until = None if kind is Measure.WARNING else now() + days * DAY
    return sanctions.give(
        session,
        kind,
        **{"person_id": who.id, "contact_id": None} | more,
        reason="abusive",
        by_id=people.marek(session).id,
        until=until,
    )


def words(said="Bra tänkt, men bänkarna då?") -> Words:
    return Words(said, f"<p>{said}</p>", "", None, form_key.fresh())


def test_a_pause_ends_by_itself_exactly_at_its_time():
    with transaction() as session:
        rosa = people.rosa(session)
        until = paused(session, rosa).until_at
        for moment, holds in ((now(), True), (until - 1, True), (until, False)):
            calendar.freeze(moment)
            assert (sanctions.in_force(session, rosa.id) is not None) is holds
            assert sanctions.is_suspended(session, None, rosa.contact_id) is holds


def test_a_warning_holds_nothing_back_and_the_strictest_of_two_pauses_counts():
    with transaction() as session:
        rosa = people.rosa(session)
        paused(session, rosa, Measure.WARNING)
        assert sanctions.in_force(session, rosa.id) is None
        paused(session, rosa, Measure.RESTRICTED, days=90)
        assert sanctions.in_force(session, rosa.id).kind is Measure.RESTRICTED
        sanctions.check(session, rosa.id)
        paused(session, rosa, days=1)
        assert sanctions.in_force(session, rosa.id).kind is Measure.SUSPENDED
        about_reports = sanctions.in_force(session, rosa.id, about=Conduct.REPORTING)
        assert about_reports is None, "who writes badly may report well"


def test_what_holds_for_an_address_holds_for_whoever_confirms_it_and_at_her_other_addresses():
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
        paused(session, people.sam(session), person_id=None, contact_id=place.id)
        assert sanctions.is_suspended(session, None, place.id)
        rosa = confirm(session, place.id, name="Rosa")
        other = Contact(channel=Channel.SMS, address="+46701740605", person_id=rosa)
        session.add(other)
        session.flush()
        assert sanctions.is_suspended(session, rosa)
        assert sanctions.is_suspended(session, None, other.id)
        assert not sanctions.is_suspended(session, people.sam(session).id)
        assert not sanctions.is_suspended(session, None, None)


def test_lifting_ends_it_at_once_and_stays_written_down():
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        given = paused(session, rosa)
        sanctions.lift(session, given.id, by_id=marek.id, why="appeal")
        sanctions.lift(session, given.id, by_id=marek.id, why="mistake")
        assert sanctions.in_force(session, rosa.id) is None
        (row,) = sanctions.of(session, rosa.id)
        assert (row.lifted_at, row.lifted_by, row.lifted_why) == (now(), marek.id, "appeal")
        with pytest.raises(NotFound):
            sanctions.lift(session, given.id + 1, by_id=marek.id, why="appeal")


@pytest.mark.parametrize("wrong", [{"until_at": None}, {"kind": Measure.WARNING}])
def test_no_pause_is_without_an_end_and_no_warning_has_one(wrong):
    with transaction() as session:
        given = paused(session, people.rosa(session))
    with transaction() as session, pytest.raises(IntegrityError):
        session.execute(update(_sanctions).where(_sanctions.c.id == given.id).values(**wrong))


def test_whoever_is_suspended_neither_comments_nor_supports_until_it_is_over():
    with transaction() as session:
        rosa = people.rosa(session)
        other = people.published(session, by=people.sam(session))
        until = paused(session, rosa).until_at
        for attempt in (
            lambda: vote.support(session, other.reference, rosa.id),
            lambda: _comment(session, other, rosa),
        ):
            with pytest.raises(Paused) as refused:
                attempt()
            assert refused.value.values["until"] == until
            assert refused.value.values["reason"] == "abusive"
        vote.withdraw_support(session, other.reference, rosa.id)
        calendar.freeze(until)
        vote.support(session, other.reference, rosa.id)
        _comment(session, other, rosa)


def _comment(session, case, rosa):
    commenting.write(
        session,
        case.reference,
        words(),
        by=rosa.actor,
        contact_id=rosa.contact_id,
        language="sv",
    )


def test_whoever_is_restricted_writes_three_times_a_day_and_supports_as_before():
    with transaction() as session:
        rosa = people.rosa(session)
        other = people.published(session, by=people.sam(session))
        paused(session, rosa, Measure.RESTRICTED)
        for _ in range(sanctions.RESTRICTED_WRITES[0] - 1):
            _comment(session, other, rosa)
        people.handed_in(session, people.a_draft(by=rosa), by=rosa)
        with pytest.raises(TooMany):
            _comment(session, other, rosa)
        people.handed_in(session, people.a_draft(by=rosa, shown=False), by=rosa)
        vote.support(session, other.reference, rosa.id)


def test_a_button_in_a_letter_does_not_lead_round_a_pause_and_only_it_says_so():
    with transaction() as session:
        rosa = people.rosa(session)
        other = people.published(session, by=people.sam(session))
        paused(session, rosa)
        commenting.write(
            session,
            other.reference,
            words(),
            by=STRANGER,
            address=rosa.address,
            language="sv",
        )
        button = session.scalars(select(Token).order_by(Token.id.desc())).first()
    with transaction() as session, pytest.raises(Paused):
        press(session, token.secret(button))
    with transaction() as session:
        assert session.scalars(select(Comment.publication)).one() is Publication.UNCONFIRMED


def test_a_case_that_is_not_to_be_shown_is_taken_in_and_one_that_is_not():
    with transaction() as session:
        rosa = people.rosa(session)
        paused(session, rosa)
        kept = people.a_submission(session, by=rosa, shown=False)
        assert kept.publication is Publication.PRIVATE
        for kind, code in ((Kind.COMPLAINT, "paused"), (Kind.PROPOSAL, "paused_proposal")):
            with pytest.raises(Invalid) as refused:
                people.handed_in(session, people.a_draft(kind, by=rosa), by=rosa)
            assert (refused.value.field, refused.value.code) == ("shown", code)


def test_what_is_shown_is_not_written_anew_by_somebody_suspended_and_what_is_not_may_be():
    anew = {"title": "Mörkt", "source": "Nu är två lampor trasiga."}
    with transaction() as session:
        rosa = people.rosa(session)
        shown = people.published(session, Kind.COMPLAINT, by=rosa)
        kept = people.a_submission(session, by=rosa, shown=False)
        paused(session, rosa)
        with pytest.raises(Paused):
            revising.revise(session, shown, by=rosa.actor, **anew)
        revising.revise(session, kept, by=rosa.actor, **anew)


def test_what_is_handed_in_with_the_address_of_somebody_suspended_looks_alike_and_is_not_shown():
    """Whoever writes her address on a form learns nothing of her (T09)."""
    with transaction() as session:
        rosa = people.rosa(session)
        paused(session, rosa)
        proposal = people.handed_in(session, people.a_draft(Kind.PROPOSAL, by=rosa))
        fault = people.handed_in(session, people.a_draft(by=rosa))
        assert take(session, fault.reference).publication is Publication.PRIVATE
        case = take(session, proposal.reference)
        confirmed.by_sender(session, case, by=rosa.actor)
        assert case.publication is Publication.PRIVATE


def test_erasing_a_person_leaves_the_count_and_nobodys_words():
    with transaction() as session:
        rosa = people.rosa(session)
        paused(session, rosa).message = "Du hotade din granne."
        place = reach(session, Channel.EMAIL, "second@example.org")
        paused(session, rosa, person_id=None, contact_id=place.id).message = "Och igen."
        session.get_one(Contact, place.id).person_id = rosa.id
        session.flush()
        erasing.erase_person(session, rosa.id, texts=Texts.STAY, by=SYSTEM)
    with transaction() as session:
        rows = session.execute(select(_sanctions.c.message, _sanctions.c.contact_id)).all()
        assert rows == [("", None), ("", None)]
