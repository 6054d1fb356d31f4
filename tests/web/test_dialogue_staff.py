"""Dialogues in the hands of officials: begun, laid out, shown, changed in the open, and ended."""

import re
from datetime import date, timedelta

import pytest

from models import following
from models.calendar import freeze, local, now, today, unfreeze
from models.database import transaction
from models.dialogue import finding, times
from models.dialogue.kinds import PhaseKind
from models.errors import Invalid
from models.organisation import units
from models.person import Channel
from models.states import Publication, Status
from models.subscription import Extent, Topic
from tests import people
from tests.dialogues import QUESTION, a_dialogue, later, open_for
from tests.web.visiting import open_site

BASE = "/casework/dialogues"


@pytest.fixture
def site(town):
    with open_site() as running:
        yield running


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def _words(**other):
    day = today()
    return {
        "question": QUESTION,
        "level": "dialogue",
        "can": "Bänkar.",
        "cannot": "Bussarna.",
        "decider": "Nämnden",
        "decision_on": (day + timedelta(days=90)).isoformat(),
        "feedback_on": (day + timedelta(days=100)).isoformat(),
        "purpose": "Att få underlag till en plan.",
        "target": "Alla.",
        "opens_on": day.isoformat(),
        "closes_on": (day + timedelta(days=60)).isoformat(),
        **other,
    }


def _phase(opens: date, closes: date, **other):
    return {
        "kind": "discuss",
        "opens_day": opens.isoformat(),
        "opens_clock": "8.00",
        "closes_day": closes.isoformat(),
        "closes_clock": "23.59",
        **other,
    }


def _version(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def _unit() -> str:
    with transaction(write=False) as session:
        return str(units(session)[0].id)


def _phases(slug):
    with transaction() as session:
        viewer = people.olga(session).viewer
        return finding.phases_of(session, finding.by_slug(session, slug, viewer).id)


def _made(**options) -> str:
    with transaction() as session:
        return a_dialogue(session, **options).dialogue.slug


def test_a_dialogue_from_the_first_word_until_everyone_sees_it(olga, site):
    assert olga.get(f"{BASE}/new").status_code == 200
    empty = _words(unit=_unit(), can="", decider="", decision_on="")
    made = olga.post(BASE, empty)
    assert made.status_code == 303
    home = made.headers["location"]
    slug = home.rpartition("/")[2]
    page = olga.get(home)
    assert "What can be influenced" in page.text
    assert f'href="{home}/words#can"' in page.text
    assert "Olga" in page.text
    assert olga.get(f"{home}/steps/coming").text.count("<li id=") == 5

    form = olga.get(f"{home}/words")
    saved = olga.post(f"{home}/words", _words(version=_version(form)))
    assert saved.status_code == 303
    form = olga.get(f"{home}/leaders")
    led = re.search(r'name="leader1-id" value="(\d+)"', form.text)[1]
    rows = {"leader1-id": led, "leader1-name": "Olga Lind", "leader1-phone": "08-465 004 12"}
    rows |= {"leader2-name": "Ada Berg", "leader2-email": "ada@example.org"}
    assert olga.post(f"{home}/leaders", rows | {"version": _version(form)}).status_code == 303
    form = olga.get(f"{home}/parts")
    rows = {"part1-title": "Norr", "part1-leader": led, "part2-title": "Söder"}
    assert olga.post(f"{home}/parts", rows | {"version": _version(form)}).status_code == 303
    form = olga.get(f"{home}/units")
    with transaction(write=False) as session:
        other = units(session)[1].id
    ticked = {f"unit{other}": "yes", "unit999": "yes", "version": _version(form)}
    assert olga.post(f"{home}/units", ticked).status_code == 303
    phase = _phase(today() + timedelta(days=1), today() + timedelta(days=20))
    assert olga.post(f"{home}/phases", phase).status_code == 303

    assert site.browser().get(f"/dialogues/{slug}").status_code == 404
    assert olga.get(f"/dialogues/{slug}").status_code == 200
    step = olga.get(f"{home}/steps/coming")
    gone = olga.post(f"{home}/steps/coming", {"version": _version(step)})
    assert gone.status_code == 303
    assert site.browser().get(f"/dialogues/{slug}").status_code == 200
    with transaction() as session:
        row = finding.by_slug(session, slug, people.olga(session).viewer)
        assert (row.status, row.publication) == (Status.COMING, Publication.PUBLISHED)
        assert [one.name for one in finding.leaders_of(session, row.id)] == [
            "Olga Lind",
            "Ada Berg",
        ]
        north, south = finding.parts_of(session, row.id)
        assert (north.title, north.leader_id, south.leader_id) == ("Norr", int(led), None)
        assert [one.id for one in finding.units_of(session, row.id)] == [other]


def test_nobody_but_who_may_lead_it_learns_that_there_is_a_draft(site):
    slug = _made(state=Status.DRAFT)
    with transaction() as session:
        own = people.olga(session)
        unit_id = finding.by_slug(session, slug, own.viewer).unit_id
        away = next(one.id for one in list(units(session))[1:] if one.id != unit_id)
        others = [people.rosa(session), people.marek(session)]
        others.append(people.official_of(session, "Nils", away))
        ada = people.ada(session)
    for someone in [*others, None]:
        browser = site.browser()
        if someone:
            browser.sign_in(someone)
        for path in ("", "/words", "/leaders", "/phases/new", "/steps/coming"):
            assert browser.get(f"{BASE}/{slug}{path}").status_code == 404
        assert browser.post(f"{BASE}/{slug}/steps/coming", {"version": "1"}).status_code == 404
        assert slug not in browser.get(BASE).text
    for someone in (own, ada):
        assert site.browser().sign_in(someone).get(f"{BASE}/{slug}").status_code == 200


def test_an_official_begins_one_for_her_own_unit_alone(site):
    with transaction() as session:
        people.municipality(session)
        mine, other = (one.id for one in list(units(session))[1:3])
        nils = people.official_of(session, "Nils", mine)
    browser = site.browser().sign_in(nils)
    assert browser.post(BASE, _words(unit=str(other))).status_code == 422
    assert browser.post(BASE, _words(unit=str(mine))).status_code == 303


@pytest.mark.parametrize(
    ("day", "clock", "is_refused"),
    [(date(2027, 3, 28), "2.30", True), (date(2027, 10, 31), "2.30", False)],
)
def test_the_clocks_are_put_forward_and_back(olga, day, clock, is_refused):
    slug = _made(state=Status.DRAFT, phases=[])
    phase = _phase(today(), day, closes_clock=clock)
    answer = olga.post(f"{BASE}/{slug}/phases", phase)
    assert answer.status_code == (422 if is_refused else 303)
    if is_refused:
        assert "this time never comes" in answer.text
        return
    [row] = _phases(slug)
    # The second time that it is half past two: in winter time already.
    assert local(row.closes_at).utcoffset() == timedelta(hours=1)
    opens = times.opens(day, local(row.closes_at).time())
    assert local(opens).utcoffset() == timedelta(hours=2)
    assert row.closes_at - opens == 3600 * 1_000_000


def test_a_local_time_that_is_left_out_is_refused_at_its_own_field():
    with pytest.raises(Invalid) as refused:
        times.opens(date(2027, 3, 28), local(now()).time().replace(2, 15, 0, 0))
    assert (refused.value.field, refused.value.code) == ("opens_clock", "left_out")


def test_a_phase_that_is_open_keeps_what_it_is_and_is_told_of_when_it_closes_later(olga):
    slug = _made()
    [row] = _phases(slug)
    at = f"{BASE}/{slug}/phases/{row.id}"
    page = olga.get(at)
    assert "This phase has opened." in page.text
    values = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]*? value="([^"]*)"', page.text))
    later_day = (local(row.closes_at).date() + timedelta(days=7)).isoformat()
    # Its seconds are not in the form, which is no reason to take it for moved.
    saved = olga.post(at, values | {"closes_day": later_day})
    assert saved.status_code == 303
    [changed] = _phases(slug)
    assert changed.opens_at == row.opens_at
    assert local(changed.closes_at).date().isoformat() == later_day
    refused = olga.post(at, values | {"version": str(changed.version), "kind": "vote"})
    assert refused.status_code == 409
    assert "what it is and when it opened stay" in refused.text


def test_a_phase_that_has_opened_is_not_removed_and_one_to_come_is(olga):
    slug = _made(phases=[open_for(PhaseKind.DISCUSS), later(PhaseKind.VOTE)])
    opened, to_come = _phases(slug)
    at = f"{BASE}/{slug}/phases"
    assert olga.post(f"{at}/{opened.id}/removal", {"version": "1"}).status_code == 409
    assert olga.post(f"{at}/{to_come.id}/removal", {}).status_code == 422
    assert olga.post(f"{at}/{to_come.id}/removal", {"version": "1"}).status_code == 303
    assert [one.id for one in _phases(slug)] == [opened.id]


def test_phases_that_overlap_are_allowed_and_it_is_said(olga):
    phases = [later(PhaseKind.COLLECT_IDEAS), later(PhaseKind.DISCUSS, after=20)]
    page = olga.get(f"{BASE}/{_made(state=Status.DRAFT, phases=phases)}")
    assert page.text.count("Open at the same time as another phase") == 2


def test_a_slip_in_the_days_stands_beside_them_and_nothing_typed_is_lost(olga):
    slug = _made(state=Status.DRAFT, phases=[])
    wrong = _phase(today() + timedelta(days=9), today() + timedelta(days=3), words="Välkommen hit.")
    answer = olga.post(f"{BASE}/{slug}/phases", wrong)
    assert answer.status_code == 422
    assert 'id="closes_day-error"' in answer.text
    assert "Välkommen hit." in answer.text
    answer = olga.post(f"{BASE}/{slug}/phases", wrong | {"closes_day": "i morgon"})
    assert 'value="i morgon"' in answer.text


def test_two_at_once_lose_nothing_that_was_typed(olga):
    slug = _made(state=Status.DRAFT)
    old = _version(olga.get(f"{BASE}/{slug}/words"))
    assert olga.post(f"{BASE}/{slug}/words", _words(version=old)).status_code == 303
    answer = olga.post(f"{BASE}/{slug}/words", _words(version=old, can="Fontänen."))
    assert answer.status_code == 409
    assert "Fontänen." in answer.text
    again = _words(version=_version(answer), can="Fontänen.")
    assert olga.post(f"{BASE}/{slug}/words", again).status_code == 303


def test_a_wrong_row_among_several_is_named_by_its_number(olga):
    slug = _made(state=Status.DRAFT)
    form = olga.get(f"{BASE}/{slug}/leaders")
    rows = {"leader1-name": "Olga", "leader3-phone": "12", "version": _version(form)}
    answer = olga.post(f"{BASE}/{slug}/leaders", rows)
    assert answer.status_code == 422
    assert 'href="#leader3-name"' in answer.text
    assert "Person 3: Enter the name" in answer.text


def test_breaking_off_asks_who_and_why_and_takes_no_script_for_a_link(olga, site):
    slug = _made()
    at = f"{BASE}/{slug}/steps/broken_off"
    page = olga.get(at)
    answer = olga.post(at, {"version": _version(page), "ended_words": "Pengarna räcker inte."})
    assert answer.status_code == 422
    assert "Pengarna räcker inte." in answer.text
    ending = {"version": _version(page), "ended_words": "Slut.", "ended_by": "Nämnden"}
    answer = olga.post(at, ending | {"ended_link": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert 'id="ended_link-error"' in answer.text
    assert olga.post(at, ending | {"ended_link": "https://example.org/"}).status_code == 303
    assert olga.get(at).status_code == 404
    assert olga.post(at, ending).status_code == 409


def test_her_own_come_first_and_what_needs_something_is_said(olga):
    try:
        freeze(now())
        with transaction() as session:
            a_dialogue(session, phases=[open_for(PhaseKind.DISCUSS, days=5)])
        olga.post(BASE, _words(unit=_unit(), question="Vad ska biblioteket vara?"))
        page = olga.get(BASE)
        assert "A phase closes within a week." in page.text
        assert "1 dialogue has a phase that closes within a week" in olga.get("/work").text
    finally:
        unfreeze()
    assert page.text.index("Drafts") < page.text.index("Going on")


@pytest.mark.parametrize("state", [Status.OPEN, Status.FEEDBACK])
def test_only_the_steps_of_the_table_are_offered(olga, state):
    slug = _made(state=state)
    page = olga.get(f"{BASE}/{slug}").text
    offered = set(re.findall(rf"{BASE}/{slug}/steps/(\w+)", page))
    wanted = {Status.OPEN: {"analysis", "broken_off"}, Status.FEEDBACK: {"analysis", "closed"}}
    assert offered == wanted[state]
    assert olga.get(f"{BASE}/{slug}/steps/coming").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01", "20261", "\u0000"])
def test_a_day_that_is_none_of_our_times_is_refused(olga, day):
    slug = _made(state=Status.DRAFT, phases=[])
    phase = _phase(today(), today(), opens_day=day, closes_day=day)
    assert olga.post(f"{BASE}/{slug}/phases", phase).status_code == 422
    words = _words(version="1", opens_on=day, decision_on=day)
    assert olga.post(f"{BASE}/{slug}/words", words).status_code == 422


def test_whoever_breaks_it_off_reads_how_many_hear_of_it(olga):
    with transaction() as session:
        held = a_dialogue(session)
        slug, rosa = held.dialogue.slug, people.rosa(session)
        following.follow(
            session,
            Channel.EMAIL,
            rosa.address,
            Topic.SUBMISSION,
            submission_id=held.case.id,
            extent=Extent.DECISION,
            language="sv",
            own_contacts=[rosa.contact_id],
        )
    page = olga.get(f"{BASE}/{slug}/steps/broken_off")
    assert "1 person who follows the dialogue is told." in page.text


def test_a_vote_leads_on_to_its_ballot_and_is_listed_until_it_has_one(olga):
    slug = _made()
    day = today() + timedelta(days=9)
    added = olga.post(f"{BASE}/{slug}/phases", _phase(day, day + timedelta(days=9), kind="vote"))
    ballot = f"{BASE}/{slug}/phases/{_phases(slug)[-1].id}/ballot"
    assert added.headers["location"] == ballot
    assert f'href="{ballot}">What is voted on' in olga.get(f"{BASE}/{slug}").text
    assert "A vote has no ballot." in olga.get(BASE).text
    assert "1 dialogue has a vote without a ballot" in olga.get("/work").text
    votes = {"question": "Vad först?", "method": "support", "option1": "Träd", "option2": "Ljus"}
    assert olga.post(ballot, votes | {"version": "0"}).status_code == 303
    assert "without a ballot" not in olga.get("/work").text
    assert "This is missing" not in olga.get(f"{BASE}/{slug}").text
