"""Warning somebody or holding her back: suggested by the policy, done by people (MQ-15)."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar, sanctions
from models.access_log import What, access_log
from models.calendar import DAY, MINUTE, end_of, now, today
from models.database import transaction
from models.delivery import deliveries
from models.errors import Invalid, NotAllowed, NotFound
from models.misuse import Misuse
from models.person import Channel
from models.sanctions import Conduct, Measure
from models.states import Kind
from models.verdict import Judgement
from moderation import four_eyes, policy
from moderation import sanctions as desk
from moderation.policy import Past, Whom
from moderation.sanctions import Given, Reason
from tests import people
from tests.moderation.room import item_of, judge, last_item, noon, report

RULES = Misuse()
WEEK = dt.timedelta(days=7)
NEVER = Past(None, 0)


@pytest.fixture(autouse=True)
def _noon(town):
    calendar.freeze(noon())


@pytest.mark.parametrize(
    ("count", "past", "kind"),
    [
        (2, None, None),
        (3, None, Measure.WARNING),
        (9, None, Measure.WARNING),
        (1, Measure.WARNING, None),
        (2, Measure.WARNING, Measure.RESTRICTED),
        (2, Measure.RESTRICTED, Measure.SUSPENDED),
        (2, Measure.SUSPENDED, Measure.SUSPENDED),
    ],
)
def test_the_ladder_of_the_policy_begins_with_a_warning(count, past, kind):
    step = policy.next_step(count, Past(past, 1), RULES, conduct=Conduct.WRITING)
    assert (step and step.kind) == kind
    if kind in {Measure.RESTRICTED, Measure.SUSPENDED}:
        assert step.days == 30


def test_only_what_the_law_is_urgent_about_is_suspended_without_a_warning():
    step = policy.next_step(1, NEVER, RULES, conduct=Conduct.WRITING, urgent=True)
    assert (step.kind, step.urgent) == (Measure.SUSPENDED, True)
    reports = policy.next_step(5, NEVER, RULES, conduct=Conduct.REPORTING)
    assert reports.kind is Measure.WARNING
    assert policy.next_step(4, NEVER, RULES, conduct=Conduct.REPORTING) is None


def refused(session, rosa, *, reason="abusive", times=1):
    for number in range(times):
        text = people.a_submission(session, by=rosa, title=f"Text {number}")
        judge(session, item_of(session, text), Judgement.REFUSE, reason=reason)
    return last_item(session, text)


def test_refused_texts_are_counted_in_the_window_and_anew_after_each_measure():
    with transaction() as session:
        rosa = people.rosa(session)
        whom = Whom(rosa.id, rosa.contact_id)
        refused(session, rosa, times=2)
        # What the municipality may not deal with is nobody's misuse.
        item = refused(session, rosa, reason="out_of_remit", times=3)
        assert policy.suggested(session, whom, RULES) is None
        refused(session, rosa)
        step = policy.suggested(session, whom, RULES)
        assert (step.kind, step.count, step.within) == (Measure.WARNING, 3, 30)
        calendar.advance(60)
        desk.impose(session, item.id, warning(), by=people.marek(session).actor)
        assert policy.suggested(session, whom, RULES) is None
        calendar.advance(60)
        refused(session, rosa, times=2)
        assert policy.suggested(session, whom, RULES).kind is Measure.RESTRICTED
        calendar.freeze(now() + 31 * DAY)
        assert policy.suggested(session, whom, RULES) is None


def test_a_reporter_who_is_mostly_wrong_is_warned_and_one_who_is_mostly_right_never():
    with transaction() as session:
        wrong, right = people.sam(session), people.rosa(session)
        for number in range(RULES.unfounded):
            for who, judgement in ((wrong, Judgement.KEEP), (right, Judgement.KEEP)):
                text = people.published(session, Kind.COMPLAINT, title=f"{who.name} {number}")
                report(session, text, channel=Channel.EMAIL, address=who.address)
                judge(session, item_of(session, text), judgement)
            for more in range(2):
                text = people.published(session, Kind.COMPLAINT, title=f"Rätt {number} {more}")
                report(session, text, channel=Channel.EMAIL, address=right.address)
                item = item_of(session, text)
                judge(session, item, Judgement.UNPUBLISH, reason="abusive")
        about = Conduct.REPORTING
        suggested = policy.suggested(session, Whom(wrong.id, None), RULES, conduct=about)
        assert (suggested.kind, suggested.count) == (Measure.WARNING, RULES.unfounded)
        assert policy.suggested(session, Whom(right.id, None), RULES, conduct=about) is None


def warning(**more) -> Given:
    return Given(Measure.WARNING, **{"reason": "abusive"} | more)


def pause(kind=Measure.SUSPENDED, **more) -> Given:
    return Given(kind, **{"reason": "abusive", "until": today() + WEEK} | more)


def _letters() -> list[tuple[str, str]]:
    with transaction(write=False) as session:
        rows = session.execute(select(deliveries).where(deliveries.c.kind == "sanction"))
        return [(row.address, row.message_key) for row in rows]


def test_a_warning_is_logged_and_told_with_its_reason():
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        item = refused(session, rosa)
        given = desk.impose(session, item.id, warning(message="Tre gånger nu."), by=marek.actor)
        assert (given.person_id, given.until_at, given.reviewable_id) == (rosa.id, None, item.id)
        row = session.execute(select(access_log).where(access_log.c.what == What.SANCTIONED)).one()
        assert (row.about_person_id, row.person_id, row.detail) == (rosa.id, marek.id, "warning")
    assert _letters() == [("rosa@example.org", f"sanction:{given.id}")]


def test_a_suspension_takes_a_warning_first_and_then_a_second_person():
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        item = refused(session, rosa)
        with pytest.raises(Invalid) as refusal:
            desk.impose(session, item.id, pause(), by=marek.actor)
        assert (refusal.value.field, refusal.value.code) == ("kind", "warn_first")
        desk.impose(session, item.id, warning(), by=marek.actor)
        assert desk.impose(session, item.id, pause(), by=marek.actor) is None
        assert not sanctions.is_suspended(session, rosa.id)
        with pytest.raises(NotAllowed, match="asked"):
            desk.impose(session, item.id, pause(), by=marek.actor)
        (opinion,) = four_eyes.waiting(session)
        with pytest.raises(NotAllowed, match="own_proposal"):
            desk.answer(session, opinion.id, by=marek.actor, confirms=True)
        anna = people.anna(session)
        given = desk.answer(session, opinion.id, by=anna.actor, confirms=True)
        assert (given.by_id, given.second_id) == (marek.id, anna.id)
        assert given.until_at == end_of(today() + WEEK)
        assert sanctions.is_suspended(session, rosa.id)
    assert len(_letters()) == 2


def test_a_second_person_may_say_no_and_then_nothing_holds():
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        item = refused(session, rosa)
        assert desk.impose(session, item.id, pause(reason="threat"), by=marek.actor) is None
        (opinion,) = four_eyes.waiting(session)
        anna = people.anna(session)
        assert desk.answer(session, opinion.id, by=anna.actor, confirms=False) is None
        assert not sanctions.is_suspended(session, rosa.id)
    assert _letters() == []


def test_a_restriction_needs_no_second_person_and_ends_with_its_last_day():
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        item = refused(session, rosa)
        desk.impose(session, item.id, pause(Measure.RESTRICTED), by=marek.actor)
        assert sanctions.in_force(session, rosa.id).kind is Measure.RESTRICTED
        calendar.freeze(end_of(today() + WEEK))
        assert sanctions.in_force(session, rosa.id) is None


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"until": None}, "until", "missing"),
        ({"until": dt.date(2026, 3, 2)}, "until", "past"),
        ({"until": dt.date(2027, 3, 5)}, "until", "too_far"),
        ({"reason": ""}, "reason", "missing"),
        ({"reason": "criticism"}, "reason", "unknown"),
        ({"reason": "unfounded"}, "reason", "of_another"),
        ({"message": "Ring 811218-9876."}, "message", "personal_number"),
        ({"message": "Skriv till rosa@example.org"}, "message", "contact_details"),
        ({"message": "Ring 070-174 06 05"}, "message", "contact_details"),
        ({"message": "x" * 1001}, "message", "too_long"),
    ],
)
def test_bad_input_is_said_beside_its_field(given, field, code):
    with transaction() as session:
        item = refused(session, people.rosa(session))
        with pytest.raises(Invalid) as refusal:
            desk.impose(
                session,
                item.id,
                pause(Measure.RESTRICTED, **given),
                by=people.marek(session).actor,
            )
        assert (refusal.value.field, refusal.value.code) == (field, code)


def test_nobody_is_measured_who_is_nobody_works_here_or_is_oneself():
    with transaction() as session:
        marek, olga = people.marek(session), people.olga(session)
        nameless = people.published_comment(session, people.published(session))
        nameless.contact_id = None
        session.flush()
        item = report_item(session, nameless)
        with pytest.raises(Invalid) as refusal:
            desk.impose(session, item.id, warning(), by=marek.actor)
        assert refusal.value.code == "nobody"
        of_staff = refused(session, olga)
        for by, code in ((marek, "works_here"), (olga, "")):
            with pytest.raises(NotAllowed if code else NotFound, match=code or None):
                desk.impose(session, of_staff.id, warning(), by=by.actor)


def report_item(session, thing):
    report(session, thing)
    return item_of(session, thing)


def test_a_reporter_is_told_by_the_report_and_never_restricted():
    with transaction() as session:
        sam, marek = people.sam(session), people.marek(session)
        text = people.published(session, Kind.COMPLAINT)
        number = report(session, text, channel=Channel.EMAIL, address=sam.address)
        item = item_of(session, text)
        for kind, reason, code in (
            (Measure.RESTRICTED, "unfounded", "unknown"),
            (Measure.WARNING, "abusive", "of_another"),
        ):
            given = pause(kind, reason=reason, report_id=number)
            with pytest.raises(Invalid) as refusal:
                desk.impose(session, item.id, given, by=marek.actor)
            assert refusal.value.code == code
        given = warning(reason=Reason.UNFOUNDED.value, report_id=number)
        made = desk.impose(session, item.id, given, by=marek.actor)
        assert (made.person_id, made.conduct) == (sam.id, Conduct.REPORTING)
        with pytest.raises(NotFound):
            desk.impose(session, item.id, warning(report_id=number + 1), by=marek.actor)


def test_what_was_lifted_as_wrong_does_not_count_as_a_warning():
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        item = refused(session, rosa)
        given = desk.impose(session, item.id, warning(), by=marek.actor)
        whom = Whom(rosa.id, None)
        assert policy.was_warned(session, whom, Conduct.WRITING)
        desk.lift(session, given.id, by=marek.actor, why=sanctions.WRONG)
        assert not policy.was_warned(session, whom, Conduct.WRITING)
        calendar.freeze(now() + MINUTE)
        logged = select(access_log.c.what).order_by(access_log.c.id.desc()).limit(1)
        assert session.execute(logged).scalar_one() is What.SANCTION_LIFTED
