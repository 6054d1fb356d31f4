"""Letters about an appeal: to both sides, each once, and nothing in them about who is protected."""

import datetime as dt

import pytest

from models import protection
from models.calendar import MINUTE, advance, at, moment
from models.database import transaction
from models.event import EventKind
from models.person import Channel, reach
from models.review_appeal import AppealOutcome
from models.states import Kind
from models.verdict import Judgement
from notifications import staff
from notifications.desk_letters import REVIEW_WORK as WORK
from notifications.telling import telling
from tests import people
from tests.moderation.appealing import REASONS, appeal, decide, name_second_person
from tests.moderation.room import item_of, judge, report
from tests.notifications.post import Shelf, send, use

SAID = {"reason": "abusive", "message": ""}


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf()


def _of(shelf, kind) -> dict:
    return {letter.address: letter for letter in shelf.letters if letter.kind == kind}


def _unpublished(session):
    rosa = people.rosa(session)
    case = people.published(session, Kind.PROPOSAL, by=rosa)
    report(session, case, channel=Channel.EMAIL, address="sam@example.org")
    return rosa, judge(session, item_of(session, case), Judgement.UNPUBLISH, **SAID)


def test_the_one_who_appeals_hears_until_when_and_then_both_sides_hear_how_it_ended(shelf):
    with transaction() as session:
        rosa, verdict = _unpublished(session)
        made = appeal(session, verdict, contact_id=rosa.contact_id)
    advance(3 * MINUTE // 1_000_000)
    send(shelf)
    (received,) = _of(shelf, "appeal_received").values()
    assert received.address == rosa.address
    assert "/statements/" in received.text
    with transaction() as session:
        decide(session, made)
    send(shelf)
    told = _of(shelf, "appeal_decided")
    assert set(told) == {rosa.address, "sam@example.org"}
    assert all(REASONS in letter.text for letter in told.values())
    assert "Stöd som den fick förut räknas" in told[rosa.address].text
    assert "/reports/" in told["sam@example.org"].text
    assert "därför att" not in told["sam@example.org"].text
    assert "ditt eget ärende" not in told["sam@example.org"].text
    count = len(shelf.letters)
    send(shelf)
    assert len(shelf.letters) == count


def test_whoever_is_protected_is_told_that_there_is_something_and_no_more(shelf):
    with transaction() as session:
        rosa, verdict = _unpublished(session)
        protection.protect(session, rosa.id, True, people.ada(session).actor)
        made = appeal(session, verdict, contact_id=rosa.contact_id)
        # Nobody on the desk may have a case of hers, so whom the town has named decides.
        name_second_person(session, people.anna(session).address)
        decide(session, made, AppealOutcome.UPHELD)
    send(shelf)
    hers = [letter for letter in shelf.letters if letter.address == rosa.address]
    assert {letter.kind for letter in hers} == {"something_new"}
    assert not any(REASONS in letter.text or "2026-" in letter.text for letter in hers)


def test_followers_of_a_list_hear_of_what_is_shown_for_the_first_time_alone():
    kind, facts = EventKind.APPEAL_DECIDED, {"hid": "refused", "shown": "published"}
    assert telling(kind, facts | {"first": 1}).listed == "new_case"
    assert telling(kind, facts) is None
    assert telling(kind, {"ended": "upheld"}) is None


def test_an_address_nobody_has_confirmed_is_written_to_only_as_a_reporter(shelf):
    with transaction() as session:
        case = people.published(session)
        report_id = report(session, case, channel=Channel.EMAIL, address="eva@example.org")
        verdict = judge(session, item_of(session, case), Judgement.KEEP)
        contact = reach(session, Channel.EMAIL, "eva@example.org").id
        made = appeal(session, verdict, report_id=report_id, contact_id=contact)
        decide(session, made, AppealOutcome.UPHELD)
    send(shelf)
    assert "eva@example.org" in _of(shelf, "appeal_decided")


def test_the_morning_mail_of_those_who_review_counts_what_is_to_be_looked_at_again(shelf):
    with transaction() as session:
        anna = people.anna(session)
        _, verdict = _unpublished(session)
        appeal(session, verdict)
    with at(moment(dt.datetime(2027, 3, 2, 6, 30, tzinfo=dt.UTC))):
        assert staff.each_minute()
        send(shelf)
    (mail,) = [one for one in shelf.letters if (one.kind, one.address) == (WORK, anna.address)]
    assert "1 beslut väntar på att någon som inte var med om det prövar det igen." in mail.text
    assert "/work" in mail.text
