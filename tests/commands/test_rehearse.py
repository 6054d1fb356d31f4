"""Rehearsing a dialogue: every page and message before it goes live, and the town as it was."""

import json
import re

from sqlalchemy import func, select

from models.calendar import now
from models.database import table_of, transaction
from models.dialogue import finding
from models.dialogue.kinds import Level, PhaseKind
from models.event import Event
from models.states import Status
from tests import people
from tests.dialogues import a_dialogue, later, some_words
from tests.notifications.post import follow
from web.commands.rehearsing import walk

_events = table_of(Event)


def _count() -> int:
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(_events)).scalar_one()


def _drafted(**words):
    with transaction() as session:
        held = a_dialogue(
            session,
            state=Status.DRAFT,
            phases=[later(PhaseKind.COLLECT_IDEAS, 1, 14), later(PhaseKind.DISCUSS, 20, 5)],
            words=some_words(**words) if words else None,
        )
        return held.dialogue.slug


def test_a_draft_is_walked_through_all_its_days_and_nothing_of_it_stays(town):
    slug = _drafted()
    before, at = _count(), now()
    found = walk(slug, "sv")
    assert [stop["happened"] for stop in found["stops"]] == [
        [],
        ["moved", "phase_opened"],
        ["last_days"],
        ["phase_closed"],
        ["phase_opened"],
        ["phase_closed", "moved"],
    ]
    assert [stop["status"] for stop in found["stops"]][-1] == "analysis"
    letters = [one for stop in found["stops"] for one in stop["messages"]]
    assert {one["channel"] for one in letters} == {"email", "sms"}
    assert any("torget" in one["text"] for one in letters)
    for stop in found["stops"]:
        assert found["question"] in stop["page"]
        assert not re.search(r"href=|<form|<input|<button|<h[12]", stop["page"])
    assert _count() == before
    assert abs(now() - at) < 60_000_000
    with transaction(write=False) as session:
        assert finding.of_slug(session, slug).status is Status.DRAFT


def test_what_a_draft_lacks_is_said_and_nothing_is_walked(town):
    found = walk(_drafted(level=Level.INFORMATION), "sv")
    assert found["lacks"] == {"field": "level", "code": "information"}
    assert found["stops"] == []


def test_no_address_of_a_resident_is_among_what_is_rehearsed(town):
    with transaction() as session:
        held = a_dialogue(session, state=Status.COMING, phases=[later(PhaseKind.DISCUSS, 1, 9)])
        rosa = people.rosa(session)
        follow(session, rosa, held.case)
        slug = held.dialogue.slug
    said = json.dumps(walk(slug, "sv"), ensure_ascii=False)
    assert rosa.address not in said
