"""Signing in through a provider of identities: who it is, and what is not believed (spec T16)."""

import html
import json
import logging
import re
from contextlib import ExitStack
from datetime import date
from itertools import product

import pytest
from sqlalchemy import func, select, text

from models import calendar, identity, provided_roles
from models import settings as town_settings
from models.calendar import SECOND, now
from models.database import engine, transaction
from models.identity import Identity, KnownNumber
from models.person import Appointment, Contact, Person
from models.session import BrowserSession
from models.tables import metadata
from tests import people
from tests.oidc_hostile import Hostile, hostile, provider
from tests.web.visiting import count, open_site

pytestmark = pytest.mark.once

NUMBER = "198112189876"
COORDINATION = "197010632391"
MARK = "<b>markup-of-a-liar</b>"
KEY = "0123456789abcdefghijklmnopqrstuvwxyz"
ME, AGAIN = "/me", "/sign-in/again?next=/me/details"
persons, identities = Person.__table__, Identity.__table__


@pytest.fixture(scope="module")
def liars():
    """Two providers on this machine, as honest as they are left."""
    with ExitStack() as stack:
        yield stack.enter_context(hostile()), stack.enter_context(hostile())


@pytest.fixture
def liar(liars) -> Hostile:
    for one in liars:
        _honest(one)
    return liars[0]


def _honest(one: Hostile) -> None:
    for bent in (one.claims, one.head, one.userinfo, one.says, one.broken, one.asked):
        bent.clear()
    one.sign = "own"


@pytest.fixture
def other(liar, liars) -> Hostile:
    return liars[1]


STAFF = {
    "roles_claim": "groups",
    "roles": [
        {"value": "torget-mod", "role": "moderator"},
        {"value": "torget-streets", "role": "official", "unit": "streets", "lead": True},
        {"value": "torget-moon", "role": "official", "unit": "the-moon"},
    ],
    "second_factor": ["mfa"],
    "name_claim": "name",
}
NUMBERS = {
    "number_claims": ["pnr", "coord"],
    "former_number_claims": ["former"],
    "number_if": {"level": ["confirmed"]},
    "resident_claim": "address.municipality",
    "resident_values": ["0180"],
}


@pytest.fixture
def town_with(town, liar, other):
    """Open the town with two providers that are configured alike: `with town_with(...) as site`."""

    def opened(**more):
        wanted = (
            provider("bankid", liar, **NUMBERS | more),
            provider("freja", other, **NUMBERS | more),
        )
        chosen = town.settings.model_copy(update={"providers": wanted, "number_key": KEY})
        town_settings.use(chosen)
        return open_site()

    return opened


@pytest.fixture
def site(town_with):
    with town_with() as opened:
        yield opened


def went(browser, name="bankid", query=""):
    """The way to a provider: where our site leads."""
    answer = browser.get(f"/sign-in/with/{name}{query}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def came(browser, liar, name="bankid", query="", **bent):
    """There and back: the answer of our callback. `bent` changes the query."""
    back = liar.meet(went(browser, name, query)) | bent
    said = {key: value for key, value in back.items() if value is not None}
    return browser.get(f"/sign-in/with/{name}/callback", params=said)


def signed_in(answer, towards=ME) -> bool:
    return (answer.status_code, answer.headers.get("location")) == (303, towards)


def refused(answer) -> str:
    """The heading and the sentence of the one page that says no."""
    assert answer.status_code >= 400, answer.headers
    assert "session=" not in str(answer.headers.get_list("set-cookie"))
    said = re.search(r"<h1>(.*?)</h1>\s*<p class=\"lead\">(.*?)</p>", answer.text, re.DOTALL)
    return html.unescape(" ".join(said.groups()))


def fresh_people() -> int:
    return count(persons)


# Who it is


def test_whoever_comes_the_first_time_is_made_and_known_again(site, liar):
    liar.claims |= {"pnr": NUMBER, "address": {"municipality": "0180"}}
    browser = site.browser()
    assert signed_in(came(browser, liar, query="?next=/me/details"), "/me/details")
    assert "We have no address to you" in browser.get(ME).text
    with transaction(write=False) as session:
        row = session.execute(select(identities)).one()
        assert identity.proofs(session, row.person_id) == (
            True,
            True,
            date(1981, 12, 18),
        )
        assert [one.id for one in identity.identities(session, row.person_id)] == [row.id]
    assert signed_in(came(site.browser(), liar))
    assert (count(persons), count(identities)) == (1, 1)


def test_the_same_number_through_another_provider_is_the_same_person(site, liar, other):
    liar.claims |= {"pnr": f"{NUMBER[:8]}-{NUMBER[8:]}"}
    other.claims |= {"pnr": NUMBER, "sub": "0b0b"}
    for name, one in (("bankid", liar), ("freja", other)):
        assert signed_in(came(site.browser(), one, name))
    assert (count(persons), count(identities)) == (1, 2)


def test_whoever_had_a_coordination_number_is_the_same_with_her_personal_number(site, liar, other):
    liar.claims |= {"coord": COORDINATION, "level": "confirmed"}
    came(site.browser(), liar)
    other.claims |= {"pnr": NUMBER, "former": COORDINATION, "sub": "later"}
    assert signed_in(came(site.browser(), other, "freja"))
    assert (count(persons), count(identities), count(KnownNumber.__table__)) == (1, 2, 2)


def test_a_number_that_is_not_certain_or_none_proves_nothing(site, liar):
    for nth, said in enumerate(
        (
            {"coord": COORDINATION, "level": "uncertain"},
            {"pnr": "198112189875"},
            {"pnr": "8112189876"},
            {"pnr": 198112189876},
            {"pnr": ["198112189876"]},
            {"pnr": "2120000092"},
        ),
        1,
    ):
        _honest(liar)
        liar.claims |= said | {"sub": str(nth)}
        assert signed_in(came(site.browser(), liar))
        with transaction(write=False) as session:
            person = session.scalars(select(func.max(persons.c.id))).one()
            assert identity.proofs(session, person) == (False, None, None), said
    assert (count(persons), count(KnownNumber.__table__)) == (6, 0)


def test_a_new_key_seals_anew_and_finds_the_same_person(town, town_with, liar, other):
    liar.claims |= {"pnr": NUMBER}
    other.claims |= {"pnr": NUMBER, "sub": "other"}
    with town_with() as site:
        came(site.browser(), liar)
    old = set(_digests())
    with town_with() as site:
        update = {"number_key": KEY[::-1], "number_key_previous": KEY}
        town_settings.use(town_settings.settings().model_copy(update=update))
        assert signed_in(came(site.browser(), other, "freja"))
    assert (count(persons), len(_digests())) == (1, 1)
    assert not old & set(_digests())


def _digests():
    with transaction(write=False) as session:
        return session.scalars(select(KnownNumber.__table__.c.digest)).all()


def test_an_address_from_a_provider_leads_to_nobody(site, liar, other):
    """The peers' worst fault: accounts merged by e-mail."""
    with transaction() as session:
        rosa = people.rosa(session)
    for nth, verified in enumerate((True, False, "true", None)):
        said = {"email": rosa.address, "email_verified": verified}
        for name, one in (("bankid", liar), ("freja", other)):
            one.claims |= {"sub": f"evil {nth}", **said}
            one.userinfo |= said
            assert signed_in(came(site.browser(), one, name))
    with transaction(write=False) as session:
        owners = set(session.scalars(select(identities.c.person_id)))
    assert rosa.id not in owners
    assert len(owners) == 8, "one subject at two providers is two people"
    assert count(Contact.__table__) == 1


def test_a_changed_address_at_the_provider_changes_nothing(site, liar):
    for address in ("a@example.org", "b@example.org"):
        liar.userinfo["email"] = address
        assert signed_in(came(site.browser(), liar))
    assert (count(persons), count(Contact.__table__)) == (1, 0)


def test_whoever_is_suspended_is_not_let_in(site, liar):
    came(site.browser(), liar)
    with transaction() as session:
        session.execute(text("UPDATE person SET suspended = true"))
    assert "cannot take part" in refused(came(site.browser(), liar))
    assert count(BrowserSession.__table__) == 1


def test_a_name_is_taken_only_where_the_operator_says_so_and_is_one_line(town_with, liar):
    liar.claims |= {"name": "Olga\u202e\n Ek" + "x" * 200, "sub": "olga"}
    with town_with(name_claim="name") as site:
        came(site.browser(), liar)
    with transaction(write=False) as session:
        assert session.scalars(select(persons.c.name)).one() == ("Olga Ek" + "x" * 200)[:80]


# What binds the answer to the browser


def test_nobody_is_signed_in_by_an_answer_that_her_browser_did_not_ask_for(site, liar):
    victim, attacker = site.browser(), site.browser()
    back = liar.meet(went(attacker))
    callback = "/sign-in/with/bankid/callback"
    assert "begun in another window" in refused(victim.get(callback, params=back))
    went(victim)
    assert "begun in another window" in refused(victim.get(callback, params=back))
    for state in (None, "", "wrong", "ö"):
        assert "begun in another window" in refused(came(site.browser(), liar, state=state))
    assert count(identities) == 0


def test_an_answer_is_good_once_and_for_ten_minutes(site, liar):
    browser = site.browser()
    back = liar.meet(went(browser))
    callback = "/sign-in/with/bankid/callback"
    cookie = browser.cookies["trip"]
    assert signed_in(browser.get(callback, params=back))
    assert "trip" not in browser.cookies
    browser.cookies.set("trip", cookie, domain="127.0.0.1")
    assert "did not let the sign-in through" in refused(browser.get(callback, params=back))
    calendar.freeze(now())
    browser = site.browser()
    back = liar.meet(went(browser))
    calendar.advance(601)
    assert "took too long" in refused(browser.get(callback, params=back))


def test_a_cookie_that_was_tampered_with_is_none(site, liar):
    browser = site.browser()
    back = liar.meet(went(browser))
    cookie = browser.cookies["trip"]
    browser.cookies.set("trip", "x" + cookie[1:], domain="127.0.0.1")
    refused(browser.get("/sign-in/with/bankid/callback", params=back))


def test_an_answer_for_one_provider_is_none_for_another(site, liar, other):
    """IdP mix-up: the honest provider's code must not be taken to the other one."""
    browser = site.browser()
    back = liar.meet(went(browser))
    assert "another window" in refused(browser.get("/sign-in/with/freja/callback", params=back))
    said = refused(came(site.browser(), liar, iss=other.issuer))
    assert "could not be sure" in said
    liar.says["authorization_response_iss_parameter_supported"] = True
    with_it = came(site.browser(), liar, iss=None)
    assert signed_in(with_it), "its discovery is kept for an hour, so it need not yet"
    assert other.asked == []


def test_who_must_name_herself_and_does_not_is_not_believed(site, liar):
    liar.says["authorization_response_iss_parameter_supported"] = True
    assert "could not be sure" in refused(came(site.browser(), liar, iss=None))


def test_the_cookie_is_for_the_server_alone_and_short(site, town, liar):
    answer = site.browser().get("/sign-in/with/bankid")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("trip=")
    for part in ("HttpOnly", "SameSite=lax", "Max-Age=600", "Path=/"):
        assert part in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    update = {"base_url": "https://torget.example.org"}
    town_settings.use(town_settings.settings().model_copy(update=update))
    (cookie,) = site.browser().get("/sign-in/with/bankid").headers.get_list("set-cookie")
    assert cookie.startswith("__Host-trip=")
    assert "Secure" in cookie


def test_the_provider_is_asked_with_all_that_binds(site, liar):
    liar.meet(went(site.browser()))
    assert liar.query["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge", "redirect_uri"} <= liar.query.keys()
    assert liar.query["scope"].split()[0] == "openid"
    assert json.loads(liar.query["claims"])["id_token"] == {"former": None}
    assert "prompt" not in liar.query
    liar.meet(went(site.browser(), query="?again=1"))
    assert (liar.query["prompt"], liar.query["max_age"]) == ("login", "0")


# What is not believed of a token

PAST, FUTURE = -10_000, 10_000
LIES = {
    "another audience": {"claims": {"aud": "somebody"}},
    "two audiences": {"claims": {"aud": ["torget", "somebody"], "azp": "torget"}},
    "no audience": {"claims": {"aud": None}},
    "another issuer": {"claims": {"iss": "https://evil.example.org"}},
    "another party": {"claims": {"azp": "somebody"}},
    "no nonce": {"claims": {"nonce": None}},
    "another nonce": {"claims": {"nonce": "of yesterday"}},
    "expired": {"claims": {"exp": PAST}},
    "never expires": {"claims": {"exp": None}},
    "not yet": {"claims": {"nbf": FUTURE}},
    "another access token": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "no subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
    "a subject that is none": {"claims": {"sub": ["rosa"]}},
    "a subject with a line": {"claims": {"sub": "rosa\nsam"}},
    "somebody else's details": {"userinfo": {"sub": "sam"}},
    "not signed": {"sign": "none"},
    "signed with our public key as a secret": {"sign": "shared"},
    "signed by another": {"sign": "other"},
    "a key of its own": {"head": {"jwk": {"kty": "EC"}}, "sign": "other"},
    "a key elsewhere": {"head": {"jku": "https://evil.example.org/jwks"}},
    "a certificate elsewhere": {"head": {"x5u": "https://evil.example.org/x"}},
    "what we do not know": {"head": {"crit": ["exp"]}},
    "a key that is not there": {"head": {"kid": "two"}},
    "a wrong algorithm for its key": {"head": {"alg": "ES256", "kid": None}, "sign": "other"},
}


@pytest.mark.once
def test_a_token_that_does_not_hold_signs_nobody_in(site, liar):
    browser, believed = site.browser(), []
    for name, lie in LIES.items():
        _honest(liar)
        for part, bent in lie.items():
            if part == "sign":
                liar.sign = bent
            else:
                getattr(liar, part).update(_timed(bent))
        answer = came(browser, liar)
        if answer.status_code != 400 or "could not be sure that the answer" not in refused(answer):
            believed.append(name)
    assert believed == []
    assert count(persons) == 0
    assert browser.get(ME).status_code == 303
    _honest(liar)
    assert signed_in(came(browser, liar)), "the truth is believed"


def _timed(bent):
    at = now() // SECOND
    return {key: at + value if value in (PAST, FUTURE) else value for key, value in bent.items()}


@pytest.mark.once
def test_a_level_that_was_not_asked_for_is_not_enough(town_with, liar):
    with town_with(acr=["loa3"]) as site:
        for said in ("loa2", None, ["loa3"]):
            liar.claims["acr"] = said
            liar.userinfo["acr"] = "loa3"
            assert "could not be sure" in refused(came(site.browser(), liar))
        liar.claims["acr"] = "loa3"
        assert signed_in(came(site.browser(), liar))
        assert liar.query["acr_values"] == "loa3"


@pytest.mark.once
def test_new_keys_are_fetched_once_and_not_for_everybody(site, liar, monkeypatch):
    came(site.browser(), liar)
    liar.claims["sub"] = "later"
    old, liar.key = liar.key, liar.other
    liar.head["kid"] = "unknown"
    try:
        for _ in range(3):
            assert "could not be sure" in refused(came(site.browser(), liar))
        assert liar.asked.count("/jwks") == 1, "they were fetched less than half a minute ago"
        monkeypatch.setattr("web.oidc_known.AGAIN_SECONDS", -1.0)
        liar.head["kid"] = "one"
        assert signed_in(came(site.browser(), liar))
        assert liar.asked.count("/jwks") == 2
    finally:
        liar.key = old


# What goes wrong


def test_what_a_provider_says_of_an_error_is_never_shown(site, liar):
    for name in ("error", "error_description", "error_uri", "code"):
        answer = came(
            site.browser(), liar, query="?next=/me/details", **{name: MARK, "error": MARK}
        )
        assert "did not let the sign-in through" in refused(answer)
        assert "markup-of-a-liar" not in html.unescape(answer.text)
        assert 'href="/sign-in/with/bankid?next=%2Fme%2Fdetails"' in answer.text
        assert 'href="/sign-in?next=/me/details"' in answer.text


BROKEN = ("500", "garbage", "list", "huge", "packed", "elsewhere", "404")
DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.once
def test_a_provider_that_answers_badly_leaves_the_way_by_mail(site, liar):
    browser = site.browser()
    for how in BROKEN:
        liar.broken[DISCOVERY] = how
        answer = browser.get("/sign-in/with/bankid")
        assert answer.status_code == 503, how
        assert "no answer from Bankid" in refused(answer)
        assert "error-summary" not in answer.text, "it is said once"
        assert 'href="/sign-in"' in answer.text
    assert browser.post("/sign-in", {"address": "rosa@example.org"}).status_code == 200
    liar.broken.clear()
    # Its keys first: once they are known they are not asked for.
    for endpoint, how in product(("/jwks", "/token", "/me"), BROKEN):
        liar.broken = {endpoint: how}
        assert "Bankid" in refused(came(browser, liar)), (endpoint, how)
    liar.broken = {}
    assert signed_in(came(browser, liar)), "nothing is remembered of what went wrong"


@pytest.mark.once
@pytest.mark.parametrize("how", ["silent", "drips"])
def test_a_provider_that_is_slow_holds_nobody_up(site, liar, how, monkeypatch):
    browser = site.browser()
    back = liar.meet(went(browser))
    monkeypatch.setattr("web.oidc.SECONDS", 0.3)
    liar.broken["/token"] = how
    answer = browser.get("/sign-in/with/bankid/callback", params=back)
    assert "no answer from Bankid" in refused(answer)
    assert browser.get("/sign-in").status_code == 200


@pytest.mark.once
def test_a_provider_that_leads_elsewhere_is_not_followed(site, liar):
    for says in (
        {"issuer": "https://evil.example.org"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"jwks_uri": "https://[bad"},
        {"authorization_endpoint": "https://example.org/\r\nSet-Cookie: a=b"},
    ):
        _honest(liar)
        liar.says |= says
        assert "could not be sure" in refused(site.browser().get("/sign-in/with/bankid")), says


@pytest.mark.once
def test_there_is_no_provider_that_is_not_configured(site, liar):
    browser = site.browser()
    for path in ("", "/callback", "/left", "/leave"):
        assert browser.get(f"/sign-in/with/evil{path}").status_code == 404


# Signing out


def test_whoever_came_through_a_provider_may_leave_it_too(site, liar):
    browser = site.browser()
    came(browser, liar)
    out = browser.post("/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in/with/bankid/left")
    assert count(BrowserSession.__table__) == 0
    page = browser.get("/sign-in/with/bankid/left").text
    assert 'href="/sign-in/with/bankid/leave"' in page
    leaving = browser.get("/sign-in/with/bankid/leave").headers["location"]
    assert leaving.startswith(f"{liar.issuer}/end?client_id=torget")
    liar.says["end_session_endpoint"] = None


def test_a_provider_that_cannot_be_left_is_said_to_be_so(site, liar):
    liar.says["end_session_endpoint"] = None
    answer = site.browser().get("/sign-in/with/bankid/leave")
    assert "Close all windows" in refused(answer)


# Roles


def _roles():
    with transaction(write=False) as session:
        day = calendar.today()
        rows = session.execute(select(Appointment.__table__))
        return {
            (row.role, row.unit_id is not None, row.lead, row.source)
            for row in rows
            if row.until_date is None or row.until_date >= day
        }


def test_roles_come_and_go_with_the_claims_and_those_we_gave_stay(town_with, liar, caplog):
    with town_with(**STAFF) as site:
        liar.claims |= {
            "sub": "olga",
            "groups": ["torget-mod", "torget-streets", "torget-moon", "secret-group"],
            "name": "Olga",
            "amr": ["pwd", "mfa"],
        }
        browser = site.browser()
        with caplog.at_level(logging.WARNING):
            came(browser, liar)
        assert "role_unknown" in caplog.text
        assert "unit_unknown" in caplog.text
        assert "secret-group" not in caplog.text
        given = {("moderator", False, False, "bankid"), ("official", True, True, "bankid")}
        assert _roles() == given
        assert browser.get("/desk").status_code == 200, "a second factor was shown there"
        with transaction() as session:
            person = session.scalars(select(persons.c.id)).one()
            people.appoint(session, person, people.Role.AUDITOR)
        liar.claims |= {"groups": "torget-mod", "amr": ["pwd"]}
        weak = site.browser()
        came(weak, liar)
        ours = ("auditor", False, False, "")
        assert _roles() == {("moderator", False, False, "bankid"), ours}
        with transaction() as session:
            assert provided_roles.end_of_others(session, ["bankid"]) == 0
        assert weak.get("/desk").status_code != 200, "without a second factor no role is held"
        liar.claims.pop("groups")
        came(site.browser(), liar)
        assert _roles() == {ours}
        assert browser.get("/desk").status_code == 404, "at the next request"


def test_what_a_provider_gave_ends_when_it_is_configured_no_more(town_with, liar):
    with town_with(**STAFF) as site:
        liar.claims |= {"sub": "olga", "groups": ["torget-mod"], "name": "Olga", "amr": ["mfa"]}
        browser = site.browser()
        came(browser, liar)
        assert browser.get("/desk").status_code == 200
        with transaction() as session:
            person = session.scalars(select(persons.c.id)).one()
            people.appoint(session, person, people.Role.AUDITOR)
            assert provided_roles.end_of_others(session, ["another"]) == 1
        assert _roles() == {("auditor", False, False, "")}
        assert browser.get("/desk").status_code == 404, "at the next request"


def test_a_provider_that_gives_no_roles_takes_none(site, liar):
    came(site.browser(), liar)
    with transaction() as session:
        person = session.scalars(select(persons.c.id)).one()
        people.appoint(session, person, people.Role.MODERATOR)
    liar.claims["groups"] = []
    came(site.browser(), liar)
    assert _roles() == {("moderator", False, False, "")}


# Adding one to an account


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


def _add(browser, name="Bankid") -> str:
    page = html.unescape(browser.get("/me/details").text)
    found = re.search(rf'href="/sign-in/with/{name.lower()}(\?add=\w+)">Add {name}<', page)
    return found[1] if found else ""


def test_a_signed_in_person_adds_a_way_in_and_takes_it_away(site, liar, rosa):
    liar.claims |= {"pnr": NUMBER}
    browser = site.browser().sign_in(rosa)
    assert signed_in(came(browser, liar, query=_add(browser)), "/me/details")
    assert liar.query["prompt"] == "login"
    assert signed_in(came(site.browser(), liar))
    with transaction(write=False) as session:
        (row,) = identity.identities(session, rosa.id)
        assert identity.proofs(session, rosa.id).identified
    assert browser.post(f"/me/identities/{row.id}/removal").status_code == 303
    assert (count(identities), count(KnownNumber.__table__)) == (0, 0)
    with transaction(write=False) as session:
        assert identity.proofs(session, rosa.id) == (False, None, None)


def test_what_is_somebody_elses_is_not_added(site, liar, other, rosa):
    liar.claims |= {"pnr": NUMBER}
    other.claims |= {"pnr": NUMBER, "sub": "new"}
    came(site.browser(), liar)
    browser = site.browser().sign_in(rosa)
    for name, one in (("bankid", liar), ("freja", other)):
        said = refused(came(browser, one, name, query=_add(browser, name.capitalize())))
        assert "belongs to another account" in said
    assert count(identities) == 1


def test_nobody_is_made_to_add_an_identity_of_another(site, liar, other, rosa):
    """Only the button of her own session adds: an address sent to her does not."""
    victim, attacker = site.browser().sign_in(rosa), site.browser()
    came(attacker, liar)
    other.claims["sub"] = "attacker"
    foreign, own = _add(attacker, "Freja"), _add(victim, "Bankid")
    assert foreign
    assert own
    for query in (foreign, "?add=guessed", own):
        assert "another window" in refused(came(victim, other, "freja", query=query))
    assert count(identities) == 1


def test_whoever_signed_in_long_ago_first_shows_once_more_who_she_is(site, liar, rosa):
    calendar.freeze(now())
    browser = site.browser().sign_in(rosa)
    query = _add(browser)
    calendar.advance(16 * 60)
    assert _add(browser) == ""
    assert signed_in(came(browser, liar, query=query), AGAIN)
    assert count(identities) == 0


def test_whoever_was_to_be_there_in_person_and_was_not_is_not_believed(site, liar, rosa):
    browser = site.browser().sign_in(rosa)
    for said in (None, "soon", now() // SECOND - 3600):
        liar.claims["auth_time"] = said
        assert "could not be sure" in refused(came(browser, liar, query=_add(browser)))


def test_the_last_way_in_stays(site, liar, other):
    browser = site.browser()
    came(browser, liar)
    with transaction(write=False) as session:
        row = session.execute(select(identities)).one()
    assert "your only way in" in browser.get("/me/details").text
    assert browser.post(f"/me/identities/{row.id}/removal").status_code == 409
    assert browser.post(f"/me/identities/{row.id + 1}/removal").status_code == 404
    came(browser, other, "freja", query=_add(browser, "Freja"))
    assert browser.post(f"/me/identities/{row.id}/removal").status_code == 303
    assert count(identities) == 1


# What is kept


def test_a_number_is_nowhere_in_database_log_or_page(site, liar, caplog, capfd):
    liar.claims |= {"pnr": NUMBER, "former": COORDINATION, "groups": [NUMBER]}
    liar.userinfo |= {"pnr": NUMBER, "also": COORDINATION}
    browser = site.browser()
    with caplog.at_level(logging.DEBUG):
        came(browser, liar)
        liar.claims["pnr"] = NUMBER[:-1]
        came(site.browser(), liar)
    pages = [browser.get(path).text for path in (ME, "/me/details", "/privacy")]
    with engine().connect() as connection:
        rows = [str(connection.execute(table.select()).all()) for table in metadata.sorted_tables]
    kept = [*pages, *rows, caplog.text, *capfd.readouterr(), str(dict(browser.cookies))]
    assert count(KnownNumber.__table__) == 2
    for number in (NUMBER, COORDINATION):
        for form in (
            number,
            number[2:],
            f"{number[:8]}-{number[8:]}",
            f"{number[2:8]}-{number[8:]}",
            number[8:],
        ):
            assert [one for one in kept if form in one] == []


def test_the_sign_in_page_shows_the_buttons_where_they_are_wanted(town_with, liar):
    button = {"sv": "Visa BankID", "en": "Show BankID"}
    with town_with(below=True, button=button) as site:
        page = site.browser().get("/sign-in?next=/me/details").text
        assert page.index("/sign-in/with/bankid?next=%2Fme%2Fdetails") > page.index(
            'name="address"'
        )
        assert "Show BankID" in page
        assert "Visa BankID" in site.browser(language="sv").get("/sign-in").text
    with town_with() as site:
        page = site.browser().get("/sign-in").text
        assert page.index("Sign in with Bankid") < page.index("Or with a link from us")
