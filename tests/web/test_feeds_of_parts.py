"""The feeds of a subject and of a unit; and every feed read by a kept reader of feeds (NT-24)."""

import io
import json
import re

import feedparser
import pytest
from sqlalchemy import update

from models.calendar import now
from models.database import table_of, transaction
from models.organisation import Category, Unit
from models.states import Kind, Status
from models.submission import take
from models.submitting import Draft
from models.verdict import Judgement
from tests import people
from tests.canary.world import build
from tests.moderation import room
from tests.web.asking import ORIGIN, Request, ask
from web.pages import feeds

pytestmark = pytest.mark.once

SUBJECT, UNIT = "/feeds/subjects/street-lights", "/feeds/units/streets"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def get(site):
    def asked(path: str, **headers: str):
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return ask(site.app, site.server.portal, Request("GET", path, headers=named))

    return asked


def _read(answer):
    """As a kept reader of feeds understands it; what it cannot understand fails."""
    found = feedparser.parse(
        io.BytesIO(answer.body), response_headers={"content-type": answer.header("content-type")}
    )
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def _ids(answer) -> list[str]:
    return [entry.id for entry in _read(answer).entries]


def _references(answer) -> list[str]:
    return [one.rpartition("/")[2] for one in _ids(answer)]


def _case(session, subject: str, title: str = "Mörkt på gångvägen") -> str:
    """A public proposal about one subject."""
    rosa = people.rosa(session)
    draft: Draft = people.a_draft(Kind.PROPOSAL, by=rosa, subject=subject, title=title)
    submission = take(session, people.handed_in(session, draft, by=rosa).reference)
    room.judge(session, room.item_of(session, submission), Judgement.PUBLISH)
    return submission.reference


def test_a_subject_and_a_unit_have_feeds_of_their_own(site, get):
    with transaction() as session:
        lamp, playground = _case(session, "street-lights"), _case(session, "roads")
    assert _references(get(f"{SUBJECT}.atom")) == [lamp]
    assert lamp in _references(get(f"{UNIT}.atom"))
    assert playground in _references(get("/feeds/subjects/roads.atom"))
    feed = _read(get(f"{SUBJECT}.atom", accept_language="en")).feed
    assert feed.title.startswith("Street lights")
    assert feed.id == "tag:127.0.0.1,2026:feeds/subjects/street-lights"
    assert feed.link == f"{ORIGIN}/submissions?subject=street-lights"
    twin = json.loads(get(f"{UNIT}.json").body)
    assert [item["id"] for item in twin["items"]] == _ids(get(f"{UNIT}.atom"))


def test_whoever_has_the_case_now_shows_it(site, get):
    with transaction() as session:
        reference = _case(session, "street-lights")
        other = session.execute(
            update(table_of(Unit))
            .where(table_of(Unit).c.slug != "streets", ~table_of(Unit).c.service_centre)
            .values(retired_at=now())
            .returning(table_of(Unit).c.id, table_of(Unit).c.slug)
        ).first()
        # Only what has come to an end stays with a unit that is no more.
        case = take(session, reference)
        case.status, case.unit_id = Status.CLOSED, other.id
    assert _references(get(f"{UNIT}.atom")) == []
    # It was retired at the same moment: its old cases, and its readers, are still there.
    assert _references(get(f"/feeds/units/{other.slug}.atom")) == [reference]


def test_a_subject_nobody_may_choose_any_more_keeps_its_readers(site, get):
    with transaction() as session:
        reference = _case(session, "street-lights")
        categories = table_of(Category)
        session.execute(
            update(categories).where(categories.c.slug == "street-lights").values(retired_at=now())
        )
    assert _references(get(f"{SUBJECT}.atom")) == [reference]


@pytest.mark.parametrize("slug", ["nobody", "not-sure", "x" * 300, "%00", "Street-Lights", "é"])
@pytest.mark.parametrize("part", ["subjects", "units"])
def test_what_is_no_subject_and_no_unit_has_no_feed(site, get, part, slug):
    assert get(f"/feeds/{part}/{slug}.atom").status in {404, 400}


def test_every_page_of_a_part_is_its_own_and_none_is_left_out(site, get, monkeypatch):
    monkeypatch.setattr(feeds.feed, "PAGE", 2)
    with transaction() as session:
        mine = []
        for number in range(5):
            mine.append(_case(session, "street-lights", title=f"Lampa {number}"))
            _case(session, "roads", title=f"Gunga {number}")
    address, found = f"{SUBJECT}.atom", []
    while address:
        answer = get(address.removeprefix(ORIGIN))
        found += _references(answer)
        links = {link.rel: link.href for link in _read(answer).feed.links}
        assert links["self"] == ORIGIN + address.removeprefix(ORIGIN)
        address = links.get("next", "")
    assert found == mine[::-1]


def test_what_is_hidden_leaves_the_feed_of_its_subject(site, get):
    with transaction() as session:
        reference = _case(session, "street-lights", title="Bort med detta")
    first = get(f"{SUBJECT}.atom")
    assert first.header("cache-control") == "public, no-cache"
    again = get(f"{SUBJECT}.atom", if_none_match=first.header("etag"))
    assert (again.status, again.body) == (304, b"")
    with transaction() as session:
        case = take(session, reference)
        room.report(session, case)
        room.judge(session, room.item_of(session, case), Judgement.HIDE, reason="abusive")
    # Past the second for which a list is kept.
    assert b"Bort med detta" not in get(f"{SUBJECT}.atom", cookie="fresh=1").body


def test_a_chosen_list_tells_readers_of_its_own_feed_first(site, get):
    """Autodiscovery, and a link for whoever has no such button."""
    with transaction() as session:
        _case(session, "street-lights")
    page = get("/submissions?subject=street-lights&unit=streets").body.decode()
    found = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', page)
    assert found == [f"{SUBJECT}.atom", f"{UNIT}.atom", "/feeds/submissions.atom"]
    assert f'<a href="{SUBJECT}.atom">' in page
    assert SUBJECT not in get("/submissions").body.decode()


@pytest.mark.once
def test_a_kept_reader_and_the_standard_of_json_feed_find_nothing_wrong(town, site, get):
    with transaction() as session:
        world = build(session)
    paths = [
        "/feeds/submissions",
        "/feeds/decisions",
        SUBJECT,
        UNIT,
        *(f"/submissions/{world.cases[what]}" for what in ("proposal", "decided", "fault")),
    ]
    for path in paths:
        assert _ids(get(f"{path}.atom")) != [], path
        wrong = faults(json.loads(get(f"{path}.json").body))
        assert wrong == [], path


def faults(feed: dict) -> list[str]:
    """Where a feed breaks JSON Feed 1.1 (jsonfeed.org/version/1.1), as far as it speaks of feeds
    on the public web.
    """
    wrong = [
        f"{name}: {feed.get(name)!r}"
        for name in ("title", "home_page_url", "feed_url")
        if not _is_words(feed.get(name))
    ]
    if next(iter(feed.items())) != ("version", "https://jsonfeed.org/version/1.1"):
        wrong.append("the version does not stand at the top")
    if feed.get("next_url") == feed["feed_url"]:
        wrong.append("the next page is this one")
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", feed.get("language", "")):
        wrong.append("language")
    ids = [item.get("id") for item in feed["items"]]
    if len(set(ids)) != len(ids):
        wrong.append("an id twice")
    wrong += _wrong_authors(feed)
    for item in feed["items"]:
        wrong += [f"{item.get('id')}: {one}" for one in _wrong_item(item)]
    return wrong


def _wrong_item(item: dict) -> list[str]:
    wrong = [] if _is_words(item.get("id")) else ["id"]
    if not any(_is_words(item.get(name)) for name in ("content_html", "content_text")):
        wrong.append("no content")
    if not str(item.get("url", "")).startswith(ORIGIN):
        wrong.append(f"{item.get('url')}")
    if "<" in item.get("summary", ""):
        wrong.append("markup in its summary")
    wrong += [
        name
        for name in ("date_published", "date_modified")
        if not STAMP.fullmatch(item.get(name, ""))
    ]
    return wrong + _wrong_authors(item)


def _wrong_authors(holder: dict) -> list[str]:
    """Every author has a name, an address or a picture."""
    return [
        str(author)
        for author in holder.get("authors", [])
        if not {"name", "url", "avatar"} & author.keys() or not all(map(_is_words, author.values()))
    ]


def _is_words(value: object) -> bool:
    return isinstance(value, str) and value != ""
