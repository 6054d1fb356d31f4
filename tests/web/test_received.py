"""Received is when it came, on our clocks: every page, letter and list says the same day (L5)."""

import datetime as dt
import re
from html import unescape

import pytest

from models import calendar, demo_message
from models.calendar import moment
from models.database import transaction
from models.submission import take
from templates import dates
from tests import people
from tests.notifications import post
from tests.web.visiting import BASE

pytestmark = pytest.mark.once

TYPED = {
    "kind": "question",
    "title": "Vem plogar gångvägen?",
    "text": "Vi undrar vem som plogar gångvägen vid sjön.",
    "subject": "roads",
    "place": "Sjövägen 3",
    "answer_by": "email",
    "email": "rosa@example.org",
    "name": "Rosa",
    "shown": "unnamed",
}
NIGHTS = [
    pytest.param("2026-06-13T11:00", 0, "2026-06-13", "2026-06-16", id="a Saturday"),
    pytest.param("2026-06-17T23:59", 0, "2026-06-17", "2026-06-22", id="a minute before midnight"),
    pytest.param("2026-06-18T00:00", 0, "2026-06-18", "2026-06-23", id="midnight"),
    pytest.param("2026-12-31T23:59", 0, "2026-12-31", "2027-01-05", id="the end of the year"),
    pytest.param("2028-02-29T23:30", 0, "2028-02-29", "2028-03-02", id="a leap day"),
    pytest.param("2026-03-29T03:00", 0, "2026-03-29", "2026-03-31", id="the clocks went forward"),
    pytest.param("2026-10-25T02:30", 0, "2026-10-25", "2026-10-27", id="the hour that comes twice"),
    pytest.param("2026-10-25T02:30", 1, "2026-10-25", "2026-10-27", id="and the second time"),
]


def said(page: str) -> str:
    """The words of a page, with one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def day(text: str) -> str:
    return dates.week_date(dt.date.fromisoformat(text), "en")


@pytest.mark.parametrize(("when", "fold", "received", "due"), NIGHTS)
def test_every_page_and_letter_says_the_same_day(town, site, when, fold, received, due):
    at = dt.datetime.fromisoformat(when).replace(tzinfo=calendar.zone(), fold=fold)
    calendar.freeze(moment(at))
    post.use(town, demo=True, base_url=BASE)
    with transaction() as session:
        signed_in, official = people.rosa(session), people.olga(session)
    rosa = site.browser().sign_in(signed_in)
    olga = site.browser().sign_in(official)
    form = rosa.get("/submissions/new?kind=question").text
    typed = TYPED | {"form_key": re.search(r'name="form_key" value="(\w+)"', form)[1]}

    check = rosa.post("/submissions/new", typed | {"step": "3", "go": "next"}).text
    assert f"by {day(due)}" in said(check)
    sent = rosa.post("/submissions", typed)
    reference = sent.headers["location"].split("/")[2]
    with transaction() as session:
        row = take(session, reference)
        assert row.received_at == moment(at)
        assert row.answer_by == dt.date.fromisoformat(due)
    receipt = said(rosa.get(sent.headers["location"]).text)
    assert f"by {day(due)}" in receipt
    case = said(rosa.get(f"/submissions/{reference}").text)
    assert f"Received {day(received)}" in case
    assert f"Answer by {day(due)}" in case
    desk = said(olga.get(f"/casework/{reference}").text)
    assert f"Received {day(received)}" in desk
    assert f"Answer by {day(due)}" in desk
    assert day(due) in said(olga.get("/casework").text)
    post.send()
    with transaction(write=False) as session:
        (letter,) = [m for m in demo_message.newest(session) if reference in m.text]
    assert f"by {day(due)}" in said(letter.text)
