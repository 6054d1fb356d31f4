"""What waits, in which order, who is reading it, and one item in full."""

import re

import pytest
from sqlalchemy import text

from models import calendar
from models.actor import Role
from models.calendar import DAY, HOUR, MINUTE, SECOND
from models.database import transaction
from models.errors import NotFound, Stale
from models.review import Reviewable
from models.states import Kind
from models.verdict import Judgement
from moderation import queue
from moderation.around import REPORTS_SHOWN
from moderation.marking import pieces
from moderation.screening import Hit, Rule, screen
from tests import people
from tests.databases import is_postgres
from tests.moderation.room import ANYWHERE, NUMBER, counted, item_of, judge, noon, report
from tests.parallel import at_once, unit


def _several(session, count: int) -> list[int]:
    """Ids of items that came one second after another; two of every three at the same moment."""
    made = []
    for number in range(count):
        calendar.freeze(noon() + number // 3 * 3 * SECOND)
        made.append(item_of(session, people.a_submission(session, title=f"Ärende {number}")).id)
    return made


def test_the_oldest_is_read_first_but_for_the_urgent(town):
    with transaction() as session:
        first, second, third = _several(session, 3)
        proposal = people.published(session)
        report(session, proposal, reason="threat")
        urgent = item_of(session, proposal).id
        rows = queue.waiting(session, ANYWHERE)
        assert [row.id for row in rows] == [urgent, first, second, third]
        assert [row.urgent for row in rows] == [True, False, False, False]


def test_the_queue_pages_by_key_though_items_are_decided_meanwhile(town):
    with transaction() as session:
        plain = _several(session, 7)
        threats = []
        for _ in range(3):
            proposal = people.published(session)
            report(session, proposal, reason="threat")
            threats.append(item_of(session, proposal).id)
        seen, after = [], None
        while rows := queue.waiting(session, ANYWHERE, limit=2, after=after):
            assert len(rows) <= 2
            seen += [row.id for row in rows]
            after = seen[-1]
            item = session.get_one(Reviewable, after)
            if item.urgent:
                judge(session, item, Judgement.UNPUBLISH, reason="abusive")
            else:
                judge(session, item, Judgement.PUBLISH)
        assert seen == threats + plain


def test_a_page_after_what_never_waited_is_not_found(town):
    with transaction() as session, pytest.raises(NotFound):
        queue.waiting(session, ANYWHERE, after=4711)


def test_a_row_says_what_waits(town):
    with transaction() as session, calendar.at(noon()):
        submission = people.a_submission(
            session,
            Kind.PRAISE,
            title="Tack",
            source=f"Ring {NUMBER}, kalle@example.org. " + "å" * 500,
        )
        (row,) = queue.waiting(session, ANYWHERE)
        assert (row.target, row.kind, row.title, row.number) == (
            "submission",
            "praise",
            "Tack",
            None,
        )
        assert (row.reference, row.publication) == (submission.reference, "queued")
        assert row.excerpt.startswith("Ring 811218")
        assert len(row.excerpt) == queue.EXCERPT
        assert row.flags >= 2
        assert (row.reports, row.claimed_by, row.claimed_by_id) == (0, "", None)
        assert row.waited_since == noon()
        # Tuesday noon: before Wednesday ends.
        assert row.due_at == calendar.end_of(calendar.today() + (calendar.today().resolution))


def test_a_row_of_a_comment_bears_the_title_of_its_submission(town):
    with transaction() as session:
        proposal = people.published(session, title="En bro")
        people.a_comment(session, proposal, source="Bygg den!")
        (row,) = queue.waiting(session, ANYWHERE)
        assert (row.target, row.title, row.number, row.excerpt) == (
            "comment",
            "En bro",
            1,
            "Bygg den!",
        )
        assert (row.publication, row.reference) == ("queued", proposal.reference)


def test_an_urgent_item_is_due_within_the_hour(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        report(session, proposal)
        assert item_of(session, proposal).due_at > noon() + DAY
        report(session, proposal, reason="terror")
        assert item_of(session, proposal).due_at == noon() + HOUR


def test_the_list_is_read_from_its_index_and_not_sorted(town):
    with transaction() as session:
        for overdue in (False, True):
            for fine in (False, True):
                item = item_of(session, people.a_submission(session))
                item.overdue, item.fine = overdue, fine
                session.add(item)
        session.flush()
        with counted() as sent:
            queue.waiting(session, ANYWHERE)
        long = [one for one in sent if "score = " in one and "ORDER BY" in one]
        assert len(long) == 4
        for statement in long:
            told = _plan(session, statement)
            assert "reviewable_order" in told
            assert not re.search("Sort|B-TREE", told)


def _plan(session, statement: str) -> str:
    asked = re.sub(r"\?|%\(\w+\)s", "1", statement)
    if is_postgres():
        # Of a few rows it rightly reads all: ask what it would do with many.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL enable_sort = off"))
        return " ".join(session.scalars(text(f"EXPLAIN {asked}")))
    plan = session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))
    return " ".join(row.detail for row in plan)


def test_of_fifty_who_want_to_read_it_exactly_one_does(town):
    with transaction() as session:
        item_id = item_of(session, people.a_submission(session)).id
        many = [people.resident(session, f"Mod{n}", role=Role.MODERATOR) for n in range(50)]

    def claim(by):
        unit(lambda session: queue.claim(session, item_id, by.actor))
        return by.name

    results = at_once([lambda by=by: claim(by) for by in many])
    won = [found for found in results if isinstance(found, str)]
    lost = [found for found in results if isinstance(found, Stale)]
    assert (len(won), len(lost)) == (1, 49)
    assert {refusal.who for refusal in lost} == set(won)
    with transaction(write=False) as session:
        assert [row.claimed_by for row in queue.waiting(session, ANYWHERE)] == won


def test_a_claim_lasts_a_quarter_of_an_hour_and_can_be_made_longer(town):
    with transaction() as session, calendar.at(noon()):
        marek, anna = people.marek(session), people.anna(session)
        item_id = item_of(session, people.a_submission(session)).id
        queue.claim(session, item_id, anna.actor)
        calendar.freeze(noon() + 10 * MINUTE)
        with pytest.raises(Stale) as refusal:
            queue.claim(session, item_id, marek.actor)
        assert (refusal.value.who, refusal.value.when) == ("Anna", noon())
        queue.claim(session, item_id, anna.actor)
        calendar.freeze(noon() + 25 * MINUTE - 1)
        with pytest.raises(Stale):
            queue.claim(session, item_id, marek.actor)
        assert queue.waiting(session, ANYWHERE)[0].claimed_by == "Anna"
        calendar.freeze(noon() + 25 * MINUTE)
        assert queue.waiting(session, ANYWHERE)[0].claimed_by == ""
        assert queue.item(session, item_id).claimed_by == ""
        queue.claim(session, item_id, marek.actor)
        assert queue.waiting(session, ANYWHERE)[0].claimed_by_id == marek.id


def test_what_is_decided_is_claimed_by_nobody(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        judge(session, item, Judgement.PUBLISH)
        with pytest.raises(NotFound):
            queue.claim(session, item.id, people.anna(session).actor)
        with pytest.raises(NotFound):
            queue.claim(session, item.id + 1, people.anna(session).actor)


def test_an_item_has_what_its_page_needs(town):
    with transaction() as session, calendar.at(noon()):
        marek = people.marek(session)
        submission = people.a_submission(
            session, title="Om en granne", source=f"Hon är {NUMBER}.", byline="Rosa R"
        )
        item_id = item_of(session, submission).id
        queue.claim(session, item_id, marek.actor)
        item = queue.item(session, item_id, marek.actor)
        assert (item.target, item.kind, item.reference) == (
            "submission",
            "complaint",
            submission.reference,
        )
        assert (item.title.text, item.case_title) == ("Om en granne", "Om en granne")
        (hit,) = item.text.hits
        assert item.text.text[hit.start : hit.end] == "811218-****"
        assert "<p>Hon är" in item.html
        assert (item.place.text, item.byline.text) == ("Storgatan 4", "Rosa R")
        assert (item.blocked, item.own, item.mine) == (True, False, True)
        assert (item.claimed_by, item.claimed_at) == ("Marek", noon())
        assert item.doors == ["publish", "redact", "return", "refuse"]
        assert (item.reports, item.thread, item.verdicts) == ([], [], [])
        assert queue.item(session, item_id, people.anna(session).actor).mine is False


def test_whoever_wrote_it_is_told_that_she_cannot_judge_it(town):
    with transaction() as session:
        marek = people.marek(session)
        own = item_of(session, people.a_submission(session, by=marek)).id
        comment = people.a_comment(session, people.published(session), by=marek)
        assert queue.item(session, own, marek.actor).own
        assert queue.item(session, item_of(session, comment).id, marek.actor).own
        assert not queue.item(session, own, people.anna(session).actor).own


def test_a_comment_is_read_with_what_it_replies_to(town):
    with transaction() as session:
        proposal = people.published(session, title="En bro")
        above = None
        for depth in range(7):
            written = people.published_comment(
                session, proposal, source=f"Nivå {depth}", reply_to=above
            )
            above = written.number
        people.published_comment(session, proposal, source="Inte i denna tråd")
        reply = people.a_comment(session, proposal, source="Svar", reply_to=above, byline="Sam")
        item = queue.item(session, item_of(session, reply).id)
        assert [row.number for row in item.thread] == [3, 4, 5, 6, 7]
        assert "Nivå 6" in item.thread[-1].html
        assert (item.case_title, item.title.text, item.text.text) == ("En bro", "", "Svar")
        assert (item.target, item.byline.text, item.place.text) == ("comment", "Sam", "")


def test_earlier_reports_and_verdicts_are_seen_with_a_new_one(town):
    with transaction() as session:
        proposal = people.published(session)
        other = people.a_comment(session, proposal)
        judge(session, item_of(session, other), Judgement.REFUSE, reason="advertising")
        report(session, proposal, explanation="Första")
        judge(
            session,
            item_of(session, proposal),
            Judgement.HIDE,
            reason="abusive",
            message="Vi ser efter.",
        )
        judge(session, item_of(session, proposal), Judgement.PUBLISH, by=people.anna(session))
        report(session, proposal, reason="threat", explanation="Andra")
        item = queue.item(session, item_of(session, proposal).id)
        assert [row.explanation for row in item.reports] == ["Andra", "Första"]
        assert [(row.judgement, row.by_name) for row in item.verdicts] == [
            ("hide", None),
            ("publish", "Anna"),
            ("hide", "Marek"),
        ]


def test_the_authors_words_stand_beside_what_is_shown_of_them(town):
    with transaction() as session:
        submission = people.a_submission(session, source="Kalle på Ågatan 3 har rätt.")
        judge(
            session,
            item_of(session, submission),
            Judgement.REDACT,
            reason="personal_data",
            redacted="███ har rätt.",
        )
        report(session, submission)
        item = queue.item(session, item_of(session, submission).id)
        assert (item.text.text, item.original) == ("███ har rätt.", "Kalle på Ågatan 3 har rätt.")
        assert item.doors == ["publish", "hide", "unpublish", "keep"]


def test_a_decided_item_can_be_read_and_a_refusal_undone(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        judge(session, item, Judgement.REFUSE, reason="unintelligible")
        assert queue.item(session, item.id).doors == ["publish", "redact"]
        judge(session, item, Judgement.PUBLISH)
        assert queue.item(session, item.id).doors == []
        with pytest.raises(NotFound):
            queue.item(session, item.id + 1)


def test_an_item_is_read_in_a_fixed_number_of_queries_however_much_was_said(town):
    with transaction() as session:
        proposal = people.published(session)
        reply_to = people.published_comment(session, proposal).number
        comment = people.published_comment(session, proposal, reply_to=reply_to)
        report(session, comment)
        item_id, marek = item_of(session, comment).id, people.marek(session)
        with counted() as few:
            queue.item(session, item_id, marek.actor)
        for number in range(REPORTS_SHOWN):
            report(session, comment, explanation=f"Nummer {number}")
        with counted() as many:
            item = queue.item(session, item_id, marek.actor)
        assert len(item.reports) == REPORTS_SHOWN
        assert len(few) == len(many) == 5


def test_the_list_is_read_in_a_query_a_band_that_is_not_empty_and_two_more(town):
    with transaction() as session:
        _several(session, 4)
        proposal = people.published(session)
        report(session, proposal, reason="terror")
        with counted() as first:
            rows = queue.waiting(session, ANYWHERE)
        with counted() as second:
            queue.waiting(session, ANYWHERE, after=rows[0].id)
        assert len(rows) == 5
        # What is urgent, and what is plain: nothing lies in the other bands.
        assert len(first) == 3
        assert len(second) <= 4


def test_a_marked_text_is_the_text_with_the_places_named():
    written = "Ring 070-174 06 05 eller " + NUMBER
    parts = pieces(written, screen(written))
    assert [part.text for part in parts if part.rules] == ["070-174 06 05", NUMBER]
    assert "".join(part.text for part in parts) == written
    overlapping = [Hit(Rule.SHOUTING, 0, 4, "shouting"), Hit(Rule.EMAIL, 1, 2, "email")]
    assert pieces("ABCD", overlapping) == [
        ("A", ("shouting",)),
        ("B", ("shouting", "email")),
        ("CD", ("shouting",)),
    ]
    assert pieces("", []) == []
