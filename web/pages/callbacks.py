"""What SMS operators post to us: receipts, and text messages that residents send.

The secret last part of the address says which operator calls, and its signature, where it signs,
that it does; nothing else of the request is believed.
"""

from notifications import inbound
from web.answers import Answer, Plain
from web.visit import Visit

SIGNATURE = "x-twilio-signature"


def receipt(visit: Visit) -> Answer:
    """What became of one message. 204, and 403 for whoever does not know the address (NT-21)."""
    inbound.receipt(visit.session, visit.params["token"], visit.values, signature=_signature(visit))
    return Plain(status=204)


def received(visit: Visit) -> Answer:
    """STOP, START, or words for a person. An empty 200 sends nothing back (NT-21)."""
    token = visit.params["token"]
    received = inbound.read(token, visit.values, signature=_signature(visit))
    inbound.text_received(visit.session, received)
    body, media = inbound.silence_of(token)
    return Plain(body, media=media)


def _signature(visit: Visit) -> str:
    return visit.headers.get(SIGNATURE, "")
