"""A text message from the event to the phone: operators, budget, night (NT-6, NT-7, F13, T50)."""

import socket
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from models import asking, calendar, sms_budget, sms_routes, token
from models.asking import About
from models.calendar import DAY, HOUR, MINUTE, moment
from models.database import transaction
from models.delivery import DeliveryState
from models.errors import TooMany
from models.person import Channel, reach
from models.silence import silences
from models.token import Purpose, Token
from notifications import inbound, leases, links
from notifications.sms import pipe as sms_pipe
from notifications.sms.segments import segments
from tests import people
from tests.notifications.post import address, decided, follow, send, sender, sent_rows, tries, use
from tests.sinks import SmsGateway, TwilioGateway

S = DeliveryState
NUMBER = "+46701740607"
once = pytest.mark.once
NOON = moment(datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Stockholm")))


@pytest.fixture
def elks():
    with SmsGateway() as running:
        yield running


@pytest.fixture
def twilio():
    with TwilioGateway() as running:
        yield running


@pytest.fixture
def noon(town):
    calendar.freeze(NOON)


@pytest.fixture
def both(town, elks, twilio, noon):
    """The first operator gets nearly everything."""
    urls = f"{elks.url}?weight=99 {twilio.url}?weight=1"
    return use(town, sms_url=urls, sms_from="+46766861004", gather_seconds=0)


@pytest.fixture
def one(town, elks, noon):
    return use(town, sms_url=elks.url, sms_from="+46766861004", gather_seconds=0)


def a_decision(*numbers):
    """A proposal that these numbers follow is decided; only the messages about that are left."""
    with transaction() as session:
        case = people.referred(session)
        for number in numbers or (NUMBER,):
            who = people.resident(session, f"Nils{number[-3:]}", phone=number)
            follow(session, who, case)
    address()
    with transaction() as session:
        decided(session, session.merge(case), by=people.olga(session))
    address()


def only_elks_is_drawn():
    """Whatever chance would say."""
    with transaction() as session:
        sms_routes.order(session, {"46elks": 99, "twilio": 1})
        for name, weight in (("46elks", 100), ("twilio", 0)):
            table = sms_routes._routes
            session.execute(table.update().where(table.c.operator == name).values(weight=weight))


def row():
    return next(row for row in sent_rows(channel="sms") if row.event_id is not None)


def a_code(number=NUMBER):
    with transaction() as session:
        place = reach(session, Channel.SMS, number)
        asking.ask(
            session,
            Purpose.SIGN_IN,
            place.id,
            Channel.SMS,
            number,
            about=About(),
            language="sv",
        )


@once
@pytest.mark.parametrize("answer", ["500", "503 30", "429 7", "401"])
def test_what_one_operator_refuses_for_now_goes_by_the_other_at_once(both, elks, twilio, answer):
    only_elks_is_drawn()
    elks.usually = answer
    a_decision()
    send()
    assert [got.to for got in twilio.wait_for(1)] == [NUMBER]
    assert row().state is S.SENT
    assert elks.messages == []


@once
def test_each_operator_sends_from_its_own_number(town, elks, twilio, noon):
    elks.usually = "500"
    urls = f"{elks.url}?weight=99 {twilio.url}?weight=1&from=46700000000"
    use(town, sms_url=urls, sms_from="+46766861004", gather_seconds=0)
    a_decision()
    send()
    assert [got.sender for got in twilio.wait_for(1)] == ["+46700000000"]


@once
def test_an_operator_whose_port_is_closed_is_passed_by(town, twilio, noon):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"46elks+http://u:p@127.0.0.1:{port}?weight=100 {twilio.url}"
    use(town, sms_url=url, sms_from="+46766861004", gather_seconds=0)
    a_decision()
    send()
    assert len(twilio.wait_for(1)) == 1


@once
@pytest.mark.parametrize("answer", ["keep drop", "garbage", "hang"])
def test_what_may_have_been_taken_is_asked_of_nobody_else_and_twice_at_most(
    both, elks, twilio, monkeypatch, answer
):
    monkeypatch.setattr(sms_pipe, "WHOLE_SECONDS", 0.3)
    only_elks_is_drawn()
    elks.usually = answer
    a_decision()
    send()
    assert twilio.messages == []
    assert (row().state, row().code) == (S.TEMPORARY_FAILURE, "ambiguous")
    calendar.advance(3600)
    only_elks_is_drawn()
    send()
    assert [code for _, code in tries(row().id)] == ["ambiguous"] * 2
    assert row().state is S.SENT
    calendar.advance(3600)
    send()
    assert twilio.messages == []


@once
def test_a_code_that_may_be_there_is_never_sent_again(both, elks, twilio):
    only_elks_is_drawn()
    elks.usually = "keep drop"
    a_code()
    send()
    assert sent_rows(channel="sms")[0].state is S.SENT
    calendar.advance(600)
    send()
    assert (len(elks.messages), twilio.messages) == (1, [])


@once
def test_a_code_is_not_sent_when_nobody_can_use_it_any_more(one, elks):
    elks.usually = "500"
    a_code()
    send()
    calendar.advance(31 * 60)
    elks.usually = "200"
    send()
    assert elks.messages == []
    assert sent_rows(channel="sms")[0].state is S.EXPIRED


@once
def test_errors_make_the_next_messages_go_by_the_other(both, elks):
    elks.usually = "500"
    numbers = [f"+4670174{n:04d}" for n in range(605, 625)]
    a_decision(*numbers)
    send()
    with transaction(write=False) as session:
        assert sms_routes.weights(session)["46elks"] == 89
    calendar.advance(61)
    a_code()
    send()
    with transaction(write=False) as session:
        assert sms_routes.weights(session)["46elks"] == 89, "none erred in the last minute"


def test_messages_that_arrive_in_time_are_counted_where_they_were_sent(both, elks):
    only_elks_is_drawn()
    a_decision()
    send()
    token = links.receipt(row().id).rpartition("/")[2]
    calendar.advance(60)
    for _ in range(2):
        with transaction() as session:
            inbound.receipt(session, token, {"id": "s1", "status": "delivered"})
    table = sms_routes._traffic
    with transaction(write=False) as session:
        found = session.execute(select(table.c.taken, table.c.prompt)).all()
    assert found == [(1, 1)], "at the moment it was taken, and once"


@once
@pytest.mark.parametrize("speaks", ["twilio", "46elks"])
def test_none_can_speak_for_the_other_operator(both, speaks):
    a_decision()
    send()
    form = {"id": "s1", "status": "failed", "MessageSid": "SM" + "0" * 32}
    form |= {"MessageStatus": "failed"}
    token = links.receipt(row().id, speaks).rpartition("/")[2]
    if speaks == "twilio":
        with pytest.raises(inbound.Forged), transaction() as session:
            inbound.receipt(session, token, form)
        assert row().state is S.SENT


def test_who_said_stop_to_twilio_is_silent_here_too(town, twilio, noon):
    use(town, sms_url=twilio.url, sms_from="+46766861004", gather_seconds=0)
    a_decision()
    send()
    url = links.receipt(row().id, "twilio")
    form = {"MessageSid": "SM" + "0" * 32, "MessageStatus": "failed", "ErrorCode": "21610"}
    signature = twilio.called(url, form).get_header("X-twilio-signature")
    with transaction() as session:
        inbound.receipt(session, url.rpartition("/")[2], form, signature=signature)
    assert (row().state, row().code) == (S.SUPPRESSED, "stopped")
    with transaction(write=False) as session:
        assert len(session.execute(select(silences)).all()) == 1


@once
def test_a_number_that_twilio_may_not_write_to_is_suppressed_and_costs_nothing(town, twilio, noon):
    use(town, sms_url=twilio.url, sms_from="+46766861004", gather_seconds=0)
    twilio.usually = "400 21610"
    a_decision()
    send()
    assert (row().state, row().code) == (S.SUPPRESSED, "stopped")
    with transaction(write=False) as session:
        assert sms_budget.figures(session).news == 0


def test_when_the_day_is_spent_news_waits_for_the_morning_and_codes_go(town, elks, noon):
    use(
        town,
        sms_url=elks.url,
        sms_from="+46766861004",
        sms_parts_per_day=8,
        sms_quiet="21-8",
        gather_seconds=0,
    )
    a_decision(*(f"+4670174{n:04d}" for n in range(605, 612)))
    send()
    paid = sum(segments(got.message).parts for got in elks.messages)
    assert 0 < paid <= 6
    waiting = [one for one in sent_rows(channel="sms") if one.state is S.QUEUED]
    assert waiting
    for one in waiting:
        at = calendar.local(one.not_before)
        assert (at.date(), at.hour, one.attempts) == (
            calendar.today() + timedelta(days=1),
            8,
            0,
        )
        assert tries(one.id) == []
    before = len(elks.messages)
    a_code("+46701740640")
    send()
    assert len(elks.messages) == before + 1
    calendar.freeze(calendar.start_of(calendar.today() + timedelta(days=1)) + 9 * HOUR)
    send()
    assert len(elks.messages) > before + 1


def at_night(hour, *, days=0, minute=0):
    day = datetime(2026, 11, 24, hour, minute, tzinfo=ZoneInfo("Europe/Stockholm"))
    calendar.freeze(moment(day + timedelta(days=days)))


@pytest.fixture
def nights(town, elks, noon):
    return use(town, sms_url=elks.url, sms_from="+46766861004", sms_quiet="21-8", gather_seconds=0)


def test_news_of_the_night_is_sent_in_the_morning(nights, elks):
    at_night(23)
    a_decision()
    send()
    assert elks.messages == []
    assert (row().state, row().attempts) == (S.QUEUED, 0)
    assert calendar.local(row().not_before).hour == 8
    a_code("+46701740641")
    send()
    assert len(elks.messages) == 1, "a code is asked for now"
    at_night(8, days=1, minute=30)
    send()
    assert [got.to for got in elks.messages] == ["+46701740641", NUMBER]


def test_a_night_full_of_messages_is_put_off_in_one_look_and_spread(nights, elks):
    a_decision(*(f"+4670174{n:04d}" for n in range(605, 612)))
    at_night(22)
    with transaction() as session:
        leases.claim(session, "anyone")
    waiting = [one for one in sent_rows(channel="sms") if one.event_id is not None]
    assert {one.lease_owner for one in waiting} == {None}
    assert len({one.not_before for one in waiting}) == len(waiting) == 7


def test_a_retry_that_would_land_in_the_night_waits_and_has_not_failed_by_then(nights, elks):
    at_night(20, minute=58)
    elks.usually = "500"
    a_decision()
    send()
    assert row().state is S.TEMPORARY_FAILURE
    at_night(21, minute=10)
    send()
    assert row().attempts == 1
    assert calendar.local(row().not_before).hour == 8
    at_night(8, days=1, minute=31)
    send()
    assert (row().state, row().attempts) == (S.TEMPORARY_FAILURE, 2), "tried for four more hours"
    elks.usually = "200"
    calendar.advance(1800)
    send()
    assert row().state is S.SENT


def test_what_was_leased_before_nine_does_not_go_after_it(nights, elks):
    a_decision()
    at_night(20, minute=59)
    with sender() as made:
        with transaction() as session:
            mine = leases.claim(session, made.owner)
        at_night(21, minute=1)
        assert made._begin([one.id for one in mine if one.id == row().id], []) == []
    assert (row().state, row().attempts) == (S.QUEUED, 0)
    assert elks.messages == []


@once
def test_pumping_costs_no_more_than_the_day_may(town, elks, noon):
    """T50: a thousand requests, over five hundred numbers that follow one another."""
    use(town, sms_url=elks.url, sms_from="+46766861004", sms_parts_per_day=60)
    refused = 0
    for number in [f"+4670174{n:04d}" for n in range(500)] * 2:
        try:
            a_code(number)
        except TooMany:
            refused += 1
    send()
    parts = sum(segments(got.message).parts for got in elks.messages)
    assert 0 < len(elks.messages) <= 15
    assert parts <= 30, "half of the day at most"
    assert refused == 970, "a second press within the minute is a double click"


def test_when_nobody_presses_the_buttons_no_more_are_sent(one):
    def ask(number):
        with transaction() as session:
            asking.spend(session, Purpose.SUPPORT, Channel.SMS, number)

    with transaction() as session:
        for n in range(100):
            token.issue(session, Purpose.SUPPORT, reach(session, Channel.SMS, f"+46701{n:06d}").id)
    with pytest.raises(TooMany) as refused:
        ask("+46702000000")
    assert refused.value.wait == 300
    with transaction() as session:
        for made in session.scalars(select(Token).limit(5)):
            token.use(session, token.secret(made))
    ask("+46702000100")
    with transaction() as session:
        asking.spend(session, Purpose.SUPPORT, Channel.EMAIL, "rosa@example.org")


def test_yesterdays_codes_do_not_close_the_door_today(one):
    with transaction() as session:
        for n in range(100):
            token.issue(session, Purpose.SUPPORT, reach(session, Channel.SMS, f"+46701{n:06d}").id)
    calendar.freeze(NOON + DAY + MINUTE)
    with transaction() as session:
        asking.spend(session, Purpose.SUPPORT, Channel.SMS, "+46702000000")
