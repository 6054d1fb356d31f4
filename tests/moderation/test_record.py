"""The public register of what was not published: complete, honest, and silent about people."""

import pytest

from models import calendar
from models.database import transaction
from models.states import Kind
from models.verdict import Judgement
from moderation import record
from moderation.register_entries import Entry, Place, What
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
        assert len(sent) == 2 * 3
