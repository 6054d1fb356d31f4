"""One town becomes another, and nothing on any page or in any letter tells of the first."""

import email
import re
import threading
from email.header import decode_header, make_header
from email.policy import default

import pytest

from models import answer, asking, reconfiguring, text
from models.actor import SYSTEM
from models.asking import About
from models.database import transaction
from models.profile import site as profile_in_force
from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from models.states import Kind
from models.submission import take
from models.token import Purpose
from notifications.pipes import Pipes
from notifications.worker import Worker
from templates import colour
from tests import people
from tests.house.source import none_of
from tests.notifications.post import follow, send, use
from tests.sinks import MailSink, SmsGateway
from tests.web.strolling import pages
from tests.web.visiting import BASE, open_site
from web import town as known_town

pytestmark = pytest.mark.once

FIRST = read(ROOT / PROFILE).site
SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")
TRACES = re.compile(
    r"exempelby|08-465 ?004|\+?46846500|" + "|".join(colour.readable(FIRST.colour)), re.IGNORECASE
)
BESIDE = ("/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/status", "/nothing-here")


def switch() -> None:
    with transaction() as session:
        reconfiguring.use(session, SECOND, by=SYSTEM)
    known_town.forget()


@pytest.fixture
def square(town):
    use(
        town,
        base_url=BASE,
        allowed_hosts="127.0.0.1",
        operator_email="it@ljungvalla.example",
        mail_from="torget@ljungvalla.example",
    )
    with transaction() as session:
        people.municipality(session)
        people.published(session, title="Fler bänkar", byline="Rosa")
        people.decided(session, people.referred(session))
        people.published(session, Kind.FAULT_REPORT, title="En lampa är trasig")


def told(found: dict[str, str]) -> list[str]:
    """Where the first town is still told of, with the words around it."""
    return [
        f"{where}: ...{words[max(0, hit.start() - 60) : hit.end() + 20]!r}"
        for where, words in found.items()
        for hit in TRACES.finditer(words)
    ]


def everything(site) -> dict[str, str]:
    """Every public page in both languages, and what pages and machines ask for beside them."""
    found = {}
    for language in ("sv", "en"):
        found |= {f"{language} {path}": page for path, page in pages(site, language).items()}
    browser = site.browser()
    asked = {match for page in found.values() for match in re.findall(r"/static/[\w.-]+", page)}
    for path in (*BESIDE, *sorted(asked)):
        found[path] = browser.get(path).content.decode("latin-1")
    return found


def test_the_first_town_is_found_before_the_switch(square):
    with open_site() as site:
        found = everything(site)
    assert {"sv /about", "en /about", "/.well-known/security.txt"} <= found.keys()
    assert len(told(found)) > 100
    assert told({path: page for path, page in found.items() if path.startswith("/static/site")})


def test_after_the_switch_no_page_tells_of_the_first(square):
    switch()
    with open_site() as site:
        found = everything(site)
    none_of(told(found))
    assert "Ljungvalla" in found["sv /about"]
    assert colour.readable(SECOND.site.colour)[0] in "".join(found.values())


def test_a_running_site_follows_without_a_restart(square):
    with open_site() as site:
        browser = site.browser(language="sv")
        assert "Exempelby torg" in browser.get("/submissions/new").text
        switch()
        page = browser.get("/submissions/new").text
        assert told({"page": page}) == []
        (style,) = re.findall(r"/static/site\.\w+\.css", page)
        assert told({"style": browser.get(style).text}) == []


def test_an_old_page_still_finds_the_style_it_names(square):
    with open_site() as site:
        browser = site.browser()
        (style,) = re.findall(r"/static/site\.\w+\.css", browser.get("/submissions/new").text)
        switch()
        browser.get("/submissions/new")
        answer = browser.get(style)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert told({"style": answer.text}) == [], "it is the present one"


def test_after_the_switch_no_letter_and_no_text_message_tells_of_the_first(square, town):
    with MailSink() as sink, SmsGateway() as gateway:
        chosen = use(
            town,
            base_url=BASE,
            smtp_url=sink.url,
            sms_url=gateway.url,
            mail_from="torget@ljungvalla.example",
        )
        # The worker has been running since before.
        with transaction() as session:
            pipes = Pipes(chosen, profile_in_force(session))
        running = Worker(threading.Event())
        running._pipes.append(pipes)
        running._look()
        switch()
        running._look()
        _write(people.rosa)
        send(pipes)
        mails = [email.message_from_bytes(mail.raw, policy=default) for mail in sink.mails]
        texts = gateway.messages
        assert len(mails) > 3
        assert texts
        none_of(told({f"mail {n}": _whole(mail) for n, mail in enumerate(mails)}))
        none_of(told({f"text {n}": sms.message for n, sms in enumerate(texts)}))
        assert {mail["From"].addresses[0].display_name for mail in mails} == {"Ljungvalla kommun"}
        assert {sms.form["from"] for sms in texts} == {"Ljungvalla"}


def _write(whom) -> None:
    """A letter of several kinds, in both languages and on both channels."""
    with transaction() as session:
        olga = people.olga(session)
        case = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        nils = people.resident(session, "Nils", phone="+46701740607")
        follow(session, nils, case)
        follow(session, people.sam(session), case, language="en")
        asking.send(
            session, Purpose.SIGN_IN, whom(session).contact_id, about=About(), language="sv"
        )
        reference = case.reference
    with transaction() as session:
        case = take(session, reference)
        words = "Vi byter lampan."
        answer.answer(session, case, by=olga.actor, source=words, html=text.prepare(words))


def _whole(mail) -> str:
    """Every header as it is read, and every part."""
    heads = [str(make_header(decode_header(str(value)))) for value in mail.values()]
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*heads, *parts])


def test_a_town_speaks_in_its_own_words(square):
    with open_site() as site:
        browser = site.browser(language="sv")
        assert "Vad vill du göra?" in browser.get("/").text
        switch()
        assert "Vad vill du göra?" not in _fresh(browser)
        assert "Vad kan vi hjälpa dig med?" in _fresh(browser)


def _fresh(browser) -> str:
    """The start page as of now, not as it was kept a moment ago."""
    browser.cookies.set("fresh", "1", domain="127.0.0.1")
    return browser.get("/").text
