"""Twilio (https://www.twilio.com/docs/messaging/api/message-resource, /docs/usage/webhooks/
webhooks-security; spec: NT-22).

It signs what it posts to us: HMAC-SHA1 with the account's auth token over the address it was told
and the sorted fields of the form.
"""

import base64
import hmac
import json
import re
from typing import Any
from urllib.parse import quote, urlsplit

from models.delivery import DeliveryState
from models.settings.providers import SmsGateway
from notifications.letter import STOPPED, Accepted, TryLater, Undeliverable
from notifications.sms.operator import Answer, BadReceipt, Called, Forged, Receipt, Received, Text

_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_PORTS = {"https": 443, "http": 80}
_STATES = {
    **dict.fromkeys(("scheduled", "queued", "accepted", "sending", "sent"), DeliveryState.SENT),
    **dict.fromkeys(("delivered", "read"), DeliveryState.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), DeliveryState.PERMANENT_FAILURE),
}

UNSUBSCRIBED = 21610
"""The number said STOP to Twilio itself, which will not write to it again."""
_PASSES = frozenset({30001, 30003, 30008, 30017, 30022})
"""A full queue, a phone that is switched off, an unknown fault of the network, too much at once."""
_THIS_NUMBER = frozenset(
    {21211, 21214, 21408, 21602, 21612, 21614, 21617, 30004, 30005, 30006, UNSUBSCRIBED}
)
"""What another try to this number with this text would end in, too."""


class Twilio:
    """The protocol of Twilio."""

    silence = ('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml")

    def request(self, gateway: SmsGateway, text: Text) -> tuple[str, dict[str, str]]:
        form = {"From": text.sender, "To": text.to, "Body": text.message}
        if text.receipt_url is not None:
            form["StatusCallback"] = text.receipt_url
        return f"/2010-04-01/Accounts/{quote(gateway.user, safe='')}/Messages.json", form

    def accepted(self, answer: Answer) -> Accepted:
        try:
            told: Any = json.loads(answer.body)
        except ValueError:
            told = None
        if answer.status in {200, 201}:
            return _taken(told)
        code = told.get("code") if isinstance(told, dict) else None
        if answer.status == 400 and code in _THIS_NUMBER:
            raise Undeliverable(STOPPED if code == UNSUBSCRIBED else f"twilio_{code}")
        raise TryLater(f"http_{answer.status}", answer.retry_after)

    def receipt(self, called: Called, gateway: SmsGateway | None) -> Receipt:
        _prove(called, gateway)
        provider_ref = called.form.get("MessageSid", "")
        if not _SID.fullmatch(provider_ref):
            raise BadReceipt("MessageSid")
        state = _STATES.get(called.form.get("MessageStatus", ""))
        if state is None:
            raise BadReceipt("MessageStatus")
        if state is not DeliveryState.PERMANENT_FAILURE:
            return Receipt(provider_ref, state)
        said = called.form.get("ErrorCode", "")
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
        if number == UNSUBSCRIBED:
            return Receipt(provider_ref, DeliveryState.SUPPRESSED, STOPPED)
        if number in _PASSES:
            state = DeliveryState.TEMPORARY_FAILURE
        return Receipt(provider_ref, state, f"twilio_{number}")

    def received(self, called: Called, gateway: SmsGateway | None) -> Received:
        _prove(called, gateway)
        return Received(called.form.get("From", ""), called.form.get("Body", ""))


def _taken(told: Any) -> Accepted:
    provider_ref = told.get("sid") if isinstance(told, dict) else None
    if not isinstance(provider_ref, str) or not provider_ref:
        raise TryLater("ambiguous")
    if told.get("status") in {"failed", "undelivered"}:
        raise Undeliverable("failed")
    parts = told.get("num_segments")
    return Accepted(provider_ref, f"parts {parts}" if str(parts).isdigit() else "")


def _prove(called: Called, gateway: SmsGateway | None) -> None:
    if gateway is None or not is_signed(called, gateway.password):
        raise Forged


def is_signed(called: Called, token: str) -> bool:
    """Whether `called` bears the signature that an auth token makes, in constant time.

    Twilio signs the address sometimes with its usual port and sometimes without.
    """
    right = False
    for url in _spellings(called.url):
        made = signature(url, called.form.items(), token)
        right |= hmac.compare_digest(made.encode(), called.signature.encode())
    return right


def signature(url: str, fields: Any, token: str) -> str:
    """The value of `X-Twilio-Signature` for pairs of name and value."""
    signed = url + "".join(name + value for name, value in sorted(set(fields)))
    mac = hmac.new(token.encode(), signed.encode("utf-8", "surrogatepass"), "sha1")
    return base64.b64encode(mac.digest()).decode()


def _spellings(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    # Not `hostname`, which loses the brackets of an IPv6 address.
    host = re.sub(r":[0-9]*$", "", parts.netloc)
    port = parts.port or _PORTS.get(parts.scheme, 443)
    without, with_port = (parts._replace(netloc=name) for name in (host, f"{host}:{port}"))
    return without.geturl(), with_port.geturl()


TWILIO = Twilio()
