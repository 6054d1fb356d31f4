"""What a report weighs, which of them count, and when they hide a text by themselves (MQ-3, MQ-4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import calendar, tally, vote
from models.actor import Actor, Role
from models.calendar import DAY, HOUR, MINUTE, SECOND, now
from models.database import transaction
from models.person import Channel
from models.report import Report
from models.review import Reviewable, ReviewState
from models.states import Kind, Publication
from models.submission import take
from models.verdict import Judgement, Verdict
from moderation import clock, reported, reporters, scoring, unhiding
from moderation.reasons import GROUNDS, REPORT_REASONS, Reason
from moderation.scoring import Arrival, Record
from tests import people
from tests.moderation.room import item_of, judge, noon, report

ABUSE = Reason.ABUSIVE


@pytest.mark.parametrize(
    ("agreed", "disagreed", "works_here", "weighs"),
    [
        (0, 0, False, 10),
        (0, 0, True, 20),
        (5, 0, False, 10),
        (6, 0, False, 20),
        (3, 3, False, 10),
        (0, 6, False, 0),
        (0, 6, True, 10),
        (9, 1, True, 28),
    ],
)
def test_a_reporter_weighs_one_and_what_she_has_shown(agreed, disagreed, works_here, weighs):
    record = Record(agreed + disagreed, agreed, disagreed)
    assert scoring.weight(record, works_here=works_here) == weighs
    assert (record.accuracy is None) is (agreed + disagreed < scoring.LEAST_DECISIONS)


def test_the_score_is_the_sum_of_the_weights_and_the_gravest_reason():
    assert scoring.score([], []) == 0
    assert scoring.score([10, 20], [ABUSE]) == 30 + GROUNDS[ABUSE].weight
    assert scoring.score([10], [ABUSE, Reason.THREAT]) == 10 + GROUNDS[Reason.THREAT].weight
    assert GROUNDS[Reason.THREAT].weight > GROUNDS[Reason.HATE_SPEECH].weight > 0


def test_every_reason_that_readers_choose_among_has_a_threshold_and_only_urgent_ones_none():
    for reason in REPORT_REASONS:
        ground = GROUNDS[reason]
        assert ground.auto_hide_threshold is not None
        assert (ground.auto_hide_threshold == 0) is ground.urgent
        assert scoring.hides(reason, [scoring.ONE]) is ground.urgent
    assert not scoring.hides(Reason.OUT_OF_REMIT, [1000])


_arrivals = st.builds(
    Arrival,
    st.integers(0, 3 * HOUR),
    st.sampled_from(["", "a", "b"]),
    st.booleans(),
)


@given(st.lists(_arrivals, max_size=30))
def test_within_an_hour_neither_a_network_nor_strangers_have_two_voices(arrivals):
    counted: list[Arrival] = []
    for one in sorted(arrivals):
        if scoring.counts(one, counted):
            counted.append(one)
        else:
            assert counted, "the first always counts"
    for at, one in enumerate(counted):
        for other in counted[at + 1 :]:
            if other.at - one.at < HOUR:
                assert one.known or other.known
                assert not one.network or one.network != other.network


def test_what_is_kept_of_a_network_tells_only_whether_two_are_the_same():
    here = reporters.trace("192.0.2.7")
    assert here == reporters.trace("192.0.2.200") != reporters.trace("192.0.3.7")
    assert reporters.trace("2001:db8:1:2::/64") != reporters.trace("2001:db8:1:3::/64")
    assert reporters.trace("unknown") == reporters.trace("") == ""
    assert "192" not in here


def _neighbour(session, number: int) -> people.Someone:
    """Somebody whose address we have known for long."""
    return people.resident(session, f"Granne{number}")


def _told(session, thing, who: people.Someone, *, network: str, **more) -> Report:
    number = report(
        session,
        thing,
        by=Actor(Role.RESIDENT, who.id),
        channel=Channel.EMAIL,
        address=who.address,
        network=network,
        **more,
    )
    return session.get_one(Report, number)


@pytest.fixture
def neighbours(town):
    with transaction() as session, calendar.at(noon() - 2 * DAY):
        return [_neighbour(session, number) for number in range(6)]


@pytest.fixture
def case(neighbours):
    calendar.freeze(noon())
    with transaction() as session:
        return people.published(session, Kind.PROPOSAL, by=people.rosa(session)).reference


def _reported_by(session, case, some, *, reason="hate_speech", apart=True) -> Reviewable:
    thing = take(session, case)
    for at, who in enumerate(some):
        _told(session, thing, who, network=f"n{at if apart else 0}", reason=reason)
    return item_of(session, thing)


def test_independent_neighbours_hide_a_text_until_somebody_has_looked(case, neighbours):
    with transaction() as session:
        item = _reported_by(session, case, neighbours[:2])
        seen = item.version
        assert take(session, case).publication is Publication.PUBLISHED
        assert item.score == 20 + GROUNDS[Reason.HATE_SPEECH].weight
        item = _reported_by(session, case, neighbours[2:3])
        # Told by the same network as the first of them, within the hour.
        assert take(session, case).publication is Publication.PUBLISHED
        calendar.advance(HOUR // SECOND)
        item = _reported_by(session, case, neighbours[3:4])
        assert take(session, case).publication is Publication.HIDDEN
        assert (item.state, item.decided_by, item.version > seen) == (
            ReviewState.PENDING,
            None,
            True,
        )
        assert not item.urgent
        assert item.due_at <= now() + DAY


def test_six_from_one_network_or_whom_nobody_knows_are_one_voice(case, neighbours):
    with transaction() as session:
        item = _reported_by(session, case, neighbours, apart=False)
        assert (item.reports, item.score) == (6, 10 + GROUNDS[Reason.HATE_SPEECH].weight)
        for number in range(6):
            report(session, take(session, case), reason="hate_speech", network=f"far{number}")
        assert take(session, case).publication is Publication.PUBLISHED


def test_an_address_that_is_only_written_down_earns_nothing(case, neighbours):
    with transaction() as session:
        first = _told(session, take(session, case), neighbours[0], network="a")
        typed = report(
            session, take(session, case), channel=Channel.EMAIL, address=neighbours[1].address
        )
        assert first.known
        assert not session.get_one(Report, typed).known


def test_a_town_may_let_no_number_of_reports_hide_anything(case, neighbours, monkeypatch):
    with transaction() as session:
        site = people.municipality(session)
        notices = site.reviewing.notices.model_copy(update={"auto_hide": False})
        reviewing = site.reviewing.model_copy(update={"notices": notices})
        quiet = site.model_copy(update={"reviewing": reviewing})
        monkeypatch.setattr("moderation.reporting.site", lambda _session: quiet)
        _reported_by(session, case, neighbours)
        assert take(session, case).publication is Publication.PUBLISHED
        report(session, take(session, case), reason="threat")
        assert take(session, case).publication is Publication.HIDDEN


def _hidden(case, neighbours) -> None:
    with transaction() as session:
        _reported_by(session, case, neighbours[:3])
        assert take(session, case).publication is Publication.HIDDEN


def _minute(*, after: int) -> None:
    calendar.freeze(noon() + after)
    clock.each_minute()


def test_after_a_day_unjudged_it_is_shown_again_by_the_rule_and_waits_on(case, neighbours):
    with transaction() as session:
        until = take(session, case).voting_until
        vote.support(session, case, people.sam(session).id)
        tally.recount(session, case)
    _hidden(case, neighbours)
    _minute(after=DAY - SECOND)
    with transaction() as session:
        assert take(session, case).publication is Publication.HIDDEN
    _minute(after=DAY)
    with transaction() as session:
        thing = take(session, case)
        assert thing.publication is Publication.PUBLISHED
        assert thing.voting_until == until + DAY
        shown = session.get_one(Verdict, _newest(session))
        assert (shown.judgement, shown.by_id, shown.shown) == ("publish", None, "published")
        item = item_of(session, thing)
        assert (item.state, item.decided_by) == (ReviewState.PENDING, None)
        # Nobody who says the same again hides it a second time.
        calendar.advance(HOUR // SECOND)
        _reported_by(session, case, neighbours[3:])
        assert take(session, case).publication is Publication.PUBLISHED
    _minute(after=2 * DAY + HOUR)
    with transaction() as session:
        assert take(session, case).publication is Publication.PUBLISHED


def _newest(session) -> int:
    return session.execute(select(func.max(Verdict.id))).scalar_one()


def test_what_the_law_is_urgent_about_stays_hidden_and_is_escalated_once(case):
    with transaction() as session:
        report(session, take(session, case), reason="threat")
    _minute(after=DAY)
    with transaction() as session:
        thing = take(session, case)
        item = item_of(session, thing)
        version = item.version
        assert (thing.publication, item.state) == (Publication.HIDDEN, ReviewState.ESCALATED)
    _minute(after=DAY + MINUTE)
    with transaction() as session:
        assert item_of(session, take(session, case)).version == version


@pytest.mark.parametrize("judgement", [Judgement.PUBLISH, Judgement.UNPUBLISH])
def test_what_somebody_has_judged_is_left_to_her(case, neighbours, judgement):
    _hidden(case, neighbours)
    said = {"reason": "abusive"} if judgement is Judgement.UNPUBLISH else {}
    with transaction() as session:
        judge(session, item_of(session, take(session, case)), judgement, **said)
        shown = take(session, case).publication
    _minute(after=DAY)
    with transaction() as session:
        assert take(session, case).publication is shown
        assert not unhiding.each_minute()


def test_who_was_wrong_six_times_weighs_nothing_and_moderators_see_the_record(neighbours):
    calendar.freeze(noon())
    with transaction() as session:
        wrong, right = neighbours[:2]
        for number in range(scoring.LEAST_DECISIONS):
            text = people.published(session, Kind.COMPLAINT, title=f"Ärende {number}")
            _told(session, text, wrong, network="a")
            judge(session, item_of(session, text), Judgement.KEEP)
            text = people.published(session, Kind.COMPLAINT, title=f"Text {number}")
            _told(session, text, right, network="b")
            judge(session, item_of(session, text), Judgement.UNPUBLISH, reason="abusive")
        record = scoring.record_of(session, wrong.contact_id)
        assert record == Record(6, 0, 6)
        assert scoring.record_of(session, right.contact_id) == Record(6, 6, 0)
        assert scoring.record_of(session, None) == scoring.NOBODY
        last = people.published(session, title="En till")
        assert _told(session, last, wrong, network="a").weight == 0
        assert _told(session, last, right, network="b").weight == 20
        assert reported.last is not None
