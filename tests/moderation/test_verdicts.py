"""The only doors out of the queue: what a verdict needs, what it does, and who may not give it."""

import itertools
import json
import random

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import calendar, history, publishing
from models.actor import Actor, Role
from models.calendar import MINUTE
from models.database import transaction
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.review import OPEN, Reviewable, ReviewState, reviewables
from models.revising import revise
from models.states import PUBLIC, PUBLICATIONS, Kind, Outcome, Publication, Status
from models.submission import Submission, take
from models.text import Text, original
from models.verdict import RESTRICTING, Judgement, Verdict
from moderation import queue, verdicts
from moderation.doors import LEADS_TO, doors
from tests import people
from tests.databases import is_postgres
from tests.moderation.room import ANYWHERE, NUMBER, item_of, judge, last_event, noon, report
from tests.parallel import at_once, unit

J = Judgement


def test_marek_publishes_and_everyone_can_read_it(town):
    with transaction() as session:
        submission = people.a_submission(session)
        item = item_of(session, submission)
        verdict = judge(session, item, J.PUBLISH)
        marek = people.marek(session)
        event = last_event(session, submission)
        assert submission.publication is Publication.PUBLISHED
        assert (item.state, item.decided_by) == (ReviewState.APPROVED, marek.id)
        assert (event.kind, event.actor_id, event.id) == ("published", marek.id, verdict.event_id)
        assert (verdict.shown, verdict.reason, verdict.by_id) == ("published", None, marek.id)
        assert queue.waiting(session, ANYWHERE) == []


def test_a_published_proposal_begins_to_collect_support(town):
    with transaction() as session:
        proposal = people.a_submission(session, Kind.PROPOSAL)
        judge(session, item_of(session, proposal), J.PUBLISH)
        assert proposal.status is Status.VOTING


def test_a_refused_complaint_is_still_worked_on(town):
    with transaction() as session:
        complaint = people.a_submission(session, Kind.COMPLAINT)
        judge(session, item_of(session, complaint), J.REFUSE, reason="abusive")
        assert (complaint.publication, complaint.status) == ("refused", "received")


def test_the_one_who_comes_second_is_told_who_was_first_and_when(town):
    with transaction() as session, calendar.at(noon()):
        item = item_of(session, people.a_submission(session))
        seen = item.version
        judge(session, item, J.REFUSE, by=people.anna(session), reason="advertising")
        with pytest.raises(Stale) as refusal:
            judge(session, item, J.PUBLISH, version=seen)
        assert (refusal.value.who, refusal.value.when) == ("Anna", noon())


def test_of_two_moderators_at_once_exactly_one_decides(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        several = [people.marek(session), people.anna(session)] * 4
        rules, version, item_id = people.municipality(session).proposals, item.version, item.id

    def decide(by):
        def work(session):
            return verdicts.give(
                session, item_id, by=by.actor, judgement=J.PUBLISH, version=version, rules=rules
            ).by_id

        return unit(work)

    results = at_once([lambda by=by: decide(by) for by in several])
    won = [found for found in results if isinstance(found, int)]
    lost = [found for found in results if isinstance(found, Stale)]
    assert (len(won), len(lost)) == (1, 7)
    assert len({refusal.who for refusal in lost}) == 1
    with transaction(write=False) as session:
        assert len(session.scalars(select(Verdict)).all()) == 1


def test_a_text_that_changed_under_the_readers_eyes_is_not_published(town):
    with transaction() as session:
        rosa, submission = people.rosa(session), people.a_submission(session)
        item = item_of(session, submission)
        seen = item.version
        revise(session, submission, by=rosa.actor, title="Nytt", source="Något helt annat.")
        with pytest.raises(Stale) as refusal:
            judge(session, item, J.PUBLISH, version=seen)
        assert refusal.value.who is None
        assert item_of(session, submission) is item
        judge(session, item, J.PUBLISH)
        assert submission.text_id == item.text_id


def test_no_text_is_shown_but_the_one_that_waited(town):
    with transaction() as session:
        submission = people.a_submission(session)
        item = item_of(session, submission)
        other = people.a_submission(session, title="Något annat")
        submission.text_id = other.text_id
        session.flush()
        with pytest.raises(Stale):
            judge(session, item, J.PUBLISH)
        assert submission.publication is Publication.QUEUED


@pytest.mark.parametrize("field", ["title", "source"])
def test_a_personal_number_is_not_published_but_hidden(town, field):
    with transaction() as session:
        submission = people.a_submission(session, **{field: f"Om {NUMBER} vid ån."})
        item = item_of(session, submission)
        with pytest.raises(NotAllowed) as refusal:
            judge(session, item, J.PUBLISH)
        assert refusal.value.code == "personal_number"
        assert submission.publication is Publication.QUEUED
        written_by_rosa = submission.text_id
        judge(session, item, J.REDACT, reason="personal_data")
        shown = session.get_one(Text, submission.text_id)
        assert submission.publication is Publication.REDACTED
        assert submission.original_id == written_by_rosa
        assert NUMBER not in shown.title + shown.source + shown.html
        assert "811218-****" in shown.title + shown.source
        assert not shown.holds_number
        kept = original(session, submission.original_id or 0)
        assert NUMBER in kept.title + kept.source
        assert history.verify(session, submission.stream) == []


def test_a_personal_number_in_the_place_or_the_byline_is_hidden_as_it_is_written(town):
    with transaction() as session:
        rosa = people.rosa(session)
        draft = people.a_draft(by=rosa, place=f"Hos {NUMBER}", byline=f"Rosa {NUMBER}")
        handed_in = people.handed_in(session, draft, by=rosa)
        submission = take(session, handed_in.reference)
        judge(session, item_of(session, submission), J.PUBLISH)
        assert (submission.place, submission.byline) == ("Hos 811218-****", "Rosa 811218-****")


def test_a_personal_number_in_a_comment_is_hidden_and_the_original_stays(town):
    with transaction() as session:
        proposal = people.published(session)
        comment = people.a_comment(session, proposal, source=f"Fråga {NUMBER}!")
        item, written = item_of(session, comment), comment.text_id
        with pytest.raises(NotAllowed, match="personal_number"):
            judge(session, item, J.PUBLISH)
        judge(session, item, J.REDACT, reason="personal_data")
        assert session.get_one(Text, comment.text_id).source == "Fråga 811218-****!"
        assert (comment.publication, comment.original_id) == ("redacted", written)


def test_the_moderator_may_take_out_more_and_a_number_she_left_is_hidden_for_her(town):
    with transaction() as session:
        submission = people.a_submission(session, source=f"Kalle, {NUMBER}, bor på Ågatan 3.")
        redacted = f"███, {NUMBER}, bor på ███."
        judge(
            session,
            item_of(session, submission),
            J.REDACT,
            reason="personal_data",
            redacted=redacted,
        )
        assert session.get_one(Text, submission.text_id).source == "███, 811218-****, bor på ███."


@pytest.mark.parametrize(("redacted", "code"), [(None, "unchanged"), ("  \n", "missing")])
def test_hiding_a_detail_hides_something_and_leaves_something(town, redacted, code):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        with pytest.raises(Invalid) as refusal:
            judge(session, item, J.REDACT, reason="personal_data", redacted=redacted)
        assert (refusal.value.field, refusal.value.code) == ("text", code)


@pytest.mark.parametrize("judgement", sorted(RESTRICTING - {J.RETURN}))
@pytest.mark.parametrize(
    ("reason", "code"), [(None, "missing"), ("", "missing"), ("criticism", "unknown")]
)
def test_a_text_is_not_restricted_without_a_reason_of_the_list(town, judgement, reason, code):
    with transaction() as session:
        waits = judgement is J.REFUSE
        thing = people.a_submission(session) if waits else people.published(session)
        if not waits:
            report(session, thing)
        before = thing.publication
        with pytest.raises(Invalid) as refusal:
            judge(session, item_of(session, thing), judgement, reason=reason)
        assert (refusal.value.field, refusal.value.code) == ("reason", code)
        assert thing.publication is before


def test_whoever_is_asked_for_a_change_is_told_which(town):
    with transaction() as session:
        rosa, submission = people.rosa(session), people.a_submission(session)
        item = item_of(session, submission)
        with pytest.raises(Invalid) as refusal:
            judge(session, item, J.RETURN, message=" ")
        assert (refusal.value.field, refusal.value.code) == ("message", "missing")
        judge(session, item, J.RETURN, message="Skriv vilken gata.")
        assert submission.publication is Publication.RETURNED
        revise(session, submission, by=rosa.actor, title="Mörkt", source="På Storgatan.")
        assert submission.publication is Publication.QUEUED
        again = item_of(session, submission)
        assert again.id != item.id
        judge(session, again, J.PUBLISH)
        assert history.replay(session, submission.stream).publication == "published"


@pytest.mark.parametrize(
    ("message", "code"), [("x" * 1001, "too_long"), (f"Du skrev {NUMBER}.", "personal_number")]
)
def test_a_message_fits_in_a_letter_and_spreads_no_personal_number(town, message, code):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        with pytest.raises(Invalid) as refusal:
            judge(session, item, J.REFUSE, reason="abusive", message=message)
        assert (refusal.value.field, refusal.value.code) == ("message", code)


def test_nobody_judges_what_she_wrote_herself(town):
    with transaction() as session:
        marek = people.marek(session)
        own = people.a_submission(session, by=marek)
        comment = people.a_comment(session, people.published(session), by=marek)
        unsigned = people.handed_in(session, people.a_draft(), by=marek)
        anonymous = session.scalars(
            select(Submission).where(Submission.reference == unsigned.reference)
        ).one()
        assert anonymous.contact_id is None
        for thing in (own, comment, anonymous):
            with pytest.raises(NotAllowed, match="own_text"):
                judge(session, item_of(session, thing), J.PUBLISH)
            judge(session, item_of(session, thing), J.PUBLISH, by=people.anna(session))


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OFFICIAL, Role.AUDITOR, Role.SYSTEM])
def test_only_a_moderator_judges(town, role):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        sam = people.sam(session)
        for actor in (Actor(role, sam.id), Actor(Role.MODERATOR, None)):
            with pytest.raises(NotFound):
                verdicts.give(
                    session,
                    item.id,
                    by=actor,
                    judgement=J.PUBLISH,
                    version=item.version,
                    rules=people.municipality(session).proposals,
                )
        judge(session, item, J.PUBLISH, by=people.ada(session))


def test_an_item_that_is_not_there_is_not_judged(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        with pytest.raises(NotFound):
            judge(session, Reviewable(id=item.id + 1, version=1), J.PUBLISH)


def test_what_anna_reads_is_hers_for_a_quarter_of_an_hour(town):
    with transaction() as session, calendar.at(noon()):
        anna, item = people.anna(session), item_of(session, people.a_submission(session))
        queue.claim(session, item.id, anna.actor)
        session.refresh(item)
        calendar.freeze(noon() + 15 * MINUTE - 1)
        with pytest.raises(Stale) as refusal:
            judge(session, item, J.PUBLISH)
        assert (refusal.value.who, refusal.value.when) == ("Anna", noon())
        calendar.freeze(noon() + 15 * MINUTE)
        judge(session, item, J.PUBLISH)


def test_what_anna_reads_she_decides(town):
    with transaction() as session:
        anna, item = people.anna(session), item_of(session, people.a_submission(session))
        queue.claim(session, item.id, anna.actor)
        session.refresh(item)
        judge(session, item, J.PUBLISH, by=anna)
        assert (item.claimed_by, item.claimed_at) == (None, None)


def test_a_hidden_text_waits_for_the_verdict_that_ends_it(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        report(session, proposal)
        item = item_of(session, proposal)
        seen = item.version
        judge(session, item, J.HIDE, reason="hate_speech", by=people.anna(session))
        assert (proposal.publication, item.state) == ("hidden", "escalated")
        assert item.due_at == noon() + calendar.DAY
        with pytest.raises(Stale) as refusal:
            judge(session, item, J.HIDE, reason="hate_speech", version=seen)
        assert refusal.value.who == "Anna"
        judge(session, item, J.UNPUBLISH, reason="hate_speech")
        assert (proposal.publication, item.state) == ("unpublished", "rejected")


def test_a_refused_proposal_is_shown_after_all(town):
    with transaction() as session:
        proposal = people.a_submission(session, Kind.PROPOSAL)
        item = item_of(session, proposal)
        judge(session, item, J.REFUSE, reason="similar_open")
        assert (proposal.status, proposal.outcome) == (Status.CLOSED, Outcome.NOT_PUBLISHED)
        judge(session, item, J.PUBLISH, by=people.anna(session))
        assert (proposal.publication, proposal.status) == ("published", "voting")
        assert (proposal.outcome, item.state) == (None, ReviewState.APPROVED)
        folded = history.replay(session, proposal.stream)
        assert (folded.publication, folded.status) == ("published", "voting")


def test_a_decided_item_is_not_decided_again(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        judge(session, item, J.PUBLISH)
        for judgement in Judgement:
            with pytest.raises(Stale):
                judge(session, item, judgement, reason="abusive", message="Nej.")


def test_what_the_author_took_back_is_not_judged(town):
    with transaction() as session:
        rosa, submission = people.rosa(session), people.a_submission(session)
        item = item_of(session, submission)
        rules = people.municipality(session).proposals
        publishing.withdraw(session, submission, by=rosa.actor, rules=rules)
        session.refresh(item)
        with pytest.raises(Stale):
            judge(session, item, J.PUBLISH)


def test_a_text_shown_with_a_hidden_detail_comes_back_so(town):
    with transaction() as session:
        submission = people.a_submission(session, source=f"Ring {NUMBER}.")
        judge(session, item_of(session, submission), J.REDACT, reason="personal_data")
        shown = submission.text_id
        report(session, submission)
        item = item_of(session, submission)
        judge(session, item, J.HIDE, reason="abusive")
        judge(session, item, J.PUBLISH)
        assert (submission.publication, submission.text_id) == ("redacted", shown)


def test_the_authors_own_words_are_kept_however_often_details_are_hidden(town):
    with transaction() as session:
        submission = people.a_submission(session, source="Kalle på Ågatan 3 har rätt.")
        comment = people.a_comment(session, people.published(session), source="Kalle på Ågatan 3.")
        for thing in (submission, comment):
            written = thing.text_id
            item = item_of(session, thing)
            judge(session, item, J.REDACT, reason="personal_data", redacted="███ på Ågatan 3.")
            report(session, thing)
            item = item_of(session, thing)
            judge(session, item, J.HIDE, reason="personal_data")
            judge(session, item, J.REDACT, reason="personal_data", redacted="███")
            assert thing.original_id == written
            assert session.get_one(Text, thing.text_id).source == "███"


def test_a_personal_number_that_slipped_through_does_not_stay(town):
    with transaction() as session:
        submission = people.published(session, source=f"Ring {NUMBER}.")
        report(session, submission)
        item = item_of(session, submission)
        with pytest.raises(NotAllowed, match="personal_number"):
            judge(session, item, J.KEEP)
        judge(session, item, J.REDACT, reason="personal_data")
        assert submission.publication is Publication.REDACTED


def test_a_hidden_detail_is_shown_again_unless_it_is_a_personal_number(town):
    with transaction() as session:
        harmless = people.a_submission(session, source="Kalle på Ågatan har rätt.")
        number = people.a_submission(session, source=f"Ring {NUMBER}.")
        as_written = harmless.text_id
        for submission in (harmless, number):
            judge(
                session,
                item_of(session, submission),
                J.REDACT,
                reason="personal_data",
                redacted="███ har rätt.",
            )
            report(session, submission)
        judge(session, item_of(session, harmless), J.PUBLISH)
        assert (harmless.publication, harmless.text_id) == ("published", as_written)
        assert harmless.original_id is None
        with pytest.raises(NotAllowed, match="personal_number"):
            judge(session, item_of(session, number), J.PUBLISH)


def test_a_reported_text_may_stay_and_only_staff_learns_of_it(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        item = item_of(session, proposal)
        verdict = judge(session, item, J.KEEP)
        event = last_event(session, proposal)
        assert (proposal.publication, item.state) == ("published", ReviewState.APPROVED)
        assert (event.kind, event.public, verdict.shown) == ("verdict_given", False, None)


def test_a_comment_is_published_in_its_submissions_history(town):
    with transaction() as session:
        proposal = people.published(session)
        comment = people.a_comment(session, proposal)
        judge(session, item_of(session, comment), J.PUBLISH)
        event = last_event(session, proposal)
        assert comment.publication is Publication.PUBLISHED
        assert (event.kind, event.public) == ("comment_published", True)
        assert json.loads(event.facts)["comment"] == comment.id


def test_a_comment_that_was_never_shown_is_refused_in_silence(town):
    with transaction() as session:
        proposal = people.published(session)
        never, shown = (
            people.a_comment(session, proposal),
            people.published_comment(session, proposal),
        )
        judge(session, item_of(session, never), J.REFUSE, reason="abusive")
        assert last_event(session, proposal).public is False
        report(session, shown)
        judge(session, item_of(session, shown), J.UNPUBLISH, reason="abusive")
        assert last_event(session, proposal).public is True
        assert proposal.publication is Publication.PUBLISHED


@pytest.mark.parametrize("publication", Publication)
def test_every_door_is_a_step_of_the_table(publication):
    for judgement in doors(ReviewState.PENDING, publication):
        if judgement is J.KEEP:
            assert publication in PUBLIC
        else:
            assert LEADS_TO[judgement] in PUBLICATIONS[publication]
    closed = doors(ReviewState.REJECTED, publication)
    assert closed == ([J.PUBLISH, J.REDACT] if publication in {"refused", "unpublished"} else [])
    assert not doors(ReviewState.APPROVED, publication)
    assert not doors(ReviewState.IGNORED, publication)


@pytest.mark.parametrize("publication", ["queued", "published", "redacted", "hidden"])
def test_every_other_verdict_is_refused_and_nothing_changes(town, publication):
    with transaction() as session:
        submission = people.a_submission(session)
        item = item_of(session, submission)
        submission.publication = Publication(publication)
        before = last_event(session, submission).id
        for judgement in set(Judgement) - set(doors(item.state, submission.publication)):
            with pytest.raises(NotAllowed, match="illegal_step"):
                judge(session, item, judgement, reason="abusive", message="Nej.")
        assert last_event(session, submission).id == before
        assert submission.publication == publication


@pytest.mark.parametrize("seed", range(3))
def test_whatever_moderators_do_the_history_tells_where_each_text_stands(town, seed):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    with transaction() as session:
        marek = people.marek(session)
        proposal = people.a_submission(session, Kind.PROPOSAL)
        comment = people.a_comment(session, people.published(session))
        things = [proposal, comment]
        for step in itertools.count():
            thing = chance.choice(things)
            column = reviewables.c.comment_id if thing is comment else reviewables.c.submission_id
            item = session.scalars(
                select(Reviewable).where(column == thing.id).order_by(Reviewable.id.desc())
            ).first()
            if item.state not in OPEN and thing.publication in PUBLIC:
                report(session, thing, reason=chance.choice(["abusive", "threat", "copyright"]))
            possible = doors(item.state, thing.publication)
            if step > 25 or not possible:
                break
            said = {"reason": "abusive", "message": "Nej.", "redacted": f"Utan {step}."}
            judge(session, item, chance.choice(possible), by=marek, **said)
        public = session.get_one(Submission, comment.submission_id)
        for submission in (proposal, public):
            assert history.verify(session, submission.stream) == []
        assert history.replay(session, proposal.stream).publication == proposal.publication
        assert history.replay(session, proposal.stream).status == proposal.status
        told = history.replay(session, public.stream).comments.get(comment.id, "queued")
        assert told == comment.publication


OTHER = (
    "TRUNCATE verdict CASCADE" if is_postgres() else "REPLACE INTO verdict SELECT * FROM verdict"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE verdict SET reason = NULL",
        "UPDATE verdict SET at = at",
        "DELETE FROM verdict",
        OTHER,
    ],
)
def test_a_verdict_is_neither_changed_nor_deleted(town, statement):
    with transaction() as session:
        judge(session, item_of(session, people.a_submission(session)), J.REFUSE, reason="abusive")
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))
    with transaction(write=False) as session:
        assert session.scalars(select(Verdict.reason)).all() == ["abusive"]
