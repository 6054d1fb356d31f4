"""What whoever reported is told: the receipt, where it stands, what was decided (MQ-10)."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar, suppression
from models.calendar import DAY, HOUR, MINUTE, end_of, now
from models.database import transaction
from models.delivery import deliveries
from models.errors import NotFound
from models.person import Channel
from models.report import Decision, Report
from models.states import Kind
from models.submission import take
from models.suppression import Why
from models.verdict import Judgement, undo_lasts
from moderation import clock, report_letters, report_status, undoing
from tests import people
from tests.moderation.room import item_of, judge, noon, report
from tests.notifications.post import Shelf, send, use

EMAIL = "granne@example.org"


@pytest.fixture
def case(town):
    calendar.freeze(noon())
    with transaction() as session:
        return people.published(session, Kind.COMPLAINT).reference


def _report(case, **more) -> Report:
    with transaction() as session:
        number = report(session, take(session, case), **more)
        return session.get_one(Report, number)


def _mine(session, made: Report) -> report_status.Standing:
    return report_status.of_code(session, made.code)


def _judged(case, judgement, **said) -> None:
    with transaction() as session:
        judge(session, item_of(session, take(session, case)), judgement, **said)


def _posted() -> list[tuple[str, str]]:
    with transaction() as session:
        rows = session.execute(select(deliveries).order_by(deliveries.c.id)).all()
    return [(row.kind, row.address) for row in rows if row.kind.startswith("report_")]


@pytest.mark.parametrize(
    ("reason", "within"),
    [
        ("threat", HOUR),
        ("hate_speech", DAY),
        # Noon on a Tuesday: three working days end on Friday.
        ("abusive", None),
    ],
)
def test_the_clock_of_a_report_follows_what_it_is_about(case, reason, within):
    made = _report(case, reason=reason)
    friday = end_of(calendar.today() + dt.timedelta(days=3))
    assert made.due_at == (noon() + within if within else friday)
    with transaction() as session:
        assert item_of(session, take(session, case)).due_at <= made.due_at
        assert not _mine(session, made).late
        calendar.freeze(made.due_at + MINUTE)
        assert _mine(session, made).late


@pytest.mark.parametrize(
    ("judgement", "said", "decision"),
    [
        (Judgement.UNPUBLISH, {"reason": "abusive"}, Decision.GONE),
        (Judgement.REDACT, {"reason": "personal_data", "redacted": "███"}, Decision.MASKED),
        (Judgement.KEEP, {}, Decision.STAYS),
    ],
)
def test_the_page_says_what_was_decided_once_it_cannot_be_taken_back(
    case, judgement, said, decision
):
    made = _report(case)
    with transaction() as session:
        before = _mine(session, made)
        assert (before.decision, before.reference, before.reach) == (None, case, "none")
    _judged(case, judgement, **said)
    with transaction() as session:
        assert _mine(session, made).decision is None
        calendar.freeze(now() + undo_lasts())
        after = _mine(session, made)
        assert (after.decision, after.decided_at) == (decision, noon())
        assert (after.reason or "") == said.get("reason", "")
        assert bool(after.title) is (decision is not Decision.GONE)


def test_a_verdict_that_was_taken_back_at_once_is_told_to_nobody(case):
    made = _report(case, channel=Channel.EMAIL, address=EMAIL)
    with transaction() as session:
        item = item_of(session, take(session, case))
        given = judge(session, item, Judgement.UNPUBLISH, reason="abusive")
        undoing.undo(session, given.id, by=people.marek(session).actor)
    calendar.freeze(now() + undo_lasts())
    clock.each_minute()
    with transaction() as session:
        assert _mine(session, made).decision is None
    assert _posted() == [("report_received", EMAIL)]


def test_who_left_an_address_gets_a_receipt_at_once_and_the_decision_once(case, town):
    use(town)
    made = _report(case, channel=Channel.EMAIL, address=EMAIL)
    _judged(case, Judgement.UNPUBLISH, reason="abusive")
    clock.each_minute()
    assert _posted() == [("report_received", EMAIL)]
    for _ in range(2):
        calendar.freeze(now() + undo_lasts())
        clock.each_minute()
    assert _posted() == [("report_received", EMAIL), ("report_decided", EMAIL)]
    shelf = Shelf()
    send(shelf)
    received, decided = (one for one in shelf.letters if one.address == EMAIL)
    for letter in (received, decided):
        assert f"/reports/{made.code}" in letter.text
        # What anybody can write to any address holds nobody's words.
        assert made.explanation not in letter.text
        assert "Mörkt" not in letter.text
    assert "visar den inte längre" in decided.text
    assert "Abusive" not in decided.text


def test_a_form_is_no_way_to_write_to_somebody_again_and_again(case):
    most = report_letters.PER_ADDRESS[0]
    for _ in range(most + 2):
        _report(case, channel=Channel.EMAIL, address=EMAIL)
    assert len(_posted()) == most


def test_the_page_says_when_no_letter_reaches_her_or_there_is_nowhere_to_write(case):
    reached = _report(case, channel=Channel.EMAIL, address=EMAIL)
    with transaction() as session:
        assert _mine(session, reached).reach == "mail"
        suppression.begin(session, reached.contact_id, Why.BOUNCED)
        assert _mine(session, reached).reach == "unreached"


def test_a_report_of_a_text_that_was_kept_is_answered_with_what_was_decided_before(case):
    _report(case)
    _judged(case, Judgement.KEEP)
    calendar.freeze(now() + undo_lasts() + MINUTE)
    made = _report(case)
    with transaction() as session:
        told = _mine(session, made)
        assert (told.decision, told.earlier) == (Decision.STAYS, True)


def test_what_is_hidden_meanwhile_is_not_named_and_a_code_is_not_guessed(case):
    made = _report(case, reason="threat")
    with transaction() as session:
        told = _mine(session, made)
        assert (told.hidden, told.title, told.reference) == (True, "", "")
        for wrong in ("", "0" * 20, made.code[:-1], made.code.upper() + "x"):
            with pytest.raises(NotFound):
                report_status.of_code(session, wrong)


def test_which_network_a_report_came_from_is_forgotten_after_a_day(case):
    made = _report(case, network="abc")
    for later, known in ((DAY - MINUTE, "abc"), (DAY, None)):
        calendar.freeze(noon() + later)
        clock.each_minute()
        with transaction() as session:
            assert session.get_one(Report, made.id).network == known
