"""A module that is switched off leaves no link, heading, route, choice or empty list (pages.md)."""

import json
import re

import pytest
from sqlalchemy import insert

from models.calendar import now
from models.columns import table_of
from models.database import transaction
from models.profile import Modules, Profile, site, version
from models.states import Kind
from tests import people
from tests.dialogues import a_dialogue
from tests.house.source import none_of
from tests.web.strolling import LINK, pages
from tests.web.visiting import open_site
from web import town as known_town
from web.routes import ROUTES

pytestmark = pytest.mark.once

TRACES = {
    "proposals": ["kind=proposal", "/votes", "/decisions", "Stöd förslaget", 'value="proposal"'],
    "praise": ["kind=praise", 'value="praise"'],
    "comments": ["/comments", "<h2>Kommentarer"],
    "attachments": ['type="file"', "multipart/form-data"],
    "dialogues": ['href="/dialogues', "Hur kan torget bli", "Dialoger"],
    "sms": ['value="sms"'],
    "feeds": [".atom", "application/atom+xml", "/feeds/"],
}


def switch_off(*names: str) -> None:
    """A new version of the profile without these modules."""
    with transaction() as session:
        present = site(session)
        modules = present.modules.model_copy(update=dict.fromkeys(names, False))
        data = present.model_copy(update={"modules": modules}).model_dump(mode="json")
        session.execute(
            insert(table_of(Profile)).values(
                version=version(session) + 1, data=json.dumps(data), made_at=now()
            )
        )
    known_town.forget()


@pytest.fixture
def square(town):
    """A town with something of everything, and its closed modules yet to choose."""
    with transaction() as session:
        people.municipality(session)
        proposal = people.published(session, title="Fler bänkar", byline="Rosa")
        people.published_comment(session, proposal)
        people.decided(session, people.referred(session))
        a_dialogue(session)
        people.published(session, Kind.PRAISE, title="Tack för blommorna")
        people.published(session, Kind.FAULT_REPORT, title="En lampa är trasig")
    with open_site() as opened:
        yield opened


def closed(name: str) -> list[re.Pattern[str]]:
    """The addresses that are not there without a module."""
    return [
        re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(entry.path)))
        for entry in ROUTES
        if name in entry.needs
    ]


def test_with_every_module_on_everything_is_found(square):
    everything = "".join(pages(square).values())
    for traces in TRACES.values():
        assert any(trace in everything for trace in traces), traces


@pytest.mark.parametrize("name", Modules.model_fields)
def test_what_is_off_leaves_no_trace(square, name):
    switch_off(name)
    gone = closed(name)
    none_of(
        [
            f"{path}: {trace}"
            for path, html in pages(square).items()
            for trace in TRACES[name]
            if trace in html
        ]
        + [
            f"{path} links to {link}"
            for path, html in pages(square).items()
            for link in LINK.findall(html)
            if any(one.fullmatch(link.partition("?")[0]) for one in gone)
        ]
    )


@pytest.mark.parametrize("name", Modules.model_fields)
def test_what_is_off_is_not_there_to_be_asked_for(square, name):
    switch_off(name)
    browser = square.browser()
    for entry in ROUTES:
        if name in entry.needs:
            path = re.sub(r"\{\w+\}", "2026-00001", entry.path)
            answer = browser.get(path) if entry.method == "GET" else browser.post(path, {})
            assert answer.status_code == 404, path
