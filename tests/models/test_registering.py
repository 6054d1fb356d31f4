"""What an official takes in for somebody else: whose it is, how it came, who wrote it down."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from models import form_key, promise, registering
from models.actor import Source
from models.calendar import DAY, HOUR, advance, now
from models.database import transaction
from models.delivery import deliveries
from models.errors import Invalid, NotFound
from models.event import Event, EventKind
from models.history import told, verify
from models.note import notes
from models.person import Channel, reach
from models.registering import Said
from models.reply import ReplyBy
from models.submission import take
from models.subscription import Subscription, SubscriptionState
from models.token import Purpose, Token
from models.vote import votes
from tests import people


def taken_in(session, *, by=None, form=None, **more):
    draft = replace(people.a_draft(shown=False), **{"came_by": Source.PHONE, **more})
    return registering.register(
        session,
        draft,
        by=(by or people.olga(session)).actor,
        site=people.municipality(session),
        form=form or form_key.fresh(),
    )


def test_its_history_says_who_took_it_in_how_and_when(town):
    with transaction() as session:
        came_at = now() - 2 * DAY
        receipt = taken_in(session, came_by=Source.LETTER, came_at=came_at)
        case, olga = take(session, receipt.reference), people.olga(session)
        (event,) = session.scalars(select(Event).where(Event.stream == case.stream))
        assert (event.actor_id, event.role, event.source) == (olga.id, "official", "letter")
        assert event.occurred_at == came_at
        assert told(event.kind, {"came": "letter"}) == "received_letter"
        # The law's own day is ours: from it the promise counts (spec L5).
        assert case.received_at > came_at + DAY
        given = promise.given(
            session,
            people.municipality(session).opening,
            case.kind,
            case.category_id,
            case.received_at,
        )
        assert case.answer_by == given.answer_by
        assert verify(session, case.stream) == []


@pytest.mark.parametrize(
    "came_by", [Source.PHONE, Source.VISIT, Source.CHAT, Source.LETTER, Source.EMAIL]
)
def test_every_way_it_can_come(town, came_by):
    with transaction() as session:
        case = take(session, taken_in(session, came_by=came_by).reference)
        assert case.source is came_by
        assert told(EventKind.RECEIVED, {"came": came_by.value}) == f"received_{came_by.value}"


def test_only_officials_take_in_and_nothing_comes_from_the_web_or_the_future(town):
    with transaction() as session:
        for someone in (people.rosa(session), people.marek(session)):
            with pytest.raises(NotFound):
                taken_in(session, by=someone)
        with pytest.raises(Invalid, match="came_by: unknown"):
            taken_in(session, came_by=Source.WEB)
        with pytest.raises(Invalid, match="day: future"):
            taken_in(session, came_at=now() + HOUR)


def test_her_address_is_not_proved_by_an_official_who_types_it(town):
    with transaction() as session:
        rosa = people.rosa(session)
        receipt = taken_in(
            session, channel=rosa.channel, address=rosa.address, reply_by=ReplyBy.EMAIL
        )
        case = take(session, receipt.reference)
        assert case.contact_id == rosa.contact_id
        assert case.confirmed_at is None
        assert receipt.asks
        (button,) = session.scalars(select(Token))
        assert (button.purpose, button.contact_id) == (Purpose.SUBMISSION, rosa.contact_id)


def test_the_code_is_for_whoever_took_it_in_and_for_a_day(town):
    with transaction() as session:
        reference = taken_in(session).reference
        olga = people.olga(session).actor
        assert registering.taken_in(session, reference, by=olga).reference == reference
        for someone in (people.ada(session), people.rosa(session)):
            with pytest.raises(NotFound):
                registering.taken_in(session, reference, by=someone.actor)
        with pytest.raises(NotFound):
            registering.taken_in(session, "2026-99999", by=olga)
        own = people.a_submission(session, by=people.olga(session))
        with pytest.raises(NotFound):
            registering.taken_in(session, own.reference, by=olga)
        advance(86_400)
        with pytest.raises(NotFound):
            registering.taken_in(session, reference, by=olga)


def test_the_same_form_is_one_case_and_other_words_another(town):
    with transaction() as session:
        form = form_key.fresh()
        first = taken_in(session, form=form)
        assert taken_in(session, form=form) == first


def test_she_would_rather_hear_of_the_case_that_is_there(town):
    with transaction() as session:
        case, olga = people.published(session), people.olga(session)
        said = Said(
            "Hon ser det varje kväll.", "<p>Hon ser det varje kväll.</p>", "Gun", None, True
        )
        registering.follow_instead(
            session,
            case.reference,
            said,
            Channel.EMAIL,
            "gun@example.org",
            by=olga.actor,
            language="sv",
        )
        (wish,) = session.scalars(select(Subscription)).all()
        # She has to press the button herself.
        assert wish.state is SubscriptionState.PENDING
        (row,) = session.execute(select(notes)).all()
        assert (row.kind, row.caller, row.by_id) == ("call", "Gun", olga.id)
        private = people.a_submission(session, shown=False)
        with pytest.raises(NotFound):
            registering.follow_instead(
                session,
                private.reference,
                said,
                Channel.EMAIL,
                "gun@example.org",
                by=olga.actor,
                language="sv",
            )


def test_a_support_on_paper_counts_when_its_own_button_is_pressed(town):
    with transaction() as session:
        case = people.published(session)
        for _ in range(2):
            registering.ask_support(
                session, case.id, Channel.EMAIL, "gun@example.org", language="sv"
            )
        assert session.execute(select(votes)).all() == []
        place = reach(session, Channel.EMAIL, "gun@example.org")
        (button,) = session.scalars(select(Token).where(Token.contact_id == place.id))
        assert button.purpose is Purpose.SUPPORT
        assert session.execute(select(deliveries.c.kind)).scalars().all() == ["confirm_contact"]
