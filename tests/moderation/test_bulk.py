"""Publishing what looks fine in one press; what lies beside an item; when a day's work is due."""

import datetime as dt

import pytest

from models import bulk_verdict, form_key
from models.calendar import local, moment, zone
from models.database import transaction
from models.errors import Invalid
from models.review import Reviewable
from models.states import Publication
from models.submission import Submission
from models.verdict import Judgement, Verdict
from moderation import bulk, queue
from moderation.context import context
from moderation.worktime import last_evening, next_stop
from tests import people
from tests.moderation.room import counted, item_of, judge, report
from tests.moderation.test_sorting import _known, _sorted


def _fine(session, count: int) -> list[Reviewable]:
    author = _known(session)
    return [_sorted(session, people.a_submission(session, by=author)) for _ in range(count)]


def _press(session, items, *, form: str | None = None, by=None) -> bulk.Done:
    someone = by or people.marek(session)
    return bulk.publish(
        session,
        someone.viewer,
        {item.id: item.version for item in items},
        by=someone.actor,
        site=people.municipality(session),
        form=form or form_key.fresh(),
    )


def test_one_press_publishes_all_with_one_parent(town):
    with transaction() as session:
        items = _fine(session, 3)
        done = _press(session, items)
        assert (done.published, done.left) == (3, [])
        given = bulk_verdict.verdicts_of(session, done.bulk_id)
        assert {session.get_one(Verdict, one).reviewable_id for one in given} == {
            item.id for item in items
        }
        for item in items:
            case = session.get_one(Submission, item.submission_id)
            assert case.publication is Publication.PUBLISHED


def test_the_same_press_twice_is_one(town):
    with transaction() as session:
        items = _fine(session, 2)
        seen = [Reviewable(id=item.id, version=item.version) for item in items]
        form = form_key.fresh()
        first = _press(session, seen, form=form)
        assert _press(session, seen, form=form) == first
        assert len(bulk_verdict.verdicts_of(session, first.bulk_id)) == 2


def test_what_changed_meanwhile_is_left_out_and_the_others_are_published(town):
    with transaction() as session:
        changed, taken, first, second = _fine(session, 4)
        changed.version += 1
        session.add(changed)
        session.flush()
        seen = [Reviewable(id=one.id, version=one.version) for one in (taken, first, second)]
        seen.append(Reviewable(id=changed.id, version=changed.version - 1))
        anna = people.anna(session)
        queue.claim(session, taken.id, anna.actor)
        done = _press(session, seen)
        assert done.published == 2
        assert {one.item_id for one in done.left} == {changed.id, taken.id}
        waits = session.get_one(Submission, changed.submission_id)
        assert waits.publication is Publication.QUEUED


def test_what_does_not_look_fine_is_never_published_so(town):
    with transaction() as session:
        plain = item_of(session, people.a_submission(session))
        done = _press(session, [plain])
        assert (done.bulk_id, done.published, len(done.left)) == (None, 0, 1)
        with pytest.raises(Invalid):
            _press(session, [plain], form="nothing")


def test_beside_an_item_lies_the_record_of_its_author_and_never_her_name(town):
    with transaction() as session:
        _known(session)
        refused = item_of(session, people.a_submission(session))
        judge(session, refused, Judgement.REFUSE, reason="abusive")
        item = item_of(session, people.a_submission(session))
        found = context(session, item.id, language="sv")
        assert found.author == (3, 1, 0, 0, False)
        assert "Rosa" not in repr(found)
        nobody = people.handed_in(session, people.a_draft())
        case = session.get_one(Submission, people.take(session, nobody.reference).id)
        assert context(session, item_of(session, case).id, language="sv").author is None


def test_beside_a_reported_text_lie_what_was_judged_for_that_reason_and_who_reported(town):
    with transaction() as session:
        proposal = people.published(session, title="En cykelväg längs ån")
        other = people.published(session, title="En cykelväg längs ån till skolan")
        refused = item_of(session, people.a_submission(session))
        judge(session, refused, Judgement.REFUSE, reason="abusive")
        report(session, proposal, reason="abusive")
        report(session, proposal, reason="threat")
        found = context(session, item_of(session, proposal).id, language="sv")
        assert [(row.reason, row.reference) for row in found.judged][-1] == ("abusive", "")
        assert [row.reference for row in found.alike] == [other.reference]
        assert found.reporters == []


def test_the_context_costs_the_same_however_much_was_judged(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        with counted() as few:
            context(session, item.id, language="sv")
        _known(session)
        with counted() as many:
            context(session, item.id, language="sv")
        assert len(few) == len(many)


def _at(text: str) -> int:
    return moment(dt.datetime.fromisoformat(text).replace(tzinfo=zone()))


@pytest.mark.once
@pytest.mark.parametrize(
    ("now", "evening", "stop"),
    [
        # A Monday morning: since Friday, and before noon.
        ("2026-03-09T08:00", "2026-03-06", "2026-03-09T12:00"),
        ("2026-03-09T12:00", "2026-03-06", "2026-03-09"),
        ("2026-03-07T10:00", "2026-03-06", "2026-03-09T12:00"),
        ("2026-03-10T23:00", "2026-03-09", "2026-03-11T12:00"),
    ],
)
def test_a_days_work_turns_on_noon_and_closing_time(town, now, evening, stop):
    with transaction() as session:
        opening = people.municipality(session).opening
    closed = last_evening(opening, _at(now))
    assert local(closed).date().isoformat() == evening
    assert not opening.is_open(closed)
    found = local(next_stop(opening, _at(now))).isoformat()
    assert found.startswith(stop)
