"""Cases go by a decision of the municipality alone, and then whole; their history stays (L13)."""

import pytest
from sqlalchemy import select, text, update

from models import answer, calendar, history, note, progress, supplement
from models.actor import Role
from models.attachment import row as attachment
from models.attachment.kinds import Media
from models.attachment.workshop import Stored
from models.calendar import DAY, HOUR, now
from models.comment import comments
from models.database import transaction
from models.decision import decisions
from models.desk.finding import find
from models.errors import Disposed, NotFound
from models.event import EventKind, record
from models.history import timeline
from models.proof import faults
from models.retention import destroying
from models.retention.what import What
from models.showing import case as shown_case
from models.states import Kind, Outcome, Publication, Status
from models.submission import submissions, take
from models.tables import metadata
from models.verdict import Judgement
from models.viewer import NOBODY, Post, Viewer
from moderation.verdicts import give
from tests import people
from tests.models.retaining import decide, gone, nights
from tests.notifications.post import follow

MARK = "Gallringsprovet"
OLGA = Viewer(1, "Olga", posts=frozenset({Post(Role.OFFICIAL)}))
LONG = "Lampan är lagad och lyser nu hela natten."


@pytest.fixture(autouse=True)
def begins(town):
    calendar.freeze(calendar.start_of(calendar.today()) + 12 * HOUR)


def after(days: int) -> None:
    calendar.freeze(now() + days * DAY)


def _closed(kind: Kind = Kind.COMPLAINT, *, by=None) -> str:
    """A public case with everything that a case can have, and MARK in all of it; closed now."""
    with transaction() as session:
        olga = people.olga(session)
        case = people.published(
            session, kind, by=by, title=f"{MARK} titel", source=f"{MARK} text", byline=MARK
        )
        case.name, case.place, case.reply_to = MARK, MARK, MARK
        session.add(case)
        people.published_comment(session, case, source=f"{MARK} kommentar", byline=MARK)
        scan = Stored("a" * 32, Media.PDF, 1000, "0" * 64)
        attachment.add(session, scan, alt=MARK, submission_id=case.id or 0)
        note.note(session, case, by=olga.actor, source=f"{MARK} notering", caller=MARK)
        supplement.ask(session, case, by=olga.actor, question=f"{MARK} fråga")
        supplement.add(session, case, by=people.rosa(session).actor, source=f"{MARK} svar")
        given = answer.answer(
            session, case, by=olga.actor, source=f"{MARK} besked", html=f"<p>{MARK}</p>"
        )
        assert given
        follow(session, people.sam(session), case)
        progress.close(session, case, by=olga.actor, outcome=Outcome.ANSWERED, reason=MARK + LONG)
        return case.reference


def _marked() -> list[str]:
    """Every place in the database where the mark still stands."""
    with transaction(write=False) as session:
        return [
            f"{table.name}.{name}"
            for table in metadata.sorted_tables
            for row in session.execute(select(table)).mappings()
            for name, value in row.items()
            if MARK in str(value)
        ]


def _is_there(reference: str) -> bool:
    with transaction(write=False) as session:
        return (
            session.execute(
                select(submissions.c.disposal_id).where(submissions.c.reference == reference)
            ).scalar()
            is None
        )


def test_without_a_decision_a_case_is_kept_for_good():
    reference = _closed()
    after(40 * 365)
    nights()
    assert _is_there(reference)


def test_of_a_case_that_is_disposed_of_no_word_is_left_and_every_proof_holds():
    reference = _closed()
    decide(What.CASES, 3650)
    assert len(set(_marked())) >= 10
    after(3649)
    nights()
    assert _is_there(reference)
    after(2)
    nights()
    assert _marked() == []
    with transaction() as session:
        case = take(session, reference)
        assert (case.status, case.publication) == (Status.CLOSED, Publication.UNPUBLISHED)
        assert faults(session, case.stream) == []
        last = timeline(session, case.stream)[0]
        assert (last.kind, last.role) == ("disposed", "system")
        assert (last.facts["rule"], last.facts["count"] >= 8) == ("closed_cases", True)
        folded = history.replay(session, case.stream)
        assert (folded.status, folded.publication) == ("closed", "unpublished")
        with pytest.raises(Disposed) as told:
            shown_case(session, reference, NOBODY, [])
        assert told.value.rule == {"sv": "beslut 7", "en": "decision 7"}
        assert session.execute(text("SELECT count(*) FROM search_entry")).scalar() == 0
        assert find(session, MARK, "sv", OLGA)[0] == []
    assert gone()["closed_cases"] == 1


def test_of_one_that_was_never_shown_a_stranger_learns_nothing():
    with transaction() as session:
        case = people.a_submission(session, shown=False)
        olga = people.olga(session).actor
        progress.close(session, case, by=olga, outcome=Outcome.DISMISSED, reason=LONG)
        reference, stream = case.reference, case.stream
    decide(What.CASES, 365)
    after(400)
    nights()
    assert not _is_there(reference)
    with transaction(write=False) as session:
        with pytest.raises(NotFound):
            shown_case(session, reference, NOBODY, [])
        with pytest.raises(Disposed):
            shown_case(session, reference, OLGA, [])
        assert timeline(session, stream)[0].kind != "disposed"


def _appealed(session, case):
    record(session, case.stream, EventKind.APPEALED, by=people.rosa(session).actor, facts={})


def _an_appeal(session, case):
    case.appeal = True


def _open_again(session, case):
    progress.reopen(session, case, by=people.olga(session).actor)


def _something_since(session, case):
    people.published_comment(session, case)


def _another_goes_on_in_it(session, case):
    people.published(session, title="En till")
    other = people.a_submission(session, shown=True)
    session.execute(
        update(submissions).where(submissions.c.id == other.id).values(duplicate_of=case.id)
    )


def _decided(session, case):
    people.decided(session, people.referred(session))
    session.execute(update(decisions).values(submission_id=case.id))


@pytest.mark.parametrize(
    ("days", "happens"),
    [
        (0, _an_appeal),
        (0, _open_again),
        (350, _something_since),
        (0, _another_goes_on_in_it),
        (0, _decided),
    ],
)
def test_a_case_that_is_not_over_is_never_touched(days, happens):
    reference = _closed()
    decide(What.CASES, 365)
    after(days)
    with transaction() as session:
        case = take(session, reference)
        happens(session, case)
        session.add(case)
    after(366 - days)
    nights()
    assert _is_there(reference)


def test_a_case_under_appeal_waits_until_the_appeal_is_decided():
    reference = _closed()
    decide(What.CASES, 365)
    with transaction() as session:
        _appealed(session, take(session, reference))
    after(400)
    nights()
    assert _is_there(reference)
    with transaction() as session:
        case = take(session, reference)
        olga = people.olga(session).actor
        record(session, case.stream, EventKind.APPEAL_DECIDED, by=olga, facts={})
    nights()
    assert _is_there(reference), "something happened this very moment"
    after(400)
    nights()
    assert not _is_there(reference)


@pytest.mark.parametrize(("reason", "goes"), [("advertising", True), ("out_of_remit", False)])
def test_refused_advertising_goes_by_a_rule_of_its_own_and_nothing_else_does(reason, goes):
    with transaction() as session:
        marek = people.marek(session)
        case = people.a_submission(session, Kind.PROPOSAL, title=MARK)
        item = people.waiting_item(session, submission_id=case.id)
        rules = people.municipality(session).proposals
        give(
            session,
            item.id,
            by=marek.actor,
            judgement=Judgement.REFUSE,
            version=item.version,
            rules=rules,
            reason=reason,
        )
        reference, stream = case.reference, case.stream
        assert case.status is Status.CLOSED
    decide(What.SPAM, 90)
    after(91)
    nights()
    assert _is_there(reference) is not goes
    assert bool(_marked()) is not goes
    with transaction(write=False) as session:
        assert faults(session, stream) == []


@pytest.mark.once
def test_every_table_with_rows_of_a_case_keeps_them_for_a_reason_or_loses_them():
    naming = {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table is submissions for key in table.foreign_keys)
    }
    assert naming >= destroying.KEPT - {"submission"}
    assert {table.name for table in destroying.going()} == naming - destroying.KEPT
    assert all("submission_id" in table.c for table in destroying.going())


def test_what_was_said_below_it_is_nobodys():
    reference = _closed()
    decide(What.CASES, 365)
    after(400)
    nights()
    with transaction() as session:
        below = session.execute(select(comments)).one()
        assert (below.contact_id, below.byline, below.publication) == (None, "", "published")
        assert faults(session, take(session, reference).stream) == []
