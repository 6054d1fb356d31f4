"""What is not hers is to nobody of the staff there: not by its address, and not by its number in a
form (T03, T04, T07); and a change of what she may see counts at once (T53).
"""

import datetime as dt
import re

import pytest
from sqlalchemy import select, update

from models import absence, note, reading
from models.actor import Role
from models.answer_template import save
from models.attachment import row as attachment
from models.calendar import today
from models.consulting import consultations
from models.database import transaction
from models.organisation import units
from models.person import Appointment
from models.review import reviewables
from models.submission import submissions, take, tracking_key
from tests import people, pictures
from tests.canary import world as canary
from tests.canary.conftest import running
from tests.house.source import none_of
from tests.web.asking import Request, ask_all
from web.routes import ROUTES

pytestmark = pytest.mark.once

DRAWN = "/s/{reference}.svg"
"""A drawing of the number in the address: it asks nobody whether there is such a case."""
OF_A_CASE = [
    entry
    for entry in ROUTES
    if "{reference}" in entry.path and not entry.machine and entry.path != DRAWN
]


@pytest.fixture
def made(built_once):
    world = built_once(canary.found)
    with running(world) as found:
        yield found


def _path(world, entry, reference: str) -> str:
    # An attachment and an answer that the case itself has, where it has any.
    own = {"name": "0" * 32, "answer": "1"} | world.ones.get(reference, {})
    path = entry.path.replace("{reference}", reference)
    return re.sub(r"{(\w+)}", lambda found: own[found[1]], path)


@pytest.mark.parametrize(
    ("case", "actors"),
    [
        ("protected person's", ("official", "administrator", "moderator", "auditor", "neighbour")),
        ("private", ("neighbour", "area", "stranger", "protected")),
        ("other unit's", ("author",)),
    ],
)
def test_a_case_that_is_not_hers_is_no_case(made, case, actors):
    """Whatever is asked, and done: the answer is the one for a number that was never given."""
    world, wrong = made.world, []
    own, unknown = world.cases[case], canary.UNKNOWN
    before = _versions()
    for actor in actors:
        for entry in OF_A_CASE:
            asked = [
                Request(entry.method, path, cookie=world.cookies[actor])
                for path in (
                    _path(world, entry, own),
                    _path(world, entry, own).replace(own, unknown),
                )
            ]
            here, nowhere = ask_all(made.app, made.portal, asked)
            told = (here.status, here.text.replace(own, unknown))
            if here.status != nowhere.status or (
                entry.method == "GET" and told != (nowhere.status, nowhere.text)
            ):
                wrong.append(f"{actor} {entry.method} {entry.path}: {here.status}")
    none_of(wrong)
    assert _versions() == before


def _versions() -> list[tuple[int, int]]:
    with transaction(write=False) as session:
        wanted = select(submissions.c.id, submissions.c.version).order_by(submissions.c.id)
        return [tuple(row) for row in session.execute(wanted)]


@pytest.fixture
def town_of_two(site):
    """A private case of one unit, another unit, and Per and Eva, who work at them."""
    with transaction() as session:
        case = people.a_submission(session, title="Hemligt", shown=False)
        other = next(
            one.id for one in units(session) if not one.service_centre and one.id != case.unit_id
        )
        per = people.official_of(session, "Per", case.unit_id)
        eva = people.official_of(session, "Eva", other)
        return case.reference, case.unit_id, other, per, eva


def _known(browser, reference: str) -> dict[str, str]:
    page = browser.get(f"/casework/{reference}").text
    return dict(re.findall(r'name="(seq|version)" value="(\d+)"', page))


def test_whoever_hands_a_case_away_lands_on_her_desk_and_reads_what_she_did(site, town_of_two):
    reference, _, other, per, eva = town_of_two
    browser = site.browser().sign_in(per)
    form = {"unit": str(other), "reason": "Lampan är deras."} | _known(browser, reference)
    gone = browser.post(f"/submissions/{reference}/handovers", form)
    assert gone.headers["location"] == "/casework?done=handovers-1"
    assert "1 case was handed over." in browser.get(gone.headers["location"]).text
    assert browser.get(f"/casework/{reference}").status_code == 404
    assert site.browser().sign_in(eva).get(f"/casework/{reference}").status_code == 200


def test_whoever_gives_a_case_of_another_unit_to_a_colleague_there_has_it_no_more(
    site, town_of_two
):
    reference, _, _, per, eva = town_of_two
    with transaction() as session:
        take(session, reference).assignee_id = eva.id
    browser = site.browser().sign_in(eva)
    gone = browser.post(
        f"/submissions/{reference}/assignee", {"assignee": str(per.id)} | _known(browser, reference)
    )
    assert "Your colleague has the case now." in browser.get(gone.headers["location"]).text
    assert browser.get(f"/casework/{reference}").status_code == 404


def test_a_colleague_who_was_asked_to_read_can_do_that_and_no_more(site, town_of_two):
    reference, _, _, per, eva = town_of_two
    with transaction() as session:
        case = take(session, reference)
        asked = reading.ask(session, case, by=per.actor, reader_id=eva.id, source="Ett utkast")
        note.note(session, case, by=per.actor, source="En anteckning")
    browser = site.browser().sign_in(eva)
    page = browser.get(f"/casework/{reference}").text
    assert "Ett utkast" in page
    assert "rosa@example.org" not in page
    assert "Rosa" not in page
    version = str(dict(_versions())[1])
    closed = {"outcome": "answered", "reason": "Klart.", "version": version}
    refused = browser.post(f"/submissions/{reference}/closing", closed)
    assert refused.status_code == 409
    done = browser.post(
        f"/submissions/{reference}/remarks", {"reading": str(asked), "remark": "Bra."}
    )
    assert "Your colleague can read what you think." in browser.get(done.headers["location"]).text
    assert browser.get(f"/casework/{reference}").status_code == 404


def test_nobody_acts_on_what_is_anothers_by_its_number(site, town_of_two):
    """Consultations, drafts to read, absences, prepared answers, texts to judge (T03)."""
    reference, ours, other, per, eva = town_of_two
    with transaction() as session:
        third = next(one.id for one in units(session) if one.id not in {ours, other})
        case = people.a_submission(session, title="Evas", shown=True)
        case.unit_id = other
        session.add(case)
        session.flush()
        asked = people.asked(session, take(session, case.reference), unit_id=third)
        shown = reading.ask(session, case, by=eva.actor, reader_id=eva.id + 1, source="Utkast")
        hers = save(session, name="Tack", body="Hej", unit_id=other, language="sv")
        everybodys = save(session, name="Alla", body="Hej", unit_id=None, language="sv")
        away = absence.enter(session, eva.id, by=eva.actor, first=today(), last=today()).id
        marek = people.resident(session, "Marek")
        people.appoint(session, marek.id, Role.MODERATOR, unit_id=ours)
        item = session.scalar(
            select(reviewables.c.id).where(reviewables.c.submission_id == case.id)
        )
        evas = case.reference
    mine, judge = site.browser().sign_in(per), site.browser().sign_in(marek)
    wrong = [
        f"{path} -> {browser.post(path, form).status_code}"
        for browser, path, form in (
            (mine, f"/submissions/{evas}/replies", {"consultation": str(asked), "reply": "Ja."}),
            (mine, f"/submissions/{reference}/replies", {"consultation": str(asked), "reply": "x"}),
            (mine, f"/submissions/{reference}/remarks", {"reading": str(shown)}),
            (mine, f"/casework/absence/{away}/end", {}),
            (mine, f"/casework/templates/{hers}/retirement", {}),
            (mine, f"/casework/templates/{everybodys}/retirement", {}),
            (judge, f"/desk/{item}/claims", {}),
            (judge, f"/desk/{item}/verdicts", {"judgement": "publish", "version": "1"}),
            (judge, f"/submissions/{evas}/reviews", {}),
        )
        if browser.post(path, form).status_code != 404
    ]
    none_of(wrong)
    page = mine.get("/casework/templates").text
    assert "Alla" in page
    assert "Tack" not in page
    for browser, path in ((mine, f"/casework/templates/{hers}"), (judge, f"/desk/{item}")):
        assert browser.get(path).status_code == 404
    assert "Evas" not in judge.get("/desk").text
    for one in ("/meetings", "/casework/texts"):
        assert mine.get(one).status_code == 404
    with transaction(write=False) as session:
        assert session.scalars(select(consultations.c.answered_at)).all() == [None]


def test_nobody_says_who_wrote_to_whoever_may_only_be_asked(site, town_of_two):
    """A name and an address find nothing that their owner may not be known by (T08)."""
    reference, _, other, per, eva = town_of_two
    with transaction() as session:
        people.asked(session, take(session, reference), unit_id=other)
    hers, his = site.browser().sign_in(eva), site.browser().sign_in(per)
    for typed in ("rosa", "rosa@example.org", "hemligt"):
        assert "Hemligt" in his.get(f"/casework?q={typed}").text, typed
        assert "Hemligt" not in hers.get(f"/casework?q={typed}").text, typed
    assert "Hemligt" in hers.get(f"/casework?q={reference}").text
    page = hers.get(f"/casework/{reference}")
    assert "rosa@example.org" not in page.text
    assert "Rosa" not in page.text


def test_a_change_of_what_she_may_see_counts_at_her_next_request(site, town_of_two):
    """No page or file of hers is said to be as it was (T53, ASVS 8.3.2)."""
    reference, _, _, per, _ = town_of_two
    with transaction() as session:
        case = take(session, reference)
        stored = pictures.laid("Ritning")
        attachment.add(session, stored, alt="", submission_id=case.id or 0)
    browser = site.browser().sign_in(per)
    paths = [f"/casework/{reference}", f"/submissions/{reference}"]
    paths.append(f"/submissions/{reference}/attachments/{stored.name}")
    for path in paths:
        page = browser.get(path)
        assert page.status_code == 200, path
        assert "no-store" in page.headers["cache-control"], path
    mark = browser.get(paths[-1]).headers["etag"]
    with transaction() as session:
        session.execute(update(Appointment).values(until_date=today() - dt.timedelta(days=1)))
    for path in paths:
        assert browser.get(path, headers={"If-None-Match": mark}).status_code == 404, path


def _inner(page: str) -> str:
    """What a page says, without its frame: that holds the address, with the key in it."""
    return page.partition("<main")[2].partition("</main>")[0] or page


def test_a_key_opens_its_own_door_and_no_other(made):
    """The keys of letters, of cases and of browsers, each at every place that takes one (T04)."""
    world = made.world
    reference = world.cases["of a key"]
    with transaction() as session:
        key = tracking_key(take(session, reference))
    doors = [one.path for one in ROUTES if one.method == "GET" and "{token}" in one.path]
    forged = "1.forged"
    others = [key, *(one.partition("=")[2] for one in world.cookies.values() if one)]
    letters = [one for one in world.values["token"] if one != forged]
    keys = [*letters, *others]
    asked = [
        Request("GET", door.replace("{token}", one)) for one in (forged, *keys) for door in doors
    ]
    told = [
        (answer.status, _inner(answer.text).replace(one, forged))
        for one, answer in zip(
            [one for one in (forged, *keys) for _ in doors],
            ask_all(made.app, made.portal, asked),
            strict=True,
        )
    ]
    nothing, rest = told[: len(doors)], told[len(doors) :]
    opened = {
        one: {
            door.partition("{")[0]
            for number, door in enumerate(doors)
            if rest[place * len(doors) + number] != nothing[number]
        }
        for place, one in enumerate(keys)
    }
    none_of([f"{one[:9]} opens {sorted(found)}" for one, found in opened.items() if len(found) > 1])
    assert not any(opened[one] for one in others)
    assert sum(bool(opened[one]) for one in letters) > len(letters) / 2

    elsewhere = [one for one in world.values["reference"] if one != reference]
    asked = [
        Request("GET", path, cookie=cookie)
        for one in elsewhere
        for path, cookie in (
            (f"/submissions/{one}?k={key}", ""),
            (f"/submissions/{one}", f"key={key}"),
            (f"/submissions/{one}", ""),
        )
    ]
    found = [answer.status for answer in ask_all(made.app, made.portal, asked)]
    wrong = [
        f"{one}: {found[number : number + 3]}"
        for number, one in zip(range(0, len(found), 3), elsewhere, strict=True)
        if found[number + 1] != found[number + 2] or found[number] not in {303, found[number + 2]}
    ]
    none_of(wrong)
