"""Staff are told: one mail a morning, never empty, and at once only what cannot wait."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from models import absence, answer, calendar, consulting, reading, supplement
from models.calendar import HOUR, MINUTE, SECOND, moment, today, zone
from models.database import transaction
from models.handover import hand_over
from models.organisation import Category, units
from models.person import Person
from models.progress import assign
from models.states import Kind
from models.submission import take
from notifications import staff
from notifications.contexts import read
from notifications.looking import look
from notifications.messages import Writer
from notifications.staleness import stale
from tests import people
from tests.notifications import post
from tests.parallel import at_once

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, *, day: date = MONDAY) -> None:
    calendar.freeze(moment(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone())))


@pytest.fixture
def olga(town):
    """She has worked since Friday; it is Monday, one minute to seven."""
    at(9, day=MONDAY - timedelta(days=3))
    with transaction() as session:
        people.municipality(session)
        someone = people.olga(session)
    at(6, 59)
    return someone


def hers(olga, *, due: int = 20, title: str = "Mörkt på gångvägen", by=None) -> str:
    """A public case of hers, to be answered in so many days, given to her by Ada."""
    with transaction() as session:
        case = people.published(session, Kind.FAULT_REPORT, title=title)
        giver = (by or people.ada(session)).actor
        assign(session, case, by=giver, to=session.get_one(Person, olga.id))
        case.answer_by = today() + timedelta(days=due)
        return case.reference


def lists(kind: str = "staff_daily") -> list[dict[str, list[str]]]:
    """What the letters of staff that wait would say now, by their lists."""
    with transaction(write=False) as session:
        rows = [row.id for row in post.sent_rows(kind=kind)]
        return [
            {
                group["code"]: [duty["reference"] for duty in group["rows"]]
                for group in read(session, due)["groups"]
            }
            for due in look(session, rows)
            if stale(due) is None
        ]


def written(session, due):
    """The letter as it would go."""
    writer = Writer()
    return writer.write(writer.prepare(session, due))


def alerts() -> list[tuple[str, str]]:
    """To whom, and of what, the alerts that wait and still stand are."""
    with transaction(write=False) as session:
        rows = [row.id for row in post.sent_rows(kind="staff_alert")]
        return [
            (due.row.address, read(session, due)["what"])
            for due in look(session, rows)
            if stale(due) is None
        ]


def test_at_seven_on_a_working_day_and_only_once(olga):
    reference = hers(olga, due=0)
    assert not staff.each_minute()
    at(7)
    assert staff.each_minute()
    assert not staff.each_minute()
    with transaction() as session:
        erik = people.resident(session, "Erik", role=people.Role.OFFICIAL)
    hers(erik, due=0)
    at(15)
    assert not staff.each_minute(), "what comes later in the day is for the next morning"
    assert len(post.sent_rows(kind="staff_daily")) == 1
    assert lists() == [{"soon": [reference], "given": [reference]}]


def test_two_clocks_send_one_mail(olga):
    hers(olga, due=0)
    at(7)
    assert sum(map(bool, at_once([staff.each_minute] * 4))) == 1
    assert len(post.sent_rows(kind="staff_daily")) == 1


def test_a_clock_that_was_away_catches_up_on_the_same_day_alone(olga):
    hers(olga, due=9)
    at(23, 59)
    assert staff.each_minute()
    at(0, 1, day=MONDAY + timedelta(days=1))
    assert lists() == [], "yesterday's mail that was not written is not sent"
    assert not staff.each_minute()


@pytest.mark.parametrize(
    ("day", "utc"),
    [(date(2026, 10, 26), 6), (date(2026, 3, 30), 5), (date(2026, 10, 23), 5)],
)
def test_seven_is_seven_whatever_was_done_to_the_clocks(town, day, utc):
    """The clocks changed on Sunday 25 October and on Sunday 29 March 2026."""
    seven = (datetime(day.year, day.month, day.day, utc) - datetime(1970, 1, 1)) // timedelta(
        microseconds=1
    )
    calendar.freeze(seven - 20 * HOUR)
    with transaction() as session:
        olga = people.olga(session)
    hers(olga, due=1)
    for moment_, sent in ((seven - MINUTE, False), (seven, True)):
        calendar.freeze(moment_)
        assert staff.each_minute() is sent


def test_no_mail_on_a_day_off(olga):
    hers(olga, due=2)
    for day in (date(2026, 10, 25), date(2026, 11, 22), date(2026, 12, 24), date(2027, 1, 6)):
        at(8, day=day)
        assert not staff.each_minute(), day


def test_nobody_gets_a_mail_with_nothing_in_it(olga, town):
    post.use(town)
    at(7)
    assert not staff.each_minute()
    reference = hers(olga, due=1)
    at(7, day=MONDAY + timedelta(days=1))
    assert staff.each_minute()
    with transaction() as session:
        case = take(session, reference)
        answer.answer(session, case, by=olga.actor, source="Klart.", html="<p>Klart.</p>")
    assert lists() == [], "it was answered before the mail was written"
    post.send()
    (row,) = post.sent_rows(kind="staff_daily")
    assert (row.state, row.code) == ("cancelled", "nothing_left")


def test_the_mail_tells_late_soon_new_added_told_asked_and_to_read(olga):
    late, soon = hers(olga, due=-3), hers(olga, due=2)
    at(7)
    assert staff.each_minute()
    calendar.advance(HOUR // SECOND)
    waiting, told, to_read = (hers(olga, due=40) for _ in range(3))
    with transaction() as session:
        case = take(session, waiting)
        supplement.ask(session, case, by=olga.actor, question="Vilken stolpe?")
        supplement.add(session, case, by=people.rosa(session).actor, source="Den tredje.")
        case = take(session, told)
        parks = next(unit.id for unit in units(session) if unit.slug == "parks")
        number = people.asked(session, case, unit_id=parks)
        ada = people.ada(session).actor
        consulting.reply(session, case, number, by=ada, answer="Ja.")
        case = take(session, to_read)
        reading.ask(session, case, by=ada, reader_id=olga.id, source="Hej.")
        question = people.a_submission(session, title="En fråga")
        streets = next(unit.id for unit in units(session) if unit.slug == "parks")
        people.asked(session, question, unit_id=streets)
        asked = question.reference
    at(7, day=MONDAY + timedelta(days=1))
    assert staff.each_minute()
    assert lists() == [
        {
            "late": [late],
            "soon": [soon],
            "given": [waiting, told, to_read],
            "added": [waiting],
            "told": [told],
            "asked": [asked],
            "to_read": [to_read],
        }
    ]


def test_what_she_did_herself_and_what_an_earlier_mail_told_is_no_news(olga):
    hers(olga, due=40, by=olga)
    at(7)
    assert not staff.each_minute()
    hers(olga, due=40)
    at(7, day=MONDAY + timedelta(days=1))
    assert staff.each_minute()
    at(7, day=MONDAY + timedelta(days=2))
    assert not staff.each_minute()


def test_a_title_is_told_only_where_everyone_may_read_it(olga):
    hers(olga, title="En öppen sak")
    with transaction() as session:
        case = people.a_submission(session, title="En hemlig sak", shown=False)
        assign(session, case, by=people.ada(session).actor, to=session.get_one(Person, olga.id))
        number = case.reference
    at(7)
    staff.each_minute()
    with transaction(write=False) as session:
        (due,) = look(session, [row.id for row in post.sent_rows(kind="staff_daily")])
        words = written(session, due)
    assert "En öppen sak" in words.text
    assert number in words.text
    for part in (words.subject, words.text, words.html):
        assert "hemlig" not in part


def test_whoever_wants_none_gets_none_and_whoever_is_suspended_either(olga):
    hers(olga)
    with transaction() as session:
        session.get_one(Person, olga.id).staff_mail = False
    at(7)
    assert not staff.each_minute()
    with transaction() as session:
        session.get_one(Person, olga.id).staff_mail = True
    hers(olga, due=30)
    at(7, day=MONDAY + timedelta(days=1))
    assert staff.each_minute()
    with transaction() as session:
        session.get_one(Person, olga.id).suspended = True
    assert lists() == []


def test_the_deputy_is_told_and_whoever_is_away_is_not(olga):
    reference = hers(olga, due=1)
    with transaction() as session:
        erik = people.resident(session, "Erik", role=people.Role.OFFICIAL)
        absence.enter(
            session,
            olga.id,
            by=olga.actor,
            first=today(),
            last=today() + timedelta(days=3),
            deputy_id=erik.id,
        )
    at(7)
    assert staff.each_minute()
    (row,) = post.sent_rows(kind="staff_daily")
    assert row.address == erik.address
    assert reference in lists()[0]["soon"]


def test_the_cases_of_an_officer_who_is_suspended_are_nobodys_and_her_lead_is_told(olga):
    reference = hers(olga, due=30)
    with transaction() as session:
        unit_id = take(session, reference).unit_id
        lead = people.official_of(session, "Lena", unit_id, lead=True)
        session.execute(update(Person).where(Person.id == olga.id).values(suspended=True))
    at(7)
    assert staff.each_minute()
    (row,) = post.sent_rows(kind="staff_daily")
    assert row.address == lead.address
    assert lists() == [{"nobody": [reference]}]
    with transaction() as session:
        case = take(session, reference)
        assert case.assignee_id is None, "nothing is held by somebody who cannot work"
        session.execute(update(Person).where(Person.id == olga.id).values(suspended=False))
    assert lists() == [{"nobody": [reference]}]
    assert alerts() == [(lead.address, "gone")]


def test_the_second_time_a_case_changes_unit_who_leads_on_both_sides_is_told_at_once(olga):
    with transaction() as session:
        case = people.published(session, Kind.FAULT_REPORT)
        ada, home = people.ada(session), case.unit_id
        session.execute(update(Category).values(urgent=False))
        parks, culture = (one.id for one in units(session) if one.slug in {"parks", "culture"})
        lead = people.official_of(session, "Lena", parks, lead=True)

    def pass_on(unit_id, reason="Det är deras väg, enligt kartan."):
        calendar.advance(2 * HOUR // SECOND)
        with transaction() as session:
            there = take(session, case.reference)
            hand_over(session, there, by=olga.actor, unit_id=unit_id, reason=reason)
        post.address()
        return sorted(set(alerts()))

    assert pass_on(parks) == []
    both = [(ada.address, "passed"), (lead.address, "passed")]
    assert pass_on(culture) == both, "nobody leads it there"
    assert len(alerts()) == 2
    assert pass_on(home) == [(ada.address, "circle"), *both]
    calendar.advance(60)
    with transaction() as session:
        there = take(session, case.reference)
        hand_over(session, there, by=olga.actor, unit_id=culture, reason="Fel enhet, förlåt.")
    assert len(post.sent_rows(kind="staff_alert")) == 3, "nobody hears of what was put right"


@pytest.fixture
def urgent(olga):
    """Everything that is handed in is urgent; Lena leads the unit that has it."""
    with transaction() as session:
        people.municipality(session)
        session.execute(update(Category).values(urgent=True))
        streets = next(unit.id for unit in units(session) if unit.slug == "streets")
        return people.official_of(session, "Lena", streets, lead=True)


def test_an_urgent_case_is_told_at_once_to_the_lead_and_to_whoever_gets_it(olga, urgent):
    with transaction() as session:
        reference = people.a_submission(session, Kind.FAULT_REPORT).reference
    post.address()
    assert alerts() == [(urgent.address, "urgent")]
    with transaction() as session:
        case = take(session, reference)
        assign(session, case, by=urgent.actor, to=session.get_one(Person, olga.id))
    post.address()
    post.address()
    assert alerts() == [(urgent.address, "urgent"), (olga.address, "given")]
    with transaction() as session:
        case = take(session, reference)
        answer.answer(session, case, by=olga.actor, source="Klart.", html="<p>Klart.</p>")
    assert alerts() == []


def test_nobody_is_alerted_of_her_own_act_nor_of_what_is_not_urgent(olga, urgent):
    with transaction() as session:
        session.execute(update(Category).values(urgent=False))
    hers(olga)
    post.address()
    with transaction() as session:
        session.execute(update(Category).values(urgent=True))
        case = people.a_submission(session, Kind.FAULT_REPORT)
        assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    post.address()
    assert alerts() == [(urgent.address, "urgent")]


def test_a_late_case_of_somebody_away_whom_nobody_stands_in_for_is_told_once(olga):
    reference = hers(olga, due=0)
    with transaction() as session:
        lead = people.official_of(session, "Lena", take(session, reference).unit_id, lead=True)
        absence.enter(
            session, olga.id, by=olga.actor, first=today(), last=today() + timedelta(days=5)
        )
    at(12)
    staff.each_minute()
    assert alerts() == []
    at(0, 1, day=MONDAY + timedelta(days=1))
    assert staff.each_minute()
    assert not staff.each_minute()
    assert alerts() == [(lead.address, "alone")]
    with transaction() as session:
        erik = people.resident(session, "Erik", role=people.Role.OFFICIAL)
        row = absence.coming(session, olga.actor)[0]
        absence.end(session, row.id, by=olga.actor)
        assert erik.id
    assert alerts() == [], "she is back"


def test_an_alert_to_a_lead_who_is_away_goes_to_her_deputy(olga, urgent):
    with transaction() as session:
        absence.enter(
            session, urgent.id, by=urgent.actor, first=today(), last=today(), deputy_id=olga.id
        )
        people.a_submission(session, Kind.FAULT_REPORT)
    post.address()
    assert alerts() == [(olga.address, "urgent")]


def test_a_letter_to_staff_leads_to_the_desk_and_says_why_it_came(olga, urgent):
    with transaction() as session:
        case = people.published(session, Kind.FAULT_REPORT, title="Ett hål i vägen")
        reference = case.reference
    post.address()
    with transaction(write=False) as session:
        (due,) = look(session, [row.id for row in post.sent_rows(kind="staff_alert")])
        words = written(session, due)
    assert words.subject == "Bråttom: Ett hål i vägen"
    assert f"/casework/{reference}" in words.text
    assert "Du får det här mejlet för att du handlägger ärenden här." in words.text
