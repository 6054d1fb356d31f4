"""What the rule shows when nobody reads it in time, and what it never shows."""

import json

import pytest
from sqlalchemy import select, update

from models import calendar, publishing, revising, rule_pause, sanctions
from models.actor import SYSTEM
from models.attachment.row import Attachment
from models.calendar import DAY, HOUR, MINUTE, local, now
from models.database import transaction
from models.errors import Invalid, NotAllowed, Stale
from models.event import Event, EventKind
from models.profile import CONFIGURATION
from models.review import LetIn, Reviewable, ReviewState
from models.sanction import Measure
from models.states import Kind, Publication, Status
from models.submission import Submission
from models.verdict import Judgement, Verdict
from moderation import lateness, modes, rule, sorting
from moderation.record import entries
from tests import people
from tests.moderation.room import ANYWHERE, NUMBER, item_of, judge, noon, report
from tests.moderation.ruled import town_with

P = Publication


@pytest.fixture
def ruled(town):
    """A town that has the rule, on a Tuesday at noon: what comes in is read by Wednesday's end."""
    calendar.freeze(noon())
    with transaction() as session:
        town_with(session, publish_late=True)


def minute():
    """One minute of the clock, after the second's sorting."""
    sorting.go_on()
    lateness.each_minute()
    return rule.each_minute()


def at(day, hour, minute=0):
    calendar.freeze(
        calendar.moment(local(noon()).replace(month=3, day=day, hour=hour, minute=minute))
    )


def waiting(**more):
    with transaction() as session:
        return people.a_submission(session, **more).id


def publication(submission_id):
    with transaction(write=False) as session:
        return session.get_one(Submission, submission_id).publication


def test_off_it_shows_nothing_however_late(town):
    calendar.freeze(noon())
    one = waiting()
    calendar.freeze(noon() + 30 * DAY)
    assert not minute()
    assert publication(one) is P.QUEUED


def test_it_warns_an_hour_of_working_time_ahead_and_then_shows_by_a_verdict_of_its_own(ruled):
    one = waiting(kind=Kind.PROPOSAL)
    at(5, 0, 1)
    assert minute()
    with transaction(write=False) as session:
        (row,) = rule.warned_of(session, ANYWHERE)
        # It was late at midnight: the town opens at eight, and somebody has until nine.
        assert (row.reference[:5], local(row.at).hour, local(row.at).day) == ("2026-", 9, 5)
        assert rule.how_many(session, ANYWHERE) == 1
    at(5, 8, 59)
    minute()
    assert publication(one) is P.QUEUED
    at(5, 9, 1)
    assert minute()
    with transaction(write=False) as session:
        shown = session.get_one(Submission, one)
        assert (shown.publication, shown.status) == (P.PUBLISHED, Status.VOTING)
        (verdict,) = session.scalars(select(Verdict)).all()
        assert (verdict.judgement, verdict.by_id, verdict.reason) == ("publish", None, None)
        item = session.scalars(select(Reviewable)).one()
        assert (item.state, item.let_in, item.decided_by) == (
            ReviewState.APPROVED,
            LetIn.RULE,
            None,
        )
        assert rule.warned_of(session, ANYWHERE) == []
        assert [entry.automated for entry in entries(session)].count(True) == 1
    assert not minute()


def test_who_reads_it_within_the_hour_decides(ruled):
    one = waiting()
    at(5, 8)
    minute()
    with transaction() as session:
        item = item_of(session, session.get_one(Submission, one))
        judge(session, item, Judgement.REFUSE, reason="abusive")
    at(5, 12)
    minute()
    assert publication(one) is P.REFUSED


def flagged(session, _submission):
    people.a_submission(session, source="Ring mig på 070-174 06 05.")


def numbered(session, _submission):
    people.a_submission(session, title=f"Om {NUMBER}")


def reported(session, submission):
    submission.publication = P.PUBLISHED
    report(session, submission)
    submission.publication = P.QUEUED


def urgent(session, submission):
    item_of(session, submission).urgent = True


def restricted(session, _submission):
    marek, rosa = people.marek(session), people.rosa(session)
    until, said = now() + 90 * DAY, {"contact_id": None, "reason": "abusive", "by_id": marek.id}
    sanctions.give(session, Measure.RESTRICTED, person_id=rosa.id, until=until, **said)


def pictured(session, submission):
    session.add(
        Attachment(
            name="a" * 32,
            media="image/jpeg",
            size=1,
            width=1,
            height=1,
            alt="",
            sha256="0" * 64,
            salt=b"0" * 16,
            submission_id=submission.id,
            created_at=now(),
        )
    )


def returned(session, submission):
    judge(session, item_of(session, submission), Judgement.RETURN, message="Skriv var.")
    rosa = people.rosa(session).actor
    revising.revise(session, submission, by=rosa, title="Mörkt", source="Det är mörkt vid ån.")


def of_protected(_session, submission):
    submission.protected = True


@pytest.mark.parametrize(
    "make",
    [flagged, numbered, reported, urgent, restricted, pictured, returned, of_protected],
    ids=lambda make: make.__name__,
)
def test_what_somebody_has_to_read_it_never_shows(ruled, make):
    with transaction() as session:
        submission = people.a_submission(session)
        make(session, submission)
        newest = session.scalars(select(Submission).order_by(Submission.id.desc())).first().id
    for day in (5, 6, 9):
        at(day, 8)
        minute()
        at(day, 12)
        minute()
    assert publication(newest) is P.QUEUED


@pytest.mark.parametrize("when", ["before", "within the hour"])
def test_what_the_town_itself_looks_for_it_never_shows(ruled, when):
    submission = waiting(source="Fontänen är trasig.")
    if when == "before":
        _looks_for("fontän")
    at(5, 8)
    minute()
    _looks_for("fontän")
    at(5, 12)
    minute()
    assert publication(submission) is P.QUEUED


def _looks_for(word):
    with transaction() as session:
        town_with(session, publish_late=True, words=(word,))


def test_a_change_of_a_shown_text_waits_for_a_person(ruled):
    with transaction() as session:
        proposal, rosa = people.published(session), people.rosa(session).actor
        revising.revise(session, proposal, by=rosa, title="Annat", source="Något helt annat.")
        one = proposal.id
    for day in (5, 6):
        at(day, 8)
        minute()
        at(day, 12)
        minute()
    with transaction(write=False) as session:
        assert session.get_one(Submission, one).pending_text_id is not None


def test_a_comment_is_shown_as_long_as_its_case_is(ruled):
    with transaction() as session:
        open_case, hidden = people.published(session), people.published(session, title="Annat")
        shown, not_shown = people.a_comment(session, open_case), people.a_comment(session, hidden)
        rules = people.municipality(session).proposals
        publishing.show(session, hidden, P.HIDDEN, by=SYSTEM, rules=rules, reason="abusive")
        ids = shown.id, not_shown.id
    at(5, 8)
    minute()
    at(5, 12)
    minute()
    with transaction(write=False) as session:
        found = [session.get_one(type(shown), one).publication for one in ids]
        assert found == [P.PUBLISHED, P.QUEUED]


def test_a_text_that_changes_within_the_hour_is_warned_of_anew(ruled):
    one = waiting()
    at(5, 8)
    minute()
    with transaction() as session:
        case, rosa = session.get_one(Submission, one), people.rosa(session).actor
        revising.revise(session, case, by=rosa, title="Mörkt", source="Två lampor är trasiga.")
    at(5, 9, 1)
    minute()
    assert publication(one) is P.QUEUED
    at(5, 11, 1)
    minute()
    assert publication(one) is P.PUBLISHED


def test_paused_it_shows_nothing_and_warns_anew_when_it_goes_on(ruled):
    one = waiting()
    at(5, 8)
    minute()
    with transaction() as session:
        marek = people.marek(session).actor
        rule_pause.begin(session, " Vi ser många\nlika texter. ", by=marek)
        with pytest.raises(Stale):
            rule_pause.begin(session, "Igen.", by=marek)
    at(5, 12)
    assert not minute()
    assert publication(one) is P.QUEUED
    with transaction() as session:
        assert rule_pause.present(session).reason.startswith("Vi ser")
        rule_pause.end(session, by=marek)
        rule_pause.end(session, by=marek)
        assert rule_pause.present(session) is None
        told = session.scalars(
            select(Event).where(Event.stream == CONFIGURATION, Event.kind == EventKind.RECONFIGURED)
        ).all()
        assert [json.loads(event.facts).get("rule") for event in told] == [
            None,
            "paused",
            "resumed",
        ]
        assert not any(event.public for event in told)
    minute()
    assert publication(one) is P.QUEUED
    at(5, 14, 1)
    minute()
    assert publication(one) is P.PUBLISHED


@pytest.mark.parametrize(("reason", "code"), [(" \n", "missing"), ("x" * 301, "too_long")])
def test_a_pause_has_a_reason(ruled, reason, code):
    with transaction() as session, pytest.raises(Invalid) as refusal:
        rule_pause.begin(session, reason, by=people.marek(session).actor)
    assert (refusal.value.field, refusal.value.code) == ("reason", code)


def test_whoever_is_restricted_meanwhile_is_read_by_a_person(ruled):
    one = waiting()
    at(5, 8)
    minute()
    with transaction() as session:
        restricted(session, None)
    at(5, 12)
    minute()
    assert publication(one) is P.QUEUED


@pytest.mark.parametrize(
    ("day", "hour", "minutes", "then"),
    [(3, 12, 0, (3, 13)), (3, 12, 1, (3, 14)), (3, 16, 0, (4, 9)), (6, 17, 0, (9, 9))],
)
def test_the_hour_is_of_working_time_and_full(ruled, day, hour, minutes, then):
    at(day, hour, minutes)
    with transaction(write=False) as session:
        when = local(rule.shown_at(people.site(session).opening))
    assert (when.day, when.hour, when.minute) == (*then, 0)
    assert HOUR % MINUTE == 0


def test_switched_off_what_was_warned_of_waits_again(ruled):
    one = waiting()
    at(5, 8)
    minute()
    with transaction() as session:
        town_with(session, publish_late=False)
    at(5, 12)
    minute()
    with transaction() as session:
        assert session.scalars(select(Reviewable)).one().rule_at is None
        session.execute(update(Reviewable).values(rule_at=None))
    assert publication(one) is P.QUEUED


def test_what_the_rule_cannot_show_is_left_to_people_and_keeps_nothing_back(ruled, monkeypatch):
    one, two = waiting(title="Mörkt vid ån"), waiting(title="Mörkt vid bron")
    at(5, 8)
    minute()

    def refuses(session, town, subject):
        if subject.submission.id == one:
            raise NotAllowed("illegal_step")
        return modes.show(session, town, subject)

    monkeypatch.setattr(rule, "show", refuses)
    at(5, 12)
    minute()
    assert (publication(one), publication(two)) == (P.QUEUED, P.PUBLISHED)
    assert not rule.each_minute()
