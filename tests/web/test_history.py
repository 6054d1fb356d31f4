"""All that happened with a case, its proof, and the file with which anyone can prove it."""

import io
import json
import re
import sys
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import text

import templates
from models import progress, publishing
from models.actor import SYSTEM
from models.database import transaction
from models.history import verify
from models.ledger import EXPORTED, PAGE
from models.person import Person
from models.states import Kind, Publication, Status
from models.submission import take
from tests import people
from tests.models.tampering import unguarded

pytestmark = pytest.mark.once

SNIPPET = Path(templates.__file__).parent / "submissions" / "_recompute.txt"


@pytest.fixture
def reference(site) -> str:
    """A public case with an event that is not."""
    with transaction() as session:
        olga = people.olga(session)
        case = people.published(session, Kind.FAULT_REPORT)
        progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
        progress.move(session, case, Status.WAITING_RESIDENT, by=olga.actor)
        return case.reference


def signed_in(site, who):
    with transaction() as session:
        someone = who(session)
    return site.browser().sign_in(someone)


def read(browser, path: str) -> str:
    page = browser.get(path)
    assert page.status_code == 200, path
    return unescape(page.text)


def history(browser, reference: str) -> str:
    return read(browser, f"/submissions/{reference}/history")


def check(browser, reference: str) -> str:
    return read(browser, f"/submissions/{reference}/history/check")


def spoil(statement: str, reference: str, **values: object) -> None:
    with unguarded() as session:
        session.execute(text(statement), {"stream": f"submission-{reference}", **values})


def test_the_case_leads_to_all_its_events_and_says_how_many(site, reference):
    page = read(site.browser(), f"/submissions/{reference}")
    assert f'<a class="alone" href="/submissions/{reference}/history">Show all 4 events</a>' in page
    assert f"/submissions/{reference}/history/check" in page


def test_what_is_not_public_is_a_line_without_words_to_strangers_and_to_the_author(site, reference):
    for browser in (site.browser(), signed_in(site, people.rosa)):
        page = history(browser, reference)
        assert page.count("An event that is not public") == 1
        assert "Given to the one who will handle it" not in page
        assert "Shown on the website" in page
    page = history(signed_in(site, people.olga), reference)
    assert "An event that is not public" not in page
    assert "Given to the one who will handle it" in page


def test_nobody_is_named_in_a_history_only_her_role(site, reference):
    page = history(signed_in(site, people.olga), reference)
    assert "Official" in page
    main = page[page.index("<ol") : page.index("</ol>")]
    assert "Olga" not in main
    assert "Rosa" not in main


def test_a_long_history_is_read_page_by_page(site, reference):
    with transaction() as session:
        case = take(session, reference)
        for _ in range(PAGE):
            people.published_comment(session, case)
    first = history(site.browser(), reference)
    (following,) = re.findall(r'class="next" href="([^"]+)"', first)
    second = read(site.browser(), following)
    seen = re.findall(r'id="event-(\d+)"', first + second)
    assert [int(seq) for seq in seen] == list(range(PAGE + 4, 0, -1))


def test_a_private_case_has_no_history_for_strangers(site):
    with transaction() as session:
        reference = people.a_submission(session, shown=False).reference
    for path in ("/history", "/history/check"):
        assert site.browser().get(f"/submissions/{reference}{path}").status_code == 404
        page = signed_in(site, people.rosa).get(f"/submissions/{reference}{path}")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"
    assert site.browser().get(f"/ledger/submission-{reference}.json").status_code == 404
    page = check(signed_in(site, people.rosa), reference)
    assert "/ledger/" not in page


def test_the_check_says_that_a_whole_history_is_whole_with_its_last_seal(site, reference):
    page = check(site.browser(), reference)
    assert "The history is whole" in page
    assert "We have just checked 4 events" in page
    with transaction(write=False) as session:
        head = session.execute(
            text("SELECT head_hash FROM stream WHERE key = :key"),
            {"key": f"submission-{reference}"},
        ).scalar_one()
    assert head in page


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            'UPDATE event SET facts = \'{"to":"closed"}\' WHERE stream = :stream AND seq = 3',
            "Event 3: Its contents have been changed afterwards.",
        ),
        (
            "UPDATE event SET public = true WHERE stream = :stream AND NOT public",
            "Its contents have been changed afterwards.",
        ),
        (
            "UPDATE stream SET head_hash = prev WHERE key = :stream".replace(
                "prev", "'" + "0" * 64 + "'"
            ),
            "The last seal is not the one that was kept.",
        ),
        (
            "UPDATE text SET source = 'Lampan lyser.'",
            "Event 1: The text that belongs to it has been changed afterwards.",
        ),
        (
            "UPDATE event SET facts = 'not json' WHERE stream = :stream AND seq = 2",
            "The history cannot be read.",
        ),
        (
            "UPDATE event SET kind = 'never_heard_of' WHERE stream = :stream AND seq = 2",
            "The history cannot be read.",
        ),
    ],
)
def test_the_check_tells_what_was_changed_below_the_triggers(site, reference, statement, told):
    browser = site.browser()
    assert "The history is whole" in check(browser, reference)
    spoil(statement, reference)

    page = read(browser, f"/submissions/{reference}/history/check?again")
    assert "The history is broken" in page
    assert told in page
    assert "The history is whole" not in page


def test_a_lost_event_is_named(site, reference):
    with unguarded() as session:
        session.execute(text("DELETE FROM outbox"))
        session.execute(
            text("DELETE FROM event WHERE stream = :stream AND seq = 4"),
            {"stream": f"submission-{reference}"},
        )
    assert "Event 4: It is missing." in check(site.browser(), reference)


def test_the_file_has_what_everyone_may_read_and_the_seals_of_the_rest(site, reference):
    answer = site.browser().get(f"/ledger/submission-{reference}.json")
    assert answer.headers["Content-Type"].startswith("application/json")
    ledger = answer.json()
    assert [line["seq"] for line in ledger["events"]] == [1, 2, 3, 4]
    hidden = [line for line in ledger["events"] if "event" not in line]
    assert hidden
    assert all(set(line) == {"seq", "body_digest", "hash"} for line in hidden)
    assert "actor" not in answer.text
    assert ledger["next"] is None


def recomputed(ledger: dict) -> str:
    """What the program on the page prints; AssertionError where it finds the thread torn."""
    said, given = io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(json.dumps(ledger))
    try:
        with redirect_stdout(said):
            exec(compile(SNIPPET.read_text("utf-8"), "check.py", "exec"), {})  # noqa: S102
    finally:
        sys.stdin = given
    return said.getvalue()


def test_anyone_computes_the_seals_again_with_the_program_on_the_page(site, reference):
    ledger = site.browser().get(f"/ledger/submission-{reference}.json").json()
    with transaction(write=False) as session:
        assert verify(session, f"submission-{reference}") == []
    assert recomputed(ledger) == f"4 events, last seal {ledger['events'][-1]['hash']}\n"
    assert ledger["previous"] == ledger["genesis"]
    ledger["events"][0]["event"]["at"] += 1
    with pytest.raises(AssertionError):
        recomputed(ledger)
    program = check(site.browser(), reference)
    assert SNIPPET.read_text("utf-8").strip() in program


def test_a_file_goes_on_in_the_next_where_the_last_one_ended(site, reference, monkeypatch):
    browser = site.browser()
    whole = browser.get(f"/ledger/submission-{reference}.json").json()
    rest = browser.get(f"/ledger/submission-{reference}.json?after=2").json()
    assert rest["events"] == whole["events"][2:]
    assert rest["previous"] == whole["events"][1]["hash"]
    assert EXPORTED >= 1000


def test_a_case_that_is_hidden_takes_its_file_along(site, reference):
    address = f"/ledger/submission-{reference}.json"
    assert site.browser().get(address).status_code == 200
    with transaction() as session:
        case = take(session, reference)
        rules = people.municipality(session).proposals
        publishing.show(session, case, Publication.HIDDEN, by=SYSTEM, rules=rules)
    assert site.browser().get(address).status_code == 404
    for other in ("configuration", "submission-2026-99999", "submission-", "x"):
        assert site.browser().get(f"/ledger/{other}.json").status_code == 404


def test_paper_gets_a_square_code_that_says_nothing_of_whether_there_is_such_a_case(site):
    drawn = site.browser().get("/s/2026-99999.svg")
    assert drawn.status_code == 200
    assert drawn.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert drawn.text.startswith("<svg")
    assert "style" not in drawn.text
    for wrong in ("x", "2026-1", "2026-00001%0A"):
        assert site.browser().get(f"/s/{wrong}.svg").status_code == 404


def test_a_place_that_no_history_has_is_its_beginning_or_its_end(site, reference):
    far = "999999999999999999"
    page = read(site.browser(), f"/submissions/{reference}/history?after={far}")
    assert 'id="event-4"' in page
    assert (
        site.browser().get(f"/ledger/submission-{reference}.json?after={far}").json()["events"]
        == []
    )
