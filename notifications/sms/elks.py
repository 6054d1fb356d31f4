"""46elks (https://46elks.com/docs/send-sms, /docs/sms-delivery-reports; spec: NT-21).

Whoever knows the secret part of an address that we gave it is believed: 46elks signs nothing.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from models.calendar import Moment, moment
from models.delivery import DeliveryState
from models.settings.providers import SmsGateway
from notifications.letter import Accepted, TryLater, Undeliverable
from notifications.sms.operator import Answer, BadReceipt, Called, Receipt, Received, Text

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STATES = {
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "failed": DeliveryState.PERMANENT_FAILURE,
}


class Elks:
    """The protocol of 46elks."""

    silence = ("", "text/plain")

    def request(self, gateway: SmsGateway, text: Text) -> tuple[str, dict[str, str]]:
        form = {"from": text.sender, "to": text.to, "message": text.message}
        if text.receipt_url is not None:
            form["whendelivered"] = text.receipt_url
        if text.confidential:
            form["dontlog"] = "message"
        return "/a1/sms", form

    def accepted(self, answer: Answer) -> Accepted:
        if answer.status == 400:
            raise Undeliverable("http_400")
        if answer.status != 200:
            # Anything else is about our account or their trouble, not about this reader.
            raise TryLater(f"http_{answer.status}", answer.retry_after)
        try:
            told: Any = json.loads(answer.body)
        except ValueError as error:
            raise TryLater("ambiguous") from error
        provider_ref = told.get("id") if isinstance(told, dict) else None
        if not isinstance(provider_ref, str) or not provider_ref:
            raise TryLater("ambiguous")
        if told.get("status") == "failed":
            raise Undeliverable("failed")
        cost = told.get("cost")
        return Accepted(provider_ref, f"cost {cost}" if isinstance(cost, int) else "")

    def receipt(self, called: Called, gateway: SmsGateway | None) -> Receipt:
        provider_ref = called.form.get("id", "")
        if not _ID.fullmatch(provider_ref):
            raise BadReceipt("id")
        said = called.form.get("status", "")
        if said not in _STATES:
            raise BadReceipt("status")
        delivered = called.form.get("delivered", "")
        return Receipt(
            provider_ref,
            _STATES[said],
            "failed" if said == "failed" else "",
            _moment(delivered) if delivered else None,
        )

    def received(self, called: Called, gateway: SmsGateway | None) -> Received:
        return Received(called.form.get("from", ""), called.form.get("message", ""))


def _moment(said: str) -> Moment:
    """46elks writes UTC without saying so."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadReceipt("delivered") from error
    return moment(at if at.tzinfo else at.replace(tzinfo=UTC))


ELKS = Elks()
