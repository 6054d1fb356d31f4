"""Broken promises reach whoever has the case, who leads its unit, and those above, once (ST-16)."""

import datetime as dt

import pytest
from sqlalchemy import insert, select, update

from models import calendar, progress
from models.answer import answer
from models.calendar import DAY, HOUR, end_of, moment
from models.database import transaction
from models.keeping_promises import escalating
from models.keeping_promises.row import escalations
from models.organisation import Unit
from models.person import Person
from models.profile import Escalation, Profile
from models.states import Kind
from models.submission import take
from notifications import promise_alerts, staff
from notifications.contexts import read
from notifications.looking import look
from notifications.messages import Writer
from notifications.staleness import stale
from tests import people
from tests.notifications import post
from web.commands.promising import Promising

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
BROKEN = end_of(dt.date(2026, 6, 23)) + 1
"""The first moment after the promised day of what came on Monday: a night."""


@pytest.fixture
def case(town):
    """Rosa's complaint, which Per of its unit has; Lena leads that unit."""
    calendar.freeze(MONDAY)
    with transaction() as session:
        made = people.published(session, Kind.COMPLAINT)
        people.ada(session)
        per = people.official_of(session, "Per", made.unit_id)
        people.official_of(session, "Lena", made.unit_id, lead=True)
        progress.assign(session, made, by=per.actor, to=session.get_one(Person, per.id))
    return made


def now_in_force(session, town):
    session.execute(
        insert(Profile.__table__).values(version=9, data=town.model_dump_json(), made_at=MONDAY)
    )


def a_minute(kept: Promising) -> None:
    kept.look()
    kept.go_on()
    promise_alerts.each_minute()


def waiting():
    """Whom the letters are for that would go now, with what they say."""
    with transaction(write=False) as session:
        found = look(session, [row.id for row in post.sent_rows(kind="promise_alert")])
        live = [one for one in found if stale(one) is None]
        return {one.row.address.partition("@")[0]: read(session, one) for one in live}


def noted(case):
    with transaction(write=False) as session:
        wanted = select(escalations.c.level, escalations.c.told_at).where(
            escalations.c.submission_id == case.id
        )
        return [tuple(row) for row in session.execute(wanted.order_by(escalations.c.level))]


def test_three_quarters_stand_in_the_mornings_mail_of_whoever_has_it_once(case):
    kept = Promising()
    calendar.freeze(end_of(dt.date(2026, 6, 20)))
    a_minute(kept)
    assert [level for level, _ in noted(case)] == [75]
    assert waiting() == {}
    for day, told in ((22, True), (23, False)):
        calendar.freeze(moment(dt.datetime(2026, 6, day, 7, 0, tzinfo=calendar.zone())))
        staff.each_minute()
        found = look_of_the_morning("per@example.org")
        groups = {group["code"] for said in found[-1:] for group in said["groups"]}
        assert ("nearing" in groups) is told


def look_of_the_morning(address):
    with transaction(write=False) as session:
        rows = post.sent_rows(kind="staff_daily", address=address)
        return [read(session, one) for one in look(session, [row.id for row in rows])]


def test_a_breach_is_told_once_to_both_when_we_open_next(case):
    kept = Promising()
    a_minute(kept)
    calendar.freeze(BROKEN)
    for _ in range(2):
        a_minute(kept)
    a_minute(Promising())  # and a scheduler that was started anew
    said = waiting()
    assert set(said) == {"per", "lena"}
    assert (said["per"]["count"], said["per"]["rows"][0]["long"]) == (1, False)
    opens = moment(dt.datetime(2026, 6, 24, 8, 0, tzinfo=calendar.zone()))
    assert {row.not_before for row in post.sent_rows(kind="promise_alert")} == {opens}


def test_a_clock_that_jumps_over_two_levels_notes_both_and_writes_one_letter(case):
    a_minute(Promising())
    calendar.freeze(MONDAY + 40 * DAY)
    kept = Promising()
    for _ in range(2):
        a_minute(kept)
    assert [level for level, _ in noted(case)] == [75, 100, 150]
    said = waiting()
    # Nobody leads anything above the unit: it is told to the administrator.
    assert {who: [row["long"] for row in one["rows"]] for who, one in said.items()} == {
        who: [True] for who in ("ada", "per", "lena")
    }
    assert len(post.sent_rows(kind="promise_alert")) == 3


def test_what_was_answered_before_the_letter_goes_is_not_told(case):
    a_minute(Promising())
    calendar.freeze(BROKEN)
    a_minute(Promising())
    with transaction() as session:
        olga = people.olga(session)
        answer(session, take(session, case.reference), by=olga.actor, source="Ja.", html="<p>Ja.")
    a_minute(Promising())
    assert waiting() == {}


def test_the_letter_says_the_title_only_where_everyone_may_read_it(case):
    with transaction() as session:
        people.a_submission(session, Kind.COMPLAINT, shown=False, title="Om min granne")
    a_minute(Promising())
    calendar.freeze(BROKEN + 9 * HOUR)
    a_minute(Promising())
    writer = Writer()
    with transaction(write=False) as session:
        found = look(session, [row.id for row in post.sent_rows(kind="promise_alert")])
        letters = [writer.write(writer.prepare(session, one)) for one in found]
    lena = next(one for one in letters if one.address == "lena@example.org")
    assert "2 löften hölls inte i tid" in lena.subject
    assert "Svar senast tisdag 23 juni" in lena.text
    assert not any("Om min granne" in one.text for one in letters)


def test_above_a_unit_is_whoever_leads_the_nearest_one_over_it(case):
    with transaction() as session:
        other = case.unit_id % 2 + 1
        chief = people.official_of(session, "Carin", other, lead=True)
        ada = people.ada(session)
        assert escalating.above(session, case.unit_id) == [ada.id]
        units = Unit.__table__
        session.execute(update(units).where(units.c.id == case.unit_id).values(parent_id=other))
        assert escalating.above(session, case.unit_id) == [chief.id]
        town = people.municipality(session).model_copy(
            update={"escalation": Escalation.ADMINISTRATORS}
        )
        now_in_force(session, town)
        assert escalating.above(session, case.unit_id) == [ada.id]
