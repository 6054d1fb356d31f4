"""How the site is, for machines and people; the pages about itself; what the SMS operator tells."""

import datetime as dt
import json
import re
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import insert, select, text, update

from models import database, delivery, health, silence
from models import settings as town_settings
from models.calendar import DAY, MINUTE, SECOND, now
from models.database import driver, engine, is_postgres, transaction
from models.delivery import DeliveryState, deliveries
from models.demo_message import keep
from models.event import Outbox
from models.person import Channel, reach
from models.profile import Profile
from models.silence import silences
from notifications import inbound, links
from tests import people
from tests.databases import head
from tests.databases import is_postgres as on_postgres
from tests.web.asking import ORIGIN, Request, ask
from tests.web.visiting import open_site
from web.pages import operation
from web.pages.about import ASSESSED_ON

GIGABYTE = 1024**3


@pytest.fixture(autouse=True)
def _looked_at_anew():
    """The last look at the database is shared for a second; every test takes its own."""
    operation._last.until = 0.0


@pytest.fixture
def get(site):
    def asked(path: str, client: str = "", **headers: str):
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return ask(site.app, site.server.portal, Request("GET", path, headers=named, client=client))

    return asked


def _post(site, path: str, **fields: str):
    request = Request("POST", path, origin="", body=urlencode(fields).encode())
    return ask(site.app, site.server.portal, request)


# Alive and ready


def test_a_town_that_is_well_is_alive_and_ready(get):
    assert (get("/live").status, get("/live").body) == (200, b"live\n")
    assert (get("/ready").status, get("/ready").body) == (200, b"ready\n")
    assert get("/ready").header("cache-control") == "no-store"


def test_it_lives_without_a_database(site, get):
    database.dispose()
    assert get("/live").status == 200
    database.configure(town_settings.settings().database_url)


@contextmanager
def _nobody_can_write():
    """Another process holds the whole database, or there is none."""
    if is_postgres():
        url = (
            engine()
            .url.set(port=1, host="127.0.0.1", query={})
            .render_as_string(hide_password=False)
        )
        database.configure(url.replace("+psycopg", ""))
        yield
        database.configure(town_settings.settings().database_url)
    else:
        with closing(driver.connect(engine().url.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")


def test_it_is_not_ready_while_nobody_can_write(site, get):
    with _nobody_can_write():
        began = time.monotonic()
        answer = get("/ready")
        assert time.monotonic() - began < 5, "the probe itself must not hang"
        assert (answer.status, answer.body) == (503, b"not ready: database\n")
        assert get("/live").status == 200
    operation._last.until = 0.0
    assert get("/ready").status == 200


@pytest.mark.skipif(on_postgres(), reason="a server has no file that could be gone")
def test_a_database_that_is_gone_does_not_come_back_empty(site, get, town):
    file = Path(engine().url.database)
    file.rename(file.with_name("elsewhere"))
    assert get("/ready").body == b"not ready: database\n"
    assert not file.exists()


def test_looking_often_asks_the_database_once(site, get, monkeypatch):
    """Everyone may ask; nobody may keep the database busy by it."""
    asked = []
    monkeypatch.setattr(operation, "_lacks", lambda: asked.append(1) or [])
    for _ in range(20):
        assert get("/ready").status == 200
    assert len(asked) == 1


def test_the_file_names_know_what_alembic_knows():
    assert health.known_schema() == head()


@pytest.mark.parametrize(("revision", "status"), [("0001", 503), ("9999", 200)])
def test_an_older_schema_is_not_served_and_a_newer_one_is(site, get, revision, status):
    """While a release rolls out, the former processes go on serving on the new schema."""
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    answer = get("/ready")
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": head()})
    assert answer.status == status
    assert answer.body == (b"ready\n" if status == 200 else b"not ready: schema\n")


def test_a_full_disk_is_said(get, monkeypatch):
    class Usage:
        free = operation.SPARE_BYTES - 1

    monkeypatch.setattr(operation.shutil, "disk_usage", lambda path: Usage)
    assert get("/ready").body == b"not ready: disk\n"


# What waits


def _messages(**states: int) -> None:
    with transaction() as session:
        people.municipality(session)
        place = reach(session, Channel.EMAIL, "frida@example.org")
        for state, count in states.items():
            for number in range(count):
                session.execute(
                    insert(deliveries).values(
                        channel=Channel.EMAIL,
                        address="frida@example.org",
                        message_key=f"{state}:{number}",
                        kind="answered",
                        language="sv",
                        contact_id=place.id,
                        state=DeliveryState(state),
                        code="",
                        attempts=0,
                        not_before=now() - 10 * MINUTE,
                        created_at=now() - 10 * MINUTE,
                    )
                )
        session.execute(update(Outbox).values(state="addressed"))


def test_people_are_told_how_many_messages_wait(site, get):
    _messages(queued=2, sending=1, temporary_failure=1, delivered=7, permanent_failure=3)
    page = get("/status", accept_language="en").body.decode()
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(?:<time[^>]*>)?(.*?)<", page))
    assert facts["Waiting to be sent"] == "4"
    assert facts["Could not be delivered"] == "3 of the last 10,000"
    assert "The oldest has waited since" in facts
    assert "kept back for now" in page
    assert "frida" not in page


def test_people_are_told_when_nothing_waits(site, get):
    _messages()
    page = get("/status", accept_language="en").body.decode()
    assert "The oldest has waited since" not in page
    assert "<dd>0</dd>" in page


def test_what_waits_is_counted_from_events_on(site):
    with transaction() as session:
        people.published(session)
        session.execute(update(Outbox).values(state="pending"))
        waiting = session.execute(select(Outbox.event_id)).all()
        found = health.sending(session)
    assert found.unaddressed == len(waiting) > 0
    assert found.oldest_at is not None


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"delivery": "hold"}, "They are sent later."),
        ({"delivery": "log"}, "No e-mails or text messages are sent from here."),
        ({"delivery": "send"}, "E-mails and text messages are sent."),
        ({"demo": True, "delivery": "hold"}, "No e-mails or text messages are sent from here."),
    ],
)
def test_people_are_told_whether_anything_is_sent(site, get, town, chosen, said):
    town_settings.use(town.settings.model_copy(update=chosen))
    assert said in get("/status", accept_language="en").body.decode()


# For machines that watch


def _with(town, **settings):
    town_settings.use(town.settings.model_copy(update=settings))


@pytest.fixture
def networks():
    from ipaddress import ip_network

    return (ip_network("192.0.2.0/24"), ip_network("2001:db8::7/128"))


@pytest.mark.parametrize(
    ("client", "status"),
    [
        ("192.0.2.7", 200),
        ("2001:db8::7", 200),
        ("::ffff:192.0.2.7", 200),
        ("192.0.3.7", 404),
        ("2001:db8::8", 404),
        ("testclient", 404),
    ],
)
def test_only_the_networks_that_are_named_may_measure(town, networks, client, status):
    _with(town, metrics_networks=networks)
    with open_site() as site:
        asked = Request("GET", "/metrics", client=client)
        assert ask(site.app, site.server.portal, asked).status == status


def test_nobody_may_measure_by_saying_where_she_is(town, networks):
    _with(town, metrics_networks=networks)
    with open_site() as site:
        for name in ("x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"):
            asked = Request("GET", "/metrics", headers=((name, "192.0.2.7"),), client="203.0.113.9")
            assert ask(site.app, site.server.portal, asked).status == 404


def test_the_figures_can_be_read_by_a_machine(town, networks):
    _messages(queued=2, delivered=1)
    _with(town, metrics_networks=networks)
    with open_site() as site:
        for path in ("/about", "/about", "/nothing"):
            ask(site.app, site.server.portal, Request("GET", path))
        answer = ask(site.app, site.server.portal, Request("GET", "/metrics", client="192.0.2.7"))
    assert answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.body.decode().splitlines()
    form = re.compile(r'(# (HELP|TYPE) \w+ .+|\w+({\w+="[^"\\]*"(,\w+="[^"\\]*")*})? \d+(\.\d+)?)')
    assert [line for line in lines if not form.fullmatch(line)] == []
    figures = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert figures["torget_deliveries_waiting"] == "2"
    assert figures['torget_deliveries{state="delivered"}'] == "1"
    assert float(figures["torget_oldest_waiting_seconds"]) >= 600
    assert int(figures['torget_requests_total{route="/about",status="200"}']) >= 2
    assert "frida" not in answer.body.decode()


# Reports of the content security policy

REPORT = {
    "type": "csp-violation",
    "url": f"{ORIGIN}/confirm/1.secret-of-a-letter",
    "body": {
        "documentURL": f"{ORIGIN}/confirm/1.secret-of-a-letter",
        "effectiveDirective": "script-src-elem",
        "blockedURL": "https://evil.example/?stolen=secret",
        "sample": "alert('rosa@example.org')",
    },
}
LEGACY = {
    "csp-report": {
        "document-uri": f"{ORIGIN}/submissions/2026-00001?k=secret",
        "effective-directive": "style-src-attr",
        "blocked-uri": "inline",
    }
}


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ([REPORT], [("script-src-elem", "elsewhere")]),
        (LEGACY, [("style-src-attr", "inline")]),
        ([REPORT] * 9, [("script-src-elem", "elsewhere")] * 5),
        (
            [{"body": {"effectiveDirective": "img-src\nrosa@example.org", "blockedURL": 7}}],
            [("?", "elsewhere")],
        ),
        (
            [{"body": {"effectiveDirective": "img-src", "blockedURL": f"{ORIGIN}/x"}}],
            [("img-src", "own")],
        ),
        ([7, None, {"body": "x"}], []),
        ({}, []),
    ],
)
def test_a_report_is_noted_without_an_address(site, capfd, report, told):
    request = Request("POST", "/csp-reports", origin="", body=json.dumps(report).encode())
    assert ask(site.app, site.server.portal, request).status == 204
    logged = capfd.readouterr().err
    rows = [json.loads(line) for line in logged.splitlines()]
    assert [(row["directive"], row["blocked"]) for row in rows if row["event"] == "csp"] == told
    assert "secret" not in logged
    assert "rosa" not in logged


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"{", b"[" * 15_000, b"nul", b'{"csp-report": []}']
)
def test_what_is_no_report_is_taken_and_forgotten(site, capfd, body):
    request = Request("POST", "/csp-reports", origin="", body=body)
    assert ask(site.app, site.server.portal, request).status == 204
    assert '"csp"' not in capfd.readouterr().err


def test_a_flood_of_reports_from_one_place_is_dammed(site):
    asked = Request("POST", "/csp-reports", origin="", body=b"{}", client="198.51.100.1")
    statuses = [ask(site.app, site.server.portal, asked).status for _ in range(70)]
    assert statuses == [204] * 60 + [429] * 10


# For crawlers and finders of faults


def test_crawlers_are_led_to_what_is_public(site, get):
    with transaction() as session:
        shown = people.published(session).reference
        hidden = people.a_submission(session, title="Inte än").reference
    robots = get("/robots.txt")
    assert robots.header("content-type") == "text/plain; charset=utf-8"
    (sitemap,) = re.findall(r"^Sitemap: (.+)$", robots.body.decode(), re.MULTILINE)
    assert sitemap == f"{ORIGIN}/sitemap.xml"
    found = [
        element.text
        for element in ET.fromstring(get("/sitemap.xml").body).iter()
        if element.tag.endswith("}loc")
    ]
    assert f"{ORIGIN}/submissions/{shown}" in found
    assert f"{ORIGIN}/submissions/{hidden}" not in found
    assert all(get(address.removeprefix(ORIGIN)).status == 200 for address in found)


def test_a_finder_of_faults_is_told_whom_to_tell(town):
    _with(town, operator_email="operator@example.org")
    with open_site() as site:
        answer = ask(site.app, site.server.portal, Request("GET", "/.well-known/security.txt"))
    fields = dict(line.split(": ", 1) for line in answer.body.decode().splitlines())
    assert fields["Contact"] == "mailto:operator@example.org"
    assert fields["Canonical"] == f"{ORIGIN}/.well-known/security.txt"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", fields["Expires"])
    # RFC 9116 2.5.5: less than a year ahead, so that nobody trusts what is forgotten.
    ahead = dt.datetime.fromisoformat(fields["Expires"]).timestamp() - now() / SECOND
    assert 30 * DAY < ahead * SECOND < 365 * DAY


def test_without_an_operator_nobody_is_named(get):
    assert get("/.well-known/security.txt").status == 404


# The site about itself


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "path", ["/about", "/privacy", "/cookies", "/accessibility", "/minority-languages", "/status"]
)
def test_the_pages_about_the_site_are_there_in_both_languages(get, path, language):
    answer = get(path, accept_language=language)
    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.body.decode()


def test_the_page_about_the_site_says_the_rules_in_force(site, get):
    with transaction() as session:
        rules = people.municipality(session)
    page = get("/about", accept_language="en").body.decode()
    assert 'href="/promises"' in page
    assert f"within {rules.proposals.days} days" in page


def test_a_town_that_starts_again_has_the_profile_of_now(town):
    with open_site() as site:
        ask(site.app, site.server.portal, Request("GET", "/about"))
    with transaction() as session:
        found = session.execute(select(Profile.data)).scalar_one()
        changed = json.loads(found) | {"name": "Andra kommunen"}
        session.execute(insert(Profile).values(version=2, data=json.dumps(changed), made_at=now()))
    with open_site() as site:
        answer = ask(site.app, site.server.portal, Request("GET", "/about"))
    assert "Andra kommunen" in answer.body.decode()


def test_the_statement_on_accessibility_has_a_date(get):
    assert (
        f"{ASSESSED_ON.day} November 2026"
        in get("/accessibility", accept_language="en").body.decode()
    )


def test_what_a_demo_would_have_sent_is_read_in_a_demo_alone(town):
    with transaction() as session:
        people.municipality(session)
        keep(
            session,
            key="a",
            channel="email",
            address="rosa@example.org",
            subject="Vi har svarat",
            text="Hej <b>Rosa</b>\nhttp://127.0.0.1:8000/submissions/2026-00001",
        )
    for demo, status in ((False, 404), (True, 200)):
        _with(town, demo=demo)
        with open_site() as site:
            answer = ask(site.app, site.server.portal, Request("GET", "/demo/outbox"))
        assert answer.status == status
        assert (b"Vi har svarat" in answer.body) is demo
        assert b"<b>Rosa" not in answer.body


# What the SMS operator tells


@pytest.fixture
def sent(town):
    """A text message that was handed over."""
    with transaction() as session:
        people.municipality(session)
        tove = people.resident(session, "Tove", phone="+46701740640")
        number = session.execute(
            insert(deliveries)
            .values(
                channel=Channel.SMS,
                address=tove.address,
                message_key="a",
                kind="answered",
                language="sv",
                contact_id=tove.contact_id,
                state=DeliveryState.SENT,
                code="",
                attempts=1,
                not_before=now(),
                created_at=now(),
                sent_at=now(),
            )
            .returning(deliveries.c.id)
        ).scalar_one()
    return tove, number


def _state(number: int) -> DeliveryState:
    with transaction(write=False) as session:
        return session.get_one(delivery.Delivery, number).state


def test_a_receipt_says_what_became_of_a_message(site, sent):
    path = links.receipt(sent[1]).removeprefix(ORIGIN)
    answer = _post(site, path, id="s123", status="delivered", delivered="2026-11-21T10:00:00.5")
    assert (answer.status, answer.body) == (204, b"")
    assert _state(sent[1]) is DeliveryState.DELIVERED
    # Doubled and late: nothing moves back.
    assert _post(site, path, id="s123", status="failed").status == 204
    assert _state(sent[1]) is DeliveryState.DELIVERED


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"id": "s1", "status": "lost"}, 400), ({"status": "sent"}, 400), ({}, 400)],
)
def test_what_is_no_receipt_is_refused(site, sent, fields, status):
    assert _post(site, links.receipt(sent[1]).removeprefix(ORIGIN), **fields).status == status
    assert _state(sent[1]) is DeliveryState.SENT


@pytest.mark.parametrize("token", ["1.x", "x", "1", "9999.aaaa", "1.", "-1.a", "1.é"])
def test_whoever_does_not_know_the_address_is_sent_away(site, sent, token):
    for path in (f"/sms/receipts/{token}", f"/sms/inbox/{token}"):
        assert _post(site, path, id="s1", status="delivered", message="STOPP").status == 403
    assert _state(sent[1]) is DeliveryState.SENT


def _is_silent(contact_id: int) -> bool:
    with transaction(write=False) as session:
        return (
            session.execute(select(silences).where(silences.c.contact_id == contact_id)).first()
            is not None
        )


def test_a_number_that_says_stop_hears_nothing_until_it_says_start(site, sent):
    tove, _ = sent
    path = f"/sms/inbox/{inbound.inbox()}"
    for words, silent in (("Stopp!", True), ("stop", True), ("hej", True), ("START", False)):
        answer = _post(site, path, **{"from": tove.address, "to": "+46766861234", "message": words})
        assert (answer.status, answer.body) == (200, b""), "a body would be sent as an answer"
        assert _is_silent(tove.contact_id) is silent, words


def test_a_number_that_nobody_knows_changes_nothing(site, sent):
    path = f"/sms/inbox/{inbound.inbox()}"
    assert _post(site, path, **{"from": "+46701740641", "message": "STOPP"}).status == 200
    assert _post(site, path).status == 200
    with transaction(write=False) as session:
        assert session.execute(select(silence.silences)).first() is None
