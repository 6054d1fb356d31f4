"""`letter`: an example is shown, or goes through the town's own pipe."""

import email
from email import policy

import pytest
from click.testing import CliRunner

from models import demo_message
from models import hold as holding
from models.database import transaction
from notifications import examples
from notifications.sms.segments import segments
from tests import people
from tests.notifications.post import sent_rows, use
from tests.sinks import MailSink, SmsGateway
from web.commands.letter import letter

TO = "you@example.org"


@pytest.fixture
def seeded(town):
    with transaction() as session:
        people.municipality(session)
    return town


def run(*arguments, fails=0):
    done = CliRunner().invoke(letter, arguments)
    assert done.exit_code == fails, done.output
    return done.output


def test_one_letter_goes_to_one_address_and_is_no_delivery(seeded):
    with MailSink() as sink:
        use(seeded, smtp_url=sink.url)
        said = run("answered", "--to", TO)
        (mail,) = sink.mails
    assert said.startswith("Sent.")
    assert mail.recipients == (TO,)
    read = email.message_from_bytes(mail.raw, policy=policy.default)
    assert read["Subject"].startswith("[Prov] Svar: ")
    assert "Vi byter lamporna" in read.get_body(("plain",)).get_content()
    assert sent_rows() == []


def test_a_text_message_goes_through_the_gateway_in_the_language_that_was_asked_for(seeded):
    with SmsGateway() as gateway:
        use(seeded, sms_url=gateway.url, sms_from="+46766861004")
        run("answered", "--channel", "sms", "--language", "en", "--to", "070-174 06 05")
        (sms,) = gateway.messages
    assert sms.to == "+46701740605"
    assert sms.message.startswith("[Test] ")
    assert "whendelivered" not in sms.form
    assert sent_rows() == []


def test_a_text_message_is_shown_with_what_it_costs(seeded):
    shown = run("answered", "--channel", "sms", "--show")
    text, said = shown.removesuffix("\n").rsplit("\n\n", 1)
    size = segments(text)
    assert said == f"{size.parts} part(s), {size.units} units of {size.encoding}"
    assert "part(s)" not in run("answered", "--show")


def test_a_town_that_is_held_sends_nothing_and_shows_it_all_the_same(seeded):
    with MailSink() as sink:
        use(seeded, smtp_url=sink.url, delivery="hold")
        assert "TORGET_DELIVERY is hold" in run("answered", "--to", TO, fails=1)
        use(seeded, smtp_url=sink.url)
        with transaction() as session:
            holding.begin(session)
        assert "python -m web resume" in run("answered", "--to", TO, fails=1)
        shown = run("answered", "--show", "--to", TO)
        assert sink.mails == []
    assert shown.startswith("[Prov] Svar: ")
    assert "Vi byter lamporna" in shown


def test_a_demo_keeps_it_where_everybody_reads_it(seeded):
    use(seeded, demo=True, delivery="hold")
    assert "/demo/outbox" in run("sign_in", "--to", TO)
    with transaction(write=False) as session:
        (kept,) = demo_message.newest(session)
    assert kept.address == TO
    assert kept.subject.startswith("[Prov] ")


def test_a_town_that_only_writes_it_down_says_so(seeded):
    use(seeded, delivery="log")
    assert run("sign_in", "--to", TO) == "Not sent: TORGET_DELIVERY is log.\n"


def test_a_relay_that_is_not_there_is_named(seeded):
    use(seeded)
    assert "Not sent, try again later: connection" in run("answered", "--to", TO, fails=1)


@pytest.mark.once
def test_the_kinds_are_listed_with_their_channels():
    lines = run().splitlines()
    assert len(lines) == len(examples.kinds())
    assert {"answered: email, sms", "digest: email", "text_help: sms"} <= set(lines)


@pytest.mark.once
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["unknown", "--to", TO], "no such kind"),
        (["digest", "--channel", "sms", "--to", "0701740605"], "sent by email only"),
        (["answered"], "Say where it goes"),
        (["answered", "--to", "nobody"], "not an address for email"),
        (["answered", "--channel", "sms", "--to", "08-465 004 01"], "no text message reaches"),
    ],
)
def test_what_cannot_be_sent_is_said_before_anything_is_opened(arguments, why):
    assert why in run(*arguments, fails=2)
