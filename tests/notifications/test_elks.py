"""The 46elks protocol (NT-21, NT-7), against a gateway that speaks it."""

import socket

import pytest

from notifications.letter import TryLater, Undeliverable
from notifications.sms import pipe as sms_pipe
from notifications.sms.pipe import SmsPipe
from tests.notifications.letters import sms
from tests.sinks import SmsGateway

RECEIPTS = "https://torget.example/sms/receipts/17.abc"


@pytest.fixture
def gateway():
    with SmsGateway() as running:
        yield running


@pytest.fixture
def pipe(gateway):
    made = SmsPipe(gateway.url, "Torget")
    yield made
    made.close()


def test_a_letter_is_posted_as_46elks_wants_it(gateway, pipe):
    accepted = pipe.send(sms(receipt_urls={"46elks": RECEIPTS}))
    (got,) = gateway.wait_for(1)
    assert (accepted.provider_ref, accepted.note) == (got.id, "cost 5200")
    assert got.form == {
        "from": "Torget",
        "to": "+46701740605",
        "message": 'Sundsvalls kommun: Svar om "Mörkt på gångvägen" (2026-00123).',
        "whendelivered": RECEIPTS,
    }


def test_the_operator_does_not_keep_a_code(gateway, pipe):
    pipe.send(sms(text="Din kod är 123456", confidential=True))
    assert gateway.wait_for(1)[0].form["dontlog"] == "message"


def test_typographic_characters_cost_nothing_extra(gateway, pipe):
    pipe.send(sms(text="Svar om ”Mörkt” – läs…"))
    assert gateway.wait_for(1)[0].message == 'Svar om "Mörkt" - läs...'


@pytest.mark.parametrize(
    ("answer", "code", "seconds"),
    [
        ("500", "http_500", None),
        ("503 30", "http_503", 30),
        ("429 7", "http_429", 7),
        ("429 999999", "http_429", 3600),
        ("429 Wed,", "http_429", None),
        ("401", "http_401", None),
        ("302", "http_302", None),
        ("garbage", "ambiguous", None),
        ("drop", "ambiguous", None),
        ("keep drop", "ambiguous", None),
    ],
)
def test_what_may_pass_is_tried_again(gateway, pipe, answer, code, seconds):
    gateway.answers.append(answer)
    with pytest.raises(TryLater) as refused:
        pipe.send(sms())
    assert (refused.value.code, refused.value.retry_after) == (code, seconds)
    pipe.send(sms())
    assert gateway.wait_for(1)


def test_a_gateway_that_says_nothing_does_not_hold_a_worker(gateway, pipe, monkeypatch):
    monkeypatch.setattr(sms_pipe, "WHOLE_SECONDS", 0.2)
    gateway.answers.append("hang")
    with pytest.raises(TryLater, match="ambiguous"):
        pipe.send(sms())


def test_nor_does_one_that_drips(gateway, pipe, monkeypatch):
    monkeypatch.setattr(sms_pipe, "WHOLE_SECONDS", 0.2)
    gateway.answers.append("drip")
    with pytest.raises(TryLater, match="ambiguous"):
        pipe.send(sms())


def test_a_gateway_that_is_not_there_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    pipe = SmsPipe(f"46elks+http://u:p@127.0.0.1:{port}", "Torget")
    with pytest.raises(TryLater, match="connection"):
        pipe.send(sms())
    pipe.close()


def test_a_number_the_operator_refuses_is_final(gateway, pipe):
    gateway.answers.append("400")
    with pytest.raises(Undeliverable, match="http_400"):
        pipe.send(sms())


@pytest.mark.parametrize("number", ["0701740605", "+46", "+4670174060x", "", "rosa@example.org"])
def test_what_is_not_a_number_never_leaves_the_house(gateway, pipe, number):
    with pytest.raises(Undeliverable, match="bad_number"):
        pipe.send(sms(address=number))
    assert gateway.messages == []


@pytest.mark.parametrize(("text", "code"), [("å" * 460, "too_long"), (" \u200b", "empty")])
def test_more_than_three_parts_or_nothing_at_all_is_refused(gateway, pipe, text, code):
    with pytest.raises(Undeliverable, match=code):
        pipe.send(sms(text=text))
    assert gateway.messages == []


def test_a_pipe_may_be_closed_and_used_again(gateway, pipe):
    pipe.send(sms())
    pipe.close()
    pipe.close()
    pipe.send(sms())
    assert len(gateway.wait_for(2)) == 2


@pytest.mark.parametrize("sender", ["Ab", "1torget", "Torget Sundsvall", "Sundsvalls kommun", ""])
def test_a_sender_no_operator_would_take_is_refused_at_start(sender):
    with pytest.raises(ValueError, match="sender"):
        SmsPipe("46elks://u:p@api.46elks.example", sender)
