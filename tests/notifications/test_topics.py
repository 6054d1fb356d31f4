"""Following a subject, a unit, all decisions or one decision: who hears of what."""

import pytest
from sqlalchemy import select, update

from models import answer, progress, publishing, subscription
from models.database import transaction
from models.event import EventKind
from models.organisation import Category
from models.states import Kind, Outcome, Publication
from models.submission import submissions, take
from models.subscription import Extent, Topic
from notifications import audience
from tests import people
from tests.notifications.post import decided, follow, send, sent_rows, use
from tests.notifications.test_staleness import Shelf

SAM = "sam@example.org"


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf()


def follows(topic, *, extent=Extent.EVERYTHING, who="Sam", of="street-lights", language="sv"):
    """A confirmed wish about the subject of the tests' cases, or about the unit that has it."""
    with transaction() as session:
        people.municipality(session)
        category = session.execute(select(Category).where(Category.slug == of)).scalar_one()
        target = {"category_id": category.id} if topic is Topic.CATEGORY else {}
        target |= {"unit_id": category.unit_id} if topic is Topic.UNIT else {}
        person = people.resident(session, who)
        wish = subscription.ask(
            session, person.contact_id, topic, **target, extent=extent, language=language
        )
        subscription.confirm(session, wish.id, extent=extent)


def heard(who=SAM):
    return [row.kind for row in sent_rows(address=who)]


def a_case(**more):
    with transaction() as session:
        return people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen", **more)


def answer_it(case):
    with transaction() as session:
        by = people.olga(session).actor
        answer.answer(session, take(session, case.reference), by=by, source="Ja.", html="<p/>")


def close_it(case):
    with transaction() as session:
        progress.close(
            session,
            take(session, case.reference),
            by=people.olga(session).actor,
            outcome=Outcome.DISMISSED,
            reason="Vi har svarat på det förut.",
        )


@pytest.mark.parametrize("topic", [Topic.CATEGORY, Topic.UNIT])
@pytest.mark.parametrize(
    ("extent", "kinds"),
    [
        (Extent.EVERYTHING, ["new_case", "answered", "closed"]),
        (Extent.ANSWERS, ["answered", "closed"]),
        (Extent.DECISION, []),
    ],
)
def test_a_subject_or_unit_is_heard_of_as_much_as_was_wished(shelf, topic, extent, kinds):
    follows(topic, extent=extent)
    case = a_case()
    answer_it(case)
    close_it(case)
    send(shelf)
    assert heard() == kinds


@pytest.mark.parametrize("extent", list(Extent))
def test_a_decision_reaches_whoever_follows_its_subject_its_unit_or_all(shelf, extent):
    with transaction() as session:
        submission = people.published(session)
    for topic, who in ((Topic.CATEGORY, "Sam"), (Topic.UNIT, "Tove"), (Topic.DECISIONS, "Nils")):
        follows(topic, extent=extent, who=who)
    with transaction() as session:
        decided(session, take(session, submission.reference), by=people.olga(session))
    send(shelf)
    for who in ("sam", "tove", "nils"):
        assert heard(f"{who}@example.org") == ["decided"]


def test_a_follower_of_the_decision_alone_hears_of_that_and_of_an_end_without_one(shelf):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.sam(session), submission, extent=Extent.DECISION)
        ending = people.published(session, title="Fler bänkar")
        follow(session, people.sam(session), ending, extent=Extent.DECISION)
        references = submission.reference, ending.reference
    with transaction() as session:
        by = people.olga(session).actor
        given = take(session, references[0])
        answer.answer(session, given, by=by, source="Nämnden tar upp det.", html="<p/>")
    with transaction() as session:
        decided(session, take(session, references[0]), by=people.olga(session))
        publishing.withdraw(
            session,
            take(session, references[1]),
            by=people.rosa(session).actor,
            rules=people.municipality(session).proposals,
        )
    send(shelf)
    assert heard() == ["decided", "withdrawn"]


def test_a_new_case_is_told_in_a_letter_of_its_own_words(shelf):
    follows(Topic.CATEGORY)
    a_case()
    send(shelf)
    (letter,) = [one for one in shelf.letters if one.address == SAM]
    assert letter.subject == "Nytt ärende: Mörkt på gångvägen"
    assert letter.text.startswith(
        "Nytt ärende om Gatlampor och mörka platser: ”Mörkt på gångvägen” (2026-"
    )
    assert "Gatuenheten har det." in letter.text
    assert "Du får det här mejlet för att du har bett om besked om ärenden i ett visst område." in (
        letter.text
    )
    assert letter.list_id == "subjects"
    assert "/u/" in letter.unsubscribe_url


def test_whoever_wished_for_it_in_several_ways_gets_one_letter_with_every_reason(shelf):
    follows(Topic.CATEGORY)
    follows(Topic.UNIT)
    case = a_case()
    with transaction() as session:
        follow(session, people.sam(session), take(session, case.reference))
    answer_it(case)
    send(shelf)
    assert heard() == ["new_case", "answered"]
    (letter,) = [one for one in shelf.letters if one.kind == "answered" and one.address == SAM]
    assert letter.text.count("Du får det här mejlet för att") == 3


def test_another_subject_and_another_unit_are_not_heard_of(shelf):
    follows(Topic.CATEGORY, of="schools")
    follows(Topic.UNIT, of="schools")
    answer_it(a_case())
    send(shelf)
    assert heard() == []


def test_a_case_nobody_may_read_is_told_to_nobody_who_follows_its_subject(shelf):
    follows(Topic.CATEGORY)
    with transaction() as session:
        case = people.a_submission(session, Kind.COMPLAINT, shown=False)
        waiting = people.a_submission(session, Kind.COMPLAINT)
    answer_it(case)
    answer_it(waiting)
    send(shelf)
    assert heard() == []


def test_what_comes_back_is_no_new_case(shelf):
    follows(Topic.CATEGORY)
    case = a_case()
    with transaction() as session:
        given = take(session, case.reference)
        rules = people.municipality(session).proposals
        by = people.marek(session).actor
        for step in (Publication.HIDDEN, Publication.PUBLISHED):
            publishing.show(session, given, step, by=by, rules=rules, reason="personal_data")
    send(shelf)
    assert heard() == ["new_case"]


def test_a_case_that_is_first_shown_with_a_hidden_detail_is_a_new_case(shelf):
    follows(Topic.CATEGORY)
    with transaction() as session:
        case = people.a_submission(session, Kind.COMPLAINT)
        publishing.show(
            session,
            case,
            Publication.REDACTED,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
            reason="personal_data",
            redacted="Lampan är trasig.",
        )
    send(shelf)
    assert heard() == ["new_case"]
    assert [row.kind for row in sent_rows(address="rosa@example.org")] == ["receipt", "refused"]


def test_ones_own_new_case_is_no_news_though_one_follows_its_subject(shelf):
    follows(Topic.CATEGORY, who="Rosa")
    a_case()
    send(shelf)
    assert heard("rosa@example.org") == ["receipt", "published"]


def test_who_acts_is_not_told_at_any_of_her_addresses(shelf):
    follows(Topic.CATEGORY, who="Olga", extent=Extent.ANSWERS)
    answer_it(a_case())
    send(shelf)
    assert heard("olga@example.org") == []


def test_a_case_that_has_moved_to_another_unit_is_the_news_of_that(shelf):
    follows(Topic.UNIT, extent=Extent.ANSWERS)
    follows(Topic.UNIT, extent=Extent.ANSWERS, who="Tove", of="schools")
    case = a_case()
    with transaction() as session:
        schools = session.execute(select(Category).where(Category.slug == "schools")).scalar_one()
        session.execute(
            update(submissions).where(submissions.c.id == case.id).values(unit_id=schools.unit_id)
        )
    answer_it(case)
    send(shelf)
    assert heard() == []
    assert heard("tove@example.org") == ["answered"]


def test_the_number_shown_counts_everyone_who_follows_in_any_way_once(shelf):
    case = a_case()
    follows(Topic.CATEGORY)
    follows(Topic.UNIT)
    follows(Topic.UNIT, who="Tove", extent=Extent.ANSWERS)
    follows(Topic.DECISIONS, who="Nils")
    with transaction() as session:
        submission = take(session, case.reference)
        by = people.olga(session).actor
        shown = audience.count(session, submission, EventKind.ANSWERED, by=by)
    answer_it(case)
    send(shelf)
    assert shown == 3
    assert len(sent_rows(kind="answered")) == 3


def test_the_same_subject_twice_is_one_wish(town):
    follows(Topic.CATEGORY)
    follows(Topic.CATEGORY, extent=Extent.ANSWERS)
    with transaction(write=False) as session:
        rows = session.execute(select(subscription.subscriptions)).all()
    assert [(row.topic, row.extent) for row in rows] == [(Topic.CATEGORY, Extent.ANSWERS)]
