"""Taking over from another system: once, where it stood, with its figures kept apart."""

import dataclasses

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import calendar, publishing, tally, vote
from models.actor import SYSTEM
from models.calendar import DAY, now
from models.comment import MAX_DEPTH, Comment
from models.database import table_of, transaction
from models.errors import Invalid
from models.event import Event
from models.history import replay, timeline, verify
from models.imported import (
    Figures,
    GivenComment,
    GivenSubmission,
    Imported,
    Thing,
    at_source,
    check_status,
    known,
)
from models.importing import import_comment, import_submission
from models.prose import prose
from models.review import Reviewable
from models.states import HANDED_IN, Kind, Outcome, Publication, Status
from models.submission import submissions, take
from models.thread import thread
from tests import people
from tests.models import rules

LONG_AGO = 1_442_311_819_000_000
_comments = table_of(Comment)

ONE = GivenSubmission(
    source="elsewhere",
    id="7",
    kind=Kind.PROPOSAL,
    title="Rena gator",
    words="Det är så enkelt som att städa.",
    html=prose("Det är så enkelt som att städa."),
    subject="not-sure",
    status=Status.CLOSED,
    outcome=Outcome.BELOW_THRESHOLD,
    publication=Publication.PUBLISHED,
    at=LONG_AGO,
    language="es",
    figures=Figures(supports=6560, comments=188),
)
VOTING = dataclasses.replace(ONE, id="8", status=Status.VOTING, outcome=None)


def reply(id: str, parent: str | None = None, **changed) -> GivenComment:
    given = GivenComment(
        source="elsewhere",
        id=id,
        submission="7",
        parent=parent,
        words=f"Svar {id}.",
        html=prose(f"Svar {id}."),
        publication=Publication.PUBLISHED,
        at=LONG_AGO + int(id),
        figures=Figures(supports=3, opposed=1),
    )
    return dataclasses.replace(given, **changed)


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def take_over(session, given=ONE, **changed) -> str:
    rules = people.municipality(session)
    site = rules.model_copy(update={"proposals": rules.proposals.model_copy(update=changed)})
    return import_submission(session, given, site=site)


def test_a_submission_stands_here_where_it_stood_there(session):
    it = take(session, take_over(session))
    assert (it.status, it.outcome, it.publication) == ("closed", "below_threshold", "published")
    assert (it.received_at, it.published_at) == (LONG_AGO, LONG_AGO)
    assert (it.source, it.language, it.byline, it.contact_id) == ("import", "es", "", None)
    assert it.threshold is it.voting_until is None
    told = replay(session, it.stream)
    assert (told.status, told.outcome, told.publication) == (it.status, it.outcome, it.publication)


def test_an_import_is_one_event_that_says_when_it_happened_there(session):
    before = now()
    it = take(session, take_over(session))
    (event,) = timeline(session, it.stream)
    assert (event.kind, event.role, event.occurred_at) == ("received", "system", LONG_AGO)
    assert event.at >= before
    source = select(table_of(Event).c.source).where(table_of(Event).c.stream == it.stream)
    assert session.scalars(source).all() == ["import"]
    assert verify(session, it.stream) == []


def test_nobody_here_promised_anything_before_it_came(session):
    it = take(session, take_over(session, VOTING))
    assert it.answer_by > calendar.today()
    assert it.threshold == 50
    assert it.voting_until > now() + 29 * DAY


def test_figures_of_the_source_are_kept_and_never_added_to_ours(session):
    it = take(session, take_over(session, VOTING))
    vote.support(session, it.reference, people.rosa(session).id)
    assert tally.recount(session, it.reference) == 1
    assert tuple(at_source(session, it.id)) == ("elsewhere", 6560, 188)
    assert it.status is Status.VOTING
    ours = people.published(session)
    assert at_source(session, ours.id) is None


def test_the_same_row_is_not_taken_twice(town):
    with transaction() as session:
        people.municipality(session)
        take_over(session)
        import_comment(session, reply("7"))
    for again in (take_over, lambda session: import_comment(session, reply("7"))):
        with pytest.raises(IntegrityError), transaction() as session:
            again(session)
    with transaction() as session:
        assert known(session, "elsewhere", Thing.SUBMISSION) == {"7"}
        assert known(session, "elsewhere", Thing.COMMENT) == {"7"}
        assert known(session, "nowhere", Thing.COMMENT) == set()
        assert len(session.scalars(select(submissions.c.id)).all()) == 1
        assert len(session.scalars(select(_comments.c.id)).all()) == 1


def test_the_same_id_of_another_source_is_another_thing(session):
    take_over(session)
    take_over(session, dataclasses.replace(ONE, source="a-third"))
    assert len(session.scalars(select(table_of(Imported).c.id)).all()) == 2


def test_what_waits_for_review_is_not_voted_on_before_it_is_shown(session):
    it = take(
        session, take_over(session, dataclasses.replace(VOTING, publication=Publication.QUEUED))
    )
    assert (it.status, it.publication, it.published_at) == ("received", "queued", None)
    assert session.scalars(select(Reviewable)).one().submission_id == it.id
    rules = people.municipality(session).proposals
    publishing.show(session, it, Publication.PUBLISHED, by=SYSTEM, rules=rules)
    assert it.status is Status.VOTING


def test_where_no_support_is_needed_an_open_proposal_is_with_the_board(session):
    assert take(session, take_over(session, VOTING, threshold=0)).status is Status.REFERRED


@pytest.mark.parametrize("kind", HANDED_IN)
def test_only_a_status_that_needs_no_answer_or_decision_is_imported(kind):
    for status in Status:
        outcome = Outcome.NOT_OURS if status is Status.CLOSED else None
        needs_a_row = status in {"answered", "decided", "implementing", "implemented"}
        if status in rules.STEPS[kind] and not needs_a_row:
            check_status(kind, status, outcome)
        else:
            with pytest.raises(Invalid):
                check_status(kind, status, outcome)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (Status.CLOSED, None),
        (Status.CLOSED, Outcome.THANKED),
        (Status.VOTING, Outcome.WITHDRAWN),
    ],
)
def test_an_outcome_belongs_to_an_end_of_this_kind(status, outcome):
    with pytest.raises(Invalid) as refused:
        check_status(Kind.PROPOSAL, status, outcome)
    assert refused.value.field == "outcome"


def test_comments_find_their_place(session):
    it = take(session, take_over(session))
    lost = [
        import_comment(session, given)
        for given in (reply("1"), reply("2", "1"), reply("3", "99"), reply("4", "2"))
    ]
    assert lost == [False, False, True, False]
    rows = thread(session, it.id, limit=10)
    assert [(row.number, row.depth, row.orphan) for row in rows] == [
        (1, 0, False),
        (2, 1, False),
        (4, 2, False),
        (3, 0, True),
    ]
    assert [row.at for row in rows] == [LONG_AGO + number for number in (1, 2, 4, 3)]
    assert verify(session, it.stream) == []
    assert set(replay(session, it.stream).comments.values()) == {"published"}
    first = session.execute(
        select(table_of(Imported)).where(table_of(Imported).c.thing == "comment")
    )
    assert first.first()[-3:] == (3, 1, None)


def test_each_comment_is_one_event_of_its_submission_and_tells_nobody_by_itself(session):
    it = take(session, take_over(session))
    import_comment(session, reply("1"))
    event = timeline(session, it.stream)[0]
    assert (event.kind, event.occurred_at) == ("comment_published", LONG_AGO + 1)
    # Without what it was before, no follower is told of it (the fixed table of what is told).
    assert "hid" not in event.facts


def test_a_parent_below_another_submission_is_no_parent(session):
    take_over(session)
    take_over(session, VOTING)
    import_comment(session, reply("1"))
    assert import_comment(session, reply("2", "1", submission="8"))


def test_a_comment_whose_submission_is_not_here_is_refused(session):
    with pytest.raises(Invalid) as refused:
        import_comment(session, reply("1"))
    assert refused.value.field == "submission"
    assert session.scalars(select(_comments.c.id)).all() == []


def test_a_comment_that_waits_is_in_the_queue_and_not_in_the_thread(session):
    it = take(session, take_over(session))
    import_comment(session, reply("1", publication=Publication.QUEUED))
    assert thread(session, it.id, limit=10) == []
    assert len(session.scalars(select(Reviewable)).all()) == 1
    assert len(timeline(session, it.stream)) == 1


def test_a_thread_deeper_than_ours_goes_on_beside_its_deepest(session):
    it = take(session, take_over(session))
    for number in range(1, MAX_DEPTH + 5):
        import_comment(session, reply(str(number), str(number - 1) if number > 1 else None))
    rows = thread(session, it.id, limit=100)
    assert [row.depth for row in rows] == [*range(MAX_DEPTH + 1), MAX_DEPTH, MAX_DEPTH, MAX_DEPTH]
    assert [row.number for row in rows] == list(range(1, MAX_DEPTH + 5))
    assert [row.parent for row in rows][-1] == MAX_DEPTH + 3


def test_residents_comment_on_what_was_imported(session):
    it = take(session, take_over(session))
    import_comment(session, reply("1"))
    ours = people.published_comment(session, it, reply_to=1)
    assert (ours.number, ours.depth) == (2, 1)
