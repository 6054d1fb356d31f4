"""The public register of what was not published: complete, honest, and silent about people."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.event import listen, remove

from models import calendar, event
from models.actor import SYSTEM
from models.database import engine, is_postgres, transaction
from models.event import EventKind
from models.invalidated import Batch, SupportRule
from models.review import reviewables
from models.review_appeal import AppealOutcome, AppealState, Party, ReviewAppeal
from models.states import Kind, Publication
from models.verdict import Judgement, Verdict
from moderation import record, undoing
from moderation.reasons import Reason
from moderation.register_entries import Chosen, Entry, Place, What
from tests import people
from tests.moderation.room import NUMBER, counted, item_of, judge, last_item, noon, report

J = Judgement


def _refused(session, count: int) -> None:
    """Refused one after another; two of every three at the same moment."""
    for number in range(count):
        calendar.freeze(noon() + number // 3)
        submission = people.a_submission(session, title=f"Ärende {number}")
        judge(session, item_of(session, submission), J.REFUSE, reason="advertising")


def test_a_refusal_stands_in_the_register_without_its_text_or_anybodys_name(town):
    with transaction() as session, calendar.at(noon()):
        submission = people.a_submission(
            session, Kind.QUESTION, title="HEMLIG", source="HEMLIG", byline="Rosa"
        )
        judge(
            session, item_of(session, submission), J.REFUSE, reason="hate_speech", message="HEMLIG"
        )
        (entry,) = record.entries(session)
        assert entry == Entry(
            place=Place(noon(), 1, entry.place.id),
            what=What.REFUSE,
            target="submission",
            kind=Kind.QUESTION,
            section=None,
            category_id=submission.category_id,
            unit_id=submission.unit_id,
            reason="hate_speech",
            ground="SFS 1998:112 5 §",
            illegal=True,
            automated=False,
            reversed=False,
            change=False,
            reference="",
            number=None,
        )


def test_a_rule_of_our_own_is_named_as_such(town):
    with transaction() as session:
        judge(
            session, item_of(session, people.a_submission(session)), J.REFUSE, reason="advertising"
        )
        (entry,) = record.entries(session)
        assert (entry.ground, entry.illegal) == ("rules#advertising", False)


def test_what_was_published_or_kept_is_no_entry(town):
    with transaction() as session:
        submission = people.a_submission(session)
        judge(session, item_of(session, submission), J.PUBLISH)
        report(session, submission)
        judge(session, item_of(session, submission), J.KEEP)
        assert record.entries(session) == []


def test_asking_for_a_change_is_an_entry_when_it_rests_on_a_reason(town):
    with transaction() as session:
        for reason in (None, "several_matters"):
            item = item_of(session, people.a_submission(session))
            judge(session, item, J.RETURN, message="Dela upp det.", reason=reason)
        (entry,) = record.entries(session)
        assert (entry.what, entry.reason) == ("return", "several_matters")


def test_every_restriction_is_an_entry_of_its_own(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.HIDE, reason="abusive")
        judge(session, item, J.REDACT, reason="personal_data", redacted="███")
        report(session, proposal)
        judge(session, item_of(session, proposal), J.UNPUBLISH, reason="copyright")
        assert [entry.what for entry in record.entries(session)] == [
            "unpublish",
            "redact",
            "hide",
        ]


def test_the_place_is_named_as_long_as_everyone_can_read_it(town):
    with transaction() as session:
        submission = people.a_submission(session, source=f"Ring {NUMBER}.")
        judge(session, item_of(session, submission), J.REDACT, reason="personal_data")
        (entry,) = record.entries(session)
        assert (entry.reference, entry.number) == (submission.reference, None)
        report(session, submission, reason="terror")
        assert {entry.reference for entry in record.entries(session)} == {""}


def test_a_comment_is_named_only_where_both_it_and_its_submission_are_shown(town):
    with transaction() as session:
        proposal = people.published(session)
        comment = people.a_comment(session, proposal, source=f"Ring {NUMBER}.")
        refused = people.a_comment(session, proposal)
        judge(session, item_of(session, comment), J.REDACT, reason="personal_data")
        judge(session, item_of(session, refused), J.REFUSE, reason="abusive")
        second, first = record.entries(session)
        assert (first.target, first.reference, first.number) == ("comment", proposal.reference, 1)
        assert (second.target, second.reference, second.number) == ("comment", "", None)
        report(session, proposal, reason="threat")
        assert {entry.reference for entry in record.entries(session)} == {""}


def test_what_a_rule_did_by_itself_is_called_so(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal, reason="threat")
        (entry,) = record.entries(session)
        assert (entry.what, entry.reason, entry.automated) == ("hide", "threat", True)


def test_a_refusal_that_was_undone_says_so(town):
    with transaction() as session:
        undone, other = people.a_submission(session), people.a_submission(session)
        comment = people.a_comment(session, people.published(session))
        for thing in (undone, other, comment):
            judge(session, item_of(session, thing), J.REFUSE, reason="abusive")
        assert not any(entry.reversed for entry in record.entries(session))
        first = record.entries(session)[-1]
        item = last_item(session, undone)
        judge(session, item, J.PUBLISH, by=people.anna(session))
        entries = record.entries(session)
        assert [entry.reversed for entry in entries] == [False, False, True]
        assert entries[-1] == first._replace(reversed=True, reference=undone.reference)


@pytest.mark.parametrize(
    ("first", "then", "is_reversed"),
    [
        (J.HIDE, [J.PUBLISH], True),
        (J.HIDE, [J.REDACT], True),
        (J.HIDE, [J.UNPUBLISH], False),
        (J.HIDE, [J.UNPUBLISH, J.PUBLISH], True),
        (J.REDACT, [J.HIDE, J.PUBLISH], False),
        (J.REDACT, [J.PUBLISH], True),
        (J.UNPUBLISH, [J.REDACT], True),
    ],
)
def test_what_was_shown_again_counts_as_reversed(town, first, then, is_reversed):
    with transaction() as session:
        proposal = people.published(session, source="Kalle har rätt.")
        for judgement in (first, *then):
            if proposal.publication in {"published", "redacted"}:
                report(session, proposal)
            item = last_item(session, proposal)
            judge(session, item, judgement, reason="abusive", redacted="███ har rätt.")
        assert record.entries(session)[-1].reversed is is_reversed


def test_what_was_shown_before_it_was_hidden_reverses_nothing(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.HIDE, reason="abusive")
        judge(session, item, J.PUBLISH)
        report(session, proposal, reason="threat")
        judge(session, item_of(session, proposal), J.UNPUBLISH, reason="violence")
        assert [entry.reversed for entry in record.entries(session)] == [False, False, True]


def test_one_comment_shown_reverses_nothing_for_another_or_for_the_submission(town):
    with transaction() as session:
        proposal = people.published(session)
        refused, other = people.a_comment(session, proposal), people.a_comment(session, proposal)
        judge(session, item_of(session, refused), J.REFUSE, reason="abusive")
        report(session, proposal)
        judge(session, item_of(session, proposal), J.HIDE, reason="abusive")
        judge(session, item_of(session, other), J.PUBLISH)
        assert [entry.reversed for entry in record.entries(session)] == [False, False]


def test_the_register_pages_newest_first_and_loses_nothing(town):
    with transaction() as session:
        _refused(session, 8)
        whole = record.entries(session)
        order = [(entry.at, entry.place.id) for entry in whole]
        assert order == sorted(order, reverse=True)
        paged, after = [], None
        while page := record.entries(session, limit=3, after=after):
            assert len(page) <= 3
            paged += page
            after = page[-1].place
        assert paged == whole
        assert len(whole) == 8


def test_the_register_is_read_in_a_fixed_number_of_queries_however_long_it_is(town):
    with transaction() as session:
        _refused(session, 6)
        with counted() as sent:
            rows = record.entries(session, limit=2)
            record.entries(session, limit=2, after=rows[-1].place)
        assert len(sent) == 2 * 4


def test_the_register_is_read_from_its_index_and_not_sorted(town):
    with transaction() as session:
        _refused(session, 6)
        sent = []

        def note(connection, cursor, statement, parameters, *rest):
            sent.append((statement, parameters))

        listen(engine(), "before_cursor_execute", note)
        try:
            record.entries(session)
        finally:
            remove(engine(), "before_cursor_execute", note)
        statement, parameters = sent[0]
        if is_postgres():
            # Of a few rows it rightly reads all: ask what it would do with many.
            for way in ("seqscan", "bitmapscan", "sort"):
                session.execute(text(f"SET LOCAL enable_{way} = off"))
        explain = "EXPLAIN " if is_postgres() else "EXPLAIN QUERY PLAN "
        rows = session.connection().exec_driver_sql(explain + statement, parameters)
        told = "\n".join(str(row) for row in rows)
        assert "verdict_newest" in told
        assert not re.search("Sort|B-TREE", told)


def test_what_nobody_read_in_time_and_what_became_of_appeals_stands_there_too(town):
    with transaction() as session, calendar.at(noon()):
        late = people.published(session, Kind.COMPLAINT)
        waiting = people.a_submission(session)
        calendar.advance(60)
        for case, at in ((late, noon() + 1), (waiting, noon() + 2)):
            item = last_item(session, case)
            session.execute(
                reviewables.update().where(reviewables.c.id == item.id).values(missed_at=at)
            )
        refused = people.a_submission(session)
        verdict = judge(session, item_of(session, refused), J.REFUSE, reason="abusive")
        session.add(
            ReviewAppeal(
                code="appealed",
                submission_id=refused.id,
                verdict_id=verdict.id,
                party=Party.AUTHOR,
                received_at=noon(),
                due_at=noon(),
                state=AppealState.DECIDED,
                decided_at=noon() + 3,
                outcome=AppealOutcome.PARTLY,
            )
        )
        session.flush()
        entries = record.entries(session)
        assert [entry.what for entry in entries] == [
            What.REFUSE,
            What.APPEAL_PARTLY,
            What.PROMISE_MISSED,
            What.PROMISE_MISSED,
        ]
        assert [entry.reference for entry in entries] == ["", "", "", late.reference]
        # The first decision is called what it was found to be.
        assert [entry.reversed for entry in entries] == [True, False, False, False]
        assert len({entry.key for entry in entries}) == 4
        (appeal,) = record.entries(session, Chosen(what=What.APPEAL_PARTLY))
        assert appeal.reason == "abusive"
        missed = record.entries(session, Chosen(what=What.PROMISE_MISSED))
        assert [entry.at for entry in missed] == [noon() + 2, noon() + 1]
        paged, after = [], None
        while page := record.entries(session, limit=1, after=after):
            paged += page
            after = page[-1].place
        assert paged == entries


def test_false_support_that_was_taken_away_is_told_with_its_number_and_rule(town):
    with transaction() as session:
        proposal = people.published(session)
        session.add(
            Batch(
                submission_id=proposal.id,
                rule=SupportRule.ONE_NETWORK,
                since=noon(),
                until=noon(),
                count=12,
                proposed_by=people.marek(session).id,
                proposed_at=noon(),
                confirmed_by=people.anna(session).id,
                confirmed_at=noon(),
            )
        )
        session.flush()
        (entry,) = record.entries(session)
        assert (entry.what, entry.rule, entry.votes) == ("support_removed", "one_network", 12)
        assert entry.reference == proposal.reference
        assert record.entries(session, Chosen(reason=Reason.ABUSIVE)) == []


def test_what_its_moderator_took_back_is_no_entry_and_reverses_nothing(town):
    with transaction() as session:
        marek = people.marek(session).actor
        undone = people.a_submission(session)
        verdict = judge(session, item_of(session, undone), J.REFUSE, reason="abusive")
        undoing.undo(session, verdict.id, by=marek)
        refused = people.a_submission(session)
        judge(session, item_of(session, refused), J.REFUSE, reason="abusive")
        shown = judge(session, last_item(session, refused), J.PUBLISH)
        undoing.undo(session, shown.id, by=marek)
        (entry,) = record.entries(session)
        assert not entry.reversed


def test_what_may_be_for_the_police_is_counted_and_shown_when_the_town_says_so(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        report(session, proposal, reason="threat")
        refused = people.a_submission(session)
        judge(session, item_of(session, refused), J.REFUSE, reason="abusive")
        shown = [entry.reason for entry in record.entries(session, police_days=3)]
        assert (shown, record.held_back(session, 3)) == (["abusive"], 1)
        assert record.held_back(session, 0) == 0
        assert len(record.entries(session)) == 2
        calendar.advance(3 * 24 * 3600)
        shown = [entry.reason for entry in record.entries(session, police_days=3)]
        assert (shown, record.held_back(session, 3)) == (["abusive", "threat"], 0)


@pytest.mark.parametrize("hidden", [False, True])
def test_what_a_rule_showed_by_itself_is_told_with_why(town, hidden):
    with transaction() as session:
        case = people.a_submission(session)
        item = item_of(session, case)
        facts = {"hid": "hidden" if hidden else "queued", "shown": "published"}
        event_id = event.record(session, case.stream, EventKind.PUBLISHED, by=SYSTEM, facts=facts)
        session.add(
            Verdict(
                reviewable_id=item.id,
                submission_id=case.id,
                judgement=J.PUBLISH,
                shown=Publication.PUBLISHED,
                at=noon(),
                event_id=event_id,
            )
        )
        session.flush()
        what = What.SHOWN_AGAIN if hidden else What.SHOWN_BY_RULE
        other = What.SHOWN_BY_RULE if hidden else What.SHOWN_AGAIN
        (entry,) = record.entries(session)
        assert (entry.what, entry.automated, entry.reason) == (what, True, None)
        assert record.entries(session, Chosen(what=what)) == [entry]
        assert record.entries(session, Chosen(what=other)) == []
