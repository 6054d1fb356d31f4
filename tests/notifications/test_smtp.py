"""What each answer of a relay means (NT-4, NT-7), against a relay that really gives it."""

import socket
import ssl
import threading
from contextlib import closing

import pytest

from notifications import smtp
from notifications.letter import TryLater, Undeliverable
from notifications.mail import MailPipe, message_id
from notifications.relay import Line
from tests.notifications.certificate import certificate
from tests.notifications.letters import TOWN, mail
from tests.sinks import MailSink


@pytest.fixture
def sink():
    with MailSink() as running:
        yield running


@pytest.fixture
def pipe(sink):
    made = MailPipe(sink.url, TOWN)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("rcpt:451 4.7.1 greylisted", "rcpt_451_4.7.1"),
        ("data:451 try again", "body_451"),
        ("rcpt:452 4.2.2 over quota", "mailbox_full"),
        ("rcpt:552 5.2.2 mailbox full", "mailbox_full"),
        ("data:552 5.2.2 mailbox full", "mailbox_full"),
        ("rcpt:530 5.7.0 sign in first", "rcpt_530_5.7.0"),
        ("rcpt:421 4.3.2 going down", "rcpt_421"),
        ("data:421 4.3.2 going down", "body_421_4.3.2"),
        ("rcpt:drop", "connection"),
        ("data:drop", "ambiguous"),
        ("data:keep drop", "ambiguous"),
    ],
)
def test_what_may_pass_is_tried_again(sink, pipe, answer, code):
    sink.answers.append(answer)
    with pytest.raises(TryLater) as refused:
        pipe.send(mail())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("rcpt:550 5.1.1 no such user", "rcpt_550_5.1.1"),
        ("rcpt:553 bad name", "rcpt_553"),
        ("data:554 5.7.1 refused", "body_554_5.7.1"),
        ("rcpt:552 5.3.4 too big", "rcpt_552_5.3.4"),
    ],
)
def test_what_will_not_pass_is_final(sink, pipe, answer, code):
    sink.answers.append(answer)
    with pytest.raises(Undeliverable) as refused:
        pipe.send(mail())
    assert refused.value.code == code


def test_after_a_refused_letter_the_next_goes_over_the_same_connection(sink, pipe):
    sink.answers_to["sam@example.org"] = "rcpt:550 5.1.1 no such user"
    pipe.send(mail())
    with pytest.raises(Undeliverable):
        pipe.send(mail(address="sam@example.org"))
    pipe.send(mail(address="olga@example.org"))
    mails = sink.wait_for(2)
    assert [one.recipients for one in mails] == [("rosa@example.org",), ("olga@example.org",)]
    assert mails[0].peer == mails[1].peer


def test_a_relay_that_takes_two_letters_a_connection_still_gets_all_five(sink):
    with MailSink(per_connection=2) as strict:
        pipe = MailPipe(strict.url, TOWN)
        for number in range(5):
            pipe.send(mail(message_key=f"answered.{number}"))
        pipe.close()
        mails = strict.wait_for(5)
    assert len(mails) == 5
    assert len({one.peer for one in mails}) == 3


def test_a_letter_lost_between_relay_and_us_comes_again_under_the_same_name(sink, pipe):
    sink.answers.append("data:keep drop")
    with pytest.raises(TryLater, match="ambiguous"):
        pipe.send(mail())
    assert pipe.send(mail()).provider_ref == message_id(mail(), TOWN)
    first, second = sink.wait_for(2)
    assert first.raw == second.raw


def test_a_relay_that_hangs_up_after_taking_a_letter_has_taken_it(sink, pipe):
    sink.answers.append("data:250 drop")
    assert pipe.send(mail()).note == "2.0.0 kept"
    pipe.send(mail(message_key="answered.18"))
    assert len(sink.wait_for(2)) == 2


@pytest.mark.parametrize("slowly", ["rcpt:drip", "rcpt:wait 0.6"])
def test_a_relay_slower_than_a_command_may_take_does_not_hold_a_worker(
    sink, pipe, monkeypatch, slowly
):
    monkeypatch.setattr(Line, "reply_within", 0.2)
    sink.answers.append(slowly)
    with pytest.raises(TryLater, match="connection"):
        pipe.send(mail())


def test_a_slow_reply_in_several_packets_is_read_whole(sink, pipe):
    sink.answers.append("rcpt:drip")
    pipe.send(mail())
    assert len(sink.wait_for(1)) == 1


def test_the_relay_may_take_longer_after_the_final_dot(sink, pipe, monkeypatch):
    monkeypatch.setattr(Line, "reply_within", 0.15)
    sink.answers.append("data:wait 0.4")
    pipe.send(mail())
    assert len(sink.wait_for(1)) == 1


def test_a_relay_that_never_answers_the_final_dot_leaves_it_open_whether_it_took_the_letter(
    sink, pipe, monkeypatch
):
    monkeypatch.setattr(smtp, "FINAL_REPLY_SECONDS", 0.15)
    sink.answers.append("data:hang")
    with pytest.raises(TryLater, match="ambiguous"):
        pipe.send(mail())


def test_a_relay_that_is_not_there_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(TryLater, match="connection"):
        MailPipe(f"smtp://127.0.0.1:{port}", TOWN).send(mail())


@pytest.mark.parametrize("greeting", [b"554 5.3.2 not today\r\n", b"421 busy\r\n"])
def test_a_relay_that_will_not_talk_to_us_says_nothing_of_the_reader(greeting):
    with socket.create_server(("127.0.0.1", 0)) as relay:
        pipe = MailPipe(f"smtp://127.0.0.1:{relay.getsockname()[1]}", TOWN)

        def greet() -> None:
            caller, _ = relay.accept()
            with caller:
                caller.sendall(greeting)

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(TryLater) as refused:
            pipe.send(mail())
        thread.join()
    assert refused.value.code == f"session_{greeting[:3].decode()}"


def test_we_sign_in_where_the_address_says_so():
    with MailSink(login=("torget", "s/cret@")) as relay:
        pipe = MailPipe(f"smtp://torget:s%2Fcret%40@127.0.0.1:{relay.port}", TOWN)
        pipe.send(mail())
        pipe.close()
        assert relay.signed_in == 1


def test_a_wrong_password_is_not_held_against_the_reader():
    with MailSink(login=("torget", "secret")) as relay:
        with pytest.raises(TryLater, match="session_535"):
            MailPipe(f"smtp://torget:wrong@127.0.0.1:{relay.port}", TOWN).send(mail())
        with closing(MailPipe(relay.url, TOWN)) as pipe, pytest.raises(TryLater, match="mail_530"):
            pipe.send(mail())


def test_where_encryption_is_asked_for_nothing_goes_in_the_clear(sink):
    with pytest.raises(TryLater, match="session_unsupported"):
        MailPipe(f"{sink.url}?starttls=1", TOWN).send(mail())
    assert sink.mails == []


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def context(papers):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*papers)
    return made


def test_letters_go_encrypted_from_the_first_byte_or_after_starttls(context, papers, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(papers[0]))
    with MailSink(tls=context) as one, MailSink(starttls=context) as other:
        for address in (one.url, f"{other.url}?starttls=1"):
            pipe = MailPipe(address, TOWN)
            pipe.send(mail())
            pipe.close()
        assert len(one.wait_for(1)) == len(other.wait_for(1)) == 1


def test_a_relay_whose_certificate_nobody_vouches_for_gets_nothing(context):
    with MailSink(tls=context) as relay:
        with pytest.raises(TryLater, match="connection"):
            MailPipe(relay.url, TOWN).send(mail())
        assert relay.mails == []


def test_a_password_goes_to_nobody_who_does_not_encrypt(sink):
    """However STARTTLS is asked for: the settings took `yes` for it, and the pipe did not."""
    address = sink.url.replace("smtp://", "smtp://torget:s3cret@")
    with pytest.raises(TryLater, match="session_unsupported"):
        MailPipe(f"{address}?starttls=yes", TOWN).send(mail())
    with pytest.raises(ValueError, match="unencrypted"):
        MailPipe("smtp://torget:s3cret@relay.example", TOWN)
    assert sink.mails == []
