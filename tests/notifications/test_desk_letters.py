"""Those who review are told: one mail a morning, never empty, and at once what is urgent."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from models import absence, calendar
from models.actor import Role
from models.answer import answer
from models.calendar import moment, zone
from models.database import transaction
from models.person import Person, appoint
from models.progress import assign, close
from models.states import Kind, Outcome
from models.submission import take
from models.verdict import Judgement
from moderation import proposing
from notifications import desk_letters, staff
from notifications.contexts import read
from notifications.looking import look
from notifications.staleness import stale
from tests import people
from tests.moderation.appealing import name_second_person
from tests.moderation.room import item_of, judge, report
from tests.notifications import post

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, *, day: date = MONDAY) -> None:
    calendar.freeze(moment(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone())))


@pytest.fixture
def marek(town):
    at(9, day=MONDAY - timedelta(days=3))
    with transaction() as session:
        people.municipality(session)
        return people.marek(session)


def _waits() -> int:
    with transaction() as session:
        return item_of(session, people.a_submission(session)).id


def _rows() -> list:
    return post.sent_rows(kind="review_work")


def _said() -> list[dict]:
    with transaction(write=False) as session:
        return [read(session, due) for due in look(session, [row.id for row in _rows()])]


def test_a_morning_brings_one_mail_of_what_waits(marek):
    _waits()
    late = _waits()
    at(6, 59)
    assert not staff.each_minute()
    at(7)
    assert staff.each_minute()
    at(7, 1)
    assert not staff.each_minute()
    (row,) = _rows()
    assert row.address == marek.address
    (said,) = _said()
    assert (said["waiting"], said["urgent"], said["soon"]) == (2, 0, 0)
    with transaction() as session:
        judge(session, session.get_one(people.Reviewable, late), Judgement.PUBLISH)
    assert _said()[0]["waiting"] == 1


def test_nothing_waits_and_nothing_is_written_nor_on_a_free_day(marek):
    at(8)
    assert not staff.each_minute()
    at(9, day=MONDAY - timedelta(days=3))
    _waits()
    at(8, day=MONDAY - timedelta(days=1))
    assert not staff.each_minute()
    assert _rows() == []


def test_who_does_not_want_it_or_is_away_gets_none(marek):
    _waits()
    with transaction() as session:
        anna = people.anna(session)
        session.execute(update(Person).where(Person.id == marek.id).values(staff_mail=False))
        absence.enter(session, anna.id, first=MONDAY, last=MONDAY, by=anna.actor)
    at(7)
    assert not staff.each_minute()


def test_an_urgent_text_is_told_at_once_to_all_who_may_judge_it_and_never_twice(marek):
    with transaction() as session:
        proposal = people.published(session, Kind.PROPOSAL)
        unit = proposal.unit_id
        other = people.resident(session, "Nils")
        appoint(session, other.id, Role.MODERATOR, unit_id=unit + 1)
        own = people.resident(session, "Nina")
        appoint(session, own.id, Role.MODERATOR, unit_id=unit)
        report(session, proposal, reason="threat")
        item = item_of(session, proposal).id
    at(5)
    assert desk_letters.each_minute()
    assert {row.address for row in _rows()} == {marek.address, own.address}
    assert not desk_letters.each_minute()
    assert all(said["goes_on"].endswith(f"/desk/{item}") for said in _said())
    with transaction() as session:
        waiting = session.get_one(people.Reviewable, item)
        waiting.urgent = False
        session.add(waiting)
    with transaction(write=False) as session:
        found = look(session, [row.id for row in _rows()])
        assert [stale(due)[1] for due in found] == ["nothing_left", "nothing_left"]


def test_what_takes_two_is_told_to_those_who_may_agree(marek):
    with transaction() as session:
        olga = people.olga(session)
        name_second_person(session, olga.address)
        case = people.published(session)
        report(session, case)
        item = item_of(session, case)
        proposing.judge(
            session,
            item.id,
            by=marek.actor,
            judgement=Judgement.UNPUBLISH,
            version=item.version,
            rules=people.municipality(session).proposals,
            reason="threat",
        )
    at(7)
    assert staff.each_minute()
    told = {row.address: said for row, said in zip(_rows(), _said(), strict=True)}
    assert (told[olga.address]["waiting"], told[olga.address]["again"]) == (0, 1)
    assert told[olga.address]["goes_on"].endswith("/work")
    assert told[marek.address]["again"] == 0, "she proposed it herself"


def _olga_reviews() -> tuple[people.Someone, str]:
    """She handles cases and judges texts; one case of hers is due today."""
    with transaction() as session:
        olga = people.olga(session)
        appoint(session, olga.id, Role.MODERATOR)
        case = people.published(session, Kind.FAULT_REPORT)
        assign(session, case, by=people.ada(session).actor, to=session.get_one(Person, olga.id))
        case.answer_by = MONDAY
        return olga, case.reference


def _letters(address: str) -> list[tuple[str, dict | None]]:
    with transaction(write=False) as session:
        rows = [row.id for row in post.sent_rows() if row.address == address]
        return [
            (due.row.kind, None if stale(due) else read(session, due))
            for due in look(session, rows)
        ]


def test_whoever_does_both_gets_one_mail_of_both_and_of_what_is_left_when_it_is_written(marek):
    olga, reference = _olga_reviews()
    waiting = _waits()
    at(7)
    assert staff.each_minute()
    assert not staff.each_minute()
    ((kind, said),) = _letters(olga.address)
    assert kind == "staff_daily"
    assert reference in {row["reference"] for group in said["groups"] for row in group["rows"]}
    assert said["review"]["waiting"] == 1
    assert said["review"]["goes_on"].endswith("/desk")
    assert [kind for kind, _ in _letters(marek.address)] == ["review_work"]
    with transaction() as session:
        appoint(session, people.resident(session, "Erik").id, Role.MODERATOR)
        answer(session, take(session, reference), by=olga.actor, source="Lagat.", html="Lagat.")
    ((_, said),) = _letters(olga.address)
    assert (said["groups"], said["review"]["waiting"]) == ([], 1)
    with transaction() as session:
        judge(session, session.get_one(people.Reviewable, waiting), Judgement.PUBLISH)
    assert _letters(olga.address) == [("staff_daily", None)]


def test_whoever_does_both_and_has_only_texts_to_read_gets_the_mail_of_those(marek):
    olga, reference = _olga_reviews()
    with transaction() as session:
        answer(session, take(session, reference), by=olga.actor, source="Lagat.", html="Lagat.")
        close(
            session,
            take(session, reference),
            by=olga.actor,
            outcome=Outcome.FIXED,
            reason="Lampan vid bron är lagad sedan i går kväll, tack för att du sa till.",
        )
    _waits()
    at(7)
    assert staff.each_minute()
    assert [kind for kind, _ in _letters(olga.address)] == ["review_work"]


def test_whoever_judges_no_texts_reads_nothing_of_them(marek):
    with transaction() as session:
        olga = people.olga(session)
        case = people.published(session, Kind.FAULT_REPORT)
        assign(session, case, by=people.ada(session).actor, to=session.get_one(Person, olga.id))
        case.answer_by = MONDAY
    _waits()
    at(7)
    assert staff.each_minute()
    ((_, said),) = _letters(olga.address)
    assert said["review"] is None
