"""False support over HTTP: found, seen alike, taken away by two, told to all, objected to (MQ-20)."""

from html import unescape

import pytest
from sqlalchemy import select

from models import calendar, support_letters, support_watch, tally, vote
from models.actor import Role
from models.calendar import DAY, HOUR, now
from models.database import transaction
from models.identity import Identity
from models.invalidated import removals
from models.submission import take
from models.support_rules import SupportRules, hash_of
from models.token import Purpose
from models.vote import VoteState, votes
from tests import people
from tests.models.supporting import supports
from tests.web import visiting
from web import town, unit

RULES = SupportRules(domain_least=1000)
"""Everybody of the tests has an address of one domain."""
NAMES = [f"N{n}" for n in range(12)]


@pytest.fixture
def proposal(site) -> str:
    """Twelve support it from one network, and Kim from another."""
    with transaction() as session:
        made = people.published(session)
        for name in NAMES:
            supports(session, people.resident(session, name), made, network="one")
        supports(session, people.resident(session, "Kim"), made, network="two")
        tally.recount(session, made.reference)
        return made.reference


def found(reference) -> None:
    with transaction() as session:
        case = take(session, reference)
        support_watch.look(session, case.id, RULES, now(), begun=case.published_at)


def read(browser, path) -> str:
    return " ".join(unescape(browser.get(path).text).split())


def staff(site, *whom):
    with transaction() as session:
        everyone = [one(session) for one in whom]
    return [site.browser().sign_in(one) for one in everyone]


def taken(site, reference):
    """By Marek and Anna, because of what the watch found."""
    found(reference)
    marek, anna = staff(site, people.marek, people.anna)
    marek.post(f"/desk/support/{reference}/batches", {"finding": "1", "note": "Samma kväll."})
    assert anna.post("/desk/support/batches/1/confirmation", {"count": "12"}).status_code == 303
    return marek, anna


def link(name) -> str:
    with transaction() as session:
        someone = people.resident(session, name)
        row = session.execute(
            select(removals.c.batch_id, removals.c.vote_id)
            .join(votes, votes.c.id == removals.c.vote_id)
            .where(votes.c.person_id == someone.id)
        ).one()
    return f"/support/{support_letters.link(row.batch_id, row.vote_id)}"


def test_whoever_is_suspected_sees_the_very_same_pages(site, proposal):
    with transaction() as session:
        one = people.resident(session, "N1")
    browser, stranger = site.browser().sign_in(one), site.browser()
    paths = (f"/submissions/{proposal}", "/me/supports", "/me")
    calendar.freeze(now())
    before = [browser.get(path).content for path in paths]
    public = stranger.get(f"/submissions/{proposal}").content
    found(proposal)
    with transaction() as session:
        tally.recount(session, proposal)
        marked = select(votes.c.id).where(votes.c.state == VoteState.SUSPECT)
        assert len(session.execute(marked).all()) == 12
    assert [browser.get(path).content for path in paths] == before
    assert stranger.get(f"/submissions/{proposal}").content == public
    withdrawn = browser.post(f"/submissions/{proposal}/votes/withdrawal")
    assert withdrawn.status_code == 303
    browser.post(f"/submissions/{proposal}/votes")
    assert browser.get(f"/submissions/{proposal}").content == before[0]


def test_two_people_take_it_away_and_everyone_reads_how_many_and_why(site, proposal):
    found(proposal)
    marek, anna = staff(site, people.marek, people.anna)
    assert "12 marked" in read(marek, "/desk/support")
    page = f"/desk/support/{proposal}"
    shown = read(marek, f"{page}?finding=1")
    assert "The support of 12 people would be taken away: many from the same network. 1 stay." in (
        shown
    )
    form = {"finding": "1", "note": "Samma kväll."}
    assert marek.post(f"{page}/batches", form).headers["location"] == page
    assert "Samma kväll." in read(anna, page)
    alone = marek.post("/desk/support/batches/1/confirmation", {"count": "12"})
    assert "Somebody else has to agree." in unescape(alone.text)
    assert anna.post("/desk/support/batches/1/confirmation", {"count": "11"}).status_code == 409
    anna.post("/desk/support/batches/1/confirmation", {"count": "12"})
    said = read(site.browser(), f"/submissions/{proposal}")
    assert "1 of 50" in said
    assert "The support of 12 people was taken away on" in said
    assert "many from the same network" in said
    marek.post("/desk/support/batches/1/undoing")
    said = read(site.browser(), f"/submissions/{proposal}")
    assert ("13 of 50" in said, "They were given back on" in said) == (True, True)


def test_only_those_who_judge_and_audit_come_in(site, proposal):
    found(proposal)
    with transaction() as session:
        auditor = people.resident(session, "Aud", role=Role.AUDITOR)
        insiders = people.olga(session), people.sam(session)
    audits = site.browser().sign_in(auditor)
    for path, words in (
        ("/desk/support", "12 marked"),
        (f"/desk/support/{proposal}", "Many from the same network"),
    ):
        assert words in read(audits, path)
        for one in insiders:
            assert site.browser().sign_in(one).get(path).status_code == 404
        assert site.browser().get(path).status_code == 404
    assert "Nothing is wrong with it" not in read(audits, f"/desk/support/{proposal}")
    for path in (f"{proposal}/batches", "findings/1/clearing"):
        assert audits.post(f"/desk/support/{path}", {"finding": "1"}).status_code == 404


def test_what_is_chosen_by_hand_is_counted_first_and_nonsense_is_explained(site, proposal):
    (marek,) = staff(site, people.marek)
    page = f"/desk/support/{proposal}"
    whole = "domain=example.org&since=2020-01-01T00:00&until=2020-01-02T00:00"
    refused = marek.get(f"{page}?{whole}")
    assert refused.status_code == 422
    assert "No support that counts is like that" in refused.text
    assert "Choose from when" in marek.get(f"{page}?domain=x").text
    lately = calendar.local(now() - HOUR).strftime("%Y-%m-%dT%H:%M")
    later = calendar.local(now() + HOUR).strftime("%Y-%m-%dT%H:%M")
    said = read(marek, f"{page}?domain=%40Example.org&since={lately}&until={later}")
    assert "The support of 13 people would be taken away" in said
    assert marek.get(f"{page}?finding=99").status_code == 404


def test_whoever_it_was_can_say_so_and_somebody_else_decides(site, proposal):
    marek, anna = taken(site, proposal)
    with transaction() as session:
        one = people.resident(session, "N1")
    hers = site.browser().sign_in(one)
    assert "We have taken away your support." in read(hers, f"/submissions/{proposal}")
    stranger, path = site.browser(), link("N1")
    assert "many from the same network" in stranger.get(path).text
    assert stranger.get(path[:-1]).status_code == 404
    assert "We look at it again" in stranger.post(path).text
    vote_id = path.partition("-")[2].partition(".")[0]
    objection = f"/desk/support/batches/1/objections/{vote_id}"
    assert "Somebody has objected" in read(marek, "/desk/support")
    for involved in (marek, anna):
        assert involved.post(objection, {"answer": "restore"}).status_code == 409
    (ada,) = staff(site, people.ada)
    assert ada.post(objection, {"answer": "restore"}).status_code == 303
    assert "Your support counts again" in stranger.get(path).text
    assert "You support this proposal." in read(hers, f"/submissions/{proposal}")
    assert "1 has been given back." in read(site.browser(), f"/submissions/{proposal}")


def test_whom_an_e_identification_knows_need_not_wait(site, proposal):
    taken(site, proposal)
    with transaction() as session:
        one = people.resident(session, "N2")
        session.add(
            Identity(
                person_id=one.id,
                provider="bankid",
                issuer="https://id.example.org",
                subject="x",
                identified=True,
                made_at=now(),
                last_used_at=now(),
            )
        )
    assert "Your support counts again" in site.browser().post(link("N2")).text


def test_a_button_in_a_letter_brings_nothing_back(site, proposal):
    taken(site, proposal)
    stranger = site.browser()
    form = {"channel": "email", "email": "n3@example.org"}
    calendar.freeze(now() + DAY)
    stranger.post(f"/submissions/{proposal}/votes", form)
    answer = stranger.post(f"/confirm/{visiting.link(Purpose.SUPPORT)}")
    assert answer.status_code == 409
    assert "Your support was taken away." in answer.text


def _denies(monkeypatch, *entries: str) -> None:
    """The town lets these support nothing from now on."""
    with transaction() as session:
        known = people.municipality(session)
    reviewing = known.reviewing.model_copy(update={"support": SupportRules(deny=entries)})
    changed = known.model_copy(update={"reviewing": reviewing})
    monkeypatch.setattr(town, "site", lambda _session: changed)
    monkeypatch.setattr(vote, "site", lambda _session: changed)
    # A test has no network of its own.
    monkeypatch.setattr(unit, "network_of", lambda *_: "203.0.113.9")


DENIED = "Support cannot be given from this address"


def test_a_list_of_the_town_keeps_somebody_out_in_plain_words(site, proposal, monkeypatch):
    with transaction() as session:
        sam = people.sam(session)
    for denied, form in (
        (f"address:{hash_of('nils@example.org')}", "nils@example.org"),
        ("domain:*.example.com", "nils@mail.example.com"),
    ):
        _denies(monkeypatch, denied)
        sent = {"channel": "email", "email": form}
        answer = site.browser().post(f"/submissions/{proposal}/votes", sent)
        assert answer.status_code == 409
        assert DENIED in answer.text
    assert site.browser().sign_in(sam).post(f"/submissions/{proposal}/votes").status_code == 303


@pytest.mark.parametrize(
    "denied", [f"address:{hash_of('sam@example.org')}", "domain:*.org", "network:203.0.113.0/24"]
)
def test_whoever_is_kept_out_is_so_signed_in_too(site, proposal, monkeypatch, denied):
    with transaction() as session:
        sam = people.sam(session)
    _denies(monkeypatch, denied)
    answer = site.browser().sign_in(sam).post(f"/submissions/{proposal}/votes")
    assert answer.status_code == 409
    assert DENIED in answer.text


@pytest.mark.parametrize(
    "denied", [f"address:{hash_of('nils@example.org')}", "domain:*.org", "network:203.0.113.0/24"]
)
def test_a_button_that_was_asked_for_before_keeps_nobody_in(site, proposal, monkeypatch, denied):
    stranger = site.browser()
    form = {"channel": "email", "email": "nils@example.org"}
    stranger.post(f"/submissions/{proposal}/votes", form)
    button = f"/confirm/{visiting.link(Purpose.SUPPORT)}"
    _denies(monkeypatch, denied)
    answer = stranger.post(button)
    assert answer.status_code == 409
    assert DENIED in answer.text
    _denies(monkeypatch)
    assert stranger.post(button).status_code == 200
