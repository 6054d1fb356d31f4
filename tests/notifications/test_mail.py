"""The message as it goes over the wire: NT-12 to NT-15, T47."""

import email
import re
from contextlib import suppress
from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import headers
from notifications.letter import Undeliverable
from notifications.mail import MailPipe, Sender, compose, message_id
from tests.notifications.letters import TOWN, mail
from tests.notifications.nasty import nasty
from tests.sinks import MailSink

ALWAYS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "Feedback-ID",
    "MIME-Version",
    "Content-Type",
]


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def sink():
    with MailSink() as running:
        yield running


def sent(sink, letter):
    pipe = MailPipe(sink.url, TOWN)
    before = len(sink.mails)
    pipe.send(letter)
    pipe.close()
    return sink.wait_for(before + 1)[-1]


def test_a_letter_about_ones_own_case_has_exactly_these_headers(sink):
    message = read(sent(sink, mail()).raw)
    assert message.keys() == ALWAYS
    assert message["From"] == "Sundsvalls kommun <svar@torget.example>"
    assert message["To"] == "rosa@example.org"
    assert message["Subject"] == "Svar: Mörkt på gångvägen [2026-00123]"
    assert message["Date"] == "Fri, 06 Nov 2026 21:20:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Id"] == "<submission-2026-00123.torget.example>"
    assert message["Feedback-ID"] == "answered:submission-2026-00123:sv:torget"


def test_a_letter_to_a_follower_can_be_stopped_with_one_click_and_belongs_to_its_thread(sink):
    letter = mail(
        unsubscribe_url="https://torget.example/u/qrstuv",
        thread_root="submission.2026-00123",
        reply_to="arende+2026-00123.abc@torget.example",
        bulk=True,
        auto_reply=True,
    )
    message = read(sent(sink, letter).raw)
    added = [
        "In-Reply-To",
        "References",
        "Reply-To",
        "Precedence",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
    ]
    assert sorted(message.keys()) == sorted(ALWAYS + added)
    assert message["In-Reply-To"] == "<submission.2026-00123@torget.example>"
    assert message["References"] == message["In-Reply-To"]
    assert message["Reply-To"] == "arende+2026-00123.abc@torget.example"
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["List-Unsubscribe"] == "<https://torget.example/u/qrstuv>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_bounce_address_names_the_delivery_and_proves_that_we_made_it(sink):
    mailed = sent(sink, mail(delivery_id=17))
    assert mailed.sender == f"bounce+17.{mail().key[::-1][:16]}@torget.example"
    assert len(mailed.sender.partition("@")[0]) <= 64
    assert mailed.recipients == ("rosa@example.org",)


def test_every_try_of_a_letter_is_the_same_message_and_every_reader_gets_her_own():
    assert compose(mail(), TOWN) == compose(mail(), TOWN)
    others = [mail(address="sam@example.org"), mail(message_key="answered.18"), mail(channel="sms")]
    ids = {message_id(letter, TOWN) for letter in [mail(), *others]}
    assert len(ids) == 4


def test_the_text_comes_first_and_both_parts_say_what_was_written(sink):
    text = "Hej Rosa!\n\nSå här långt: 98\u00a0000 kr.\n.\n..två\nFrom nu \t \n" + "å" * 500 + "\n"
    html = f'<html lang="sv"><p>{text}</p></html>\n'
    message = read(sent(sink, mail(text=text, html=html)).raw)
    kinds = [one.get_content_type() for one in message.iter_parts()]
    assert message.get_content_type() == "multipart/alternative"
    assert kinds == ["text/plain", "text/html"]
    assert part(message, "plain") == text
    assert part(message, "html") == html
    assert [one.get_content_charset() for one in message.iter_parts()] == ["utf-8", "utf-8"]


@given(title=nasty(), name=nasty(), text=nasty())
def test_no_title_name_or_text_can_change_the_shape_of_a_message(title, name, text):
    letter = mail(subject=title, text=text, html=text)
    raw = compose(letter, replace(TOWN, name=name))
    message = read(raw)
    assert message.keys() == ALWAYS
    assert message["Subject"] == headers.subject_line(title, "2026-00123")
    assert message["To"] == "rosa@example.org"
    assert [one.addr_spec for one in message["From"].addresses] == ["svar@torget.example"]
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]
    assert part(message, "plain") == headers.clean_text(text).replace("\r\n", "\n")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    # A gateway that takes the message apart and puts it together again changes nothing either.
    assert read(message.as_bytes()).keys() == ALWAYS


@given(nasty())
def test_what_one_writes_cannot_end_the_message_early(text):
    letter = mail(subject=text, text=text, html=text)
    assert b"\r\n.\r\n" not in re.sub(rb"(?m)^\.", b"..", compose(letter, TOWN))


@given(nasty(), st.sampled_from(["address", "reply_to", "unsubscribe_url", "thread_root"]))
def test_what_is_not_an_address_never_becomes_a_header(text, field):
    known = {*ALWAYS, "In-Reply-To", "References"}
    with suppress(Undeliverable):
        assert set(read(compose(mail(**{field: text}), TOWN)).keys()) <= known


@pytest.mark.parametrize("field", ["list_id", "kind", "language"])
def test_a_topic_that_is_not_a_plain_name_is_refused(field):
    with pytest.raises(Undeliverable, match="unsafe_token"):
        compose(mail(**{field: "a\r\nBcc: sam"}), TOWN)


def test_a_letter_of_ten_megabytes_is_never_sent():
    with pytest.raises(Undeliverable, match="too_large"):
        compose(mail(html="<p>" + "å" * 60_000), TOWN)


def test_a_town_with_any_name_is_shown_by_that_name():
    for name in ('Håbo "fina" kommun', "Kil \\ Grums", "Torget, Sundsvall", "Örnsköldsvik"):
        message = read(compose(mail(), Sender(name, "svar@torget.example", TOWN.mac)))
        (shown,) = message["From"].addresses
        assert (shown.display_name, shown.addr_spec) == (name, "svar@torget.example")
