"""Every form that changes something has a limit, and all limits stand in one table (ASVS 2.4.1)."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from models import asking, calendar
from models.allowance import Allowance
from models.calendar import HOUR
from models.database import table_of, transaction
from models.errors import TooMany
from models.person import Channel
from models.token import Purpose
from tests import people
from tests.house.limits_table import BETWEEN_MARKS, PAGE, limits_table
from tests.house.source import ROOT, none_of
from tests.web.asking import Request, ask
from web import limits, networks
from web.entry import post
from web.routes import ROUTES

PARAMETER = re.compile(r"{\w+}")
NONE_AT_ALL = {
    "/u/{token}": "nobody who wants no more letters is ever turned away (RFC 8058)",
    "/sms/receipts/{token}": "the operator tells of each message that we sent, and no other",
    "/sms/inbox/{token}": "counted by number and by day where the message is kept",
}
"""Called by programs that know the key in the address."""

UNSAFE = [entry for entry in ROUTES if entry.method == "POST"]


@pytest.mark.once
def test_what_programs_call_is_limited_or_says_why_not():
    free = {entry.path for entry in UNSAFE if entry.machine and entry.limit is None}
    assert free == set(NONE_AT_ALL)


@pytest.mark.once
def test_every_other_form_is_counted_by_network_and_by_browser(site, monkeypatch):
    """Staff routes by browser alone: whoever is not signed in does not come in there at all."""
    counted: list[str] = []
    monkeypatch.setattr(networks.Counter, "spend", lambda _, limit, who: counted.append(limit.name))
    wrong = []
    for entry in (one for one in UNSAFE if not one.machine):
        counted.clear()
        path = PARAMETER.sub("1", entry.path)
        ask(site.app, site.server.portal, Request("POST", path, cookie="session=made-up"))
        wanted = {"each"} | ({"all"} if entry.allow.action is None else set())
        if not wanted <= set(counted):
            wrong.append(f"{entry.path}: {counted}")
    none_of(wrong)


def test_whoever_sends_too_much_waits_and_keeps_her_words(site, monkeypatch):
    monkeypatch.setattr(limits, "ALL", networks.Limit("all", most=1, seconds=100_000))
    browser = site.browser()
    assert browser.post("/language", {"language": "en"}).status_code == 303
    refused = browser.post("/submissions/new", {"step": "1", "title": "Mörkt på gångvägen"})
    assert (refused.status_code, "retry-after" in refused.headers) == (429, True)
    assert "Mörkt på gångvägen" in refused.text


@pytest.mark.once
def test_made_up_cookies_push_no_network_out_of_memory(monkeypatch):
    monkeypatch.setattr(networks, "KEPT", 20)
    entry = post("/x", lambda visit: visit, limit=networks.Limit("once", most=1, seconds=100_000))
    counting = limits.Limits()

    def spend(cookie: str) -> None:
        cookies = {"session": cookie}
        counting.spend(
            SimpleNamespace(entry=entry, sent={}, network="198.51.100.1", cookies=cookies)
        )

    spend("mine")
    for number in range(100):
        with pytest.raises(TooMany):
            spend(str(number))


@pytest.mark.once
def test_the_operators_table_is_the_one_in_force():
    assert BETWEEN_MARKS.findall(PAGE.read_text("utf-8")) == [limits_table()]


# Letters, to one address (T51)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_of_a_thousand_letters_for_every_purpose_one_address_gets_few(town, channel):
    """Whoever asks, from wherever: neither is looked at."""
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * HOUR)
    address = "nils@example.org" if channel is Channel.EMAIL else "+46701740605"
    taken = dict.fromkeys(Purpose, 0)
    with transaction() as session:
        people.municipality(session)
        for number in range(1_000):
            purpose = list(Purpose)[number % len(Purpose)]
            try:
                asking.spend(session, purpose, channel, address)
                taken[purpose] += 1
            except TooMany:
                continue
        hour = asking.PER_ADDRESS[channel][0][0]
        assert sum(taken.values()) <= hour
        kept = session.execute(select(table_of(Allowance).c.who)).scalars()
        assert not any("nils" in who or "174" in who for who in kept)


@pytest.mark.once
def test_no_letter_with_a_button_goes_uncounted():
    """Whoever makes a button counts it, or says here why another has counted it for her."""
    elsewhere = {
        "models/asking.py": "it is what counts",
        "models/token.py": "it makes the button",
        "models/delivery.py": "it writes the letter of a button that is made",
        "models/submitting.py": "counted by the form, in web/pages/receipts and models/registering",
    }
    makes = re.compile(r"\b(?:asking\.send|token\.issue|post_button)\(")
    counts = re.compile(r"\basking\.(?:spend|ask)\(")
    none_of(
        [
            name
            for path in sorted((ROOT / "models").rglob("*.py"))
            if makes.search(text := path.read_text("utf-8"))
            and not counts.search(text)
            and (name := path.relative_to(ROOT).as_posix()) not in elsewhere
        ]
    )


# Headers that say who somebody is (T52)


@pytest.mark.once
def test_no_header_signs_anybody_in(site):
    with transaction() as session:
        ada = people.ada(session)
    names = ("x-remote-user", "remote-user", "x-forwarded-user", "x-forwarded-email")
    names += ("x-auth-request-email", "x-authenticated-user", "x-ssl-client-s-dn", "authorization")
    said = (ada.address, str(ada.id), ada.name)
    for name in names:
        for value in said:
            request = Request("GET", "/admin/people", headers=((name, value),), client="10.0.0.1")
            assert ask(site.app, site.server.portal, request).status == 404, (name, value)
