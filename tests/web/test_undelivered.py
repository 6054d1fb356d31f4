"""What comes back, what did not arrive, and what people are told of it."""

import re
from ipaddress import ip_network

import pytest
from sqlalchemy import select, update

from models import health, hold, suppression
from models import settings as town_settings
from models.calendar import DAY, MINUTE, SECOND, advance, now
from models.database import table_of, transaction
from models.delivery import DeliveryAttempt, DeliveryState, deliveries
from models.states import Kind
from models.submission import tracking_key
from models.suppression import Why
from notifications import bounces
from notifications.letter import Letter
from notifications.pipes import _sender
from tests import people
from tests.notifications.post import address, follow, sent_rows
from tests.notifications.returned import report
from tests.web.asking import Request, ask
from web.pages import letters

pytestmark = pytest.mark.once

S = DeliveryState
DESK = "/casework/letters"
_tries = table_of(DeliveryAttempt)


def _case(followers=()):
    """Rosa's public complaint, followed; every letter about it is queued."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        for who in followers:
            follow(session, people.resident(session, who), submission)
    address()
    return submission.reference


def _now_are(state, code, **which):
    with transaction() as session:
        session.execute(
            update(deliveries)
            .where(*(deliveries.c[name] == value for name, value in which.items()))
            .values(state=state, code=code, sent_at=None)
        )


def _verp(town, row):
    with transaction(write=False) as session:
        sender = _sender(town.settings, people.municipality(session))
    letter = Letter(
        channel="email",
        address=row.address,
        kind=row.kind,
        message_key=row.message_key,
        written_at=row.created_at,
        language="sv",
        text="",
        delivery_id=row.id,
    )
    return sender.bounce_address(letter)


# What a provider posts


def _posted(site, path, raw):
    return ask(site.app, site.server.portal, Request("POST", path, origin="", body=raw))


def test_a_provider_posts_what_came_back_and_the_same_twice_is_one(site, town):
    _case()
    row = sent_rows(kind="published")[0]
    _now_are(S.SENT, "", id=row.id)
    door = f"/mail/bounces/{bounces.door()}"
    raw = report("someone@example.org")
    assert _posted(site, door, raw).status == 204
    assert sent_rows(id=row.id)[0].state is S.SENT, "a stranger's"
    verp = _verp(town, row)
    for asked in (f"{door}?recipient={verp.replace('+', '%2B')}", door):
        assert _posted(site, asked, report(verp)).status == 204
    assert sent_rows(id=row.id)[0].state is S.PERMANENT_FAILURE
    with transaction(write=False) as session:
        assert suppression.count(session) == 1


def test_nobody_posts_bounces_who_does_not_know_the_address(site):
    refused = _posted(site, "/mail/bounces/guessed", report("x@example.org"))
    assert refused.status == 403
    assert _posted(site, f"/mail/bounces/{bounces.door()}", b"\x00" * 3_000_000).status == 413


# What officials see


def test_only_who_handles_cases_sees_what_did_not_arrive(site):
    with transaction() as session:
        rosa, olga, marek = people.rosa(session), people.olga(session), people.marek(session)
    assert site.browser().get(DESK).status_code == 404
    assert site.browser().sign_in(rosa).get(DESK).status_code == 404
    assert site.browser().sign_in(marek).get(DESK).status_code == 404
    page = site.browser().sign_in(olga).get(DESK)
    assert "Every message has arrived" in page.text


@pytest.fixture
def desk(site):
    with transaction() as session:
        olga = people.olga(session)
    return site.browser().sign_in(olga)


def test_a_letter_that_did_not_arrive_is_sent_again_and_its_tries_stay(desk):
    reference = _case(["Sam"])
    row = sent_rows(kind="published")[0]
    _now_are(S.TECHNICAL_FAILURE, "connection", id=row.id)
    page = desk.get(DESK).text
    assert reference in page
    assert "r***@example.org" in page
    assert "rosa@example.org" not in page
    assert "We did not reach our own mail" in page
    answer = desk.post(f"{DESK}/{row.id}/tries")
    assert answer.headers["location"] == f"{DESK}?again=1"
    assert "1 message goes again." in desk.get(answer.headers["location"]).text
    assert sent_rows(id=row.id)[0].state is S.QUEUED
    with transaction(write=False) as session:
        noted = session.execute(select(_tries.c.outcome).where(_tries.c.delivery_id == row.id))
        assert [one.outcome for one in noted] == ["again"]
    assert desk.post(f"{DESK}/{row.id}/tries").status_code == 404, "it is no failed letter any more"


def test_what_was_delivered_is_never_sent_again(desk):
    _case()
    row = sent_rows(kind="published")[0]
    for state in (S.SENT, S.DELIVERED, S.CANCELLED, S.EXPIRED, S.SUPPRESSED, S.QUEUED):
        _now_are(state, "", id=row.id)
        assert desk.post(f"{DESK}/{row.id}/tries").status_code == 404
        assert sent_rows(id=row.id)[0].state is state


def test_all_letters_of_one_reason_go_again_but_those_that_may_not(desk):
    with transaction() as session:
        for name in ("Rosa", "Sam", "Tove", "Kim"):
            people.a_submission(session, by=people.resident(session, name))
        suppression.begin(session, people.rosa(session).contact_id, Why.BOUNCED)
    address()
    rows = {row.address.partition("@")[0]: row for row in sent_rows()}
    for name in ("rosa", "sam", "tove"):
        _now_are(S.TECHNICAL_FAILURE, "connection", id=rows[name].id)
    _now_are(S.TECHNICAL_FAILURE, "internal", id=rows["kim"].id)
    page = desk.get(DESK).text
    assert "connection" in page
    assert "The fault is ours" in page
    answer = desk.post(f"{DESK}/tries", {"code": "connection"})
    assert answer.headers["location"] == f"{DESK}?again=2"
    assert "2 messages go again." in desk.get(answer.headers["location"]).text
    states = {row.address.partition("@")[0]: row.state for row in sent_rows()}
    assert {name for name, state in states.items() if state is S.QUEUED} == {"sam", "tove"}
    assert desk.post(f"{DESK}/tries").status_code == 404


def test_an_address_that_nothing_reaches_is_said_instead_of_a_button(desk):
    _case()
    row = sent_rows(kind="published")[0]
    _now_are(S.PERMANENT_FAILURE, "bounced_5.1.1", id=row.id)
    with transaction() as session:
        suppression.begin(session, row.contact_id, Why.BOUNCED)
    page = desk.get(DESK).text
    assert "Not again: nothing arrives at this address" in page
    assert f"{DESK}/{row.id}/tries" not in page
    assert desk.post(f"{DESK}/{row.id}/tries").status_code == 409
    assert desk.post(f"{DESK}/tries", {"code": "bounced_5.1.1"}).headers["location"].endswith("=0")
    assert sent_rows(id=row.id)[0].state is S.PERMANENT_FAILURE


def test_fifty_stand_on_a_page_and_the_others_on_the_next(desk, monkeypatch):
    monkeypatch.setattr(letters.undelivered, "PAGE", 1)
    _case()
    with transaction() as session:
        people.a_submission(session, by=people.sam(session))
    address()
    for row in sent_rows():
        _now_are(S.TECHNICAL_FAILURE, "connection", id=row.id)
    seen, path = [], DESK
    while path:
        page = desk.get(path).text
        seen += re.findall(rf'action="{DESK}/(\d+)/tries"', page)
        following = re.search(r'class="next" href="([^"]+)"', page)
        path = following[1] if following else ""
    assert seen == sorted(seen, key=int, reverse=True)
    assert len(seen) == len(sent_rows()) > 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("rcpt_550_5.1.1", "gone"),
        ("bounced_5.7.1", "refused"),
        ("rcpt_554", "refused"),
        ("mailbox_full", "full"),
        ("bounced_4.4.7", "later"),
        ("session_421", "relay"),
        ("rcpt_421", "relay"),
        ("internal", "ours"),
        ("unsafe_address", "ours"),
        ("", "unknown"),
    ],
)
def test_every_code_has_a_meaning_in_words(code, reason):
    assert letters.reason(code) == reason


# What she is told herself


def test_whoever_is_not_reached_is_told_at_her_next_visit_and_how_to_mend_it(site):
    reference = _case()
    with transaction() as session:
        rosa = people.rosa(session)
        suppression.begin(session, rosa.contact_id, Why.BOUNCED)
    hers = site.browser().sign_in(rosa)
    for path in ("/me", f"/submissions/{reference}"):
        page = hers.get(path).text
        assert "We do not reach you at r***@example.org" in page
        assert 'href="/sign-in"' in page
    assert "We do not reach you" not in site.browser().get(f"/submissions/{reference}").text
    with transaction() as session:
        suppression.lift(session, rosa.contact_id)
    assert "We do not reach you" not in hers.get("/me").text


def test_the_official_reads_that_its_sender_is_not_reached(desk):
    reference = _case()
    assert "do not reach" not in desk.get(f"/casework/{reference}").text
    with transaction() as session:
        suppression.begin(session, people.rosa(session).contact_id, Why.BOUNCED)
    assert (
        "We do not reach the sender at r***@example.org" in desk.get(f"/casework/{reference}").text
    )


def test_whoever_has_only_the_key_is_told_on_the_page_of_her_case(site):
    with transaction() as session:
        submission = people.a_submission(session, shown=False)
        suppression.begin(session, submission.contact_id, Why.REPEATED)
        key = tracking_key(submission)
    hers = site.browser()
    hers.cookies.set("key", key, domain="127.0.0.1", path=f"/submissions/{submission.reference}")
    page = hers.get(f"/submissions/{submission.reference}").text
    assert "Perhaps the mailbox is full" in page


# Late


def test_a_letter_that_waits_for_its_hour_is_not_late_and_one_that_could_go_is(site):
    _case()
    with transaction() as session:
        session.execute(update(deliveries).values(not_before=now() + DAY))
        assert health.sending(session).oldest_at is None
        session.execute(update(deliveries).values(not_before=now()))
    advance(9 * MINUTE / SECOND)
    assert "delayed" not in site.browser().get("/sign-in").text
    advance(2 * MINUTE / SECOND)
    assert "E-mails are delayed just now" in site.browser().get("/sign-in").text
    assert "None is lost" in site.browser().get("/status").text


def test_one_that_was_tried_is_as_old_as_its_first_try(site):
    _case()
    row = sent_rows(kind="published")[0]
    began = now()
    with transaction() as session:
        session.execute(update(deliveries).where(deliveries.c.id != row.id).values(state="sent"))
        session.execute(
            update(deliveries)
            .where(deliveries.c.id == row.id)
            .values(state=S.TEMPORARY_FAILURE, attempts=1, not_before=now() + DAY)
        )
        session.execute(
            _tries.insert().values(delivery_id=row.id, at=began, outcome="failed", code="x")
        )
        assert health.sending(session).oldest_at == began
        # Taken and lost later: nothing waits.
        session.execute(update(deliveries).values(sent_at=now()))
        assert health.sending(session).oldest_at is None
        assert health.sending(session).waiting == 0


def test_people_and_machines_read_how_the_post_fares(town, site):
    _case()
    row = sent_rows(kind="published")[0]
    with transaction() as session:
        suppression.begin(session, row.contact_id, Why.BOUNCED)
        for took, outcome in ((40, "sent"), (60, "sent"), (900, "failed")):
            session.execute(
                _tries.insert().values(
                    delivery_id=row.id, at=now(), outcome=outcome, code="", took=took
                )
            )
        hold.begin(session)
    near = ip_network("192.0.2.0/24")
    town_settings.use(
        town.settings.model_copy(update={"metrics_networks": (near,), "delivery": "send"})
    )
    page = site.browser().get("/status").text
    assert "1 of 3" in page
    assert re.search(r"do not reach</dt><dd>1<", page)
    assert "They are sent later." in page
    answer = ask(site.app, site.server.portal, Request("GET", "/metrics", client="192.0.2.7"))
    figures = dict(
        line.rsplit(" ", 1) for line in answer.body.decode().splitlines() if line[0] != "#"
    )
    assert figures["torget_failure_rate"] == "0.3333"
    assert figures["torget_unreached_addresses"] == "1"
    assert figures["torget_unreached_addresses_new"] == "1"
    assert figures["torget_held"] == "1"
    assert figures['torget_provider_seconds{channel="email",quantile="0.5"}'] == "0.06"
    assert figures['torget_provider_seconds_count{channel="email"}'] == "3"
    assert figures["torget_mail_today_most"] == "500000"
