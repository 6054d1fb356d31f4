"""The heaps of the queue: what looks fine, what is read first, and that both are kept."""

import pytest
from sqlalchemy import select, update

from models import calendar, reconfiguring, review
from models.calendar import DAY, MINUTE
from models.database import transaction
from models.person import Contact
from models.profile import Site
from models.review import Reviewable, ReviewState, reviewables
from models.reviewing import Reviewing
from models.reviewing_desk import Claims, DeskRules
from models.states import Kind
from models.submission import take
from models.verdict import Judgement
from moderation import counting, queue, screening, sorting
from moderation.counting import Counts, News
from moderation.order import Heap
from moderation.views import Only, Whose
from tests import people
from tests.moderation.room import ANYWHERE, NUMBER, counted, item_of, judge, noon, report

KNOWN_AFTER = DeskRules().known_after


def _known(session, someone=None) -> people.Someone:
    """Somebody of whom enough texts were approved."""
    author = someone or people.rosa(session)
    for _ in range(KNOWN_AFTER):
        shown = people.a_submission(session, by=author)
        judge(session, item_of(session, shown), Judgement.PUBLISH)
    return author


def sort(session, item_id: int) -> None:
    """As the clock does it, in the transaction that is open."""
    wanted = sorting._texts_of().where(reviewables.c.id == item_id)
    sorting._put(session, sorting._look(session, wanted))


def _sorted(session, thing) -> Reviewable:
    item = item_of(session, thing)
    sort(session, item.id)
    session.refresh(item)
    return item


def test_what_is_clean_and_of_somebody_known_looks_fine(town):
    with transaction() as session:
        first = people.a_submission(session)
        assert not _sorted(session, first).fine
        author = _known(session)
        item = _sorted(session, people.a_submission(session, by=author))
        assert (item.fine, item.screened) == (True, screening.VERSION)
        proposal = people.published(session)
        comment = people.a_comment(session, proposal, by=author)
        assert _sorted(session, comment).fine
        assert not _sorted(session, people.a_comment(session, proposal)).fine


@pytest.mark.parametrize(
    "written",
    [
        {"source": f"Hon är {NUMBER}."},
        {"title": "Ring 070-174 06 05"},
        {"byline": "rosa@example.org"},
    ],
)
def test_what_something_was_found_in_does_not(town, written):
    with transaction() as session:
        _known(session)
        assert not _sorted(session, people.a_submission(session, **written)).fine


def test_what_is_urgent_reported_hidden_or_a_change_does_not(town):
    with transaction() as session:
        author = _known(session)
        for changes in ({"urgent": True}, {"reports": 1}, {"state": ReviewState.ESCALATED}):
            item = item_of(session, people.a_submission(session, by=author))
            session.execute(update(reviewables).where(reviewables.c.id == item.id).values(changes))
            sort(session, item.id)
            session.refresh(item)
            assert not item.fine


def test_what_an_address_wrote_that_nobody_confirmed_does_not(town):
    """Anybody can write the address of somebody who is known."""
    with transaction() as session:
        author = _known(session)
        draft = people.a_draft(Kind.COMPLAINT, by=author)
        made = people.handed_in(session, draft)
        case = take(session, made.reference)
        assert case.contact_id == author.contact_id
        item = review.enqueue(session, submission_id=case.id, text_id=case.text_id)
        sort(session, item.id)
        session.refresh(item)
        assert not item.fine
        assert session.get_one(Contact, author.contact_id).confirmed_at is not None


def test_the_clock_sorts_what_it_has_not_seen_by_the_rules_of_today(town, monkeypatch):
    with transaction() as session:
        author = _known(session)
        items = [item_of(session, people.a_submission(session, by=author)).id for _ in range(3)]
    monkeypatch.setattr(sorting, "BATCH", 2)
    assert _fine(items) == 0
    sorting.go_on()
    assert _fine(items) == 2
    sorting.go_on()
    assert _fine(items) == 3
    with counted() as sent:
        sorting.go_on()
    assert not any(one.startswith("UPDATE") for one in sent)
    monkeypatch.setattr(screening, "VERSION", screening.VERSION + 1)
    monkeypatch.setattr(sorting, "screen", lambda text, town: [text])
    sorting.go_on()
    assert _fine(items) == 1


def _fine(items: list[int]) -> int:
    with transaction() as session:
        return sum(session.get_one(Reviewable, one).fine for one in items)


def test_a_text_that_changed_while_it_was_looked_at_is_looked_at_again(town):
    with transaction() as session:
        author = _known(session)
        case = people.a_submission(session, by=author)
        item = item_of(session, case)
        looked = sorting._look(session, sorting._texts_of().where(reviewables.c.id == item.id))
        item.version += 1
        session.add(item)
        session.flush()
        sorting._put(session, looked)
        session.refresh(item)
        assert (item.fine, item.screened) == (False, 0)


def _looks_for(session, *words: str) -> None:
    whole = reconfiguring.present(session)
    reviewing = whole.site.reviewing.model_copy(update={"words": words})
    site = whole.site.model_copy(update={"reviewing": reviewing})
    wanted = whole.model_copy(update={"site": site})
    reconfiguring.use(session, wanted, by=people.ada(session).actor)


def test_other_words_of_the_town_sort_what_waits_anew_and_nothing_else_does(town):
    with transaction() as session:
        author = _known(session)
        case = people.a_submission(session, by=author, source="Fontänen är trasig.")
        item = _sorted(session, case)
        read = session.scalars(
            select(Reviewable).where(reviewables.c.state == ReviewState.APPROVED)
        ).first()
        seen = (item.fine, item.screened, read.screened)
        assert seen[:2] == (True, screening.VERSION)
        _looks_for(session, *people.municipality(session).reviewing.words)
        session.refresh(item)
        assert item.screened == screening.VERSION
        _looks_for(session, "fontän")
        session.refresh(item)
        session.refresh(read)
        assert (item.screened < 1, read.screened) == (True, seen[2])
    sorting.go_on()
    with transaction() as session:
        item = session.get_one(Reviewable, item.id)
        assert (item.fine, item.screened) == (False, screening.VERSION)


@pytest.mark.parametrize("looked_before", [True, False])
def test_whoever_looked_with_the_former_words_meanwhile_writes_nothing(town, looked_before):
    with transaction() as session:
        author = _known(session)
        case = people.a_submission(session, by=author, source="Fontänen är trasig.")
        item = _sorted(session, case) if looked_before else item_of(session, case)
        wanted = sorting._texts_of().where(reviewables.c.id == item.id)
        looked = sorting._look(session, wanted)
        _looks_for(session, "fontän")
        sorting._put(session, looked)
        session.refresh(item)
        assert item.screened < 1
        # And a second change meanwhile is another one.
        looked = sorting._look(session, wanted)
        _looks_for(session, "springbrunn")
        sorting._put(session, looked)
        session.refresh(item)
        assert item.screened < 1


def test_nobody_is_known_any_more_once_a_text_of_hers_is_refused(town):
    with transaction() as session:
        author = _known(session)
        fine = _sorted(session, people.a_submission(session, by=author))
        other = item_of(session, people.a_submission(session, by=author))
        judge(session, other, Judgement.REFUSE, reason="abusive")
        assert sorting.still_fine(session, [fine.id]) == set()
    sorting.doubt()
    with transaction() as session:
        assert not session.get_one(Reviewable, fine.id).fine


def test_a_report_takes_a_text_out_of_what_looks_fine(town):
    with transaction() as session:
        author = _known(session)
        comment = people.published_comment(session, people.published(session), by=author)
        item = review.enqueue(session, comment_id=comment.id, text_id=comment.text_id)
        sort(session, item.id)
        session.refresh(item)
        assert item.fine
        report(session, comment)
        session.refresh(item)
        assert not item.fine


def test_the_order_is_urgent_then_overdue_then_reported_then_oldest(town):
    with transaction() as session, calendar.at(noon()):
        author = _known(session)
        fine = _sorted(session, people.a_submission(session, by=author)).id
        old, late, weighed, heavier, urgent, last = (
            item_of(session, people.a_submission(session, by=people.sam(session))).id
            for _ in range(6)
        )
        for item_id, changes in (
            (late, {"due_at": noon() - 1}),
            (weighed, {"score": 3}),
            (heavier, {"score": 7}),
            (urgent, {"urgent": True}),
        ):
            session.execute(
                update(reviewables).where(reviewables.c.id == item_id).values(**changes)
            )
    with calendar.at(noon()):
        sorting.go_on()
    expected = [urgent, late, heavier, weighed, old, last, fine]
    with transaction() as session, calendar.at(noon()):
        assert [row.id for row in queue.waiting(session, ANYWHERE)] == expected
        paged: list[int] = []
        while rows := queue.waiting(session, ANYWHERE, limit=2, after=paged[-1] if paged else None):
            paged += [row.id for row in rows]
        assert paged == expected
        heaps = {heap: queue.waiting(session, ANYWHERE, heap=heap) for heap in Heap}
        assert [row.id for row in heaps[Heap.URGENT]] == [urgent]
        assert [row.id for row in heaps[Heap.READ]] == expected[1:6]
        assert [row.id for row in heaps[Heap.FINE]] == [fine]
        assert counting.counts(session, ANYWHERE) == Counts(7, 1, 5, 1, 0, 1, 0, 0, 7)


def test_what_got_more_time_is_late_no_longer(town):
    with transaction() as session, calendar.at(noon()):
        item = item_of(session, people.a_submission(session))
        item.due_at = noon() - 1
        session.add(item)
    for due_at, late in ((noon() - 1, True), (noon(), False)):
        with transaction() as session, calendar.at(noon()):
            session.get_one(Reviewable, item.id).due_at = due_at
        with calendar.at(noon()):
            sorting.go_on()
        with transaction() as session:
            assert session.get_one(Reviewable, item.id).overdue is late


def test_a_list_is_kept_to_what_was_asked_for(town):
    with transaction() as session, calendar.at(noon()):
        marek = people.marek(session)
        first, second = people.a_submission(session), people.a_submission(session)
        mine, other = item_of(session, first), item_of(session, second)
        queue.claim(session, mine.id, marek.actor)
        proposal = people.published(session)
        report(session, proposal)

        def found(only: Only) -> list[int]:
            return [row.id for row in queue.waiting(session, marek.viewer, only=only)]

        reported = item_of(session, proposal).id
        assert found(Only(Whose.MINE)) == [mine.id]
        assert set(found(Only(Whose.UNCLAIMED))) == {reported, other.id}
        assert found(Only(reason="abusive")) == [reported]
        assert found(Only(reason="terror")) == []
        assert mine.id in found(Only(unit_id=first.unit_id))
        assert found(Only(unit_id=first.unit_id + 1000)) == []
        assert found(Only(category_id=first.category_id, whose=Whose.MINE)) == [mine.id]
        ways = counting.ways(session, marek.viewer)
        assert ways.reasons == [("abusive", 1)]
        assert dict(ways.units)[first.unit_id] >= 2
        assert sum(many for _, many in ways.units) == 3
        quarter = (mine.due_at - mine.created_at) * 3 // 4
        calendar.freeze(noon() + quarter + MINUTE)
        assert set(found(Only(Whose.NEAR))) >= {mine.id, other.id}
        calendar.freeze(noon() + 30 * DAY)
        assert found(Only(Whose.NEAR)) == []
        assert len(found(Only(Whose.OVERDUE))) == 3


def test_the_sentence_counts_what_came_and_what_is_due(town):
    with transaction() as session, calendar.at(noon()):
        old = item_of(session, people.a_submission(session))
        calendar.freeze(noon() + DAY)
        item_of(session, people.a_submission(session))
        asked = {"since": noon() + 1, "before": old.due_at + 1}
        assert counting.news(session, ANYWHERE, **asked) == News(1, 1)


def test_the_rules_of_the_desk_are_careful_where_nobody_says_anything():
    rules = Reviewing().desk
    assert (rules.claims, rules.known_after) == (Claims.OPTIONAL, 3)
    assert Site.model_fields["reviewing"].annotation is Reviewing
    with pytest.raises(ValueError, match="known_days"):
        DeskRules(known_days=0)
