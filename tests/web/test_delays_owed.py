"""What waits until a delay was told, and what the board's own calendar says of delays (ST-14)."""

import datetime as dt
import re
from html import unescape

import pytest
from sqlalchemy import select

from models import calendar, duties, progress, promise
from models.calendar import DAY, moment
from models.database import transaction
from models.delivery import deliveries
from models.keeping_promises import delaying
from models.meeting import agenda, row
from models.person import Person
from models.promise_line import Line
from models.reply import ReplyBy
from models.states import Kind, Status
from models.submission import take
from tests import people
from tests.notifications.post import address
from tests.web.test_promises import said
from web.commands.promising import Promising

pytestmark = pytest.mark.once

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
LINES = [
    Line(kind="proposal", first_response="30 working days", decide="30 working days"),
    Line(first_response="2 working days", decide="10 working days"),
]
BY = dt.date(2026, 7, 21)
"""Thirty working days after that Monday: midsummer's eve is none."""


@pytest.fixture(autouse=True)
def _monday(town):
    calendar.freeze(MONDAY)
    with transaction() as session:
        people.municipality(session)
        promise.put(session, LINES, {})


def olga_at(site, days: int):
    """Olga so many days later, when the clock has done its work."""
    calendar.freeze(MONDAY + days * DAY)
    kept = Promising()
    kept.look()
    kept.go_on()
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def test_whatever_works_on_a_late_case_waits_and_what_helps_to_tell_or_ends_it_does_not(site):
    with transaction() as session:
        reference = people.published(session, Kind.QUESTION).reference
        unit = take(session, reference).unit_id
        other, me = unit % 6 + 1, people.olga(session).id
    olga = olga_at(site, 3)

    def press(noun: str, **typed: str):
        with transaction(write=False) as session:
            typed["version"] = str(take(session, reference).version)
        return olga.post(f"/submissions/{reference}/{noun}", typed)

    why = "Det hör till parken."
    held = {
        "steps": {"to": "in_progress"},
        "handovers": {"unit": str(other), "reason": why},
        "consultations": {"unit": str(other), "question": why, "due_on": "2026-06-12"},
        "kind": {"kind": "complaint"},
    }
    for noun, typed in held.items():
        refused = press(noun, **typed)
        assert refused.status_code == 409, noun
        assert "First tell of the delay" in refused.text
        assert typed.get("reason", "") in unescape(refused.text)
    several = olga.get(f"/casework/handovers/new?case={reference}")
    cases = re.search(r'name="cases" value="([^"]+)"', several.text)[1]
    typed = {"cases": cases, "unit": str(other), "reason": why}
    left = olga.post("/casework/handovers", typed)
    assert left.status_code == 409
    assert "First tell of the delay" in left.text
    allowed = {
        "assignee": {"assignee": str(me)},
        "notes": {"text": "Ring henne i dag."},
        "registration": {"series": ""},
        "closing": {"outcome": "answered", "reason": "Vi har ringt dig och svarat på allt."},
    }
    for noun, typed in allowed.items():
        assert press(noun, **typed).status_code == 303, noun
    with transaction(write=False) as session:
        case = take(session, reference)
        assert (case.status, case.unit_id) == (Status.CLOSED, unit)


def test_a_meeting_after_the_promised_day_is_a_delay_and_all_its_senders_are_told_at_once(site):
    with transaction() as session:
        cases = [people.referred(session) for _ in range(3)]
        references = [case.reference for case in cases]
        late = row.call(session, board="technical", day=BY + dt.timedelta(days=1)).id
        agenda.add(session, row.take(session, late), {case.id for case in cases})
        cases[0].reply_by, cases[0].reply_to = ReplyBy.CALL, "+46701740605"
    olga = olga_at(site, 1)
    page = said(olga.get(f"/meetings/{late}"))
    assert "3 cases come up here after the day we promised, and nobody has been told yet." in page
    page = olga.get(f"/casework/{references[0]}")
    assert "promised to be done by Tuesday 21 July, and the board takes it up" in said(page)
    assert 'name="day" type="date" value="2026-07-23"' in page.text
    with transaction(write=False) as session:
        version, seq = str(take(session, references[0]).version), "99"
    step = {"to": "preparing", "version": version, "seq": seq}
    assert olga.post(f"/submissions/{references[0]}/steps", step).status_code == 409
    ticked = re.search(r'href="(/casework/delays/new[^"]+)"', olga.get(f"/meetings/{late}").text)
    form = olga.get(unescape(ticked[1]))
    assert 'type="date" value="2026-07-23"' in form.text
    assert form.text.count("No message goes to the sender by itself.") == 1
    told = {
        "cases": re.search(r'name="cases" value="([^"]+)"', form.text)[1],
        "reason": "Nämnden hinner inte i juni",
        "day": "2026-07-23",
    }
    assert len(told["cases"].split()) == 3
    before = calendar.now()
    assert olga.post("/casework/delays", told).status_code == 303
    address()
    with transaction(write=False) as session:
        due = session.scalars(
            select(deliveries.c.not_before).where(deliveries.c.kind == "delayed")
        ).all()
        opening = people.municipality(session).opening
        last = calendar.end_of(opening.add_working_days(calendar.local(before).date(), 1))
    assert len(due) == 3
    assert max(due) <= last
    assert "after the day we promised" not in said(olga.get(f"/meetings/{late}"))
    assert "Nämnden hinner inte i juni. New date: Thursday 23 July." in said(
        site.browser().get(f"/submissions/{references[1]}")
    )
    # Another day of the meeting, after the one that was told: it is owed once more.
    with transaction() as session:
        moved = row.take(session, late)
        day = dt.date(2026, 8, 20)
        row.change(session, moved, day=day, place="", presenter="", participants="")
        owed = delaying.owed(session, take(session, references[0]))
    assert (owed.promised, owed.meets_on) == (BY, day)


def test_an_answer_to_a_proposal_does_not_hide_that_its_decision_is_late(site):
    with transaction() as session:
        reference = people.referred(session).reference
    olga = olga_at(site, 50)
    here = f"/submissions/{reference}"

    def answers():
        seq = re.search(r'name="seq" value="(\d+)"', olga.get(f"/casework/{reference}").text)[1]
        return olga.post(f"{here}/answers", {"text": "Vi har hunnit halvvägs.", "seq": seq})

    assert answers().status_code == 409
    with transaction(write=False) as session:
        version = str(take(session, reference).version)
    told = {"version": version, "reason": "Nämnden ställde in", "day": "2026-09-01"}
    assert olga.post(f"{here}/delays", told).status_code == 303
    assert answers().status_code == 303
    assert "Nämnden ställde in. New date: Tuesday 1 September." in said(site.browser().get(here))
    calendar.freeze(moment(dt.datetime(2026, 9, 2, 7, 0, tzinfo=calendar.zone())))
    with transaction() as session:
        hers, case = people.olga(session), take(session, reference)
        progress.assign(session, case, by=hers.actor, to=session.get_one(Person, hers.id))
        work = {one.code: one.rows for one in duties.of(session, hers.id, since=0, until=0)}
    assert [duty.reference for duty in work["late"]] == [reference]
