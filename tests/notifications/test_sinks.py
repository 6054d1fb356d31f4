"""The sinks themselves: a sink that takes everything would prove nothing."""

import email
import json
import signal
import subprocess
import sys
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from notifications.mail import MailPipe
from notifications.sms.pipe import SmsPipe
from tests.notifications.letters import TOWN, mail, sms
from tests.sinks import MailSink, SmsGateway

GOOD = {"from": "Torget", "to": "+46701740605", "message": "Hej"}


def post(gateway, form, credentials=None):
    request = Request(f"http://127.0.0.1:{gateway.port}/a1/sms", urlencode(form).encode())
    request.add_header("Authorization", credentials or gateway.credentials)
    with urlopen(request, timeout=5) as answer:  # loopback
        return json.load(answer)


def test_the_gateway_answers_as_documented():
    with SmsGateway() as gateway:
        told = post(gateway, GOOD)
        assert told["status"] == "created"
        assert told["direction"] == "outgoing"
        assert (told["from"], told["to"], told["message"]) == ("Torget", "+46701740605", "Hej")
        assert "message" not in post(gateway, GOOD | {"dontlog": "message"})


@pytest.mark.parametrize(
    "wrong",
    [{"from": "Sundsvalls kommun"}, {"to": "0701740605"}, {"message": ""}, {"colour": "red"}],
)
def test_the_gateway_refuses_a_form_that_is_not_as_documented(wrong):
    with SmsGateway() as gateway:
        with pytest.raises(HTTPError, match="400") as refused:
            post(gateway, GOOD | wrong)
        refused.value.close()
        assert gateway.messages == []


def test_the_gateway_refuses_whoever_does_not_sign_in():
    with SmsGateway() as gateway:
        with pytest.raises(HTTPError, match="401") as refused:
            post(gateway, GOOD, "Basic c2FtOnNhbQ==")
        refused.value.close()


def test_the_gateway_reports_what_became_of_a_message():
    reports = []

    class Ours(BaseHTTPRequestHandler):
        def do_POST(self):
            reports.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    ours = ThreadingHTTPServer(("127.0.0.1", 0), Ours)
    thread = Thread(target=ours.serve_forever, args=(0.02,))
    thread.start()
    with SmsGateway(receipts=("sent", "delivered")) as gateway:
        pipe = SmsPipe(gateway.url, "Torget")
        address = f"http://127.0.0.1:{ours.server_address[1]}/receipts"
        accepted = pipe.send(sms(receipt_urls={"46elks": address}))
        pipe.close()
    ours.shutdown()
    ours.server_close()
    thread.join()
    assert gateway.receipts_answered == [204, 204]
    assert reports[0] == f"id={accepted.provider_ref}&status=sent"
    assert reports[1].startswith(f"id={accepted.provider_ref}&status=delivered&delivered=20")


def test_another_process_can_read_what_arrived(tmp_path):
    program = [sys.executable, "-m", "tests.sinks", "--smtp-port", "0", "--sms-port", "0"]
    with subprocess.Popen(
        [*program, "--out", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as running:
        _, smtp_url, sms_url = running.stdout.readline().split()
        for url, kind, letter in ((smtp_url, MailPipe, mail()), (sms_url, SmsPipe, sms())):
            pipe = kind(url, TOWN if kind is MailPipe else "Torget")
            pipe.send(letter)
            pipe.close()
        running.send_signal(signal.SIGTERM)
        assert running.stdout.read() == "kept: 1 mails, 1 sms\n"
    (stored,) = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(stored.read_bytes(), policy=policy.default)
    assert message["Delivered-To"] == "rosa@example.org"
    assert message["Return-Path"].startswith("<bounce+")
    (stored,) = (tmp_path / "sms").iterdir()
    assert json.loads(stored.read_bytes())["to"] == "+46701740605"


def test_a_sink_whose_port_is_taken_says_so():
    with MailSink() as first, pytest.raises(OSError, match="in use"):
        MailSink(first.port).__enter__()
