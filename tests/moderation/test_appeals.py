"""Appeals against verdicts: from whom, until when, decided by whom, and what then becomes of it."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from models import (
    calendar,
    form_key,
    history,
    known_author,
    me,
    own_record,
    review_appeal,
    revising,
    sanctions,
)
from models.calendar import DAY, SECOND, end_of, six_months_after, start_of
from models.comment import Comment
from models.database import transaction
from models.delivery import deliveries
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import Event, EventKind
from models.person import Channel, reach
from models.retention.what import What
from models.review_appeal import AppealOutcome, AppealState, ReviewAppeal
from models.sanction import Measure
from models.statement import of_verdict
from models.states import Kind, Publication, Status
from models.submission import Submission
from models.text import Text
from models.verdict import Judgement, Verdict
from moderation import appealing, appeals, policy
from moderation.appealing import Against
from moderation.deciders import deciders
from tests import people
from tests.models import retaining
from tests.moderation.appealing import REASONS, WORDS, appeal, decide, name_second_person
from tests.moderation.room import item_of, judge, last_event, last_item, noon, report

Ended = AppealOutcome
SAID = {"reason": "abusive", "message": "Den angriper någon."}


def refused(session, **more) -> tuple[Submission, Verdict]:
    """Rosa's case, which Marek did not publish."""
    case = people.a_submission(session, **more)
    return case, judge(session, item_of(session, case), Judgement.REFUSE, **SAID)


def kept(session, *, address="sam@example.org") -> tuple[Submission, int, Verdict]:
    """A shown text that somebody reported and Marek let stand."""
    case = people.published(session)
    report_id = report(session, case, channel=Channel.EMAIL, address=address)
    return case, report_id, judge(session, item_of(session, case), Judgement.KEEP)


def posted(session, kind) -> list[str]:
    found = select(deliveries.c.address).where(deliveries.c.kind == kind)
    return sorted(session.scalars(found.order_by(deliveries.c.id)))


def kinds(session, stream) -> list[EventKind]:
    return list(session.scalars(select(Event.kind).where(Event.stream == stream)))


# Who and until when


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (dt.date(2026, 3, 3), dt.date(2026, 9, 3)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2026, 11, 22), dt.date(2027, 5, 22)),
    ],
)
def test_an_appeal_on_the_last_day_is_taken_and_on_the_day_after_refused(town, told, last):
    with transaction() as session:
        with calendar.at(start_of(told) + DAY // 2):
            _, first = refused(session)
            _, second = refused(session, title="Ett annat")
        with calendar.at(end_of(last)):
            assert appealing.standing(session, Against(first.id)).open
            assert appeal(session, first).state is AppealState.WAITING
        with calendar.at(end_of(last) + 1):
            assert appealing.standing(session, Against(second.id)).why_not == "too_late"
            with pytest.raises(NotAllowed, match="appeal_too_late") as refusal:
                appeal(session, second)
            assert refusal.value.values == {"last_day": last.isoformat()}


def test_the_same_form_twice_is_one_appeal_and_a_second_appeal_is_none(town):
    with transaction() as session:
        _, verdict = refused(session)
        form = form_key.fresh()
        first = appeal(session, verdict, form=form)
        assert appeal(session, verdict, form=form).id == first.id
        with pytest.raises(NotAllowed, match="appeal_again"):
            appeal(session, verdict)
        assert session.scalar(select(func.count()).select_from(review_appeal.appeals)) == 1


def test_each_side_may_appeal_once_and_nobody_may_where_nothing_is_held_back(town):
    with transaction() as session:
        case, report_id, verdict = kept(session)
        with pytest.raises(NotAllowed, match="appeal_no_longer"):
            appeal(session, verdict)
        assert appeal(session, verdict, report_id=report_id).party is review_appeal.Party.REPORTER
        second = report(session, case, explanation="Jag med.")
        appeal(session, verdict, report_id=second)
        # A newer verdict has taken its place: that one can be appealed.
        other, first = refused(session, title="Ett annat")
        judge(session, last_item(session, other), Judgement.PUBLISH, by=people.anna(session))
        with pytest.raises(NotAllowed, match="appeal_overtaken"):
            appeal(session, first)


def test_an_empty_appeal_and_one_too_long_are_refused_beside_the_field(town):
    with transaction() as session:
        _, verdict = refused(session)
        for words, code in (("  ", "missing"), ("a" * 2001, "too_long")):
            with pytest.raises(Invalid) as refusal:
                appeal(session, verdict, words=words)
            assert (refusal.value.field, refusal.value.code) == ("text", code)


def test_both_histories_have_one_event_of_it_which_nobody_outside_reads(town):
    with transaction() as session:
        case, verdict = refused(session)
        made = appeal(session, verdict)
        decide(session, made, Ended.UPHELD)
        assert kinds(session, made.stream) == [EventKind.APPEALED, EventKind.APPEAL_DECIDED]
        assert kinds(session, case.stream)[-2:] == [EventKind.APPEALED, EventKind.APPEAL_DECIDED]
        for stream in (made.stream, case.stream):
            assert history.verify(session, stream) == []
        assert not any(
            event.public
            for event in session.scalars(select(Event).where(Event.stream == made.stream))
        )


# By whom


def test_who_had_a_part_in_it_does_not_decide(town):
    with transaction() as session:
        marek, anna = people.marek(session), people.anna(session)
        _, verdict = refused(session)
        made = appeal(session, verdict)
        with pytest.raises(NotAllowed, match="took_part"):
            decide(session, made, by=marek)
        # Whoever wrote it, or told us of it, may be a moderator herself.
        _, of_own = refused(session, by=anna, title="Annas egen")
        with pytest.raises(NotAllowed, match="took_part"):
            decide(session, appeal(session, of_own), by=anna)
        _, report_id, of_kept = kept(session, address=anna.address)
        with pytest.raises(NotAllowed, match="took_part"):
            decide(session, appeal(session, of_kept, report_id=report_id), by=anna)
        for nobody in (people.olga(session), people.rosa(session), people.sam(session)):
            if nobody.id not in deciders(session, made):
                with pytest.raises((NotFound, NotAllowed)):
                    decide(session, made, by=nobody)
        assert deciders(session, made) == [anna.id]
        assert decide(session, made, by=anna).decided_by == anna.id


def test_only_where_nobody_else_is_left_the_named_person_decides(town):
    with transaction() as session:
        olga = people.olga(session)
        _, verdict = refused(session)
        made = appeal(session, verdict)
        assert deciders(session, made) == []
        with pytest.raises(NotFound):
            decide(session, made, by=olga)
        name_second_person(session, "Olga@example.org")
        ada = people.ada(session)
        with pytest.raises(NotFound):
            # There is an administrator now, so the named person is not needed.
            decide(session, made, by=olga)
        assert deciders(session, made) == [ada.id]
        _, second = refused(session, title="Ett annat", by=ada)
        alone = appeal(session, second)
        assert decide(session, alone, by=olga).decided_by == olga.id


def test_of_two_who_decide_at_once_the_second_is_told_who_was_first(town):
    with transaction() as session:
        _, verdict = refused(session)
        made = appeal(session, verdict)
        decide(session, made, Ended.UPHELD)
        with pytest.raises(Stale) as late:
            decide(session, made, by=people.ada(session))
        assert late.value.who == "Anna"


def test_every_outcome_has_reasons_without_a_personal_number(town):
    with transaction() as session:
        _, verdict = refused(session)
        made = appeal(session, verdict)
        for reasons, code in ((" ", "missing"), ("Se 811218-9876.", "personal_number")):
            with pytest.raises(Invalid) as refusal:
                decide(session, made, Ended.UPHELD, reasons=reasons)
            assert (refusal.value.field, refusal.value.code) == ("reasons", code)


# What becomes of it


def test_upheld_changes_nothing_but_the_record(town):
    with transaction() as session:
        case, verdict = refused(session)
        before = (case.publication, case.status, case.text_id, case.version)
        made = decide(session, appeal(session, verdict), Ended.UPHELD)
        assert (case.publication, case.status, case.text_id, case.version) == before
        assert made.state is AppealState.DECIDED
        assert session.get_one(Text, made.reasons_id).source
        assert list(session.scalars(review_appeal.reversed_verdicts())) == []


def test_a_refused_proposal_is_shown_and_collects_support(town):
    with transaction() as session:
        case, verdict = refused(session, kind=Kind.PROPOSAL)
        assert case.status is Status.CLOSED
        decide(session, appeal(session, verdict))
        assert (case.publication, case.status) == (Publication.PUBLISHED, Status.VOTING)
        assert last_event(session, case).public
        assert list(session.scalars(review_appeal.reversed_verdicts())) == [verdict.id]
        assert history.replay(session, case.stream).publication == "published"


def test_partly_shows_the_text_with_the_detail_hidden_and_keeps_the_authors_words(town):
    with transaction() as session:
        case, verdict = refused(session, source="Lampan är trasig. Ring Eva på 070-1740605.")
        made = appeal(session, verdict)
        with pytest.raises(Invalid) as refusal:
            decide(session, made, Ended.PARTLY)
        assert (refusal.value.field, refusal.value.code) == ("text", "unchanged")
        decide(session, made, Ended.PARTLY, words="Lampan är trasig. Ring Eva.")
        assert case.publication is Publication.REDACTED
        assert session.get_one(Text, case.text_id).source == "Lampan är trasig. Ring Eva."
        assert "070-1740605" in session.get_one(Text, case.original_id).source
        replayed = history.replay(session, case.stream)
        assert replayed.publication == "redacted"
        assert list(session.scalars(review_appeal.reversed_verdicts())) == [verdict.id]


def test_a_text_with_a_personal_number_is_shown_only_in_part(town):
    with transaction() as session:
        case, verdict = refused(session, source="Kalle 811218-9876 har släckt lampan.")
        made = appeal(session, verdict)
        with pytest.raises(NotAllowed, match="personal_number"):
            decide(session, made)
        decide(session, made, Ended.PARTLY)
        assert case.publication is Publication.REDACTED
        assert "9876" not in session.get_one(Text, case.text_id).source


def test_a_change_that_was_not_let_through_takes_its_place(town):
    with transaction() as session:
        case, rosa = people.published(session), people.rosa(session)
        revising.revise(session, case, by=rosa.actor, title="En bättre väg", source="Bättre ord.")
        verdict = judge(session, item_of(session, case), Judgement.REFUSE, **SAID)
        decide(session, appeal(session, verdict))
        assert session.get_one(Text, case.text_id).title == "En bättre väg"
        assert case.publication is Publication.PUBLISHED


def test_a_comment_that_was_hidden_by_a_rule_and_then_taken_away_comes_back_in_its_thread(town):
    with transaction() as session:
        case = people.published(session)
        below = people.published_comment(session, case)
        report(session, below, reason="threat")
        verdict = judge(
            session, item_of(session, below), Judgement.UNPUBLISH, reason="abusive", message=""
        )
        path = below.path
        decide(session, appeal(session, verdict))
        found = session.get_one(Comment, below.id)
        assert (found.publication, found.path) == (Publication.PUBLISHED, path)
        event = last_event(session, case)
        assert event.public
        assert history.replay(session, case.stream).comments[below.id] == "published"


def test_what_the_author_took_back_or_wrote_anew_is_not_shown_and_the_verdict_was_wrong_still(town):
    with transaction() as session:
        rosa = people.rosa(session)
        case = people.a_submission(session)
        verdict = judge(
            session,
            item_of(session, case),
            Judgement.RETURN,
            message="Utan namn.",
            reason="abusive",
        )
        made = appeal(session, verdict)
        revising.revise(session, case, by=rosa.actor, title="Lampan", source="Nya ord.")
        decide(session, made)
        assert case.publication is Publication.QUEUED
        assert made.outcome is Ended.REVERSED


def test_what_was_let_stand_is_taken_away_by_a_verdict_that_its_author_may_appeal(town):
    with transaction() as session:
        case, report_id, verdict = kept(session)
        made = appeal(session, verdict, report_id=report_id)
        with pytest.raises(Invalid) as refusal:
            decide(session, made)
        assert (refusal.value.field, refusal.value.code) == ("ground", "missing")
        decide(session, made, ground="abusive")
        assert case.publication is Publication.UNPUBLISHED
        newest = session.scalars(select(Verdict).order_by(Verdict.id.desc()).limit(1)).one()
        assert newest.judgement is Judgement.UNPUBLISH
        assert of_verdict(session, newest.id) is not None
        assert appealing.standing(session, Against(newest.id)).open


def test_who_reports_what_was_let_stand_already_has_six_months_from_her_report(town):
    with transaction() as session:
        case, first, verdict = kept(session)
        calendar.advance(400 * DAY // SECOND)
        later = report(session, case, channel=Channel.EMAIL, address="nils@example.org")
        assert appealing.judged(session, later) == verdict.id
        assert appealing.standing(session, Against(verdict.id, report_id=later)).open
        assert (
            appealing.standing(session, Against(verdict.id, report_id=first)).why_not == "too_late"
        )


def test_both_sides_are_written_to_once_and_the_statement_is_the_authors_letter(town):
    with transaction() as session:
        rosa = people.rosa(session)
        case = people.published(session, by=rosa)
        report(session, case, channel=Channel.EMAIL, address="sam@example.org")
        report(session, case, channel=Channel.EMAIL, address="sam@example.org", form=None)
        verdict = judge(session, item_of(session, case), Judgement.UNPUBLISH, **SAID)
        made = appeal(session, verdict, contact_id=rosa.contact_id)
        assert posted(session, review_appeal.RECEIVED) == ["rosa@example.org"]
        decide(session, made, Ended.UPHELD)
        assert posted(session, review_appeal.DECIDED) == ["rosa@example.org", "sam@example.org"]
        # Of a text that is taken away after all its author has the statement of reasons.
        _, report_id, of_kept = kept(session)
        contact = reach(session, Channel.EMAIL, "sam@example.org").id
        decide(
            session,
            appeal(session, of_kept, report_id=report_id, contact_id=contact),
            ground="abusive",
        )
        assert posted(session, review_appeal.DECIDED)[1:] == ["sam@example.org"] * 2


def test_fourteen_days_run_by_the_calendar_and_what_is_late_stays_late(town):
    with transaction() as session:
        with calendar.at(noon()):
            _, verdict = refused(session)
            made = appeal(session, verdict)
            assert made.due_at == end_of(dt.date(2026, 3, 17))
            assert not made.is_late
        with calendar.at(made.due_at + 1):
            assert made.is_late
            decide(session, made, Ended.UPHELD)
        assert made.is_late


def test_a_sanction_is_lifted_when_its_appeal_is_right(town):
    with transaction() as session:
        marek, sam = people.marek(session), people.sam(session)
        pause = sanctions.give(
            session,
            Measure.SUSPENDED,
            person_id=sam.id,
            contact_id=None,
            reason="abusive",
            by_id=marek.id,
            until=calendar.now() + 7 * DAY,
        )
        made = appealing.appeal(
            session,
            Against(sanction_id=pause.id),
            by=sam.actor,
            words="Jag har inte skrivit det.",
            form=form_key.fresh(),
            contact_id=sam.contact_id,
            language="sv",
        )
        with pytest.raises(NotAllowed, match="took_part"):
            decide(session, made, by=marek)
        decide(session, made)
        assert sanctions.in_force(session, sam.id) is None
        assert posted(session, review_appeal.DECIDED) == ["sam@example.org"]


def test_who_is_told_of_an_appeal_that_never_was_is_told_that_it_is_not_there(town):
    with transaction() as session:
        people.municipality(session)
        with pytest.raises(NotFound):
            appealing.standing(session, Against(4711))
        with pytest.raises(NotFound):
            appeals.find(session, "no-such-appeal")
        assert six_months_after(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
        assert session.scalars(select(ReviewAppeal)).all() == []


def test_what_waits_for_an_appeal_stays_and_then_its_words_go_with_the_case(town):
    with transaction() as session, calendar.at(noon()):
        rosa = people.rosa(session)
        case, verdict = refused(session, kind=Kind.PROPOSAL)
        made = appeal(session, verdict, contact_id=rosa.contact_id)
        words = made.text_id
    retaining.decide(What.CASES, 400)
    with calendar.at(noon() + 500 * DAY):
        retaining.nights()
        with transaction() as session:
            assert session.get(Text, words) is not None
            decide(session, session.get_one(ReviewAppeal, made.id), Ended.UPHELD)
    with calendar.at(noon() + 1000 * DAY):
        retaining.nights()
    with transaction(write=False) as session:
        left = session.get_one(ReviewAppeal, made.id)
        assert session.get_one(Submission, case.id).disposal_id is not None
        assert session.get(Text, words) is None
        assert (left.text_id, left.reasons_id, left.contact_id) == (None, None, None)
        assert (left.state, left.outcome) == (AppealState.DECIDED, Ended.UPHELD)
        for stream in (made.stream, case.stream):
            assert history.verify(session, stream) == []


def test_her_record_has_what_she_asked_and_why_it_ended_so(town):
    with transaction() as session:
        rosa = people.rosa(session)
        _, verdict = refused(session)
        decide(session, appeal(session, verdict, contact_id=rosa.contact_id), Ended.UPHELD)
        whose = own_record.of(session, rosa.id)
        (part,) = [one for one in own_record.PARTS if one.name == "appeals"]
        (row,) = part.read(session, whose)
        assert (row["words"], row["reasons"]) == (WORDS, REASONS)
        others = own_record.of(session, people.sam(session).id)
        assert list(part.read(session, others)) == []


def test_what_was_found_wrong_is_held_against_nobody(town):
    with transaction() as session:
        rosa = people.rosa(session)
        people.published(session, title="En som står kvar")
        shown = people.a_submission(session, title="En till")
        judge(session, item_of(session, shown), Judgement.PUBLISH)
        case = people.published(session)
        revising.revise(session, case, by=rosa.actor, title="En väg", source="Nya ord.")
        verdict = judge(session, item_of(session, case), Judgement.REFUSE, **SAID)

        def known():
            return known_author.known(session, rosa.contact_id, approved=1, days=30)

        def misused():
            return session.execute(policy._refused(whom, 0)).scalar_one()

        whom = policy.whom(session, verdict.reviewable_id)
        assert (known(), misused()) == (False, 1)
        assert me.refused_change(session, case.id) is not None
        decide(session, appeal(session, verdict))
        assert (known(), misused()) == (True, 0)
        assert me.refused_change(session, case.id) is None
