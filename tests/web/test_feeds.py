"""Feeds: whole, stable, only of what is public, in two forms and two languages (NT-24)."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import update

from models import answer, calendar, merging, progress, text
from models.calendar import MINUTE
from models.database import transaction
from models.person import Person
from models.states import Kind, Outcome
from models.submission import take
from models.text import Text
from models.verdict import Judgement
from tests import people
from tests.canary.world import found
from tests.house.source import none_of
from tests.moderation import room
from tests.web.asking import ORIGIN, Request, ask
from tests.web.waiting import soon
from web.pages import feeds

pytestmark = pytest.mark.once

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
LISTS = ("/feeds/submissions", "/feeds/decisions")


@pytest.fixture
def get(site):
    """Ask as a stranger; "?" and what follows may stand in the path."""

    def asked(path: str, **headers: str):
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return ask(site.app, site.server.portal, Request("GET", path, headers=named))

    return asked


def _atom(answer) -> ET.Element:
    assert answer.status == 200
    assert answer.header("content-type") == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.body)


def _json(answer) -> dict:
    assert answer.status == 200
    assert answer.header("content-type") == "application/feed+json; charset=utf-8"
    return json.loads(answer.body)


def _links(element: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def _titles(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def _faults(feed: ET.Element) -> list[str]:
    """What RFC 4287 asks for and is not there."""
    wrong = []
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            found = element.findall(f"{ATOM}{name}")
            if len(found) != 1 or not (found[0].text or "").strip():
                wrong.append(f"{element.tag}: {len(found)} of {name}")
        for name in ("updated", "published"):
            wrong += [
                f"{name}: {found.text}"
                for found in element.findall(f"{ATOM}{name}")
                if not RFC3339.fullmatch(found.text or "")
            ]
        links = _links(element)
        wrong += [f"not absolute: {href}" for href in links.values() if not href.startswith(ORIGIN)]
        if "alternate" not in links:
            wrong.append(f"{element.tag}: no alternate")
    if "self" not in _links(feed):
        wrong.append("no self")
    if feed.find(f"{ATOM}author/{ATOM}name") is None:
        wrong.append("no author")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    if len(set(ids)) != len(ids):
        wrong.append("an id twice")
    wrong += [
        f"id: {one}" for one in ids if not re.fullmatch(r"tag:127\.0\.0\.1,[\d-]+:[\w/-]+", one)
    ]
    return wrong


def _json_faults(feed: dict) -> list[str]:
    """What JSON Feed 1.1 asks for and is not there."""
    wrong = [name for name in ("version", "title", "items", "feed_url") if name not in feed]
    if feed["version"] != "https://jsonfeed.org/version/1.1":
        wrong.append("version")
    for item in feed["items"]:
        if not isinstance(item.get("id"), str):
            wrong.append("an item without an id")
        if not {"content_html", "content_text"} & item.keys():
            wrong.append(f"{item['id']} has no content")
        if not item["url"].startswith(ORIGIN):
            wrong.append(f"not absolute: {item['url']}")
        wrong += [
            f"{item['id']}: {name}"
            for name in ("date_published", "date_modified")
            if not RFC3339.fullmatch(item[name])
        ]
    return wrong


@pytest.fixture
def full(built_once):
    return built_once(found)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_feed_of_a_full_town_is_whole_in_both_forms(full, get, language):
    paths = [
        *LISTS,
        *(f"/submissions/{full.cases[what]}" for what in ("proposal", "decided", "fault")),
    ]
    for path in paths:
        feed = _atom(get(f"{path}.atom", accept_language=language))
        none_of(_faults(feed))
        assert len(_titles(feed)) > 0, path
        assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
        twin = _json(get(f"{path}.json", accept_language=language))
        none_of(_json_faults(twin))
        assert [item["id"] for item in twin["items"]] == [
            entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")
        ]
        assert [item["title"] for item in twin["items"]] == _titles(feed)
        assert twin["language"] == language


@pytest.mark.parametrize("path", LISTS)
def test_a_feed_of_nothing_is_whole(site, get, path):
    feed = _atom(get(f"{path}.atom"))
    none_of(_faults(feed))
    assert _titles(feed) == []
    none_of(_json_faults(_json(get(f"{path}.json"))))


def test_a_feed_says_where_it_is_and_where_it_goes_on(site, get, monkeypatch):
    """Every case stands on exactly one page, those shown last first, and every page is whole."""
    monkeypatch.setattr(feeds.feed, "PAGE", 2)
    with transaction() as session:
        references = [people.published(session, title=f"Förslag {n}").reference for n in range(5)]
    address, found, pages = "/feeds/submissions.atom", [], 0
    while address:
        feed = _atom(get(address.removeprefix(ORIGIN)))
        none_of(_faults(feed))
        assert _links(feed)["self"] == ORIGIN + address.removeprefix(ORIGIN)
        found += [
            entry.findtext(f"{ATOM}id").rpartition("/")[2] for entry in feed.findall(f"{ATOM}entry")
        ]
        address, pages = _links(feed).get("next", ""), pages + 1
    assert (found, pages) == (references[::-1], 3)
    twin = _json(get("/feeds/submissions.json"))
    assert len(_json(get(twin["next_url"].removeprefix(ORIGIN)))["items"]) == 2


def test_the_history_of_a_case_pages_to_its_beginning(site, get, monkeypatch):
    monkeypatch.setattr(feeds.feed, "PAGE", 2)
    with transaction() as session:
        case = people.published(session)
        for number in range(4):
            people.published_comment(session, case, source=f"Kommentar {number}")
        reference = case.reference
    address, found = f"/submissions/{reference}.atom", []
    while address:
        feed = _atom(get(address.removeprefix(ORIGIN)))
        found += [
            entry.findtext(f"{ATOM}id").rpartition("/")[2] for entry in feed.findall(f"{ATOM}entry")
        ]
        address = _links(feed).get("next", "")
    assert found == ["6", "5", "4", "3", "2", "1"]


def test_a_case_received_long_ago_is_news_when_it_is_shown(site, get):
    with transaction() as session:
        old = people.a_submission(session, title="Väntade länge")
        people.published(session, title="Kom efteråt")
        calendar.advance(60)
        room.judge(session, room.item_of(session, old), Judgement.PUBLISH)
    assert _titles(_atom(get("/feeds/submissions.atom"))) == ["Väntade länge", "Kom efteråt"]


def _updated(feed: ET.Element) -> str:
    return feed.findtext(f"{ATOM}updated")


def test_a_feed_is_as_new_as_the_last_public_event(site, get):
    """Being assigned is not public: it must not make a reader fetch anything anew."""
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        reference, olga = case.reference, people.olga(session)
    path = f"/submissions/{reference}.atom"
    before = _updated(_atom(get(path)))
    calendar.freeze(calendar.now() + 10 * MINUTE)
    with transaction() as session:
        case = take(session, reference)
        progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    assert _updated(_atom(get(path))) == before
    with transaction() as session:
        words = "Lampan är lagad."
        case = take(session, reference)
        answer.answer(session, case, by=olga.actor, source=words, html=text.prepare(words))
    soon(lambda: _updated(_atom(get(path))) > before)
    assert _updated(_atom(get("/feeds/submissions.atom"))) > before


def test_ids_stay_whatever_changes(site, get):
    """A reader of feeds shows an entry twice when its id moves."""
    with transaction() as session:
        case = people.published(session)
        reference = case.reference
    ids = {
        path: _ids(_atom(get(path)))
        for path in (f"/submissions/{reference}.atom", "/feeds/submissions.atom")
    }
    with transaction() as session:
        case = take(session, reference)
        session.execute(update(Text).where(Text.id == case.text_id).values(title="En ny rubrik"))
        people.published_comment(session, case)
        calendar.advance(3600)
    assert _ids(_atom(get("/feeds/submissions.atom?x=1"))) == ids["/feeds/submissions.atom"]
    later = _ids(_atom(get(f"/submissions/{reference}.atom")))
    assert (
        later[-len(ids[f"/submissions/{reference}.atom"]) :]
        == ids[f"/submissions/{reference}.atom"]
    )


def _ids(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]


NAUGHTY = 'Å & <script>alert("1")</script> ]]> \' "quotes" \u2028 \U0001f6b2 {{ 7000*7 }}'


def test_words_of_residents_break_no_feed(site, get):
    with transaction() as session:
        case = people.published(session, title=NAUGHTY[:110], source=NAUGHTY, byline=NAUGHTY[:60])
        people.published_comment(session, case, source=NAUGHTY, byline=NAUGHTY[:60])
        reference = case.reference
        # Imported words may hold what no form lets through.
        session.execute(update(Text).values(source="\x0b\x1f\ufffe", html="<p>a\x0b\x1f\ufffe</p>"))
    for path in ("/feeds/submissions", f"/submissions/{reference}"):
        answer = get(f"{path}.atom")
        none_of(_faults(_atom(answer)))
        assert b"<script" not in answer.body
        assert "49000" not in answer.body.decode()
        twin = get(f"{path}.json")
        none_of(_json_faults(_json(twin)))
        assert b"<script" not in twin.body
    assert _titles(_atom(get("/feeds/submissions.atom"))) == [NAUGHTY[:110]]


def test_an_entry_holds_the_words_and_who_wrote_them(site, get):
    with transaction() as session:
        case = people.published(
            session, Kind.COMPLAINT, source="Lampan är **trasig**.", byline="Rosa"
        )
        people.published_comment(session, case, source="Hos oss också.")
        words, olga = "Den lagas i dag.", people.olga(session)
        answer.answer(session, case, by=olga.actor, source=words, html=text.prepare(words))
        progress.close(
            session,
            case,
            by=olga.actor,
            outcome=Outcome.ANSWERED,
            reason="Lampan lyser nu igen, tack.",
        )
        reference = case.reference
    (entry,) = _atom(get("/feeds/submissions.atom")).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Rosa"
    assert entry.find(f"{ATOM}content").attrib["type"] == "html"
    assert "Lampan är" in entry.findtext(f"{ATOM}content")
    told = [
        (
            e.findtext(f"{ATOM}title"),
            e.findtext(f"{ATOM}author/{ATOM}name"),
            e.findtext(f"{ATOM}content"),
        )
        for e in _atom(get(f"/submissions/{reference}.atom", accept_language="en")).findall(
            f"{ATOM}entry"
        )
    ]
    assert told[0] == ("Answered", None, "<p>Lampan lyser nu igen, tack.</p>")
    assert told[1][0] == "We answered"
    assert told[1][2] == "<p>Den lagas i dag.</p>"
    assert told[2] == ("New comment", "Resident", "<p>Hos oss också.</p>")
    assert "Olga" not in str(told)


def test_a_hidden_comment_is_gone_and_a_hidden_case_has_no_feed(site, get):
    with transaction() as session:
        case = people.published(session)
        comment = people.published_comment(session, case, source="Bort med detta")
        reference = case.reference
    path = f"/submissions/{reference}.atom"
    assert b"Bort med detta" in get(path).body
    mark = get(path).header("etag")
    with transaction() as session:
        room.report(session, comment)
        room.judge(session, room.item_of(session, comment), Judgement.HIDE, reason="abusive")
    soon(lambda: get(path, if_none_match=mark).status == 200)
    gone = get(path)
    assert b"Bort med detta" not in gone.body
    assert "Ny kommentar" not in _titles(_atom(gone))
    with transaction() as session:
        thing = take(session, reference)
        room.report(session, thing)
        room.judge(session, room.item_of(session, thing), Judgement.HIDE, reason="abusive")
    soon(lambda: get(path, if_none_match=gone.header("etag")).status == 404)
    assert get(f"/submissions/{reference}.json").status == 404


def test_what_did_not_change_is_not_sent_again(site, get):
    with transaction() as session:
        reference = people.published(session).reference
    for path in (
        "/feeds/submissions.atom",
        "/feeds/decisions.json",
        f"/submissions/{reference}.atom",
    ):
        first = get(path)
        assert first.header("cache-control") == "public, no-cache"
        again = get(path, if_none_match=first.header("etag"))
        assert (again.status, again.body) == (304, b"")
        assert again.header("etag") == first.header("etag")


@pytest.mark.parametrize(
    "given", ["x", "1-x", "-", "99999999999999999999-1", "1-2-3", "%00", "1-", "٣-٣"]
)
def test_a_page_that_does_not_exist_is_the_first_one_or_a_plain_no(site, get, given):
    with transaction() as session:
        reference = people.published(session).reference
    for path in (
        "/feeds/submissions.atom",
        "/feeds/decisions.json",
        f"/submissions/{reference}.json",
    ):
        assert get(f"{path}?after={given}").status in {200, 400}


def test_every_list_tells_readers_of_its_feed(site, get):
    """Autodiscovery: a browser finds the feed from the page."""
    with transaction() as session:
        reference = people.published(session).reference
    for page, feed in (
        ("/submissions", "/feeds/submissions.atom"),
        ("/decisions", "/feeds/decisions.atom"),
        (f"/submissions/{reference}", f"/submissions/{reference}.atom"),
    ):
        found = re.findall(
            r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"',
            get(page).body.decode(),
        )
        assert found == [feed]
        assert get(feed).status == 200


def test_a_case_that_was_joined_with_another_says_with_which_in_both_forms(get):
    with transaction() as session:
        case = people.published(session, title="En bro till")
        target = people.published(session, title="En bro <nu>")
        merging.merge(session, case, target.reference, by=people.olga(session).actor)
        case, target = case.reference, target.reference
    link = (
        f'<p>Det fortsätter i <a href="{ORIGIN}/submissions/{target}">En bro &lt;nu&gt;</a>'
        f" ({target})</p>"
    )

    def told() -> list[list[bool]]:
        entries = _atom(get("/feeds/submissions.atom")).findall(f"{ATOM}entry")
        items = _json(get("/feeds/submissions.json"))["items"]
        said = [(one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}content")) for one in entries]
        both = [dict(said), {one["id"]: one["content_html"] for one in items}]
        return [[html.endswith(link) for of, html in form.items() if case in of] for form in both]

    soon(lambda: told() == [[True], [True]])
    others = _json(get("/feeds/submissions.json"))["items"]
    assert sum("Det fortsätter i" in one["content_html"] for one in others) == 1
    # What is hidden is named nowhere.
    with transaction() as session:
        hidden = take(session, target)
        room.report(session, hidden)
        item = room.item_of(session, hidden)
        room.judge(session, item, Judgement.UNPUBLISH, reason="abusive")
    # The list of a moment ago is kept for a second; this one was not asked for yet.
    unseen = _json(get("/feeds/submissions.json", accept_language="en"))["items"]
    assert [target in one["content_html"] for one in unseen] == [False]
