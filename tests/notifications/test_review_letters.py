"""Letters of the promise of review: to an author once, to staff what they can still do about."""

import pytest
from sqlalchemy import update

from models import calendar, review_wait
from models.calendar import DAY, end_of, local, now
from models.database import transaction
from models.dialogue.kinds import Section
from models.person import Person
from models.review import reviewables
from models.review_wait import Counted
from models.states import Kind
from models.submission import take
from models.verdict import Judgement
from moderation import lateness, rule, sorting
from notifications import review_alerts
from notifications.contexts import read
from notifications.looking import look
from notifications.messages import Writer
from notifications.staleness import stale
from tests import people
from tests.moderation.room import item_of, judge, noon
from tests.moderation.ruled import town_with
from tests.notifications import post


@pytest.fixture
def late(town):
    """Rosa's question and Sam's comment, which nobody read until Thursday at nine."""
    calendar.freeze(noon())
    with transaction() as session:
        town_with(session, publish_late=True)
        for who in (people.marek, people.ada, people.olga):
            who(session)
        case = people.a_submission(session, Kind.QUESTION)
        people.a_comment(session, people.published(session))
        reference = case.reference
    calendar.freeze(end_of(local(noon() + DAY).date()) + 9 * 3600 * 1_000_000)
    sorting.go_on()
    lateness.each_minute()
    return reference


def due(kind):
    """The letters of a kind that wait, with what they would say if they went now."""
    with transaction(write=False) as session:
        found = look(session, [row.id for row in post.sent_rows(kind=kind)])
        live = [one for one in found if stale(one) is None]
        return [(one.row.address, read(session, one)) for one in live]


def written(kind):
    writer = Writer()
    with transaction(write=False) as session:
        found = look(session, [row.id for row in post.sent_rows(kind=kind)])
        return [writer.write(writer.prepare(session, one)) for one in found]


def test_each_author_reads_what_was_promised_and_what_we_count_on_now(late):
    with transaction() as session:
        review_wait.note(session, Counted(73, 900, 900, behind=True))
    own, comment = sorted(due("review_late"), key=lambda one: one[0])
    assert (own[0], comment[0]) == ("rosa@example.org", "sam@example.org")
    assert (own[1]["thing"], comment[1]["thing"]) == ("case", "comment")
    for _, said in (own, comment):
        assert said["missed"]
        assert local(said["promised"]).day == 4
        assert local(said["expected"]).day == 6
    assert own[1]["title"] == ""
    assert comment[1]["title"] == "En cykelväg längs ån"
    letters = {one.address: one for one in written("review_late")}
    assert "Nu räknar vi med fredag 6 mars" in letters["rosa@example.org"].text
    assert f"/submissions/{late}?k=" in letters["rosa@example.org"].text
    assert "/me/comments" in letters["sam@example.org"].text


def test_whoever_was_read_meanwhile_hears_nothing(late):
    with transaction() as session:
        judge(session, item_of(session, take(session, late)), Judgement.PUBLISH)
    assert [address for address, _ in due("review_late")] == ["sam@example.org"]


def test_a_protected_person_is_told_of_nothing_in_particular(late):
    with transaction() as session:
        session.execute(update(Person).values(protected=True))
    assert {one.kind for one in written("review_late")} == {"something_new"}
    assert not any(late in one.text + one.subject for one in written("review_late"))


def test_of_what_nobody_read_whoever_leads_hears_once_a_working_day(late):
    assert review_alerts.each_minute()
    assert not review_alerts.each_minute()
    ((address, said),) = due("review_alert")
    assert (address, said["what"], said["count"]) == ("ada@example.org", "unread", 2)
    assert {row["section"] for row in said["rows"]} == {None, Section.TALK}
    calendar.freeze(now() + 2 * DAY)
    assert not review_alerts.each_minute()
    calendar.freeze(now() + 2 * DAY)
    assert review_alerts.each_minute()
    assert len(due("review_alert")) == 2


def test_moderators_are_warned_of_what_the_rule_shows_and_of_nothing_when_it_is_read(late):
    rule.each_minute()
    review_alerts.each_minute()
    assert not review_alerts.each_minute()
    warned = [one for one in due("review_alert") if one[1]["what"] == "rule"]
    ((address, said),) = warned
    assert (address, said["count"], local(said["at"]).hour) == ("marek@example.org", 2, 10)
    assert "/desk/rule" in next(
        one.text for one in written("review_alert") if one.address == address
    )
    with transaction() as session:
        session.execute(update(reviewables).values(rule_at=None))
    assert [one for one in due("review_alert") if one[1]["what"] == "rule"] == []
