"""The Twilio protocol (NT-22), against a gateway that speaks it and the library Twilio gives away."""

from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from models.delivery import DeliveryState
from models.settings.providers import SMS_OPERATORS, sms_gateway
from notifications.letter import TryLater, Undeliverable
from notifications.sms.operator import BadReceipt, Called, Forged
from notifications.sms.operators import OPERATORS
from notifications.sms.pipe import SmsPipe
from notifications.sms.twilio import TWILIO, is_signed, signature
from tests.notifications.letters import sms
from tests.sinks import TwilioGateway

pytestmark = pytest.mark.once

S = DeliveryState
TOKEN = "0123456789abcdef0123456789abcdef"
GATEWAY = sms_gateway(f"twilio://AC1:{TOKEN}@api.twilio.example")
SID = "SM" + "0" * 32
RECEIPTS = "https://torget.example/sms/receipts/17.abc"

names = st.text("abcdefgABCDEFG-_. ", min_size=1, max_size=12)
forms = st.dictionaries(names, st.text(max_size=40), max_size=8)
urls = st.sampled_from(
    [
        "https://torget.example/sms/inbox/abc",
        "https://torget.example:443/sms/inbox/abc",
        "https://torget.example:8443/sms/inbox/abc",
        "http://127.0.0.1:8000/sms/inbox/abc",
        "http://torget.example/sms/inbox/abc?a=1&b=2",
        "http://torget.example:80/sms/inbox/abc",
    ]
)


@pytest.fixture
def gateway():
    with TwilioGateway() as running:
        yield running


@pytest.fixture
def pipe(gateway):
    made = SmsPipe(gateway.url, "Torget")
    yield made
    made.close()


def called(form, url="https://torget.example/sms/receipts/17.abc"):
    return Called(url, form, RequestValidator(TOKEN).compute_signature(url, form))


def test_every_operator_of_the_settings_has_its_protocol():
    assert tuple(OPERATORS) == SMS_OPERATORS


@given(urls, forms)
def test_our_signature_is_the_one_that_twilio_makes(url, form):
    assert signature(url, form.items(), TOKEN) == RequestValidator(TOKEN).compute_signature(
        url, form
    )


@given(urls, forms, urls, forms)
def test_we_believe_exactly_what_twilios_own_library_believes(signed_url, signed, url, form):
    validator = RequestValidator(TOKEN)
    for claim in (
        validator.compute_signature(signed_url, signed),
        validator.compute_signature(signed_url, form),
    ):
        expected = validator.validate(url, form, claim)
        assert is_signed(Called(url, form, claim), TOKEN) == expected
    assert not is_signed(Called(url, form, ""), TOKEN)
    assert not is_signed(Called(url, form, "å"), TOKEN)


def test_a_port_may_stand_in_what_was_signed_or_not():
    form = {"MessageSid": SID}
    for signed, arrived in (("", ":443"), (":443", ""), (":443", ":443")):
        claim = signature(f"https://torget.example{signed}/x", form.items(), TOKEN)
        assert is_signed(Called(f"https://torget.example{arrived}/x", form, claim), TOKEN)
    claim = signature("https://torget.example:8443/x", form.items(), TOKEN)
    assert not is_signed(Called("https://torget.example/x", form, claim), TOKEN)


def test_a_letter_is_posted_as_twilio_wants_it(gateway, pipe):
    accepted = pipe.send(sms(receipt_urls={"46elks": "x", "twilio": RECEIPTS}))
    (got,) = gateway.wait_for(1)
    assert (accepted.provider_ref, accepted.note) == (got.id, "parts 1")
    assert got.form == {
        "From": "Torget",
        "To": "+46701740605",
        "Body": 'Sundsvalls kommun: Svar om "Mörkt på gångvägen" (2026-00123).',
        "StatusCallback": RECEIPTS,
    }


@pytest.mark.parametrize(
    ("answer", "refusal", "code"),
    [
        ("500", TryLater, "http_500"),
        ("429 7", TryLater, "http_429"),
        ("401", TryLater, "http_401"),
        ("400", TryLater, "http_400"),
        ("400 21606", TryLater, "http_400"),
        ("garbage", TryLater, "ambiguous"),
        ("drop", TryLater, "ambiguous"),
        ("400 21211", Undeliverable, "twilio_21211"),
        ("400 21610", Undeliverable, "stopped"),
    ],
)
def test_an_answer_is_read(gateway, pipe, answer, refusal, code):
    gateway.answers.append(answer)
    with pytest.raises(refusal) as refused:
        pipe.send(sms())
    assert refused.value.code == code
    pipe.send(sms())
    assert gateway.wait_for(1)


@pytest.mark.parametrize(
    ("fields", "state", "code"),
    [
        *(({"MessageStatus": said}, S.SENT, "") for said in ("queued", "accepted", "sending")),
        ({"MessageStatus": "sent"}, S.SENT, ""),
        ({"MessageStatus": "delivered"}, S.DELIVERED, ""),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, S.TEMPORARY_FAILURE, "30003"),
        ({"MessageStatus": "undelivered", "ErrorCode": "30005"}, S.PERMANENT_FAILURE, "30005"),
        ({"MessageStatus": "failed", "ErrorCode": "30006"}, S.PERMANENT_FAILURE, "30006"),
        ({"MessageStatus": "failed", "ErrorCode": "21211"}, S.PERMANENT_FAILURE, "21211"),
        ({"MessageStatus": "failed"}, S.PERMANENT_FAILURE, "0"),
        ({"MessageStatus": "failed", "ErrorCode": "21610"}, S.SUPPRESSED, "stopped"),
    ],
)
def test_a_receipt_says_what_became_of_a_message(fields, state, code):
    read = TWILIO.receipt(called({"MessageSid": SID, **fields}), GATEWAY)
    assert (read.provider_ref, read.state) == (SID, state)
    assert read.code == (f"twilio_{code}" if code.isdigit() else code)


@given(
    st.dictionaries(
        st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode"]),
        st.sampled_from([SID, "failed", "30003", "9" * 40, "²", ""]) | st.text(max_size=9),
    )
)
def test_nothing_but_a_receipt_is_read_as_one(form):
    with suppress(BadReceipt):
        assert TWILIO.receipt(called(form), GATEWAY).provider_ref == SID


def test_a_receipt_without_the_signature_or_of_an_operator_we_left_is_forged():
    form = {"MessageSid": SID, "MessageStatus": "delivered"}
    for arrived, gateway in (
        (Called(RECEIPTS, form, ""), GATEWAY),
        (Called(RECEIPTS, form | {"MessageStatus": "failed"}, called(form).signature), GATEWAY),
        (called(form), None),
    ):
        with pytest.raises(Forged):
            TWILIO.receipt(arrived, gateway)
        with pytest.raises(Forged):
            TWILIO.received(arrived, gateway)


def test_a_text_message_to_us_is_read():
    read = TWILIO.received(called({"From": "+46701740605", "Body": "Stopp"}), GATEWAY)
    assert (read.number, read.text) == ("+46701740605", "Stopp")


def test_the_gateway_of_these_tests_refuses_whoever_does_not_sign_in(gateway):
    request = Request(f"http://127.0.0.1:{gateway.port}{gateway.path}", b"From=Torget")
    with pytest.raises(HTTPError, match="401") as refused:
        urlopen(request, timeout=5)  # loopback
    refused.value.close()
